"""What a handler gives back: the answer, and what the conversation has to remember of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from actions.answer import Answer
from actions.dialogue import Choice, Focus, PartyTold, Unconfirmed
from actions.request import Request
from policy_kb.awards import FactValue


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and its effect on the dialogue.

    ``focus`` is the subject that follow-ups refer to (None: the request's); ``asked`` the fact that was asked for;
    ``missed`` counts the message as not understood; ``aside`` leaves subject and question as they were; ``inverse``
    marks the answer to what it takes to get a sum, ``sharer`` the party whose part of a shared sum that was;
    ``regions`` are those it is about, where the request's are not; ``unconfirmed`` is the message that it reads back;
    ``summing`` marks the answer to what several awards come to; ``question`` is the kind of question that a follow-up
    turned out to repeat.
    """

    answer: Answer
    focus: Focus | None = None
    asked: str | None = None
    choices: tuple[Choice, ...] = ()
    facts: Mapping[str, FactValue] | None = None
    parties: tuple[PartyTold, ...] = ()
    missed: bool = False
    aside: bool = False
    forget: bool = False
    inverse: bool = False
    sharer: str | None = None
    regions: tuple[str, ...] = ()
    unconfirmed: Unconfirmed | None = None
    summing: bool = False
    question: str | None = None


Handler: TypeAlias = Callable[[Request], Reply]
