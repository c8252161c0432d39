"""Whether an office stands behind what is talked of."""

from __future__ import annotations

import pytest

from actions.mentioned import own_focus
from tests.actions.talk import Talk, cited, turn


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("牵头的是市场监管局吧？", "不是，市市场监管局是责任单位，不是牵头单位。"),
        ("是教育局牵头对吧", "是的，市教育局是牵头单位。"),
        ("责任单位有没有财政局", "有，市财政局是责任单位。"),
        ("归科技局管吗", "这一条写的单位里没有科技局。"),
    ],
)
def test_whether_an_office_is_the_one(talk: Talk, text: str, says: str) -> None:
    talk.say("award_amount", "漳州高校首次通过知识产权管理规范认证补多少")
    answer = talk.say("responsible_unit", text)
    assert answer.text.startswith(says)
    assert cited(answer) == [("zhangzhou-2024", "（三）")]


def test_a_word_inside_the_name_of_an_office_is_no_subject(talk: Talk) -> None:
    assert not own_focus(turn(talk.kb, "是市场监管局牵头吧"), talk.kb).topics
    assert own_focus(turn(talk.kb, "代理监管怎么规定"), talk.kb).topics


def test_who_asks_for_no_office_is_told_no_more(talk: Talk) -> None:
    answer = talk.say("responsible_unit", "漳州ISO56005哪个部门管")
    assert answer.text.startswith("《漳州市")


@pytest.mark.parametrize("text", ["国家知识产权局牵头吗", "省教育厅牵头吗", "省市场监管局牵头吗"])
def test_an_office_of_a_higher_level_is_another_one(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州高校首次通过知识产权管理规范认证补多少")
    assert not talk.say("responsible_unit", text).text.startswith(("是", "有", "不是"))
