"""The form that asks for the facts a calculation still needs, in the evaluator's order.

Which facts there are is data, so the form has one slot, ``awaited_fact``, and asks as long as the evaluator names a
missing fact. Every message during the form comes here: a fact is taken, a side question is answered and the form goes
on, another subject or 算了 ends it.
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer, Missing
from actions.arbitration import arbitrate
from actions.award_text import fact_question
from actions.dialogue import SLOT, Dialogue, storable
from actions.question_actions import utter
from actions.request import Request
from actions.respond import understand
from actions.several_questions import Exchange, exchange
from actions.turn import Turn, turn_of

AWAITED = "awaited_fact"
FORM = "facts_form"

#: Side questions of these kinds about another award are a change of subject.
_MONEY_QUESTIONS = ("award_amount", "calculate", "eligibility", "how_to_apply", "list_awards")
#: Questions about the award that is being computed: answered, and its answer asks on.
_ASKS_OF_THE_AWARD = ("award_amount", "eligibility")
_UNKNOWN = re.compile(r"不知道|不清楚|不确定|说不准|不晓得|没数|记不清|忘了")
#: Intents by which a message gives or changes facts; any other one is a side question.
_FACT_INTENTS = ("inform", "correct", "affirm", "deny", "follow_up", "calculate", "award_amount", "eligibility")


class ValidateFactsForm(Action):
    """Takes each message while the form is active, and the one that started it."""

    def name(self) -> str:
        """The name under which Rasa looks for the form's validation."""
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Set ``dialogue`` and either leave ``awaited_fact`` empty (ask on) or fill it (done)."""
        turn = turn_of(tracker.latest_message)
        dialogue = Dialogue.of(tracker.get_slot(SLOT))
        if tracker.get_slot("requested_slot") is None:  # this message starts the form
            return self._result(dispatcher, exchange(turn, dialogue, "calculate"))
        return self._continue(dispatcher, turn, dialogue)

    def _continue(self, dispatcher: CollectingDispatcher, turn: Turn, dialogue: Dialogue) -> list[EventType]:
        request = understand(turn, dialogue)
        intent = arbitrate(request, turn.intent)
        if _UNKNOWN.search(turn.text) and request.elliptic:
            return self._result(dispatcher, exchange(turn, dialogue, "award_amount"), done=True)
        says_facts = _says_facts(request, dialogue)
        if intent in _ASKS_OF_THE_AWARD and request.elliptic and not says_facts and not turn.reading.ids("region"):
            return self._result(dispatcher, exchange(turn, dialogue, intent))
        repeats_facts = intent in _FACT_INTENTS and request.elliptic and not turn.reading.ids("region")
        ends = intent in ("cancel", "restart")
        if not ends and _same_scope(request, dialogue) and (says_facts or repeats_facts):
            return self._result(dispatcher, exchange(turn, dialogue, "calculate"))
        return self._aside(dispatcher, turn, dialogue)

    def _aside(self, dispatcher: CollectingDispatcher, turn: Turn, dialogue: Dialogue) -> list[EventType]:
        made = exchange(turn, dialogue)
        aside, after = made.last, made.dialogue
        for answer in made.answers:
            utter(dispatcher, answer)
        about_money = aside.kind in _MONEY_QUESTIONS and after.focus.awards != dialogue.focus.awards
        moved = bool(turn.reading.ids("region")) and after.regions != dialogue.regions
        stays = aside.reply.aside or not (about_money or moved)
        if aside.reply.forget or not stays or dialogue.asked is None:
            return _finished(after)
        again = _ask_again(understand(turn, dialogue), dialogue.asked)
        if not any(missing.question in answer.text for missing in again.missing for answer in made.answers):
            utter(dispatcher, again)
        kept = dialogue.model_copy(update={"turns": after.turns, "misses": after.misses, "said": after.said})
        return [SlotSet(SLOT, kept.model_dump(mode="json")), SlotSet(AWAITED, None)]

    def _result(self, dispatcher: CollectingDispatcher, made: Exchange, *, done: bool = False) -> list[EventType]:
        for answer in made.answers:
            utter(dispatcher, answer)
        if done or made.dialogue.asked is None or not made.dialogue.focus.awards:
            return _finished(made.dialogue)
        return [SlotSet(SLOT, made.dialogue.model_dump(mode="json")), SlotSet(AWAITED, None)]


def _says_facts(request: Request, dialogue: Dialogue) -> bool:
    return bool(request.doubts) or storable(request.facts) != dialogue.facts


def _same_scope(request: Request, dialogue: Dialogue) -> bool:
    return not request.turn.reading.ids("region") or request.scope.named == dialogue.regions


def _ask_again(request: Request, name: str) -> Answer:
    question = fact_question(request, name)
    return Answer(
        kind="question",
        text=f"接着刚才的计算：{question}不想算了就说“算了”。",
        missing=(Missing(fact=name, question=question),),
        suggestions=("算了",),
    )


def _finished(dialogue: Dialogue) -> list[EventType]:
    return [SlotSet(SLOT, dialogue.model_dump(mode="json")), SlotSet("requested_slot", None)]
