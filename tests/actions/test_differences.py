"""Two values of one fact: what each comes to, and what lies between."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("ISO56005三级跟五级差多少", 200_000),
        ("ISO56005四级比二级多补多少", 120_000),
    ],
)
def test_both_sums_and_the_gap(talk: Talk, text: str, gap: int) -> None:
    answer = talk.say("award_amount", text)
    assert yuan(answer) == gap
    assert [step.yuan for step in answer.trace][-1] == abs((answer.trace[0].yuan or 0) - (answer.trace[1].yuan or 0))
    assert "相差" in answer.text


def test_each_of_two_has_no_one_sum(talk: Talk) -> None:
    answer = talk.say("award_amount", "ISO56005一级和二级分别补多少")
    assert "一级是8万元，二级是12万元" in answer.text
    assert answer.amount is None


def test_shares_of_a_loss_are_not_compared(talk: Talk) -> None:
    answer = talk.say("award_amount", "质押贷款坏账，损失100万和200万差多少")
    assert "相差" not in answer.text
    assert answer.amount is None


def test_the_next_pair(talk: Talk) -> None:
    talk.say("award_amount", "ISO56005五级跟四级差多少")
    assert yuan(talk.say("follow_up", "二级跟一级呢")) == 40_000


def test_counts_below_the_least_come_to_nothing(talk: Talk) -> None:
    talk.say("award_amount", "高校转让发明给漳州企业怎么奖")
    assert yuan(talk.say("follow_up", "12件比5件多拿多少")) == 60_000


def test_a_level_that_there_is_not_is_no_difference(talk: Talk) -> None:
    answer = talk.say("award_amount", "ISO56005六级跟五级差多少")
    assert answer.amount is None


@pytest.mark.parametrize("text", ["ISO56005一级跟四级分别补多少", "56005那个一级跟四级到底是多少跟多少"])
def test_the_gap_is_told_where_it_is_asked_for(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert "一级是8万元，四级是24万元。" in answer.text
    assert "16万元" not in answer.text
    assert all(step.yuan != 160_000 for step in answer.trace)
