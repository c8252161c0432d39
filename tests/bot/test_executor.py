"""Custom actions without an action server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa_sdk.interfaces import ActionNotFoundException

from actions.dialogue import SLOT
from actions.handlers import HANDLERS
from bot.components.reader import entities_of
from bot.executor import InProcessActions
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read
from policy_kb.settings import settings


@pytest.fixture(scope="module")
def endpoint() -> InProcessActions:
    return InProcessActions()


def _call(kb: KnowledgeBase, action: str, text: str, slot: Any = None) -> dict[str, Any]:
    intent = {"name": action.removeprefix("action_"), "confidence": 0.9}
    message = {
        "text": text,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": entities_of(read(text, kb.lexicon)),
    }
    tracker = {
        "sender_id": "me",
        "slots": {SLOT: slot},
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": "me", "tracker": tracker, "domain": {}}


def test_every_handler_is_a_registered_action(endpoint: InProcessActions) -> None:
    registered = set(endpoint._executor.actions)
    assert {f"action_{intent}" for intent in HANDLERS} <= registered
    assert "validate_facts_form" in registered
    assert not any(name in ("", "action_") for name in registered)


async def test_an_action_answers_and_remembers(endpoint: InProcessActions, kb: KnowledgeBase) -> None:
    result = await endpoint.request(json=_call(kb, "action_award_amount", "漳州企业拿到ISO56005三级评级补多少"))
    (response,) = result["responses"]
    assert "18万元" in response["text"]
    assert response["custom"]["amount"] == {"yuan": 180000, "basis": "exact"}
    assert response["buttons"][0]["title"] == response["custom"]["suggestions"][0]
    (event,) = result["events"]
    assert (event["event"], event["name"]) == ("slot", SLOT)
    assert event["value"]["facts"] == {"applicant_type": "enterprise", "iso56005_level": 3}
    again = await endpoint.request(json=_call(kb, "action_follow_up", "四级呢", event["value"]))
    assert "24万元" in again["responses"][0]["text"]


@pytest.mark.parametrize(
    "slot", [None, {}, {"turns": "x"}, {"focus": {"awards": ["gone/away"]}, "kind": "award_amount"}]
)
async def test_any_slot_value_is_survived(endpoint: InProcessActions, kb: KnowledgeBase, slot: Any) -> None:
    """A dialogue may be older than the knowledge base: an award may be gone, a field may have changed."""
    result = await endpoint.request(json=_call(kb, "action_follow_up", "四级呢", slot))
    assert result["responses"][0]["text"]


async def test_an_action_that_does_not_exist(endpoint: InProcessActions, kb: KnowledgeBase) -> None:
    with pytest.raises(ActionNotFoundException):
        await endpoint.request(json=_call(kb, "action_invented", "你好"))


async def test_what_was_answered_before_comes_again_as_it_was(
    endpoint: InProcessActions, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = _call(kb, "action_award_amount", "漳州企业拿到ISO56005五级评级补多少")
    first = await endpoint.request(json=call)
    told = json.dumps(first)
    first["responses"].clear()
    first["events"][0]["value"]["facts"].clear()
    with monkeypatch.context() as patch:
        patch.setattr(endpoint._executor, "run", None)
        again = await endpoint.request(json={**call, "sender_id": "another"})
    assert json.dumps(again) == told
    assert json.dumps(await endpoint._executor.run(call)) == told


async def test_another_dialogue_word_day_or_action_is_another_answer(
    endpoint: InProcessActions, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = _call(kb, "action_validity", "漳州的政策到什么时候")
    before = len(endpoint._results)
    first = await endpoint.request(json=call)
    others = [
        _call(kb, "action_validity", "漳州的政策到什么时候呢"),
        _call(kb, "action_document_info", "漳州的政策到什么时候"),
        _call(kb, "action_validity", "漳州的政策到什么时候", first["events"][0]["value"]),
    ]
    for other in others:
        await endpoint.request(json=other)
    assert len(endpoint._results) == before + 1 + len(others)
    monkeypatch.setenv("IPDESK_TODAY", "2031-01-01")
    settings.cache_clear()
    try:
        later = await endpoint.request(json=call)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert later["responses"] != first["responses"]
    assert len(endpoint._results) == 1
