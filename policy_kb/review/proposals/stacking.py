"""A proposal for the ``stacking`` of awards.yaml: principles such as 就高不重复, limits on what awards add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from policy_kb.awards.figure import figures
from policy_kb.extract.awards import Award
from policy_kb.extract.drafts import draft_rule
from policy_kb.money import format_yuan
from policy_kb.notice import Clause, Notice

Json = dict[str, Any]
_WORDS = Path(__file__).with_name("stacking.yaml")
_SENTENCE = re.compile(r"[^。；;\n]+")


@dataclass(frozen=True, slots=True)
class StackingFound:
    """The entry, the place of its quote, and the readings of awards that it shows to be limits on a sum."""

    entry: Json
    clause: str
    quote: str
    start: int
    not_awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    principles: tuple[str, ...]
    together: re.Pattern[str]
    at_most: re.Pattern[str]
    scopes: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return _Words(
        tuple(data["principles"]),
        re.compile("|".join(data["together"])),
        re.compile("|".join(data["at_most"])),
        tuple((scope, re.compile("|".join(words))) for scope, words in data["scopes"].items()),
    )


def propose_stacking(notice: Notice, awards: Sequence[Award]) -> StackingFound | None:
    """What the notice says on drawing several awards; None where it says nothing."""
    paying = {award.clause for award in awards if draft_rule(award) is not None}
    limits: list[tuple[Clause, str, int, Json]] = []
    principles: list[tuple[Clause, str, int, list[str]]] = []
    for clause, quote, start in _sentences(notice):
        said = _principles(quote)
        if said:
            principles.append((clause, quote, start, said))
        elif clause.cite_label not in paying and (limit := _limit(clause, quote)) is not None:
            limits.append((clause, quote, start, limit))
    if not principles and not limits:
        return None
    first = principles[0] if principles else (*limits[0][:3], [])
    entry: Json = {
        "clause": first[0].cite_label,
        "principles": first[3],
        "text": "文件写明：" + "；".join(quote for _, quote, _, _ in (*principles[:1], *limits)) + "。",
        "quote": first[1],
    }
    if limits:
        entry["limits"] = [limit for _, _, _, limit in limits]
    mistaken = tuple(
        award
        for award in awards
        if draft_rule(award) is None and any(award.quote in quote for _, quote, _, _ in limits)
    )
    return StackingFound(entry, first[0].cite_label, first[1], first[2], mistaken)


def _sentences(notice: Notice) -> Iterator[tuple[Clause, str, int]]:
    for clause in notice.clauses:
        label = clause.text.find(clause.label) + len(clause.label) if clause.label in clause.text else 0
        for sentence in _SENTENCE.finditer(clause.text, label):
            quote = sentence.group().strip()
            if quote:
                lead = len(sentence.group()) - len(sentence.group().lstrip())
                yield clause, quote, clause.start + sentence.start() + lead


def _principles(quote: str) -> list[str]:
    """The principles that a sentence names, none of them inside another."""
    found = [word for word in _words().principles if word in quote]
    return [word for word in found if not any(word != other and word in other for other in found)]


def _limit(clause: Clause, quote: str) -> Json | None:
    words = _words()
    together, at_most = words.together.search(quote), words.at_most.search(quote)
    if not together or not at_most:
        return None
    sums = [figure.value for figure in figures(quote) if figure.kind == "money"]
    if len(sums) != 1:
        return None
    limit: Json = {"yuan": format_yuan(Decimal(sums[0].numerator) / Decimal(sums[0].denominator))}
    # Without a scope the entry can't be approved as it is: somebody has to say what the limit is on.
    if (scope := next((one for one, fits in words.scopes if fits.search(quote)), None)) is not None:
        limit["scope"] = scope
    if said := quote[: together.start()].strip("，, "):
        limit["words"] = said
    return {**limit, "clause": clause.cite_label, "quote": quote}
