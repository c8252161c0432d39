"""The Rasa custom actions: one per intent, each a name for a handler."""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.dialogue import SLOT, Dialogue
from actions.handlers import HANDLERS
from actions.several_questions import exchange
from actions.turn import turn_of


def utter(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    """Send one answer: text, buttons and payload in one message."""
    dispatcher.utter_message(text=answer.text, buttons=answer.buttons() or None, json_message=answer.payload())


class IntentAction(Action):
    """Answers one intent. Subclasses only say which."""

    intent: ClassVar[str] = ""

    def name(self) -> str:
        """``action_<intent>``; the base class has no name of its own and is never registered."""
        return f"action_{self.intent}" if self.intent else "action_intent"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the latest message and remember what it was about."""
        made = exchange(turn_of(tracker.latest_message), Dialogue.of(tracker.get_slot(SLOT)), self.intent)
        for answer in made.answers:
            utter(dispatcher, answer)
        return [SlotSet(SLOT, made.dialogue.model_dump(mode="json"))]


def _action_class(intent: str) -> type[IntentAction]:
    name = "Action" + "".join(part.capitalize() for part in intent.split("_"))
    return type(name, (IntentAction,), {"intent": intent, "__module__": __name__})


#: Rasa's executor finds actions as subclasses that are alive; this keeps them so.
ACTIONS: tuple[type[IntentAction], ...] = tuple(_action_class(intent) for intent in HANDLERS)
