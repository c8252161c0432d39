"""What counts, where the hint of a fact says it."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


def test_interest_is_no_principal(talk: Talk) -> None:
    talk.say("award_amount", "漳州质押贷款坏账，损失50万，补偿资金出多少")
    answer = talk.say("out_of_scope", "利息也赔吗", confidence=0.4)
    assert answer.text.startswith("只算本金损失，不算利息。")
    assert yuan(answer) == 400_000


def test_asked_in_the_same_message(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州质押贷款损失50万，利息也赔吗，补偿资金出多少")
    assert answer.text.startswith("只算本金损失，不算利息。")
    assert yuan(answer) == 400_000


def test_what_no_hint_has_is_asked_about(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州大学转让12件发明给企业，转给外地企业的能算吗，奖多少")
    assert answer.amount is None


@pytest.mark.parametrize("text", ["担保公司已经赔了", "银行追回了一部分", "利息已经收回来了"])
def test_what_is_told_is_asked_about(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", f"漳州质押贷款坏账，损失50万，{text}，补偿资金出多少")
    assert answer.amount is None
