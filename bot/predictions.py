"""Which action comes next, worked out once for each course of a dialogue that leads there.

Rasa's rule policy compares all rules with the dialogue's states, twice for each action. Where the rules look at nothing
but intents, actions and the active form (and no slot decides on an action), the prediction follows from the sequence of
those, and after the trackers are cut down that sequence is short.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.graph_runner import OrderedRunner

_MOST = 5_000
#: What rules may look at, by the part of a state: the rest does not show in a course.
_SEEN = {"user": {"intent"}, "prev_action": {"action_name"}, "active_loop": {"name"}}

_UNSEEN = frozenset((SlotSet, BotUttered))

Course = tuple[tuple[Any, ...], ...]


class Predictions:
    """Remembers what ``predict`` says, the newest few thousand courses; asks it each time where it can't be told from
    the course."""

    def __init__(self, predict: Callable[[DialogueStateTracker], PolicyPrediction], *, told_by_course: bool) -> None:
        self._predict = predict
        self._told_by_course = told_by_course
        self._known: OrderedDict[Course, PolicyPrediction] = OrderedDict()

    def of(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """The next action; the caller may do what it likes with the events."""
        # An action that was asked for is taken by predicting it.
        if not self._told_by_course or tracker.followup_action:
            return self._predict(tracker)
        course = course_of(tracker.events)
        if (known := self._known.get(course)) is None:
            known = self._known[course] = self._predict(tracker)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(course)
        fresh = copy(known)
        fresh.events = [copy(event) for event in known.events]
        return fresh


def course_of(events: Iterable[Event]) -> Course:
    """What of events the rules can see, each as a tuple."""
    return tuple(_seen(event) for event in events if type(event) not in _UNSEEN)


def told_by_course(runner: OrderedRunner, domain: Domain) -> bool:
    """Whether a loaded model decides by the course alone."""
    policies = [component for component in runner.components() if isinstance(component, Policy)]
    rules = [rule for policy in policies for rule in _rules(policy)]
    return (
        len(policies) == 1
        and bool(rules)
        and not any(slot.influence_conversation for slot in domain.slots)
        and all(
            kind in _SEEN and part.keys() <= _SEEN[kind]
            for rule in rules
            for state in rule
            for kind, part in state.items()
        )
    )


def _rules(policy: Any) -> list[list[dict[str, dict[str, Any]]]]:
    lookups = getattr(policy, "lookup", {})
    return [json.loads(key) for keys in lookups.values() if isinstance(keys, dict) for key in keys]


def _seen(event: Event) -> tuple[Any, ...]:
    if isinstance(event, UserUttered):
        return ("user", event.intent_name)
    if isinstance(event, ActionExecuted):
        return ("action", event.action_name, event.action_text)
    seen = event.as_dict()
    return (event.type_name, *((name, str(seen[name])) for name in sorted(seen.keys() - {"timestamp", "metadata"})))
