"""Which yuan figures a reply may show: those of the clauses it cites, those
that the question file worked out by hand, those the user typed.

Written apart from the award engine: figures are read here by a pattern of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.numerals import NUMBER, parse_number

_FIGURE = re.compile(r"(?<![\d.〔])(\d+(?:\.\d+)?)\s*(万|亿)?元")
_SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}


def yuan_figures(text: str) -> set[Decimal]:
    """Every sum of money written with 元 in a text, in yuan."""
    return {Decimal(number) * _SCALE[scale or ""] for number, scale in _FIGURE.findall(text)}


def unfounded_figures(
    said: str, messages: Sequence[dict[str, Any]], kb: KnowledgeBase, expected: Iterable[Decimal] = ()
) -> set[Decimal]:
    """Figures of a reply that no cited clause holds, nobody typed and the question file does not state.

    The payload is not believed: a wrong sum would stand there too.

    A list of several awards cites each of them; figures of a question's own example (比如100万元) come from the facts.
    """
    allowed = yuan_figures(said) | {number for m in NUMBER.finditer(said) if (number := parse_number(m[0])) is not None}
    for fact in kb.book.facts.values():
        allowed |= yuan_figures(f"{fact.question}{fact.hint or ''}")
    allowed |= set(expected)
    text = ""
    for message in messages:
        text += str(message.get("text") or "")
        payload = message.get("custom") or {}
        for citation in payload.get("citations") or ():
            clause = kb.sources[citation["doc_id"]].clause(citation["clause"])
            allowed |= yuan_figures((clause.text if clause else "") + citation["quote"])
    return yuan_figures(text) - allowed
