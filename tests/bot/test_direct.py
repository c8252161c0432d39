"""The few places where Rasa's classes are specialised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import ActionExtractSlots, ActionListen
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

import actions
from bot.direct import DirectAction, DirectForm, DirectProcessor, extracts_slots
from bot.executor import OF_MESSAGE
from bot.runtime import Assistant


@pytest.fixture(scope="module")
def processor(assistant: Assistant) -> DirectProcessor:
    made = assistant._agent.processor
    assert isinstance(made, DirectProcessor)
    return made


def test_custom_actions_and_forms_become_direct(processor: DirectProcessor) -> None:
    action = processor._get_action("action_greet")
    assert type(action) is DirectAction
    assert (action.name(), action.action_endpoint) == ("action_greet", processor.action_endpoint)
    assert processor._get_action("action_greet") is action
    form = processor._get_action("facts_form")
    assert type(form) is DirectForm
    assert processor._get_action("facts_form") is not form, "a form has a state of its own"


def test_other_actions_stay_as_they_are(processor: DirectProcessor) -> None:
    assert type(processor._get_action("action_listen")) is ActionListen


async def test_the_result_is_not_checked_against_a_schema(
    processor: DirectProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the schema was built")

    monkeypatch.setattr("jsonschema.validate", refuse)
    tracker = processor.tracker_store.init_tracker("me")
    tracker.update(UserUttered("你好", {"name": "greet", "confidence": 1.0}))
    events = await processor._get_action("action_greet").run(None, None, tracker, processor.domain)
    assert [type(event) for event in events] == [BotUttered, SlotSet]


async def test_rasas_slot_extraction_would_find_nothing(processor: DirectProcessor) -> None:
    """It is left out: no entity and no intent fills a slot by itself."""
    assert not extracts_slots(processor.domain)
    tracker = processor.tracker_store.init_tracker("me")
    parsed = await processor.parse_message(UserMessage("漳州的高校转让12件专利能拿多少"))
    tracker.update(UserUttered(parsed["text"], parsed["intent"], parsed["entities"], parsed))
    assert parsed["entities"]
    assert await ActionExtractSlots(None).run(CollectingOutputChannel(), None, tracker, processor.domain) == []


@pytest.mark.parametrize(
    ("mapping", "action"),
    [({"type": "from_text"}, None), ({"type": "custom", "action": "action_fill"}, None), (None, "validating")],
)
def test_where_something_fills_slots_it_is_not_left_out(mapping: dict[str, str] | None, action: str | None) -> None:
    slots = {"one": {"type": "any", "influence_conversation": False, "mappings": [mapping or {"type": "custom"}]}}
    actions_of = ["action_validate_slot_mappings"] if action else []
    assert extracts_slots(Domain.from_dict({"slots": slots, "actions": actions_of}))


async def test_a_text_that_comes_again_is_read_as_before_and_belongs_to_its_own_message(
    processor: DirectProcessor,
) -> None:
    text = "四川企业在海外被诉找谁？谢谢。"
    first = await processor.parse_message(UserMessage(text, metadata={"from": "kiosk"}))
    kept = len(processor._readings)
    first["entities"].clear()
    second = UserMessage(text)
    again = await processor.parse_message(second)
    assert len(processor._readings) == kept
    fresh = processor._parse_message_with_graph(second, processor.tracker_store.init_tracker("me"))
    assert again == {**fresh, "message_id": second.message_id, "metadata": None}
    assert again["entities"]
    assert first["metadata"] == {"from": "kiosk"}


def test_no_action_looks_at_past_events() -> None:
    """Direct actions are not given any."""
    package = Path(actions.__file__).parent
    reading = re.compile(r"tracker\.(events|applied_events|get_last_event_for|slots_to_validate|paused)")
    assert not [file for file in package.rglob("*.py") if reading.search(file.read_text(encoding="utf-8"))]


def test_actions_read_nothing_of_a_message_that_their_results_are_not_remembered_by() -> None:
    """What they read of it they read in one place."""
    package = Path(actions.__file__).parent
    source = {file: file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
    readers = [file.name for file, text in source.items() if re.search(r"latest_message(?!\))", text)]
    assert readers == ["turn.py"], "others only hand it on to turn_of"
    read = set(re.findall(r'message(?:\.get\(|\[)"(\w+)"', source[package / "turn.py"]))
    assert read == set(OF_MESSAGE)
    others = re.compile(r"tracker\.(?!latest_message|get_slot)\w+")
    assert not [file for file, text in source.items() if others.search(text)]
