"""Search for clauses: what matches a query within the filters, shown best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow, DocumentRow
from policy_kb.search import index
from policy_kb.search.filters import Filters, day_of, scope_of
from policy_kb.search.index import Scope, Statistics
from policy_kb.search.kept import Kept, State, state_of
from policy_kb.search.matching import Matches, match
from policy_kb.search.query import Query, parse_query
from policy_kb.search.snippet import Snippet, snippet
from policy_kb.search.tokenizer import tokenizer

MAX_LIMIT = 100

_clauses, _documents = ClauseRow.__table__, DocumentRow.__table__
_SHOWN = sa.select(
    *(_clauses.c[name] for name in ("id", "position", "cite_label", "heading", "path", "text")),
    *(_documents.c[name] for name in ("doc_id", "title", "short_title", "kind", "region_code", "region_name")),
    index.in_force("day").label("counts"),
).where(_documents.c.id == _clauses.c.document_id, _clauses.c.id.in_(sa.bindparam("clauses", expanding=True)))


#: Clauses as they are shown, with what the day makes of them.
_kept: Kept[tuple[date, int], sa.Row[Any]] = Kept(5_000)


@dataclass(frozen=True)
class Hit:
    """A clause that was found. ``coverage`` is the share of the query's weight that the clause holds (0 to 1);
    ``in_force`` is as of the day asked for; ``text`` is the clause's, ``weights`` are those of the terms sought."""

    doc_id: str
    title: str
    short_title: str
    kind: str | None
    region_code: str | None
    region_name: str | None
    clause: str
    heading: str
    path: tuple[str, ...]
    text: str = field(repr=False)
    weights: Mapping[str, float] = field(repr=False)
    score: float
    coverage: float
    in_force: bool

    @cached_property
    def snippet(self) -> Snippet:
        """The part of the text that shows best why it was found."""
        return snippet(self.text, self.weights)


@dataclass(frozen=True, slots=True)
class Look:
    """What a query matches in one state of the knowledge base; made once for clauses and for entries."""

    session: Session
    state: State
    query: Query
    scope: Scope
    counts: Statistics
    matches: Matches
    day: date


def look(session: Session, query: str, filters: Filters) -> Look | None:
    """All that a query matches within the filters, None where there is nothing to look for or to look in."""
    parsed = parse_query(query, tokenizer())
    if not parsed:
        return None
    state = state_of(session)
    scope = scope_of(session, filters, state)
    if scope is None:
        return None
    counts = index.statistics(session, (*parsed.required, *parsed.optional))
    return Look(session, state, parsed, scope, counts, match(session, parsed, counts, scope), day_of(filters))


def search(session: Session, query: str, *, limit: int = 10, **filters: Unpack[Filters]) -> list[Hit]:
    """Up to ``limit`` clauses (at most 100), best first; ties by document and order in it. Any text is a query."""
    if limit <= 0 or (found := look(session, query, filters)) is None:
        return []
    return clauses_of(found, limit)


def clauses_of(found: Look, limit: int) -> list[Hit]:
    """The clauses of a look, as ``search`` gives them."""
    scores, coverage = found.matches.scores, found.matches.coverage
    best = found.matches.best(found.session, min(limit, MAX_LIMIT))
    places = dict(zip(found.matches.clauses[best].tolist(), best.tolist(), strict=True))
    rows = _kept.values(found.state, [(found.day, clause) for clause in places], lambda keys: _read(found, keys))
    known = (term for term in found.query.optional if term in found.counts.terms)
    weights = {term: found.counts.weight(term) for term in (*known, *found.query.required)}
    return [
        Hit(
            doc_id=row.doc_id,
            title=row.title,
            short_title=row.short_title,
            kind=row.kind,
            region_code=row.region_code,
            region_name=row.region_name,
            clause=row.cite_label,
            heading=row.heading,
            path=tuple(row.path),
            text=row.text,
            weights=weights,
            score=round(float(scores[places[row.id]]), 6),
            coverage=round(float(coverage[places[row.id]]), 3),
            in_force=bool(row.counts),
        )
        for row in sorted(rows.values(), key=lambda row: (-scores[places[row.id]], row.doc_id, row.position))
    ]


def _read(found: Look, keys: list[tuple[date, int]]) -> dict[tuple[date, int], sa.Row[Any]]:
    wanted = {"clauses": [clause for _, clause in keys], "day": found.day}
    return {(found.day, row.id): row for row in found.session.connection().execute(_SHOWN, wanted)}
