"""What a conversation remembers between turns; kept whole in the slot ``dialogue``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from policy_kb.awards import FactValue

SLOT = "dialogue"


class State(BaseModel):
    """Base of what is remembered: JSON in the tracker, immutable in the program."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Focus(State):
    """What a question is about, as ids of the knowledge base (award keys, ``doc_id#clause`` …)."""

    awards: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in Focus.model_fields)


class Choice(State):
    """One entry of a list that was shown: what it said and what picking it means."""

    title: str
    focus: Focus
    kind: str | None = None


class PartyTold(State):
    """Several applicants of one kind that the last answer was for, and what was told of each."""

    count: int
    measure: str
    kind: str | None
    facts: dict[str, bool | int | str] = {}
    name: str | None = None


class Waiting(State):
    """A question that waits until it is known what it is about."""

    text: str
    intent: str


class Unconfirmed(State):
    """A message that was read back before anything was computed, and the dialogue that it was said in."""

    message: str
    intent: str
    before: dict[str, Any]


class Subject(State):
    """What was talked of before the last change of subject."""

    kind: str | None
    regions: tuple[str, ...]
    focus: Focus
    facts: dict[str, bool | int | str]


class Dialogue(State):
    """The state of one conversation.

    ``kind`` is the question answered last; ``asked`` the fact that was asked for; ``cited`` the (document, clause)
    pairs of the last answer; ``misses`` counts messages in a row that were not understood; ``identified`` is set once
    users have said what kind of applicant they are themselves, which then holds for other subjects too; ``parties`` are
    the applicants that the last answer was for, where there were several; ``computed`` are the awards whose amounts
    were worked out so far and ``told`` all facts of them, for who then asks for the sum; ``inverse`` is set after an
    answer to what it takes to get a sum, so that 那拿6万呢 asks that again, of the party ``sharer`` if it was shared;
    ``unconfirmed`` is the message that was just read back and waits for a yes; ``summing`` is set
    after a question for what several awards come to, which holds when a fact is corrected; ``waiting`` are further
    questions of a message whose subject was asked for; ``said`` marks what was said in the last turns (``same_words``);
    ``about`` is the message that named what is talked about and ``about_kind`` the question that it asked;
    ``previous`` is what was talked of before.
    """

    kind: str | None = None
    regions: tuple[str, ...] = ()
    focus: Focus = Focus()
    facts: dict[str, bool | int | str] = {}
    asked: str | None = None
    choices: tuple[Choice, ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
    misses: int = 0
    turns: int = 0
    identified: bool = False
    parties: tuple[PartyTold, ...] = ()
    computed: tuple[str, ...] = ()
    told: dict[str, bool | int | str] = {}
    inverse: bool = False
    sharer: str | None = None
    unconfirmed: Unconfirmed | None = None
    summing: bool = False
    waiting: tuple[Waiting, ...] = ()
    said: tuple[str, ...] = ()
    about: str = ""
    about_kind: str | None = None
    previous: Subject | None = None

    @classmethod
    def of(cls, slot: Mapping[str, Any] | None) -> Dialogue:
        """The remembered state; a fresh one where there is none or it can't be read any more."""
        try:
            return cls.model_validate(slot or {})
        except ValidationError:
            return cls()


def storable(facts: Mapping[str, FactValue]) -> dict[str, bool | int | str]:
    """Fact values as JSON: decimals and fractions as text, which the book reads back exactly."""
    return {name: str(value) if isinstance(value, Decimal | Fraction) else value for name, value in facts.items()}
