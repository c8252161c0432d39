"""A conversation's history cut down to what the next turn can depend on, and back into a tracker.

Rasa keeps every event and goes through all of them several times a turn. Of what is long past, the next turn depends on
the slots, on the form that is active and on the action before it; the last turns stay as they were, for rules that look
back over some. What is left is a list of Rasa's own events: replayed, they give the state that the whole history gives.
Slots do not influence which action comes next (a test looks at the domain), so their values stand once, at the end.
Neither the words of past messages are among it nor their answers, only what each message was taken for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_SESSION_START_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    FollowupAction,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

#: Turns that stay as they were: as many as the longest rule looks back over. A test compares.
KEPT_TURNS = 1

_TYPES: dict[str, type[Event]] = {
    kind.type_name: kind for kind in all_subclasses(Event) if getattr(kind, "type_name", None)
}


def written(tracker: DialogueStateTracker, turns: int = KEPT_TURNS) -> str:
    """The tracker's state as a text of a few KB, however long the conversation."""
    return json.dumps([_parameters(event) for event in condensed(tracker, turns)], ensure_ascii=False)


def read(sender: str, text: str, slots: Iterable[Slot], most_events: int | None = None) -> DialogueStateTracker:
    """A tracker with what ``written`` gave; ``slots`` are those of the model that goes on with it."""
    tracker = DialogueStateTracker(sender, slots, most_events)
    for parameters in json.loads(text):
        tracker.update(event_of(parameters))
    return tracker


def event_of(parameters: dict[str, Any]) -> Event:
    """One of Rasa's events from its JSON. Rasa looks for its class among all of them each time."""
    event: Event = _TYPES[parameters["event"]]._from_parameters(parameters)
    return event


def condensed(tracker: DialogueStateTracker, turns: int = KEPT_TURNS) -> list[Event]:
    """Events that stand for the tracker's whole history."""
    events = list(tracker.events)
    begins = [number for number, event in enumerate(events) if isinstance(event, UserUttered)]
    cut = begins[-turns] if len(begins) > turns else 0
    kept = [*_standing_for(tracker, events[:cut]), *(_slim(event) for event in events[cut:] if not _is_value(event))]
    values = [SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if _is_set(slot)]
    # Before the last action, which is to listen: so a form that goes on finds no values set by the next message.
    last = len(kept) - 1 if kept and isinstance(kept[-1], ActionExecuted) else len(kept)
    return [*kept[:last], *values, *kept[last:]]


def _standing_for(tracker: DialogueStateTracker, events: Sequence[Event]) -> list[Event]:
    """What leads to the state after these events, but for the slots."""
    if not events:
        return []
    before = DialogueStateTracker(tracker.sender_id, ())
    trigger: UserUttered | None = None
    for event in events:
        if isinstance(event, SlotSet):
            continue
        before.update(event)
        if isinstance(event, ActiveLoop) and event.name is not None:
            trigger = before.latest_message
    head: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    if (loop := before.active_loop_name) is not None:
        if trigger is not None:
            head.append(_slim(trigger))
        head += [ActionExecuted(loop), ActiveLoop(loop)]
        if before.is_active_loop_rejected:
            head.append(ActionExecutionRejected(loop))
    if before.is_paused():
        head.append(ConversationPaused())
    if before.latest_action_name is not None:
        head.append(ActionExecuted(before.latest_action_name))
    if before.followup_action is not None:
        head.append(FollowupAction(before.followup_action))
    for event in head:
        if not isinstance(event, UserUttered):
            event.timestamp = events[-1].timestamp
    return head


def _is_set(slot: Slot) -> bool:
    # What a client sent beside its first message is nobody's to keep.
    return slot.name != SESSION_START_METADATA_SLOT and bool(slot.value != slot.initial_value)


def _parameters(event: Event) -> dict[str, Any]:
    parameters: dict[str, Any] = event.as_dict()
    parameters.pop("metadata", None)  # which model it was: nothing reads it
    return parameters


def _is_value(event: Event) -> bool:
    return isinstance(event, SlotSet | BotUttered)


def _slim(event: Event) -> Event:
    if isinstance(event, UserUttered):
        intent: Any = {"name": event.intent_name}
        return UserUttered(None, intent, timestamp=event.timestamp, input_channel=event.input_channel)
    if isinstance(event, ActionExecuted):
        return ActionExecuted(
            event.action_name,
            timestamp=event.timestamp,
            action_text=event.action_text,
            hide_rule_turn=event.hide_rule_turn,
        )
    return event
