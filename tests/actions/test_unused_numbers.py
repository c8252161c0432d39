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


@pytest.mark.parametrize(("text", "sum_"), [("那最低那级咧", 80_000), ("最高那档呢", 380_000), ("起步级呢", 80_000)])
def test_the_lowest_and_the_highest_level(talk: Talk, text: str, sum_: int) -> None:
    talk.say("award_amount", "漳州ISO56005三级补多少")
    assert yuan(talk.say("follow_up", text)) == sum_


@pytest.mark.parametrize("text", ["要是凑到六十件呢", "凑够60件呢", "攒满60件呢"])
def test_what_it_would_come_to(talk: Talk, text: str) -> None:
    talk.say("award_amount", "我们是高校，今年向漳州企业转让了12件发明专利，能奖多少")
    assert yuan(talk.say("follow_up", text)) == 300_000


@pytest.mark.parametrize("text", ["和隔壁学校凑到一起60件", "是三家凑到一块的60件", "跟兄弟院校凑了60件"])
def test_what_several_have_together_is_asked_about(talk: Talk, text: str) -> None:
    talk.say("award_amount", "我们是高校，今年向漳州企业转让了12件发明专利，能奖多少")
    assert yuan(talk.say("follow_up", text)) is None


@pytest.mark.parametrize(
    "text", ["认定了25件专利密集型产品，5000一件，能拿多少", "25件专利密集型产品，5000块钱一件，一共多少"]
)
def test_what_is_paid_for_each_is_no_count(talk: Talk, text: str) -> None:
    assert yuan(talk.say("award_amount", f"漳州企业，{text}")) == 100_000


@pytest.mark.parametrize("text", ["ISO56005一级补多少", "我们过了gb/t29490和iso56005一级"])
def test_a_standard_before_a_level_is_no_rate(talk: Talk, text: str) -> None:
    assert yuan(talk.say("award_amount", f"漳州企业{text}")) in (80_000, None)
    assert talk.request(f"漳州企业{text}").facts.get("iso56005_level") == 1
