"""Yes or no about a sum: the first sentence says which, with the right figure, and the ordinary answer follows."""

from __future__ import annotations

import pytest

from actions.wording import REVIEW_REMARK
from tests.actions.talk import Talk, cited
from tests.actions.test_inverse import first, other

__all__ = ["other"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # per unit
        ("专利密集型产品28件能拿14万不", "不能，28件是10万元，每家企业每年最高不超过10万元"),
        ("专利密集型产品24件应该是12万吧", "不是，24件是10万元，每家企业每年最高不超过10万元"),
        ("高校转让10件发明专利，是5万对吧", "是，10件是5万元"),
        ("转让58件够不够30万", "不够，还差2件，58件是29万元"),
        ("高校转让66件发明专利够30万吗", "够了，66件是30万元"),
        ("高校转让4件能有3万吗", "不能，还差2件，拿不到3万元"),
        ("转让奖最高30万对吧", "是，最高是30万元"),
        ("转让奖能拿50万吗", "不能，最高是30万元"),
        ("听说转让奖有20万，真的吗", "不一定：当年度向本市企业转让的发明专利至少40件才有20万元"),
        # table
        ("五级应该是40万吧", "不是，五级是38万元"),
        ("二级给12万？", "是，二级是12万元"),
        ("听说ISO56005补18万，是真的吗", "不一定：ISO56005评级达到三级才有18万元"),
        # flat
        ("听说科研院所贯标给10万，真的吗", "不是，是5万元"),
        ("团标奖励是15万没错吧", "是，是15万元"),
        ("指导了13家能拿15万吗", "不能，还差2个"),
        # share
        ("质押贷款坏账50万，银行承担20万吗", "不是，风险补偿资金承担40万元，合作银行承担10万元"),
        ("质押贷款坏账50万，风险补偿资金承担40万对吧", "是，风险补偿资金承担40万元"),
        # discretionary
        ("海外官司打赢了，花了25万，能补20万吧？", "不能保证20万元：最高不超过20万元"),
        ("海外维权胜诉能补35万吗", "不是，最高不超过20万元"),
        ("运营机构每年200万是不是肯定有", "不能保证200万元：最高不超过200万元"),
    ],
)
def test_the_first_sentence_is_the_verdict(talk: Talk, text: str, says: str) -> None:
    answer = talk.say("nlu_fallback", text, confidence=0.3)
    assert first(answer).startswith(says)
    assert REVIEW_REMARK in answer.text
    assert "依据：" in answer.text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("那最少能补多少", "文件没有写最少补多少，只写了最高不超过20万元"),
        ("有没有下限", "文件没有写最少补多少"),
        ("是按成本的几成补", "文件没有写按几成、按什么比例补"),
        ("是不是花多少补多少", "不能保证全补：最高不超过20万元"),
        ("是不是全额补", "不能保证全补"),
    ],
)
def test_what_a_limit_leaves_open(talk: Talk, text: str, says: str) -> None:
    talk.say("award_amount", "海外维权胜诉补多少")
    answer = talk.say("award_amount", text)
    assert first(answer).startswith(says)
    assert cited(answer) == [("zhangzhou-2024", "（十二）")]


def test_a_claim_after_an_answer(talk: Talk) -> None:
    talk.say("award_amount", "高校转让12件发明专利奖多少")
    assert first(talk.say("follow_up", "不是8万吗")).startswith("不是，12件是6万元")
    assert first(talk.say("follow_up", "是6万吧")).startswith("是，12件是6万元")


def test_several_awards_with_the_same_limit_share_the_verdict(talk: Talk) -> None:
    answer = talk.say("award_amount", "我打官司花了40万，能补20万吧")
    assert first(answer) == "不能保证20万元。"
    assert answer.text.count("最高不超过20万元") >= 2


def test_an_award_for_others_is_not_confirmed(talk: Talk) -> None:
    answer = talk.say("eligibility", "企业做了贯标，能拿高校的那10万吗", confidence=0.3)
    assert not first(answer).startswith(("是，", "能"))


@pytest.mark.parametrize(
    "text",
    ["质押贷款坏账100万，能分担吗", "海外维权胜诉，律师费花了30万，能补吗", "我们公司营收5000万，能拿ISO56005补助吗"],
)
def test_costs_losses_and_revenues_are_no_claims(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert not first(answer).startswith(("是，", "不是，", "能，", "不能", "不够"))


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("stacking", "拿了10万的贯标补助还能拿50万吗"),
        ("award_amount", "高校首次贯标和转让12件一共是16万吗"),
        ("award_amount", "团标那15万是分期给吗"),
        ("validity", "转让奖那30万明年还有吗"),
    ],
)
def test_other_questions_about_a_sum_are_no_claim(talk: Talk, intent: str, text: str) -> None:
    assert not first(talk.say(intent, text)).startswith(("是，", "不是，", "能，", "不能，"))


def test_tiers_and_shares_of_costs(other: Talk) -> None:
    assert first(other.say("award_amount", "密集型产品30件能拿5万吗")).startswith("不能，30件是2万元")
    other.say("award_amount", "密集型产品30件有多少")
    assert first(other.say("follow_up", "是2万吧")).startswith("是，30件是2万元")
