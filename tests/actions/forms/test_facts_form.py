"""The form that asks for missing facts, driven as Rasa drives it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import SLOT, Dialogue
from actions.forms.facts_form import AWAITED, FORM, ValidateFactsForm
from actions.question_actions import ACTIONS
from bot.components.reader import entities_of
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read

Messages = list[dict[str, Any]]


class Form:
    """A conversation in which the form is started by the first message, as Rasa's loop does it."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self.slots: dict[str, Any] = {SLOT: None, AWAITED: None, "requested_slot": None}
        self.active = False

    def running(self) -> bool:
        """Whether the form takes the next message."""
        return self.active

    @property
    def dialogue(self) -> Dialogue:
        return Dialogue.of(self.slots[SLOT])

    def _message(self, text: str, intent: str, confidence: float) -> dict[str, Any]:
        name = {"name": intent, "confidence": confidence}
        return {
            "text": text,
            "intent": name,
            "intent_ranking": [name],
            "entities": entities_of(read(text, self._kb.lexicon)),
        }

    async def say(self, intent: str, text: str, confidence: float = 0.9) -> Messages:
        loop = {"name": FORM} if self.active else {}
        message = self._message(text, intent, confidence)
        tracker = Tracker("s", dict(self.slots), message, [], False, None, loop, "action_listen")
        dispatcher = CollectingDispatcher()
        starts = not self.active and intent == "calculate"
        if self.active or starts:
            action: Any = ValidateFactsForm()
        else:
            action = next(a() for a in ACTIONS if a.intent == intent)
        events = await action.run(dispatcher, tracker, {})
        changed = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self.slots.update(changed)
        if self.active or starts:
            self.active = not ("requested_slot" in changed and changed["requested_slot"] is None)
            self.slots["requested_slot"] = AWAITED if self.active else None
        return list(dispatcher.messages)


@pytest.fixture
def form(kb: KnowledgeBase) -> Form:
    return Form(kb)


def _yuan(messages: Messages) -> int | None:
    sums = [(m["custom"].get("amount") or {}).get("yuan") for m in messages]
    return next((s for s in sums if s is not None), None)


def _text(messages: Messages) -> str:
    return "\n".join(str(m["text"]) for m in messages)


async def test_asks_one_after_the_other_and_computes(form: Form) -> None:
    first = await form.say("calculate", "我想算漳州转让奖励")
    assert form.running()
    assert [m["custom"]["kind"] for m in first] == ["question"]
    assert first[0]["custom"]["missing"][0]["fact"] == "applicant_type"
    assert {"title": "高校", "payload": "高校"} in first[0]["buttons"]
    second = await form.say("inform", "高校")
    assert second[0]["custom"]["missing"][0]["fact"] == "transferred_patents"
    third = await form.say("inform", "12件")
    assert _yuan(third) == 60_000
    assert not form.running()
    fourth = await form.say("correct", "不对，是15件")
    assert _yuan(fourth) == 75_000
    fifth = await form.say("follow_up", "那重庆呢")
    assert _yuan(fifth) is None
    assert "没有规定" in _text(fifth)


@pytest.mark.parametrize("intent", ["cancel", "nlu_fallback", "deny", "greet"])
async def test_an_answer_counts_whatever_the_classifier_makes_of_it(form: Form, intent: str) -> None:
    """Two characters are too few for a classifier; 高校 and 12件 are what was asked for."""
    await form.say("calculate", "我想算漳州转让奖励")
    second = await form.say(intent, "高校", confidence=0.4)
    assert [m["custom"]["missing"][0]["fact"] for m in second] == ["transferred_patents"]
    third = await form.say(intent, "12件", confidence=0.2)
    assert _yuan(third) == 60_000
    assert third[0]["custom"]["verdict"] == "yes"


async def test_all_facts_at_once(form: Form) -> None:
    messages = await form.say("calculate", "帮我算一下，高校转让给漳州企业12件发明专利")
    assert _yuan(messages) == 60_000
    assert not form.running()


async def test_a_side_question_is_answered_and_the_form_goes_on(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    await form.say("inform", "高校")
    aside = await form.say("responsible_unit", "谁牵头")
    assert [m["custom"]["kind"] for m in aside] == ["unit", "question"]
    assert "多少件" in aside[1]["text"]
    assert form.running()
    assert _yuan(await form.say("inform", "8件")) == 40_000


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("validity", "漳州措施哪天到期"),
        ("document_info", "这个文件谁发的"),
        ("definition", "什么是专利密集型产品"),
        ("dispute_station", "漳州维权去哪"),
        ("thanks", "谢谢"),
        ("bot_challenge", "你是机器人吗"),
        ("contact", "电话多少"),
    ],
)
async def test_side_questions_with_a_subject_of_their_own(form: Form, intent: str, text: str) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    await form.say("inform", "高校")
    aside = await form.say(intent, text)
    assert len(aside) == 2
    assert form.running()
    assert _yuan(await form.say("inform", "8件")) == 40_000


async def test_another_award_takes_its_place(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    messages = await form.say("award_amount", "漳州ISO56005三级补多少")
    assert "18万元" in _text(messages)
    assert form.dialogue.focus.awards == ("zhangzhou-2024/iso56005",)
    assert "多少件" not in _text(messages)


@pytest.mark.parametrize("text", ["算了", "不算了", "取消"])
async def test_cancel(form: Form, text: str) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    messages = await form.say("cancel", text)
    assert len(messages) == 1
    assert not form.running()
    assert not form.dialogue.focus
    assert form.dialogue.asked is None


async def test_restart_forgets_the_region_too(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    await form.say("restart", "重新开始")
    assert not form.running()
    assert form.dialogue.regions == ()


async def test_another_region_ends_it(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    messages = await form.say("follow_up", "那重庆呢")
    assert "没有规定" in _text(messages)
    assert not form.running()


async def test_not_knowing_ends_it_with_the_rule(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    await form.say("inform", "高校")
    messages = await form.say("deny", "不知道")
    assert "6件给3万元" in _text(messages)
    assert not form.running()


async def test_a_final_no_ends_it(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    messages = await form.say("inform", "企业")
    assert len(messages) == 1
    assert messages[0]["custom"]["verdict"] == "no"
    assert not form.running()


@pytest.mark.parametrize("text", ["负三件", "10^12件", "两三件"])
async def test_values_that_cannot_be_are_asked_again(form: Form, text: str) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    await form.say("inform", "高校")
    messages = await form.say("inform", text)
    assert _yuan(messages) is None
    assert form.running()
    assert _yuan(await form.say("inform", "12件")) == 60_000


async def test_facts_out_of_order(form: Form) -> None:
    await form.say("calculate", "我想算漳州转让奖励")
    second = await form.say("inform", "12件")
    assert form.running()
    assert "哪一类单位" in _text(second)
    assert _yuan(await form.say("inform", "高校")) == 60_000
    assert not form.running()


async def test_changing_an_answer_on_the_way(form: Form) -> None:
    await form.say("calculate", "我想算漳州公共服务机构补助")
    await form.say("inform", "知识产权公共服务机构")
    await form.say("inform", "惠及6家企业")
    await form.say("correct", "不对，是四家")
    assert form.dialogue.facts["served_enterprises"] == 4


async def test_without_an_award_it_lists_and_does_not_start(form: Form) -> None:
    messages = await form.say("calculate", "帮我算算能拿多少")
    assert messages[0]["custom"]["kind"] == "question"
    assert not form.running()


async def test_places_without_a_notice_do_not_start_it(form: Form) -> None:
    messages = await form.say("calculate", "帮我算深圳的转让奖励")
    assert messages[0]["custom"]["kind"] == "decline"
    assert not form.running()


async def test_a_question_about_the_award_is_answered_in_the_form(kb: KnowledgeBase) -> None:
    form = Form(kb)
    await form.say("calculate", "帮我算漳州的专利转让奖励")
    await form.say("inform", "高校")
    for intent, text in (("eligibility", "等一下，要什么条件"), ("award_amount", "先说上限多少")):
        (reply,) = await form.say(intent, text)
        assert "30万元" in reply["text"]
        assert form.running()
    (reply,) = await form.say("inform", "7件")
    assert "3.5万元" in reply["text"]
