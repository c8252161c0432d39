"""A follow-up with a number that could not be used computes nothing from the numbers told before."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


def _introduced(talk: Talk) -> None:
    answer = talk.say("eligibility", "漳州新引进的企业，两年内新增发明专利45件，高价值发明专利18件，能拿吗")
    assert answer.verdict == "yes"


@pytest.mark.parametrize("intent", ["follow_up", "correct", "inform"])
def test_what_was_left_over_is_asked_for(talk: Talk, intent: str) -> None:
    _introduced(talk)
    answer = talk.say(intent, "如果是30件里有18件高价值呢")
    assert answer.verdict != "yes"
    assert answer.amount is None
    if answer.kind == "question":
        assert talk.say("inform", "30件").verdict == "no"


@pytest.mark.parametrize("text", ["要是35件呢，高价值还是18件", "高价值18件，一共36件"])
def test_a_number_said_again_beside_one_that_is_left_over(talk: Talk, text: str) -> None:
    _introduced(talk)
    assert talk.say("follow_up", text).verdict != "yes"


@pytest.mark.parametrize("text", ["那高价值是20件呢", "改成高价值16件", "高价值再多2件呢"])
def test_one_new_number_beside_an_old_one(talk: Talk, text: str) -> None:
    _introduced(talk)
    assert talk.say("follow_up", text).verdict == "yes"


def test_both_numbers_anew(talk: Talk) -> None:
    _introduced(talk)
    assert talk.say("follow_up", "要是新增发明42件，高价值13件呢").verdict == "no"


def test_a_sum_of_several_numbers(talk: Talk) -> None:
    talk.say("award_amount", "我们是高校，今年向漳州企业转让了12件发明专利，能奖多少")
    assert yuan(talk.say("correct", "说错了，是15件")) == 75_000


@pytest.mark.parametrize(
    ("text", "sum_"), [("不对，又数了下是14件", 70_000), ("只有七件咧", 35_000), ("点了一遍是9件", 45_000)]
)
def test_counted_again(talk: Talk, text: str, sum_: int) -> None:
    talk.say("award_amount", "我们是高校，今年向漳州企业转让了12件发明专利，能奖多少")
    assert yuan(talk.say("correct", text)) in (sum_, None)


def test_how_many_enterprises_is_no_kind_of_applicant(talk: Talk) -> None:
    talk.say(
        "eligibility",
        "我们是漳州的知识产权快维中心，质押惠及企业3家，转让许可52件，备案51件，免收服务费，能拿吗",
    )
    assert yuan(talk.say("correct", "报少了，企业是6家")) == 150_000


def test_the_highest_level(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少")
    assert yuan(talk.say("follow_up", "那最顶上那级嘞")) == 380_000
    assert yuan(talk.say("follow_up", "要是最高那一级呢")) == 380_000


def test_another_number_and_both_together(talk: Talk) -> None:
    talk.say("award_amount", "我们企业拿到ISO56005二级评级，漳州补多少")
    answer = talk.say("follow_up", "还有一家是四级，加在一起呢")
    assert yuan(answer) in (None, 360_000)
    assert answer.verdict != "yes" or yuan(answer) == 360_000


def test_what_a_company_is_does_not_count_companies(talk: Talk) -> None:
    talk.say("award_amount", "漳州专利密集型产品认定了4件奖多少")
    assert talk.say("inform", "我们公司是一家小厂").verdict == "yes"
