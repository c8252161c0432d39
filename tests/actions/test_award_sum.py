"""What several awards come to together: added where the notice lets them add up, explained where not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actions.knowledge import SetDay
from tests.actions.talk import Talk, cited, yuan


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("四级评级，还有16件密集型产品，一共能拿多少", 320_000),
        ("我们学校今年卖给漳州企业12件发明专利，首次贯标也过了，总共能拿多少", 160_000),
        ("研究所第一次通过贯标，转让7件发明专利，一共补多少", 85_000),
        ("新引进企业两年内新增发明60件高价值四成，密集型产品12件，总共能拿多少", 560_000),
    ],
)
def test_awards_of_one_message_are_added(talk: Talk, text: str, total: int) -> None:
    answer = talk.say("award_amount", text)
    assert yuan(answer) == total
    assert "就高、从优、不重复" in answer.text
    assert "最终以主管部门审核为准" in answer.text
    assert len(set(cited(answer))) == 2


def test_what_the_office_decides_is_left_out_of_the_sum(talk: Talk) -> None:
    answer = talk.say("award_amount", "企业密集型产品20件、ISO56005三级、海外官司赢了，全部加起来多少")
    assert yuan(answer) == 280_000
    assert "最高不超过20万元，具体多少由主管部门核定，先不加进去" in answer.text


def test_one_fixed_amount_beside_a_limit(talk: Talk) -> None:
    answer = talk.say("award_amount", "公司海外官司打赢了，另外ISO56005三级，一共多少")
    assert answer.amount is None
    assert answer.text.startswith("能算准的是18万元。另外，")


def test_what_is_out_of_reach_is_named(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们企业转让了12件专利给本地企业，ISO56005四级，一共多少")
    assert "企业不在范围内" in answer.text
    assert "24万元" in answer.text


def test_a_sum_over_turns(talk: Talk) -> None:
    talk.say("award_amount", "企业密集型产品8件奖多少")
    talk.say("follow_up", "ISO56005呢")
    talk.say("inform", "四级")
    assert yuan(talk.say("award_amount", "一共多少")) == 280_000


def test_a_correction_changes_the_sum(talk: Talk) -> None:
    talk.say("award_amount", "企业密集型产品8件奖多少")
    talk.say("award_amount", "ISO56005四级补多少")
    talk.say("correct", "不对，是三级")
    assert yuan(talk.say("award_amount", "加起来一共多少")) == 220_000


def test_another_applicant_begins_anew(talk: Talk) -> None:
    talk.say("award_amount", "企业密集型产品8件奖多少")
    talk.say("award_amount", "我们是高校，转让12件发明专利奖多少")
    answer = talk.say("award_amount", "首次贯标呢")
    assert yuan(answer) == 100_000
    assert yuan(talk.say("award_amount", "一共多少")) == 160_000


def test_awards_for_different_applicants_are_not_added(talk: Talk) -> None:
    talk.say("award_amount", "首次贯标补多少")
    answer = talk.say("award_amount", "一共多少")
    assert answer.amount is None
    assert "同一家单位不能都拿" in answer.text


def test_an_open_amount_stops_the_sum(talk: Talk) -> None:
    talk.say("award_amount", "企业密集型产品8件奖多少")
    talk.say("award_amount", "ISO56005补多少")
    answer = talk.say("award_amount", "一共多少")
    assert answer.amount is None
    assert "先不给您加总" in answer.text


def test_the_kind_of_applicant_is_not_asked_twice(talk: Talk) -> None:
    talk.say("award_amount", "我们公司密集型产品16件奖多少")
    answer = talk.say("award_amount", "ISO56005三级呢")
    assert answer.verdict == "yes"
    assert not answer.missing


def test_nothing_is_added_once_the_notice_is_out_of_force(talk: Talk, day: SetDay) -> None:
    day(date(2030, 1, 1))
    answer = talk.say("award_amount", "四级评级，还有16件密集型产品，一共能拿多少")
    assert answer.amount is None
    assert answer.text.startswith("先提醒您：")
    assert "不在有效期内，现在不能按它申请" in answer.text
    listed = talk.say("list_awards", "我们企业能申请哪些奖励，ISO56005四级")
    assert listed.text.startswith("先提醒您：")
    assert "高校首次通过" not in listed.text
