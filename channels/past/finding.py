"""Finds past answers by the words of the question and of the answer, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.conversations.models import MessageRow, PastAnswerRow, PastTermRow
from channels.past.masking import masked
from policy_kb.models.engine import reading
from policy_kb.search import Snippet, parse_query
from policy_kb.search.snippet import snippet
from policy_kb.search.tokenizer import tokenizer

#: Facets count these many of the newest answers that were found.
COUNTED = 100
#: So many words are looked for, the longest ones: they tell most.
_MOST_TERMS = 8
#: Where fewer answers hold all the words, those are added that hold all but the shortest third.
_FEW = 3

_answers, _terms = PastAnswerRow.__table__, PastTermRow.__table__
_messages = MessageRow.__table__
_asked = _messages.alias("asked")
_SHOWN = sa.select(
    *(_messages.c[name] for name in ("id", "conversation_id", "seq", "at", "author", "text", "payload")),
    _asked.c.text.label("asked"),
).where(
    _messages.c.id.in_(sa.bindparam("answers", expanding=True)),
    _answers.c.message_id == _messages.c.id,
    _asked.c.id == _answers.c.question_id,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An answer that was found."""

    message_id: int
    by_staff: bool
    region: str | None


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """A past answer as it may be shown: ``question`` and ``answer`` hold no numbers of people. ``author`` is the
    person's name; ``custom`` is the structured answer of the assistant."""

    id: str
    at: datetime
    by_staff: bool
    author: str | None
    region: str | None
    question: str
    answer: str
    snippet: Snippet
    custom: Mapping[str, Any] | None


def places(
    engine: Engine, query: str, *, by_staff: bool | None = None, regions: Collection[str] | None = None
) -> list[Place]:
    """The newest answers that hold the words of ``query``, at most COUNTED; those with all of them first."""
    terms = _sought(query)
    if not terms or (regions is not None and not regions):
        return []
    with reading(engine) as rows:
        found = _holding(rows, terms, by_staff, regions)
        if len(found) < _FEW and len(terms) > 1:
            telling = terms[: -max(1, len(terms) // 3)]
            known = {one.message_id for one in found}
            found += [one for one in _holding(rows, telling, by_staff, regions) if one.message_id not in known]
    return found[:COUNTED]


def shown(engine: Engine, found: Collection[Place], query: str) -> list[PastAnswer]:
    """These answers in their order, without those that have been deleted meanwhile."""
    if not found:
        return []
    with reading(engine) as rows:
        wanted = {"answers": [one.message_id for one in found]}
        stored = {row.id: row for row in rows.connection().execute(_SHOWN, wanted)}
    weights = {term: float(len(term)) for term in _sought(query)}
    return [_shown(one, stored[one.message_id], weights) for one in found if one.message_id in stored]


def _shown(place: Place, row: sa.Row[Any], weights: Mapping[str, float]) -> PastAnswer:
    text = masked(row.text)
    custom = (row.payload or {}).get("custom")
    return PastAnswer(
        id=f"{row.conversation_id}/{row.seq}",
        at=row.at if row.at.tzinfo is not None else row.at.replace(tzinfo=UTC),
        by_staff=place.by_staff,
        author=row.author if place.by_staff else None,
        region=place.region,
        question=masked(row.asked),
        answer=text,
        snippet=snippet(text, weights),
        custom=custom if isinstance(custom, dict) else None,
    )


def _sought(query: str) -> tuple[str, ...]:
    """Words to look for, the longest first. A single character stands for none."""
    parsed = parse_query(masked(query, " "), tokenizer())
    if parsed.prefix:
        return ()
    return tuple(sorted(parsed.required, key=lambda term: (-len(term), term))[:_MOST_TERMS])


def _holding(
    rows: Session, terms: tuple[str, ...], by_staff: bool | None, regions: Collection[str] | None
) -> list[Place]:
    values: dict[str, Any] = {f"term{number}": term for number, term in enumerate(terms)}
    if by_staff is not None:
        values["by_staff"] = by_staff
    if regions is not None:
        values["regions"] = list(regions)
    query = _query(len(terms), by_staff is not None, regions is not None)
    return [Place(row.message_id, row.by_staff, row.region) for row in rows.connection().execute(query, values)]


@cache
def _query(terms: int, by: bool, within: bool) -> sa.Select[Any]:
    """The key of the terms' table gives the answers of a term in their order, so this ends with the newest ones."""
    first, *others = (_terms.alias(f"t{number}") for number in range(terms))
    query = sa.select(_answers.c.message_id, _answers.c.by_staff, _answers.c.region).where(
        first.c.term == sa.bindparam("term0"), _answers.c.message_id == first.c.message_id
    )
    for number, other in enumerate(others, start=1):
        query = query.where(
            sa.exists().where(other.c.term == sa.bindparam(f"term{number}"), other.c.message_id == first.c.message_id)
        )
    if by:
        query = query.where(_answers.c.by_staff == sa.bindparam("by_staff", type_=sa.Boolean()))
    if within:
        query = query.where(_answers.c.region.in_(sa.bindparam("regions", expanding=True)))
    return query.order_by(first.c.message_id.desc()).limit(COUNTED)
