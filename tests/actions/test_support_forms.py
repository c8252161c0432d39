"""Forms of support that a notice does not write of: it is said so, with the nearest clause."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("漳州专利质押贷款利息给贴几个点", "贴息"),
        ("漳州引进企业有税收减免吗", "税收优惠"),
        ("重庆知识产权服务机构房租能免吗", "房租减免"),
    ],
)
def test_what_a_notice_does_not_write_of(talk: Talk, text: str, form: str) -> None:
    answer = talk.say("award_amount", text)
    assert f"没有写“{form}”这一项" in answer.text
    assert answer.amount is None


@pytest.mark.parametrize("text", ["四川园区质押贷款有贴息吗", "淄博有没有税收优惠", "漳州质押贷款本金损失怎么分担"])
def test_what_it_writes_of_is_answered(talk: Talk, text: str) -> None:
    assert "这一项" not in talk.say("clause_content", text).text.split("。")[0]
