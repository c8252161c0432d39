"""Which questions are put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rapidfuzz import fuzz

from channels.teaching.likeness import ALIKE, Asked, grouped, words_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("高价值专利组合有没有奖励", "请问有没有高价值专利组合的奖励？", True),
        ("专利快速预审怎么弄", "怎么弄专利快速预审啊", True),
        ("專利導航能補多少", "专利导航能补多少", True),
        ("专利导航能补多少", "知识产权质押融资怎么申请", False),
        ("商标被抢注了怎么办", "专利年费怎么交", False),
        ("？？？", "怎么办", False),
    ],
)
def test_alike(one, other, alike):
    assert (fuzz.token_sort_ratio(words_of(one), words_of(other)) >= ALIKE) is alike


def test_groups_say_how_often_why_and_when():
    asked = [
        Asked("专利快速预审怎么弄", "declined", NOW),
        Asked("商标被抢注了怎么办", "useless", NOW - timedelta(hours=1), "答非所问"),
        Asked("怎么弄专利快速预审啊", "asked_back", NOW - timedelta(days=2)),
        Asked("专利快速预审怎么弄", "declined", NOW - timedelta(days=3)),
    ]
    first, second = grouped(asked)
    assert (first.example, first.count) == ("专利快速预审怎么弄", 3)
    assert first.reasons == {"declined": 2, "asked_back": 1}
    assert first.wordings == ["专利快速预审怎么弄", "怎么弄专利快速预审啊"]
    assert (first.first_at, first.last_at) == (NOW - timedelta(days=3), NOW)
    assert (second.count, second.whys) == (1, ["答非所问"])


def test_nothing_and_oddities():
    assert grouped([]) == []
    odd = ["", "a" * 5000, "\ud800", "的的的", "🙂"]
    assert sum(group.count for group in grouped(Asked(text, "declined", NOW) for text in odd)) == len(odd)
