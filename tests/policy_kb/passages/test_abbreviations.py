from __future__ import annotations

import pytest

from policy_kb.passages.abbreviations import Abbreviations

_TEXTS = [
    ["应", "配备", "知识", "产权", "专职", "人员"],
    ["设立", "维权", "援助", "工作站"],
    ["专利", "审查", "协作", "中心"],
]


@pytest.mark.parametrize(
    ("word", "phrases"),
    [
        ("专员", ("专职人员",)),
        ("维权站", ()),
        ("审协", ("审查协作",)),
        ("知产", ("知识产权",)),
        ("园长", ()),
        ("专", ()),
        ("专职人员", ()),
    ],
)
def test_a_word_is_short_for_the_words_that_follow_each_other(word: str, phrases: tuple[str, ...]) -> None:
    assert Abbreviations(_TEXTS).phrases(word) == phrases


def test_what_may_be_short_for_many_is_short_for_none() -> None:
    texts = [["专业", f"{first}员"] for first in "管技教研"]
    assert Abbreviations(texts).phrases("专员") == ()
