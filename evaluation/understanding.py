"""What the assistant understood of a first message: intent, names, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actions.dialogue import Dialogue
from actions.respond import understand
from actions.turn import turn_of
from policy_kb.awards import FactValue
from policy_kb.knowledge import current

#: A name of this kind says who applies: a fact, whatever else it may name (快维中心 is an institution as well).
APPLICANT = "applicant"
_FALLBACK = "nlu_fallback"

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Understood:
    """``intent`` is what is acted on: ``nlu_fallback`` where the classifier is held back. ``best`` is the most probable
    intent and ``confidence`` its probability. ``names`` holds for each name in the message the (kind, id) pairs that it
    may mean; ``facts`` are (fact, value) pairs.
    """

    intent: str
    best: str
    confidence: float
    names: tuple[Pairs, ...]
    facts: Pairs


def understood(parsed: Mapping[str, Any]) -> Understood:
    """What a parse result comes to as the first message of a conversation."""
    turn = turn_of(parsed)
    ranking = [(name, share) for name, share in turn.ranking if name != _FALLBACK]
    best, confidence = max(ranking, key=lambda entry: entry[1], default=(turn.intent, turn.confidence))
    names = tuple(frozenset(mention.targets) for mention in turn.reading.mentions)
    facts = understand(turn, Dialogue()).facts
    return Understood(turn.intent, best, confidence, names, _pairs(facts))


def written_facts(facts: Mapping[str, Any]) -> Pairs:
    """Facts as a question file writes them, in the form in which ``Understood`` has them. Raises FactError."""
    return _pairs(current().book.validate(facts))


def _pairs(facts: Mapping[str, FactValue]) -> Pairs:
    return frozenset((name, _text(value)) for name, value in facts.items())


def _text(value: FactValue) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
