"""Conversations between two turns: cut down, stored with the answer, known in memory, bounded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    Event,
    FollowupAction,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import condensed
from bot.keeping import Opened, Overtaken
from bot.trackers import MOST_REMEMBERED, TurnTrackers

_DOMAIN = Domain.from_dict(
    {
        "intents": ["ask", "tell"],
        "slots": {
            "dialogue": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "mode": {
                "type": "any",
                "initial_value": "plain",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            },
        },
        "forms": {"facts_form": {"required_slots": ["dialogue"]}},
    }
)


class Kept:
    """Keeps conversations in a dictionary, as a database would."""

    def __init__(self, *, shared: bool = False) -> None:
        self.shared = shared
        self.states: dict[str, tuple[int, str]] = {}
        self.answers: dict[tuple[str, str], str] = {}
        self.fails: Exception | None = None
        self.sent: list[bool] = []

    async def open(self, sender: str, known: int, message: str | None) -> Opened:
        if sender not in self.states:
            return Opened(0)
        version, state = self.states[sender]
        self.sent.append(known != version)
        return Opened(version, None if known == version else state, self.answers.get((sender, message or "")))

    async def store(self, sender: str, version: int, state: str, message: str | None, replies: str) -> int:
        if self.fails is not None:
            raise self.fails
        if self.states.get(sender, (0, ""))[0] != version:
            raise Overtaken
        self.states[sender] = (version + 1, state)
        if message is not None:
            self.answers[sender, message] = replies
        return version + 1


def _trackers(keeper: Kept | None = None, most: int = MOST_REMEMBERED) -> TurnTrackers:
    made = TurnTrackers(keeper, most)
    made.domain = _DOMAIN
    return made


async def _turn(trackers: TurnTrackers, sender: str, value: Any, message: str | None = None) -> Any:
    """A turn that sets the slot; gives what it was before."""
    if (before := await trackers.begin(sender, message)) is not None:
        return before
    tracker = await trackers.get_or_create_tracker(sender)
    was = tracker.get_slot("dialogue")
    for event in (UserUttered("我的话", {"name": "tell"}), SlotSet("dialogue", value), ActionExecuted("action_listen")):
        tracker.update(event)
    await trackers.end(tracker, message, [{"text": f"答{value}"}])
    return was


def _after(*events: Event) -> DialogueStateTracker:
    tracker = DialogueStateTracker("me", _DOMAIN.slots)
    for event in events:
        tracker.update(event)
    return tracker


def _state(tracker: DialogueStateTracker) -> dict[str, Any]:
    state = tracker.current_state()
    for name in ("latest_event_time", "latest_message"):
        del state[name]
    (state["active_loop"] or {}).pop("trigger_message", None)
    return {**state, "intent": tracker.latest_message and tracker.latest_message.intent_name}


_FORM = (ActionExecuted("facts_form"), ActiveLoop("facts_form"), SlotSet("requested_slot", "dialogue"))
_LISTEN = ActionExecuted("action_listen")
_ASK, _TELL = UserUttered("问", {"name": "ask"}), UserUttered("说", {"name": "tell"})


@pytest.mark.parametrize(
    "first",
    [
        (),
        (_ASK, ActionExecuted("action_x"), SlotSet("dialogue", {"a": [1, None]}), BotUttered("答"), _LISTEN),
        (_ASK, SlotSet("mode", None), _LISTEN),
        (_ASK, SlotSet("mode", "other"), AllSlotsReset(), _LISTEN),
        (_ASK, SlotSet("mode", "other"), Restarted(), ActionExecuted("action_session_start"), _LISTEN),
        (_ASK, *_FORM, _LISTEN),
        (_ASK, *_FORM, _LISTEN, _TELL, ActionExecutionRejected("facts_form"), ActionExecuted("action_x"), _LISTEN),
        (_ASK, *_FORM, _LISTEN, _TELL, ActionExecuted("facts_form"), ActiveLoop(None), _LISTEN),
        (_ASK, ActionExecuted("action_x"), ConversationPaused()),
        (_ASK, ActionExecuted("action_x"), FollowupAction("action_y")),
        (_ASK, ActionExecuted("action_x")),
    ],
    ids=["new", "said", "emptied", "reset", "restarted", "form", "rejected", "ended", "paused", "follow-up", "cut off"],
)
@pytest.mark.parametrize("more", [0, 1, 2, 7])
def test_what_is_left_of_a_history_gives_its_state(first: tuple[Event, ...], more: int) -> None:
    tracker = _after(ActionExecuted("action_session_start"), _LISTEN, *first)
    for _ in range(more):
        tracker.update(_TELL)
        tracker.update(_LISTEN)
    for _ in range(3):  # and again, when that is cut down itself
        again = condensed.read("me", condensed.written(tracker), _DOMAIN.slots)
        assert _state(again) == _state(tracker)
        tracker.update(_TELL)
        tracker.update(_LISTEN)
        again.update(_TELL)
        again.update(_LISTEN)
        assert _state(again) == _state(tracker)
        tracker = again


def test_its_length_does_not_depend_on_the_conversations() -> None:
    tracker = _after()
    lengths = []
    for number in range(100):
        for event in (_ASK, *_FORM, BotUttered("很长的回答" * 100), SlotSet("dialogue", {"n": number}), _LISTEN):
            tracker.update(event)
        text = condensed.written(tracker)
        tracker = condensed.read("me", text, _DOMAIN.slots)
        lengths.append(len(text))
    assert max(lengths[10:]) <= lengths[10] + 20
    assert lengths[-1] < 4_000


def test_no_words_of_past_messages_are_kept() -> None:
    said = UserUttered("我的秘密", {"name": "ask"}, [{"entity": "e", "value": "密"}])
    tracker = _after(said, BotUttered("密"), _LISTEN)
    tracker.slots["session_started_metadata"].value = {"phone": "密"}
    assert "密" not in condensed.written(tracker)


async def test_a_conversation_goes_on_in_another_process() -> None:
    kept = Kept()
    assert await _turn(_trackers(kept), "me", 1) is None
    assert await _turn(_trackers(kept), "me", 2) == 1
    assert await _turn(_trackers(kept), "other", 3) is None


async def test_where_processes_share_conversations_the_keeper_is_asked_and_what_is_known_is_not_sent_again() -> None:
    kept = Kept(shared=True)
    one, two = _trackers(kept), _trackers(kept)
    was = [await _turn(trackers, "me", value) for value, trackers in enumerate((one, two, one, one))]
    assert was == [None, 0, 1, 2]
    assert kept.sent == [True, True, False]


async def test_a_process_alone_asks_for_a_conversation_once() -> None:
    kept = Kept()
    one = _trackers(kept)
    for value in range(3):
        await _turn(one, "me", value)
    assert kept.sent == []
    assert await _turn(_trackers(kept), "me", 3) == 2
    with pytest.raises(Overtaken):
        await _turn(one, "me", "lost")
    assert [await _turn(one, "me", value) for value in (4, 5)] == [3, 4]


async def test_a_message_that_comes_again_gets_its_answer_and_changes_nothing() -> None:
    kept = Kept()
    await _turn(_trackers(kept), "me", 1, "m1")
    again = _trackers(kept)
    assert await _turn(again, "me", 99, "m1") == [{"text": "答1"}]
    assert await _turn(again, "other", 5, "m1") is None, "an id is a message's within its conversation"
    assert await _turn(again, "me", 2, "m2") == 1


async def test_where_storing_fails_the_conversation_is_as_before() -> None:
    kept = Kept()
    trackers = _trackers(kept)
    await _turn(trackers, "me", 1)
    kept.fails = OSError("the disk is full")
    with pytest.raises(OSError, match="full"):
        await _turn(trackers, "me", 2, "m")
    kept.fails = None
    assert await _turn(trackers, "me", 3, "m") == 1


async def test_a_turn_that_was_overtaken_stores_nothing() -> None:
    kept = Kept()
    one = _trackers(kept)
    await _turn(one, "me", 1)
    await one.begin("me")
    tracker = await one.retrieve("me")
    assert tracker is not None
    await _turn(_trackers(kept), "me", 2)
    with pytest.raises(Overtaken):
        await one.end(tracker, None, [])
    assert await _turn(one, "me", 3) == 2


async def test_what_was_erased_begins_anew() -> None:
    kept = Kept()
    trackers = _trackers(kept)
    await _turn(trackers, "me", 1)
    del kept.states["me"]
    with pytest.raises(Overtaken):
        await _turn(trackers, "me", "lost")
    assert await _turn(trackers, "me", 2) is None
    trackers.forget("me")
    assert list(await trackers.keys()) == []


async def test_another_model_goes_on_with_the_conversations() -> None:
    first = _trackers()
    await _turn(first, "me", 1)
    second = first.after_me()
    second.domain = _DOMAIN
    assert await _turn(second, "me", 2) == 1
    assert await _turn(first, "me", 3) == 2


async def test_never_more_than_the_limit_and_the_oldest_goes_first() -> None:
    trackers = _trackers(most=3)
    for sender in "abcad":
        await _turn(trackers, sender, sender)
    assert list(await trackers.keys()) == ["c", "a", "d"]
    assert await _turn(trackers, "b", 1) is None
    assert MOST_REMEMBERED >= 1_000


async def test_rasas_own_way_of_saving_works_too() -> None:
    trackers = _trackers(Kept())
    tracker = await trackers.get_or_create_tracker("me")
    tracker.update(SlotSet("dialogue", {"x": "值"}))
    await trackers.save(tracker)
    again = await trackers.retrieve("me")
    assert again is not None
    assert again.get_slot("dialogue") == {"x": "值"}
    assert "值" in json.dumps(json.loads(condensed.written(again)), ensure_ascii=False)
