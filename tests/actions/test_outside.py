"""What other desks decide is declined by its matter, whatever the form of the question; an award's facts are none."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("how_to_apply", "专利年费减缴要交什么证明"),
        ("how_to_apply", "版权登记证丢了怎么补办"),
        ("dispute_station", "劳动仲裁到哪里提"),
        ("award_amount", "绿色工厂奖励多少"),
        ("eligibility", "替我起草一份许可合同"),
        ("award_amount", "登记一件软著多少钱一个"),
    ],
)
def test_another_desk(talk: Talk, intent: str, text: str) -> None:
    assert talk.say(intent, text).kind == "decline"


def test_of_a_place_with_a_notice_it_says_that_the_notice_is_silent(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州绿色工厂奖多少")
    assert answer.kind == "decline"
    assert answer.region is not None
    assert answer.region.code == "350600"
    assert "没有写“绿色工厂”" in answer.text


def test_facts_of_an_award_are_no_matter(talk: Talk) -> None:
    assert yuan(talk.say("award_amount", "漳州企业通过ISO56005三级，年费也交了，补多少")) == 180_000
    assert talk.say("award_amount", "我们是大学，贯标这次是复审，不是首次，能拿多少").kind != "decline"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("听泉州同行说有补助，漳州企业过ISO56005给补吗", "350600"),
        ("重庆专利奖有奖金吗", "500000"),
        ("台湾亲戚想问漳州的地理标志怎么写", "350600"),
    ],
)
def test_the_place_that_is_asked_for(talk: Talk, text: str, code: str) -> None:
    assert talk.request(text).scope.named == (code,)


def test_a_place_only_compared_with_is_not_answered_for(talk: Talk) -> None:
    assert talk.say("award_amount", "泉州有没有类似漳州那种转让专利的奖励").kind == "decline"


def test_a_larger_region_is_not_given_the_smaller_ones_awards(talk: Talk) -> None:
    answer = talk.say("award_amount", "福建企业过ISO56005三级补多少")
    assert answer.kind == "decline"
    assert answer.amount is None
    assert "漳州市" in answer.text
