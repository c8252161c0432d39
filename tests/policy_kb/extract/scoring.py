"""Precision and recall of award facts, counted the way the gold files are meant: one (role, value) at one place."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

from policy_kb.extract import as_json, extract
from policy_kb.ingest import read_notice

HERE = Path(__file__).parent
SOURCES = Path(__file__).parents[3] / "policy_kb" / "sources"
CATALOGUE = Path(__file__).parents[3] / "policy_kb" / "catalogue"
SHARED = Path(__file__).parents[4] / "shared" / "policies"

Fact = tuple[str, float, int, int]


def read(text: str) -> dict[str, Any]:
    """What is extracted from a text, as JSON values."""
    return as_json(extract(read_notice(text.encode())))


def load(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """Text and expected awards of a synthetic notice."""
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entry["text"], entry["awards"]


def normalise(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("∶", ":")


def facts(awards: list[dict[str, Any]], text: str) -> set[Fact]:
    found = set()
    for award in awards:
        quote = normalise(award["quote"])
        start = text.find(quote)
        assert start >= 0, award["quote"]
        for role, values in (("amount", award["amounts"]), ("cap", award.get("cap")), ("ratio", award.get("ratio"))):
            listed = values if isinstance(values, list) else [] if values is None else [values]
            found |= {(role, round(float(value), 6), start, start + len(quote)) for value in listed}
        found |= {("cap", round(float(value), 6), start, start + len(quote)) for value in award.get("caps", [])}
    return found


def compare(
    predicted: list[dict[str, Any]], expected: list[dict[str, Any]], source: str
) -> tuple[int, list[Fact], list[Fact]]:
    """How many facts are right, which are missed and which are wrong. An at-most sum may bear either role."""
    text = normalise(source)
    gold = facts(expected, text)
    open_, right, wrong = set(gold), 0, []
    for fact in sorted(facts(predicted, text)):
        near = [one for one in sorted(open_) if one[1] == fact[1] and one[2] < fact[3] and fact[2] < one[3]]
        sibling = {"amount", "cap"}
        hit = next((one for one in near if one[0] == fact[0]), None) or next(
            (one for one in near if {one[0], fact[0]} == sibling), None
        )
        if hit is not None:
            open_.discard(hit)
            right += 1
        elif not any(one[1] == fact[1] and one[2] < fact[3] and fact[2] < one[3] for one in gold):
            wrong.append(fact)
    met = gold - open_
    missed = [
        one for one in open_ if not any(other[1] == one[1] and one[2] < other[3] and other[2] < one[3] for other in met)
    ]
    return right, missed, wrong


def f1(right: int, missed: int, wrong: int) -> float:
    return 2 * right / (2 * right + missed + wrong) if right + missed + wrong else 1.0
