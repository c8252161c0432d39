"""The inverse question in chat, for every kind of amount: which award, which fact, how many, what then comes out."""

from __future__ import annotations

import pytest

from actions.answer import Answer
from actions.wording import REVIEW_REMARK
from policy_kb.knowledge import KnowledgeBase
from tests.actions.knowledge_of_kinds import with_other_kinds
from tests.actions.talk import Talk, cited

ISO, TRANSFER, PRODUCT = "（六）", "（七）", "（九）"
SHARED, AT_MOST, GROUP, INTRODUCED = "（十）", "（十二）", "（十五）", "（一）"


def first(answer: Answer) -> str:
    return answer.text.splitlines()[0]


def is_complete(answer: Answer) -> None:
    """Ends with its basis and the remark that the office decides."""
    assert "依据：《" in answer.text
    assert answer.text.endswith(REVIEW_REMARK)
    assert answer.citations


@pytest.mark.parametrize(
    ("text", "clause", "says"),
    [
        # per unit, with a limit and without
        ("拿满30万总共要转几件", TRANSFER, "至少要60件"),
        ("得卖几件发明给企业才到15万", TRANSFER, "至少要30件"),
        ("领了9万，说明转让了多少件", TRANSFER, "至少要18件"),
        ("密集型产品顶格拿要几款", PRODUCT, "最高是10万元，要拿满，通过国家知识产权局认定的专利密集型产品至少要20件"),
        ("想拿25万的地方标准补助要参与起草几项", GROUP, "至少要5项"),
        # table
        ("补助24万是评到几级", ISO, "要达到四级"),
        ("哪个级别对应12万", ISO, "要达到二级"),
        ("怎么样才能领到38万", ISO, "要达到五级"),
        ("56005要拿最高得评几级", ISO, "要达到五级"),
        # flat, by its conditions
        ("团体标准起码指导几家才给", GROUP, "至少要15个，这时一次性奖励15万元"),
        ("想要15万，得指导多少家商户", GROUP, "至少要15个"),
        ("我们是新引进的企业，新增了60件发明专利，高价值得有几件才给50万", INTRODUCED, "至少要20件"),
        ("引进奖里高价值最少要几件", INTRODUCED, "按最少的40件算，其中的高价值发明专利至少要14件"),
        ("如何才能拿到50万这笔奖励", INTRODUCED, "下面的条件要全部满足"),
        # share, by any party
        ("风险补偿资金承担400万，坏账得有多少", SHARED, "贷款本金损失要有500万元"),
        ("银行承担50万的话，贷款损失要多少", SHARED, "要让合作银行承担50万元，贷款本金损失要有250万元"),
        # discretionary
        ("海外维权要花多少才能补满20万", AT_MOST, "不能保证20万元：最高不超过20万元"),
        ("海外维权补助想拿60万要花多少钱", AT_MOST, "拿不到60万元：最高不超过20万元"),
    ],
)
def test_what_it_takes(talk: Talk, text: str, clause: str, says: str) -> None:
    answer = talk.say("nlu_fallback", text, confidence=0.3)
    assert says in first(answer)
    assert cited(answer) == [("zhangzhou-2024", clause)]
    is_complete(answer)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("高校转让了20件，拿满30万还差几件", "您现在是20件，还差40件。要拿到30万元"),
        ("指导了11家，离15万还差多少家", "您现在是11个，还差4个"),
        ("已经转让45件，再转几件能封顶", "您现在是45件，还差15件"),
        ("转让了70件，拿满还差几件", "不差了：您说的70件已经够了，每年奖励30万元"),
    ],
)
def test_what_is_told_is_subtracted(talk: Talk, text: str, says: str) -> None:
    answer = talk.say("award_amount", text)
    assert first(answer).startswith(says)
    is_complete(answer)


def test_what_really_comes_out_is_shown(talk: Talk) -> None:
    low = talk.say("award_amount", "专利转让奖想拿2万要几件")
    assert "至少要6件，这时是3万元；没有正好2万元的档，起步就是6件3万元" in first(low)
    between = talk.say("follow_up", "那想拿8.8万呢")
    assert "至少要18件，这时是9万元；没有正好8.8万元的档（17件是8.5万元）" in first(between)
    assert "算法：3万元 + 5000元 × (18 − 6) = 9万元。" in between.text
    level = talk.say("award_amount", "ISO56005想拿30万得几级")
    assert "要达到五级，这时是38万元；没有正好30万元的档（四级是24万元）" in first(level)


def test_more_than_the_most(talk: Talk) -> None:
    answer = talk.say("award_amount", "转让奖要拿45万得几件")
    assert first(answer).startswith("拿不到45万元：这项奖励最高就是30万元（每个单位每年最高不超过30万元）")
    assert "至少要60件" in first(answer)
    fixed = talk.say("award_amount", "团标奖励想拿20万要指导几家")
    assert "是固定的，就是15万元" in first(fixed)


def test_an_award_without_limit_says_so(talk: Talk) -> None:
    assert "没有写最高是多少：每项5万元" in first(talk.say("award_amount", "地方标准补助要拿满得几项"))
    assert "没有写最高是多少" in first(talk.say("award_amount", "质押贷款风险补偿要拿满，损失得多少"))


def test_who_may_not_apply_is_told_that_no_number_helps(talk: Talk) -> None:
    answer = talk.say("eligibility", "我们公司如何才能拿到专利转让奖")
    assert "企业不在范围内。这一点不是数量多少能改变的" in first(answer)
    assert answer.verdict == "no"
    counted = talk.say("award_amount", "我们是企业，要转让几件才有30万")
    assert "企业不在范围内" in first(counted)
    is_complete(counted)


def test_another_condition_that_fails_comes_first(talk: Talk) -> None:
    answer = talk.say("award_amount", "地方标准我们排名第三，要参与几项才有10万")
    assert "多了1位" in first(answer)


def test_several_awards_are_listed_with_their_answers(talk: Talk) -> None:
    answer = talk.say("nlu_fallback", "想拿9.2万要几件", confidence=0.2)
    assert "1. 高校和科研院所向漳州市企业转让发明专利奖励（七）" in answer.text
    assert "2. 专利密集型产品认定奖励（九）" in answer.text
    assert answer.text.count("这时是9.5万元") == 2
    assert answer.text.endswith(REVIEW_REMARK)
    assert "（七）、（九）" in answer.text
    assert cited(talk.say("inform", "2")) == [("zhangzhou-2024", PRODUCT)]


def test_a_bare_sum_asks_again(talk: Talk) -> None:
    talk.say("award_amount", "高校转让10件发明专利奖多少")
    assert "至少要18件" in first(talk.say("nlu_fallback", "那拿9万呢", confidence=0.2))
    assert "拿不到33万元" in first(talk.say("nlu_fallback", "33万呢", confidence=0.2))
    assert "要拿满" in first(talk.say("follow_up", "那要拿满呢"))
    assert "每年奖励7万元" in talk.say("follow_up", "那14件呢").text
    assert talk.say("follow_up", "那重庆呢").region is not None


def test_a_bare_sum_after_a_level(talk: Talk) -> None:
    talk.say("award_amount", "ISO56005评了一级补多少")
    assert "要达到三级" in first(talk.say("inform", "那拿18万呢"))


def test_a_bare_sum_keeps_to_the_party(talk: Talk) -> None:
    talk.say("award_amount", "质押贷款坏账100万怎么分担")
    assert "合作银行承担30万元，贷款本金损失要有150万元" in first(talk.say("inform", "那银行承担30万呢"))
    assert "合作银行承担70万元，贷款本金损失要有350万元" in first(talk.say("inform", "70万呢"))


def test_a_loss_told_anew_is_a_loss(talk: Talk) -> None:
    talk.say("award_amount", "质押贷款坏账100万怎么分担")
    assert "风险补偿资金承担160万元" in talk.say("inform", "200万呢").text


def test_the_place_of_a_like_sounding_target_is_not_remembered(talk: Talk) -> None:
    talk.say("target", "要拿到15万得指导多少家", confidence=0.3)
    assert talk.dialogue.regions == ("350600",)


def test_an_inverse_question_in_between_leaves_what_was_told(talk: Talk) -> None:
    talk.say("award_amount", "高校转让16件发明专利奖多少")
    talk.say("award_amount", "拿满30万要几件")
    assert talk.dialogue.facts["transferred_patents"] == 16
    assert talk.dialogue.inverse
    talk.say("award_amount", "高校转让16件发明专利奖多少")
    assert not talk.dialogue.inverse


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("target", "靖江贯标企业要做到几家"),
        ("target", "靖江有效发明专利要有多少件才达标"),
        ("award_amount", "专利转让多少件给多少钱"),
        ("how_to_apply", "转让奖要交几份材料才够"),
        ("how_to_apply", "怎么申请30万的转让奖"),
        ("stacking", "拿了转让奖还能拿几项奖励"),
        ("award_amount", "ISO56005每一级分别给多少"),
        ("responsible_unit", "要去几个部门"),
    ],
)
def test_other_questions_stay_what_they_are(talk: Talk, intent: str, text: str) -> None:
    talk.say(intent, text)
    assert not talk.dialogue.inverse


def test_an_upgrade_is_left_to_what_the_notice_leaves_open(talk: Talk) -> None:
    answer = talk.say("award_amount", "ISO56005先拿了二级，以后升级到几级能再补12万")
    assert "原文没有写" in answer.text
    assert not talk.dialogue.inverse


@pytest.fixture
def other(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A conversation about awards by tiers and by a share of the costs."""
    changed = with_other_kinds(kb)
    monkeypatch.setattr("actions.respond.current", lambda: changed)
    return Talk(changed)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("密集型产品要几件才有5万", "至少要50件"),
        ("密集型产品现在32件，拿5万还差几件", "您现在是32件，还差18件"),
        ("密集型产品想拿3万要几件", "至少要50件，这时是5万元；没有正好3万元的档（49件是2万元）"),
        ("密集型产品想拿6万要几件", "拿不到6万元：这项奖励最高就是5万元"),
        ("海外维权补助想拿5万，要花多少钱", "维权或者应对成本要有10万元"),
        ("海外维权花了6万，想拿5万，成本得多少", "维权或者应对成本要有10万元"),
    ],
)
def test_tiers_and_shares_of_costs(other: Talk, text: str, says: str) -> None:
    answer = other.say("award_amount", text)
    assert says in first(answer)
