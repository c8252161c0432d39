"""Rasa's processing without the detour of an action server.

Stock Rasa checks the JSON of every action result against a schema that it rebuilds each time, which is most of the cost
of a turn. Our results come from rasa_sdk's executor in the same process, so there is nothing to check. These are the
only places where classes of Rasa are specialised for it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.actions.loops import LoopAction
from rasa.core.agent import Agent
from rasa.core.exceptions import AgentNotReady
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES, SlotMappingType
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.condensed import event_of
from bot.graph_runner import OrderedRunner
from bot.model_file import load_predicting
from bot.predictions import Predictions, told_by_course
from bot.remembered import Remembered, digest
from bot.stages import stage, understood

#: What a parse has of a message besides its words.
_OF_THE_SENDING = ("message_id", "metadata")
_MOST_BYTES = 8_000_000


class DirectAction(RemoteAction):
    """A custom action whose result is taken as it comes."""

    async def run(self, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Any) -> list[Event]:
        """Run it; gives what it said and its events."""
        result = await self.action_endpoint.request(json=self._action_call_format(tracker, domain))
        said = await self._utter_responses(result["responses"], output_channel, nlg, tracker)
        return [*said, *(event_of(parameters) for parameters in result["events"])]

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Any) -> dict[str, Any]:
        # Our actions read message, slots and form (a test looks): what was before need not be made into JSON for each.
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": []},
        }


class DirectForm(FormAction):
    """A form whose validation is a direct action. Every form of ours has a ``validate_<form>`` action."""

    async def validate_slots(
        self, slot_candidates: dict[str, Any], tracker: Any, domain: Any, output_channel: Any, nlg: Any
    ) -> list[Event]:
        """Run the form's validation on a tracker with the candidates set; gives its events."""
        candidates = [SlotSet(name, value) for name, value in slot_candidates.items()]
        temporary = self._temporary_tracker(tracker, candidates, domain)
        validation = DirectAction(f"validate_{self.name()}", self.action_endpoint)
        events: list[Event] = await validation.run(output_channel, nlg, temporary, domain)
        return events


class DirectProcessor(MessageProcessor):
    """Rasa's processor with direct actions and forms, whose components run in a fixed order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._readings = Remembered(_MOST_BYTES)
        self._actions: dict[str, Action] = {}
        self._extracts_slots = extracts_slots(self.domain)
        runner = self.graph_runner
        told = isinstance(runner, OrderedRunner) and told_by_course(runner, self.domain)
        self._predictions = Predictions(super()._predict_next_with_tracker, told_by_course=told)

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, Any, Any]:
        return Path(model_path).name, *load_predicting(Path(model_path))

    async def tracker_after(self, message: Any) -> DialogueStateTracker:
        """Answer a message into its output channel; gives its conversation, which has not been stored. What parsing and
        actions raise comes through, where stock Rasa would give an empty answer and go on."""
        tracker = await self.log_message(message, should_save_tracker=False)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        return tracker

    async def _run_action(
        self, action: Action, tracker: DialogueStateTracker, output_channel: Any, nlg: Any, prediction: Any
    ) -> bool:
        before = tracker
        if isinstance(action, LoopAction):
            # Its rejection must not leave the policy's events behind.
            before = tracker.copy()
            before.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, before, self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence)
            tracker.update(rejected, self.domain)
        else:
            self._log_action_on_tracker(tracker, action, events, prediction)
            await self.execute_side_effects(events, tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

    def _log_action_on_tracker(
        self, tracker: DialogueStateTracker, action: Action, events: list[Event] | None, prediction: Any
    ) -> None:
        # As Rasa does it, without copying all events for a log that nobody writes.
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        """Whether the last message is too long ago. Rasa leaves out messages to a form, and would end a form that takes
        somebody long although they answer all the time."""
        config = self.domain.session_config
        last = next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)
        if last is None or not config.are_sessions_enabled():
            return False
        return bool(time.time() - last.timestamp > config.session_expiration_time * 60)

    async def parse_message(self, message: Any, tracker: Any = None, only_output_properties: bool = True) -> Any:
        """What Rasa makes of a message, measured."""
        # As Rasa does it, without copies of what was found for a log that nobody writes.
        with stage("parse"):
            nothing_yet = DialogueStateTracker(message.sender_id, ()) if tracker is None else tracker
            parsed = self._parsed(message, nothing_yet, only_output_properties)
        understood((parsed.get("intent") or {}).get("name"))
        return parsed

    def _parsed(self, message: Any, tracker: DialogueStateTracker, only_output_properties: bool) -> dict[str, Any]:
        if not only_output_properties or message.text is None:
            found: dict[str, Any] = self._parse_message_with_graph(message, tracker, only_output_properties)
            return found
        key = digest(message.text)
        if (parsed := self._readings.get(key)) is None:
            parsed = self._parse_message_with_graph(message, tracker, only_output_properties)
            self._readings.keep(key, {name: value for name, value in parsed.items() if name not in _OF_THE_SENDING})
        return {**parsed, "message_id": message.message_id, "metadata": message.metadata}

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: what conversations hold is in no log."""

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        return self._predictions.of(tracker)

    async def run_action_extract_slots(
        self, output_channel: Any, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """As Rasa does it, unless the model's slots are such that it would find nothing."""
        return await super().run_action_extract_slots(output_channel, tracker) if self._extracts_slots else tracker

    def predict_next_with_tracker_if_should(self, tracker: Any) -> tuple[Action, Any]:
        """The next action as Rasa predicts it, made direct. Raises what Rasa raises at its limit of actions."""
        goes_on = self.should_predict_another_action(tracker.latest_action_name)
        if self.is_action_limit_reached(tracker, goes_on):
            raise ActionLimitReached("the limit of actions to predict has been reached")
        prediction = self._predict_next_with_tracker(tracker)
        return self._get_action(self.domain.action_names_or_texts[prediction.max_confidence_index]), prediction

    def _get_action(self, action_name: str) -> Action:
        if (known := self._actions.get(action_name)) is not None:
            return known
        action = super()._get_action(action_name)
        if type(action) is FormAction:
            action = DirectForm(action_name, self.action_endpoint)
        if isinstance(action, LoopAction):  # may have a state of its own
            return action
        if type(action) is RemoteAction:
            action = DirectAction(action_name, self.action_endpoint)
        self._actions[action_name] = action
        return action


def extracts_slots(domain: Domain) -> bool:
    """Whether anything but an action of ours sets a slot."""
    mappings = [mapping for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES for mapping in slot.mappings]
    set_by_us = all(mapping == {"type": SlotMappingType.CUSTOM.value} for mapping in mappings)
    return not set_by_us or ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions


class DirectAgent(Agent):
    """Rasa's agent around a direct processor."""

    async def tracker_after(self, message: Any) -> DialogueStateTracker:
        """Answer a message into its output channel; gives its conversation, which has not been stored. Whoever calls
        sees to it that messages of one conversation come one after the other."""
        processor: DirectProcessor | None = self.processor
        if processor is None:
            raise AgentNotReady("no model has been loaded")
        return await processor.tracker_after(message)

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model file, as Rasa's own method does, but into a direct processor."""
        self.processor = DirectProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        if hasattr(self.nlg, "responses"):
            self.nlg.responses = self.domain.responses if self.domain else {}
