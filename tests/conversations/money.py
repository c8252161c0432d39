"""Which yuan figures a reply may show: those of the clauses it cites, those computed from them, those the user typed.

Written apart from the award engine: figures are read here by a pattern of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.numerals import NUMBER, parse_number

_FIGURE = re.compile(r"(?<![\d.〔])(\d+(?:\.\d+)?)\s*(万|亿)?元")
_SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}


def yuan_figures(text: str) -> set[Decimal]:
    """Every sum of money written with 元 in a text, in yuan."""
    return {Decimal(number) * _SCALE[scale or ""] for number, scale in _FIGURE.findall(text)}


def _payload_figures(payload: dict[str, Any]) -> set[Decimal]:
    amount = payload.get("amount") or {}
    found = [amount.get(key) for key in ("yuan", "min", "max")]
    found += [step.get("yuan") for step in payload.get("trace") or ()]
    return {Decimal(str(value)) for value in found if value is not None}


def unfounded_figures(said: str, messages: Sequence[dict[str, Any]], kb: KnowledgeBase) -> set[Decimal]:
    """Figures of a reply that no cited clause holds, no step computes and nobody typed.

    A list of several awards cites each of them; figures of a question's own example (比如100万元) come from the facts.
    """
    allowed = yuan_figures(said) | {number for m in NUMBER.finditer(said) if (number := parse_number(m[0])) is not None}
    for fact in kb.book.facts.values():
        allowed |= yuan_figures(f"{fact.question}{fact.hint or ''}")
    text = ""
    for message in messages:
        text += str(message.get("text") or "")
        payload = message.get("custom") or {}
        allowed |= _payload_figures(payload)
        for citation in payload.get("citations") or ():
            clause = kb.sources[citation["doc_id"]].clause(citation["clause"])
            allowed |= yuan_figures((clause.text if clause else "") + citation["quote"])
    return yuan_figures(text) - allowed
