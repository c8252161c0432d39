"""The few places where Rasa's classes are specialised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import ActionListen, RemoteAction
from rasa.core.actions.forms import FormAction

import actions
from bot.direct import DirectAction, DirectForm, DirectProcessor
from bot.executor import InProcessActions


@pytest.fixture(scope="module")
def processor() -> DirectProcessor:
    made = DirectProcessor.__new__(DirectProcessor)
    made.action_endpoint = InProcessActions()
    return made


def test_custom_actions_and_forms_become_direct(processor: DirectProcessor) -> None:
    endpoint = processor.action_endpoint
    assert isinstance(processor._direct(RemoteAction("action_greet", endpoint)), DirectAction)
    assert isinstance(processor._direct(FormAction("facts_form", endpoint)), DirectForm)


def test_other_actions_stay_as_they_are(processor: DirectProcessor) -> None:
    listen = ActionListen()
    assert processor._direct(listen) is listen
    assert processor._direct(None) is None


def test_names_and_endpoint_are_kept(processor: DirectProcessor) -> None:
    action = processor._direct(RemoteAction("action_greet", processor.action_endpoint))
    assert (action.name(), action.action_endpoint) == ("action_greet", processor.action_endpoint)


def test_the_result_is_not_checked_against_a_schema(
    processor: DirectProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the schema was built")

    monkeypatch.setattr("jsonschema.validate", refuse)
    action = processor._direct(RemoteAction("action_greet", processor.action_endpoint))
    assert action._validate_action_result({"events": [], "responses": []}) is True


def test_no_action_looks_at_past_events() -> None:
    """Direct actions are not given any."""
    package = Path(actions.__file__).parent
    reading = re.compile(r"tracker\.(events|applied_events|get_last_event_for|slots_to_validate|paused)")
    assert not [file for file in package.rglob("*.py") if reading.search(file.read_text(encoding="utf-8"))]
