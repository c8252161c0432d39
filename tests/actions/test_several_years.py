"""Sums over several years: multiplied only where each year brings the same."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


def test_a_fixed_yearly_sum_is_multiplied(talk: Talk) -> None:
    answer = talk.say("award_amount", "高校的知识产权研究中心三年一共能拿多少")
    assert yuan(answer) == 900_000
    assert "每年30万元" in answer.text
    assert "单独审核" in answer.text


@pytest.mark.parametrize(
    "text",
    ["大学去年转让5件、今年9件发明给漳州企业，两年加起来能奖多少", "企业两年一共有30件密集型产品，两年合计奖多少"],
)
def test_what_differs_from_year_to_year_is_asked_for(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert answer.kind == "question"
    assert answer.amount is None


def test_a_yearly_sum_is_not_multiplied_after_the_fact(talk: Talk) -> None:
    talk.say("award_amount", "企业今年有7件密集型产品，奖多少")
    assert talk.say("follow_up", "连续三年呢").amount is None


def test_what_is_paid_once_is_not_added_up(talk: Talk) -> None:
    answer = talk.say("award_amount", "企业ISO56005三级，三年一共拿多少")
    assert yuan(answer) == 180_000
    assert answer.text.startswith("这笔钱是一次性的")


def test_within_two_years_is_no_sum_over_years(talk: Talk) -> None:
    assert yuan(talk.say("award_amount", "新引进企业，两年内新增发明60件，高价值20件，能拿多少")) == 500_000


def test_what_was_reached_in_two_years_is_no_sum_over_years(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们是新引进的公司，两年里新拿了48件发明，高价值20件，能申请什么")
    assert "不按年累加" not in answer.text


def test_several_years_with_an_upper_limit(talk: Talk) -> None:
    talk.say("award_amount", "漳州的知识产权运营机构一年最多给多少")
    answer = talk.say("award_amount", "两年最多")
    assert "一共最高不超过400万元" in answer.text
    assert answer.amount is not None
    assert answer.amount.basis == "at_most"
    assert int(answer.amount.max or 0) == 4_000_000


@pytest.mark.parametrize("text", ["这钱每年都给吗", "每年都给？", "是一次性的还是每年都有"])
def test_how_often_it_is_paid(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州的知识产权运营机构一年最多给多少")
    assert talk.say("follow_up", text).text.startswith("这笔钱是按年给的")


def test_how_much_a_year_is_no_question_of_how_often(talk: Talk) -> None:
    talk.say("award_amount", "我们大学今年转让给漳州企业12件发明，奖多少")
    answer = talk.say("award_amount", "20件每年能拿多少？")
    assert not answer.text.startswith("这笔钱是按年给的")
    assert yuan(answer) in (None, 100_000)


def test_what_holds_comes_before_what_is_asked(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州高校设的知识产权研究中心，连着四年都符合，总共能拿多少补助")
    assert "120万元" in answer.text


@pytest.mark.parametrize("text", ["哦 那四年呢", "四年加起来"])
def test_several_years_of_the_award_talked_of_last(talk: Talk, text: str) -> None:
    talk.say("award_amount", "漳州知识产权运营机构一年最多补多少")
    talk.say("follow_up", "研究中心呢")
    assert yuan(talk.say("validity", text, confidence=0.3)) == 1_200_000


def test_what_several_years_come_to_is_no_doubt(talk: Talk) -> None:
    answer = talk.say("eligibility", "漳州的高校办了知识产权研究中心，连着三年符合条件，三年加起来是多少")
    assert yuan(answer) == 900_000


def test_once_or_in_several_years(talk: Talk) -> None:
    talk.say("award_amount", "漳州ISO56005五级补多少")
    assert talk.say("validity", "一次给完还是分几年", confidence=0.4).text.startswith("这笔钱是一次性的")


@pytest.mark.parametrize(
    "told", ["但这是两年加起来的，能补多少", "这是两年加起来的能补多少", "两年加起来是这些，能补多少"]
)
def test_what_was_counted_over_two_years_is_asked_about(talk: Talk, told: str) -> None:
    answer = talk.say("award_amount", f"漳州快维中心质押惠及6家，转让许可50件，备案51件，免费，{told}")
    assert answer.kind == "question"
    assert answer.amount is None
