"""Search for clauses: what matches a query within the filters, shown best first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow, DocumentRow
from policy_kb.search import index
from policy_kb.search.filters import Filters, day_of, scope_of
from policy_kb.search.index import Statistics
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. ``coverage`` is the share of the query's weight that the clause holds (0 to 1);
    ``in_force`` is as of the day asked for."""

    doc_id: str
    title: str
    short_title: str
    kind: str | None
    region_code: str | None
    region_name: str | None
    clause: str
    heading: str
    path: tuple[str, ...]
    snippet: Snippet
    score: float
    coverage: float
    in_force: bool


def search(session: Session, query: str, *, limit: int = 10, **filters: Unpack[Filters]) -> list[Hit]:
    """Up to ``limit`` clauses (at most 100), best first; ties by document and order in it. Any text is a query."""
    limit = min(limit, MAX_LIMIT)
    parsed = parse_query(query, tokenizer())
    if not parsed or limit <= 0:
        return []
    scope = scope_of(session, filters)
    if scope is None:
        return []
    counts = index.statistics(session, (*parsed.required, *parsed.optional))
    return _shown(session, parsed, counts, match(session, parsed, counts, scope), day_of(filters), limit)


def _shown(session: Session, query: Query, counts: Statistics, found: Matches, day: date, limit: int) -> list[Hit]:
    best = found.best(session, limit)
    places = dict(zip(found.clauses[best].tolist(), best.tolist(), strict=True))
    rows = session.connection().execute(_SHOWN, {"clauses": list(places), "day": day}).all()
    known = (term for term in query.optional if term in counts.terms)
    weights = {term: counts.weight(term) for term in (*known, *query.required)}
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
            snippet=snippet(row.text, weights),
            score=round(float(found.scores[places[row.id]]), 6),
            coverage=round(float(found.coverage[places[row.id]]), 3),
            in_force=bool(row.counts),
        )
        for row in sorted(rows, key=lambda row: (-found.scores[places[row.id]], row.doc_id, row.position))
    ]
