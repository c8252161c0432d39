"""What is said beside the questions."""

from __future__ import annotations

import re

import pytest

from actions.handlers import HANDLERS, QUESTIONS
from actions.social.phrases import phrases
from policy_kb.settings import settings
from tests.actions.talk import Talk, yuan

SOCIAL = [
    ("greet", "你好", "smalltalk"),
    ("thanks", "谢谢", "smalltalk"),
    ("goodbye", "再见", "smalltalk"),
    ("bot_challenge", "你是机器人吗", "smalltalk"),
    ("help", "你能做什么", "smalltalk"),
    ("complaint", "答非所问", "handover"),
    ("abuse", "你个废物", "decline"),
    ("human", "转人工", "handover"),
    ("out_of_scope", "今天天气怎么样", "decline"),
    ("cancel", "算了", "smalltalk"),
    ("restart", "重新开始", "smalltalk"),
]


@pytest.mark.parametrize(("intent", "text", "kind"), SOCIAL)
def test_every_remark(talk: Talk, intent: str, text: str, kind: str) -> None:
    answer = talk.say(intent, text)
    assert answer.kind == kind
    assert "{" not in answer.text
    assert not re.search(r"\d+(\.\d+)?万?元", answer.text)
    assert len(answer.text) <= 300


@pytest.mark.parametrize("intent", ["human", "complaint", "abuse", "out_of_scope", "bot_challenge"])
def test_the_way_to_a_person(talk: Talk, intent: str) -> None:
    assert "12345" in talk.say(intent, "随便").text


def test_the_way_to_a_person_is_configured(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPDESK_HUMAN_CONTACT", "市民中心三楼服务台")
    settings.cache_clear()
    assert "市民中心三楼服务台" in talk.say("human", "转人工").text
    assert "12345" not in talk.say("human", "转人工").text


def test_declines_say_what_is_covered(talk: Talk) -> None:
    text = talk.say("out_of_scope", "股票").text
    for name in ("四川省", "靖江市", "漳州市", "重庆市", "淄博市"):
        assert name in text


@pytest.mark.parametrize("intent", ["greet", "thanks", "goodbye", "complaint", "out_of_scope"])
def test_a_repeat_is_worded_differently(talk: Talk, intent: str) -> None:
    assert talk.say(intent, "嗯").text != talk.say(intent, "嗯").text


def test_a_remark_leaves_the_subject(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少")
    talk.say("thanks", "谢谢")
    assert yuan(talk.say("follow_up", "四级呢")) == 240_000


def test_cancel_forgets_the_subject_and_keeps_the_region(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少")
    talk.say("cancel", "算了")
    assert not talk.dialogue.focus
    assert talk.dialogue.facts == {}
    assert talk.dialogue.regions == ("350600",)


def test_restart_forgets_everything(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少")
    talk.say("restart", "重新开始")
    assert not talk.dialogue.focus
    assert talk.dialogue.regions == ()


def test_an_unsure_cancel_forgets_nothing(talk: Talk) -> None:
    talk.say("how_to_apply", "漳州怎么申请团体标准奖励")
    talk.say("cancel", "截止到哪天", confidence=0.25)
    assert talk.dialogue.focus.awards == ("zhangzhou-2024/group-standard",)


def test_two_misses_in_a_row_offer_a_person(talk: Talk) -> None:
    assert talk.say("nlu_fallback", "阿巴阿巴").kind == "decline"
    assert talk.dialogue.misses == 1
    second = talk.say("nlu_fallback", "咕噜咕噜")
    assert second.kind == "handover"
    assert "12345" in second.text


def test_an_answer_in_between_starts_the_count_again(talk: Talk) -> None:
    talk.say("nlu_fallback", "阿巴阿巴")
    talk.say("award_amount", "漳州专利转让奖多少")
    assert talk.dialogue.misses == 0


def test_a_subject_alone_is_asked_back_with_choices(talk: Talk) -> None:
    answer = talk.say("nlu_fallback", "存量专利那个事", confidence=0.2)
    assert answer.kind in ("question", "award")


def test_an_empty_message_is_asked_for(talk: Talk) -> None:
    assert "empty" in phrases()
    assert "还没有输入" in talk.say("nlu_fallback", "", confidence=0.0).text


def test_every_phrase_has_its_texts() -> None:
    for name, phrase in phrases().items():
        assert phrase.texts, name
        assert all(text.strip() for text in phrase.texts), name
        assert len(phrase.suggestions) <= 6


def test_every_question_is_handled() -> None:
    assert len(QUESTIONS) == 17
    assert set(QUESTIONS) <= set(HANDLERS)
