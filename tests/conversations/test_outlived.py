"""Conversations that are cut down after every turn, and read anew before the next, go as whole ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import Policy
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore

from bot import condensed
from bot.direct import DirectAgent
from bot.executor import InProcessActions
from bot.predictions import Predictions, told_by_course
from bot.runtime import Assistant, _WholeMessages
from bot.trackers import TurnTrackers
from channels.loading import model_folder, newest_model
from evaluation.collection import Conversation, load
from policy_kb.settings import settings

_DIALOGUES = load(Path(__file__).parent).dialogues
_CHAINS = 5

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole() -> DirectAgent:
    """An agent with Rasa's own tracker store, which keeps every event."""
    agent = DirectAgent(action_endpoint=InProcessActions(), tracker_store=InMemoryTrackerStore(None))
    agent.load_model(newest_model(model_folder(settings())))
    return agent


async def _say(agent: DirectAgent, sender: str, text: str) -> tuple[list[dict[str, Any]], Any]:
    channel = _WholeMessages()
    tracker = await agent.tracker_after(UserMessage(text, channel, sender, input_channel="rest"))
    return list(channel.messages), tracker


@pytest.fixture(autouse=True)
def _as_predicted(whole: DirectAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each action of a dialogue that is kept whole is the one that Rasa predicts, and where it is known by its course
    the policy is asked all the same."""
    processor = whole.processor
    assert processor is not None
    known = processor._predictions

    def of(tracker: Any) -> Any:
        expected = MessageProcessor._predict_next_with_tracker(processor, tracker.copy())
        predicted = Predictions.of(known, tracker)
        assert predicted.probabilities == expected.probabilities
        assert predicted.events == expected.events
        assert predicted.hide_rule_turn == expected.hide_rule_turn
        return predicted

    monkeypatch.setattr(known, "of", of)


def _state(tracker: Any) -> dict[str, Any]:
    """What the next turn begins with; not when it was, nor what a past message was read as."""
    state = tracker.current_state()
    for name in ("latest_event_time", "latest_message"):
        del state[name]
    state["intent"] = tracker.latest_message.intent.get("name")
    (state["active_loop"] or {}).pop("trigger_message", None)
    return dict(state)


async def _compare(agent: DirectAgent, sender: str, turns: Sequence[str]) -> None:
    """Hold one conversation twice at once: whole, and cut down and read anew between every two turns."""
    processor = agent.processor
    assert processor is not None
    text: str | None = None
    for turn in turns:
        expected, full = await _say(agent, sender, turn)
        await agent.tracker_store.save(full)
        # As after a restart: nothing is known but the text.
        trackers = TurnTrackers()
        trackers.domain = agent.domain
        if text is not None:
            trackers._remember(sender, 1, text)
        processor.tracker_store = trackers
        try:
            replies, cut = await _say(agent, sender, turn)
        finally:
            processor.tracker_store = agent.tracker_store
        assert replies == expected, turn
        text = condensed.written(cut)
        assert _state(condensed.read(sender, text, agent.domain.slots)) == _state(full), turn


@pytest.mark.parametrize("dialogue", _DIALOGUES, ids=lambda d: d.name)
async def test_a_dialogue_goes_the_same_way(whole: DirectAgent, dialogue: Conversation) -> None:
    await _compare(whole, f"outlived-{dialogue.name}", [turn.user for turn in dialogue.turns])


@pytest.mark.parametrize("start", range(_CHAINS))
async def test_dialogues_one_after_the_other_go_the_same_way(whole: DirectAgent, start: int) -> None:
    turns = [turn.user for dialogue in _DIALOGUES[start::_CHAINS] for turn in dialogue.turns]
    assert len(turns) > 40
    await _compare(whole, f"outlived-chain-{start}", turns)


async def test_no_rule_looks_back_further_than_turns_are_kept(whole: DirectAgent) -> None:
    """Of the rules that the model learnt, none has more than one message in it; and no slot decides on an action."""
    processor = whole.processor
    assert processor is not None
    runner: Any = processor.graph_runner
    [policy] = [component for component in runner.components() if isinstance(component, Policy)]
    lookups = [keys for keys in policy.lookup.values() if isinstance(keys, dict)]
    states = [json.loads(key) for keys in lookups for key in keys]
    assert len(states) > 40
    listens = [sum(_listened(state) for state in rule) for rule in states]
    assert max(listens) <= condensed.KEPT_TURNS
    assert not [slot.name for slot in whole.domain.slots if slot.influence_conversation]
    assert told_by_course(runner, whole.domain)


async def test_an_action_that_fails_is_no_turn(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("算一下漳州转让专利能拿多少", "我们是高校"):
        await assistant.handle("outlived-fails", text)

    def fail(*_: Any) -> None:
        raise RuntimeError("this is broken")

    with monkeypatch.context() as patch:
        for module in ("actions.forms.facts_form", "actions.question_actions"):
            patch.setattr(f"{module}.exchange", fail)
        with pytest.raises(RuntimeError, match="this is broken"):
            await assistant.handle("outlived-fails", "12件")
    [answer] = await assistant.handle("outlived-fails", "12件")
    assert answer["custom"]["amount"]["yuan"] == 60_000


def _listened(state: dict[str, Any]) -> bool:
    return bool(state.get("prev_action", {}).get("action_name") == "action_listen")
