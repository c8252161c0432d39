"""Several questions in one message (怎么申请，能拿多少，找哪个部门): each is answered, in order, once.

The questions are answered one after the other in the same dialogue, so that each finds the subject of those before it.
A question that has none is answered after the one that names it, but stands in its own place. Where nothing says what
they are about, that is asked once, and all of them are answered when it is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.answer import Answer
from actions.dialogue import Dialogue, Waiting
from actions.mentioned import has_subject, own_focus
from actions.respond import Response, respond
from actions.same_words import Memory, told_once
from actions.turn import Part, Turn, said_again
from policy_kb.knowledge import current
from policy_kb.language.reading import read

#: Openings of the last line of an answer that asks for more; after several answers it comes at the very end.
_ASKS_ON = ("要给您一个准话", "告诉我您的情况")
#: Questions that need no subject.
_OF_NOTHING = ("out_of_scope", "list_policies", "bot_challenge", "human", "list_awards", "compare_regions", "help")
#: What a message may do that only names a subject or picks one.
_TAKES_UP = ("follow_up", "inform")


@dataclass(frozen=True, slots=True)
class Exchange:
    """All answers to one message, in the order in which they are sent, and the dialogue after them."""

    answers: tuple[Answer, ...]
    dialogue: Dialogue
    last: Response


def exchange(turn: Turn, dialogue: Dialogue, intent: str | None = None) -> Exchange:
    """Answer everything a message asks. ``intent`` overrides the classifier's for a message with one question."""
    found = _exchange(turn, dialogue, intent)
    memory = Memory(dialogue.said, dialogue.turns)
    answers = tuple(memory.reword(answer) for answer in found.answers)
    after = found.dialogue.model_copy(update={"said": memory.kept(), "turns": dialogue.turns + 1})
    return Exchange(answers, after, found.last)


def _exchange(turn: Turn, dialogue: Dialogue, intent: str | None) -> Exchange:
    if len(turn.parts) > 1 and dialogue.unconfirmed is None:
        return _answered(tuple(replace(_turn(part), whole=turn.raw) for part in turn.parts), dialogue)
    first = respond(turn, dialogue, intent)
    if dialogue.waiting and _subject_given(turn, first, intent):
        waiting = tuple(_turn(Part(asked.text, asked.intent, 1.0)) for asked in dialogue.waiting)
        return _together([first, *_one_after_another(waiting, first.dialogue)])
    return Exchange((first.reply.answer,), first.dialogue, first)


def _turn(part: Part) -> Turn:
    return replace(said_again(part.text, part.intent, read(part.text, current().lexicon)), confidence=part.confidence)


def _subject_given(turn: Turn, response: Response, intent: str | None) -> bool:
    """Whether a message says what the waiting questions are about, and nothing else."""
    picked = turn.choice is not None or (intent or turn.intent) in _TAKES_UP
    return picked and bool(response.dialogue.focus) and not response.reply.missed


def _answered(turns: Sequence[Turn], dialogue: Dialogue) -> Exchange:
    kb = current()
    order = list(range(len(turns)))
    subjects = [has_subject(own_focus(turn, kb)) or turn.intent in _OF_NOTHING for turn in turns]
    if not dialogue.focus and not subjects[0] and any(subjects):
        order.sort(key=lambda number: (number != subjects.index(True), number))
    responses: dict[int, Response] = {}
    for number in order:
        response = respond(turns[number], dialogue)
        responses[number], dialogue = response, response.dialogue
        if response.reply.choices and response.reply.answer.kind == "question" and not any(subjects):
            rest = tuple(Waiting(text=t.text, intent=t.intent) for n, t in enumerate(turns) if n > number)
            return _waiting(response, rest)
    return _together([responses[number] for number in range(len(turns))], dialogue)


def _waiting(response: Response, rest: tuple[Waiting, ...]) -> Exchange:
    return Exchange((response.reply.answer,), response.dialogue.model_copy(update={"waiting": rest}), response)


def _one_after_another(turns: Sequence[Turn], dialogue: Dialogue) -> list[Response]:
    responses = []
    for turn in turns:
        responses.append(respond(turn, dialogue))
        dialogue = responses[-1].dialogue
    return responses


def _together(responses: Sequence[Response], dialogue: Dialogue | None = None) -> Exchange:
    """What was asked back comes last, and it is what the next message answers."""
    dialogue = dialogue or responses[-1].dialogue
    answering = [r for r in responses if r.reply.answer.kind != "question"]
    asking = [r for r in responses if r.reply.answer.kind == "question"][:1]
    open_one = next((r for r in [*asking, *responses] if r.reply.asked or r.reply.unconfirmed), None)
    answers = told_once(_asking_last([r.reply.answer for r in [*answering, *asking]]))
    if open_one is not None:
        kept = {name: getattr(open_one.dialogue, name) for name in ("kind", "asked", "facts", "focus", "unconfirmed")}
        dialogue = dialogue.model_copy(update=kept)
    if asking and asking[0].dialogue.choices:
        dialogue = dialogue.model_copy(update={"choices": asking[0].dialogue.choices})
    return Exchange(tuple(answers), dialogue, responses[-1])


def _asking_last(answers: Sequence[Answer]) -> list[Answer]:
    """The answers with what one of them asks at its end moved to the very end."""
    moved: str | None = None
    found: list[Answer] = []
    for answer in answers:
        before, _, last = answer.text.rpartition("\n")
        if before and last.startswith(_ASKS_ON):
            moved = moved or last
            answer = answer.model_copy(update={"text": before})
        found.append(answer)
    if moved is not None:
        found[-1] = found[-1].model_copy(update={"text": f"{found[-1].text}\n{moved}"})
    return found
