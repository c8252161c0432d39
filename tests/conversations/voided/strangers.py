"""Sentences of somebody who has seen neither code nor lists: which sums the assistant gives for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sentence:
    """What is typed, and the sums in yuan that would be wrong and right."""

    ask: str
    wrong: frozenset[Decimal]
    right: frozenset[Decimal]


def sentences() -> tuple[list[Sentence], list[Sentence]]:
    """Those whose words void or change a claim, and plain ones."""
    found = yaml.safe_load((_HERE / "strangers.yaml").read_text(encoding="utf-8"))
    voided = [Sentence(s["ask"], _sums(s["wrong"]), _sums(s.get("right", ()))) for s in found["voided"]]
    return voided, [Sentence(s["ask"], frozenset(), _sums([s["yuan"]])) for s in found["plain"]]


def known_wrong() -> dict[str, str]:
    """Voided sentences for which a wrong sum is given all the same, each with the reason."""
    found: dict[str, str] = yaml.safe_load((_HERE / "known_wrong.yaml").read_text(encoding="utf-8"))
    return found


def is_certain(message: Mapping[str, Any]) -> bool:
    """Whether a message grants an award, or gives a sum worked out from what was told."""
    payload = message.get("custom") or {}
    amount = payload.get("amount") or {}
    if payload.get("kind") not in ("award", "calculation", "eligibility") or payload.get("verdict") == "no":
        return False
    worked_out = payload["kind"] == "calculation" and amount.get("yuan") is not None
    return worked_out or payload.get("verdict") == "yes"


def certain_sums(messages: Iterable[Mapping[str, Any]]) -> set[Decimal]:
    """The sums in yuan that a reply gives as certain."""
    amounts = ((m.get("custom") or {}).get("amount") or {} for m in messages if is_certain(m))
    return {Decimal(str(amount["yuan"])) for amount in amounts if amount.get("yuan") is not None}


def _sums(numbers: Iterable[int]) -> frozenset[Decimal]:
    return frozenset(map(Decimal, numbers))
