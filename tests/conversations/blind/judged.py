"""What a reply to a blind question is: right, asked back, or wrong. Being asked is never wrong, a sum may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml

from evaluation.money import yuan_figures
from policy_kb.money import yuan

HERE = Path(__file__).parent

Expected = Literal["sum", "no", "ask", "tell"]
Judgement = Literal["right", "asked", "wrong"]


@dataclass(frozen=True)
class Case:
    """Sums in yuan: ``right`` has the last reply to name, ``wrong`` it must not give as the result."""

    id: str
    turns: tuple[str, ...]
    expect: Expected
    right: frozenset[Decimal]
    wrong: frozenset[Decimal]
    why: str


def cases() -> Iterator[Case]:
    """All blind questions, file by file."""
    for path in sorted((HERE / "questions").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Case(
                entry["id"],
                tuple(entry["turns"]),
                entry["expect"],
                _sums(entry.get("right")),
                _sums(entry.get("wrong")),
                entry["why"],
            )


def _sums(texts: list[str] | None) -> frozenset[Decimal]:
    return frozenset(yuan(text) for text in texts or () if text[-1:] == "元")


def judge(case: Case, messages: list[dict[str, Any]]) -> Judgement:
    """What the messages that answer the last turn come to.

    A sum that is named with conditions which are still open, and asked about, counts as asked.
    """
    payload: dict[str, Any] = messages[-1].get("custom") or {}
    named = yuan_figures("\n".join(str(message.get("text") or "") for message in messages))
    verdict, result = payload.get("verdict"), _result(payload)
    if payload.get("kind") not in ("award", "calculation", "eligibility"):
        return "right" if case.expect == "ask" or (case.expect == "tell" and case.right <= named) else "asked"
    computed = payload["kind"] == "calculation" or verdict == "yes"
    match case.expect:
        case "no":
            return "right" if verdict == "no" else "wrong" if computed and result is not None else "asked"
        case "ask":
            return "wrong" if computed and (result is not None or verdict == "no") else "right"
        case "tell":
            return "right" if case.right <= named else "asked"
    if verdict == "no" or result in case.wrong:
        return "wrong"
    if case.right <= named:
        return "right"
    return "wrong" if computed and result is not None else "asked"


def _result(payload: dict[str, Any]) -> Decimal | None:
    """The sum that a reply gives as certain."""
    amount = payload.get("amount") or {}
    return Decimal(str(amount["yuan"])) if amount.get("basis") == "exact" and amount.get("yuan") is not None else None
