"""Notices side by side by their age."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk


@pytest.mark.parametrize("text", ["重庆和四川的文件哪个发得早", "四川跟重庆谁先印发的", "重庆和四川哪个文件新"])
@pytest.mark.parametrize("intent", ["compare_regions", "document_info"])
def test_the_oldest_comes_first(talk: Talk, text: str, intent: str) -> None:
    answer = talk.say(intent, text)
    assert answer.kind == "compare"
    assert answer.text.startswith("印发最早的是四川省的文件，最新的是重庆市的文件。")
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["四川省", "重庆市"]
    assert [row[2] for row in answer.table.rows] == ["2024年8月15日印发", "2024年10月11日印发"]


@pytest.mark.parametrize("text", ["重庆和四川谁的创新政策好", "重庆和四川哪个先进制造业支持多", "重庆和四川哪家新区多"])
def test_other_words_with_new_and_first_ask_for_no_age(talk: Talk, text: str) -> None:
    assert not talk.say("compare_regions", text).text.startswith("印发最早的")
