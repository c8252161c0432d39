"""Where the words of a notice decide what a message asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.arbitration import arbitrate
from actions.evidence import passages_for
from policy_kb.knowledge import KnowledgeBase
from tests.actions.talk import Talk


@pytest.fixture
def talk(kb: KnowledgeBase) -> Talk:
    return Talk(kb)


@pytest.mark.parametrize(
    ("intent", "confidence", "text"),
    [
        ("compare_regions", 0.4, "重庆那边专利拍卖季要办吗"),
        ("nlu_fallback", 0.2, "重庆的白皮书"),
        ("out_of_scope", 0.5, "淄博讲没讲电商直播"),
        ("stacking", 0.5, "四川的特派员上门不"),
        ("inform", 0.9, "四川 集合授信"),
        ("help", 0.4, "重庆金凤实验室能干啥"),
    ],
)
def test_what_a_notice_holds_is_quoted(talk: Talk, intent: str, confidence: float, text: str) -> None:
    answer = talk.say(intent, text, confidence)
    assert answer.kind == "clause"
    assert answer.citations


@pytest.mark.parametrize(
    ("intent", "confidence", "text"),
    [
        ("responsible_unit", 0.6, "重庆专利拍卖季归谁管"),
        ("validity", 0.7, "四川的意见到期没"),
        ("stacking", 0.6, "漳州几个奖能一起拿吗"),
        ("award_amount", 0.6, "漳州转让专利给多少钱"),
        ("how_to_apply", 0.95, "漳州专利导航怎么申请"),
    ],
)
def test_a_question_that_shows_itself_stays_what_it_is(talk: Talk, intent: str, confidence: float, text: str) -> None:
    request = talk.request(text, intent)
    assert arbitrate(request, intent) == intent


@pytest.mark.parametrize("text", ["鲁班锁怎么拆解", "蛋炒饭要什么条件", "谁发明了龙须面"])
def test_what_nothing_here_knows_is_out_of_scope(talk: Talk, text: str) -> None:
    assert talk.say("how_to_apply", text, 0.5).kind == "decline"


def test_money_that_is_told_is_never_taken_for_a_quotation(talk: Talk) -> None:
    answer = talk.say("compare_regions", "漳州高校转让了12件发明专利给本地企业", 0.4)
    assert answer.kind in ("award", "calculation", "question")


def test_whether_it_is_written_is_answered_first(talk: Talk) -> None:
    answer = talk.say("clause_content", "重庆的方案提没提专利拍卖季")
    assert answer.text.startswith("有的，文件里写了")
    assert answer.verdict == "yes"


@pytest.mark.parametrize(
    ("intent", "confidence", "text"),
    [
        ("service_station", 0.6, "重庆专利拍卖季由什么人搞起来"),
        ("responsible_unit", 0.6, "重庆中欧班列沿线的保护管不管"),
        ("how_to_apply", 0.95, "淄博版权和陶琉怎么搞到一起"),
        ("list_policies", 0.6, "哪个城市写了专利拍卖季"),
        ("compare_regions", 0.7, "重庆和成都一起搞的金融生态示范区怎么安排"),
    ],
)
def test_a_question_that_shows_itself_by_no_word_is_about_what_is_written(
    talk: Talk, intent: str, confidence: float, text: str
) -> None:
    assert talk.say(intent, text, confidence).kind == "clause"


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("award_amount", "知识产权贯标第一次通过该给多少钱"),
        ("calculate", "质押贷款的风险分担怎么算"),
    ],
)
def test_money_asked_for_without_a_place_stays_a_question_about_money(talk: Talk, intent: str, text: str) -> None:
    assert talk.say(intent, text, 0.6).kind in ("award", "calculation", "question", "eligibility")


def test_a_sum_to_be_worked_out_is_no_quotation(talk: Talk) -> None:
    reading = talk.request("质押贷款的风险分担怎么算", "clause_content")
    ranking = (("clause_content", 0.53), ("calculate", 0.22))
    request = replace(reading, turn=replace(reading.turn, confidence=0.53, ranking=ranking))
    assert arbitrate(request, "clause_content") == "calculate"


def test_what_reviewers_noted_for_a_term_counts_more(talk: Talk) -> None:
    request = talk.request("重庆免评估质押", "clause_content")
    assert passages_for(request)[0].clause.cite_label == "13."
