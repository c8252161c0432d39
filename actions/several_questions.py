"""Several questions in one message (怎么申请，能拿多少，找哪个部门): each is answered, in order, once.

The questions are answered one after the other in the same dialogue, so that each finds the subject of those before it.
A question that has none is answered after the one that names it, but stands in its own place. Where nothing says what
they are about, that is asked once, and all of them are answered when it is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.answer import Answer
from actions.dialogue import Dialogue, Waiting
from actions.mentioned import has_subject, own_focus
from actions.respond import Response, respond
from actions.same_words import Memory, told_once
from actions.social.remarks import about_the_desk, wants_a_person
from actions.turn import Part, Turn, said_again
from policy_kb.awards.stated import may_take_back, may_void
from policy_kb.awards.stated.words import BREAK
from policy_kb.knowledge import current
from policy_kb.language.reading import read
from policy_kb.passages import content_words

#: Openings of the last line of an answer that asks for more; after several answers it comes at the very end.
_ASKS_ON = ("要给您一个准话", "告诉我您的情况")
#: Questions that need no subject.
_OF_NOTHING = ("out_of_scope", "list_policies", "bot_challenge", "human", "list_awards", "compare_regions", "help")
#: Of a part that nobody can make sense of nothing is said where another part is answered.
_UNCLEAR = "nlu_fallback"
#: Another question of a message is no condition of this one if the classifier is this sure and it supposes nothing.
_CLEAR = 0.85
_MAY_BEAR = re.compile(r"要是|如果|假如|万一|其中|还没|没有|未|已经|退|撤|除了|\d")
_ASKING = re.compile(r"多少|几|怎|咋|哪|什么|啥|谁|何|吗|么|呢|[能可有是会]不[能可有是会]")
#: Who wants to speak to a person does not want the rest answered by a machine.
_A_PERSON = "human"
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
    asked = any(part.intent == _A_PERSON and part.confidence >= _CLEAR for part in turn.parts)
    if asked or wants_a_person(turn.text):
        turn, intent = replace(turn, parts=()), _A_PERSON
    if turn.parts and not turn.reading.mentions and (itself := about_the_desk(turn.text)) is not None:
        turn, intent = replace(turn, parts=()), itself
    if len(turn.parts) > 1 and dialogue.unconfirmed is None:
        parts = _with_regions([_turn(part) for part in turn.parts])
        parts = tuple(part for n, part in enumerate(parts) if n + 1 == len(parts) or not _only_a_place(part))
        return _answered(tuple(replace(part, whole=_beside(part, turn)) for part in parts), dialogue)
    first = respond(turn, dialogue, intent)
    if dialogue.waiting and _subject_given(turn, first, intent):
        waiting = tuple(_turn(Part(asked.text, asked.intent, 1.0)) for asked in dialogue.waiting)
        return _together([first, *_one_after_another(waiting, first.dialogue)])
    return Exchange((first.reply.answer,), first.dialogue, first)


def _turn(part: Part) -> Turn:
    return replace(said_again(part.text, part.intent, read(part.text, current().lexicon)), confidence=part.confidence)


def _only_a_place(part: Turn) -> bool:
    """漳州呢 before another question says where that one is asked."""
    places = bool(part.reading.mentions) and all(mention.ids("region") for mention in part.reading.mentions)
    return places and part.intent == "follow_up" and not content_words(part.reading, ()) and not part.reading.quantities


def _beside(own: Turn, turn: Turn) -> str:
    """The words of a message that may bear on one of its questions: without those that clearly ask something else."""
    others = (part for part in turn.parts if not own.raw.endswith(part.text))
    kept = [part.text for part in others if part.confidence < _CLEAR or _may_bear(part.text)]
    return "，".join([own.raw, *kept])


def _may_bear(text: str) -> bool:
    """Whether what a part says may be a condition of another part's question, or take back what was told for it."""
    if _MAY_BEAR.search(text) or may_take_back(text):
        return True
    told = "，".join(clause for clause in BREAK.split(text) if not _ASKING.search(clause))
    return bool(told) and may_void(read(told, current().lexicon))


def _with_regions(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The questions, each with the region or notice that the one before it names where it names none itself."""
    found: list[Turn] = []
    region = ""
    for turn in turns:
        named = [m.text for m in turn.reading.mentions if m.ids("region") or m.ids("document")]
        part = Part(f"{region}，{turn.text}", turn.intent, turn.confidence)
        found.append(turn if named or not region else _turn(part))
        region = named[-1] if named else region
    return tuple(found)


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
    lost = [n for n, turn in enumerate(turns) if turn.intent == _UNCLEAR and responses[n].reply.missed]
    told = [responses[number] for number in range(len(turns)) if number not in lost]
    return _together(told or [responses[0]], dialogue)


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
        asks_on = bool(before) and last.startswith(_ASKS_ON)
        moved = moved or (last if asks_on else None)
        found.append(answer.model_copy(update={"text": before}) if asks_on else answer)
    if moved is not None:
        found[-1] = found[-1].model_copy(update={"text": f"{found[-1].text}\n{moved}"})
    return found
