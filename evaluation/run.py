"""Puts questions and dialogues to the assistant, one after the other, and judges each reply."""

from __future__ import annotations

import gc
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from evaluation.collection import Conversation, Expectation, Fault, Message
from evaluation.money import unfounded_figures, worked_out, wrong_results
from evaluation.understanding import Pairs, Understood, understood, written_facts
from policy_kb.knowledge import current
from policy_kb.language.normalise import normalise

log = logging.getLogger(__name__)


class Desk(Protocol):
    """Whoever answers: the assistant and, before it, what a channel says by itself."""

    async def answer(self, sender: str, text: str) -> list[Message]:
        """The messages that answer one message of one conversation."""

    async def parse(self, text: str) -> Mapping[str, Any] | None:
        """What the pipeline makes of a text; None for a text that the channel answers by itself."""


@dataclass(frozen=True)
class Answered:
    """One question in a conversation of its own.

    ``said`` is what was typed, which differs from the question where its wording was changed. ``wrong`` are sums in
    yuan that should not have been given. Times are in milliseconds; the parse is timed apart from the turn.
    """

    question: Expectation
    said: str
    messages: tuple[Message, ...]
    faults: tuple[Fault, ...]
    wrong: frozenset[Decimal]
    turn_ms: float
    parse_ms: float | None = None
    understood: Understood | None = None
    told: Pairs | None = None

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with the reply."""
        return not self.faults and not self.wrong

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the payloads."""
        return frozenset(str(m["custom"].get("kind")) for m in self.messages if m.get("custom"))

    @property
    def asked_back(self) -> bool:
        """Whether the reply is wrong and only asks: annoying, but nobody is told anything false."""
        return not self.right and not self.wrong and self.kinds == {"question"}


@dataclass(frozen=True)
class Turn:
    """One turn of a dialogue, judged."""

    expected: Expectation
    messages: tuple[Message, ...]
    faults: tuple[Fault, ...]
    wrong: frozenset[Decimal]
    turn_ms: float


@dataclass(frozen=True)
class Held:
    """One dialogue."""

    dialogue: Conversation
    turns: tuple[Turn, ...]

    @property
    def right(self) -> bool:
        """Whether every turn was answered as expected."""
        return not any(turn.faults or turn.wrong for turn in self.turns)


async def ask(desk: Desk, question: Expectation, said: str | None = None, *, parsing: bool = True) -> Answered:
    """Put one question, perhaps in other words, to a sender of its own."""
    text = question.user if said is None else said
    parsed, parse_ms = None, None
    if parsing:
        began = time.perf_counter()
        parsed = await desk.parse(text)
        parse_ms = _since(began) if parsed is not None else None
    messages, faults, turn_ms = await _reply(desk, question, uuid.uuid4().hex, text)
    return Answered(
        question,
        text,
        messages,
        faults,
        _wrong_sums(question, text, messages, worked_out([question])),
        turn_ms,
        parse_ms,
        understood(parsed) if parsed is not None else None,
        written_facts(question.facts) if question.facts is not None else None,
    )


async def ask_all(desk: Desk, questions: Iterable[Expectation]) -> list[Answered]:
    """All questions. One is put beforehand and thrown away, so that what is loaded on demand is in no time.

    As in the server, what is loaded by then is left out of garbage collections.
    """
    await desk.parse("你好")
    gc.collect()
    gc.freeze()
    return [await ask(desk, question) for question in questions]


async def ask_changed(
    desk: Desk, questions: Iterable[Expectation], change: Callable[[Expectation], str | None]
) -> list[Answered]:
    """All questions that ``change`` gives another wording, in that wording."""
    changed = ((question, change(question)) for question in questions)
    return [await ask(desk, question, said) for question, said in changed if said is not None]


async def hold(desk: Desk, dialogue: Conversation) -> Held:
    """Put the turns of a dialogue to one sender."""
    sender, said = uuid.uuid4().hex, ""
    stated = worked_out(dialogue.turns)
    turns = []
    for turn in dialogue.turns:
        said += turn.user
        messages, faults, turn_ms = await _reply(desk, turn, sender, turn.user)
        turns.append(Turn(turn, messages, faults, _wrong_sums(turn, said, messages, stated), turn_ms))
    return Held(dialogue, tuple(turns))


async def hold_all(desk: Desk, dialogues: Iterable[Conversation]) -> list[Held]:
    """All dialogues."""
    return [await hold(desk, dialogue) for dialogue in dialogues]


async def _reply(
    desk: Desk, expected: Expectation, sender: str, text: str
) -> tuple[tuple[Message, ...], tuple[Fault, ...], float]:
    began = time.perf_counter()
    try:
        messages = await desk.answer(sender, text)
    except Exception as error:
        # One question that breaks the assistant is a finding; the others are to be asked all the same.
        log.exception("no answer to %r", text)
        return (), (Fault("reply", "a reply", f"{type(error).__name__}: {error}"),), _since(began)
    turn_ms = _since(began)
    return tuple(messages), tuple(expected.faults(messages)), turn_ms


def _wrong_sums(
    expected: Expectation, said: str, messages: tuple[Message, ...], stated: set[Decimal]
) -> frozenset[Decimal]:
    unfounded = unfounded_figures(normalise(said), messages, current(), stated)
    return frozenset(unfounded | wrong_results(expected, messages))


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
