"""Search: all terms first, the rarest ones where that finds too little, and one ranking for both databases.

The database picks candidates by its own ranking; they are then ranked here by BM25 over heading, text and surroundings
with the word counts of the knowledge base, so that SQLite and PostgreSQL put the same clauses in the same order.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow, DocumentRow, SearchTermRow, VersionRow
from policy_kb.search.index import Scope, candidates, tokens
from policy_kb.search.query import Query, parse_query
from policy_kb.search.snippet import Snippet, snippet
from policy_kb.search.tokenizer import tokenizer
from policy_kb.settings import today
from policy_kb.store import repository

MAX_LIMIT = 100
ENOUGH = 3
#: The OR takes rare terms as long as they occur in this many clauses together.
OR_BUDGET = 2_000
OR_TERMS = 4

HEADING_WEIGHT, BODY_WEIGHT, CONTEXT_WEIGHT = 4.0, 1.0, 0.5
K1, B = 1.2, 0.4
#: Length in tokens that counts as normal, and the length below which being short is no merit (a bare heading).
USUAL_LENGTH, SHORT_LENGTH = 150, 60

_SHOWN = sa.select(
    ClauseRow.id,
    ClauseRow.cite_label,
    ClauseRow.heading,
    ClauseRow.path,
    ClauseRow.text,
    DocumentRow.doc_id,
    DocumentRow.title,
    DocumentRow.short_title,
    DocumentRow.kind,
    DocumentRow.region_code,
    DocumentRow.region_name,
).join(ClauseRow.document)


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


@dataclass(frozen=True, slots=True)
class _Statistics:
    clauses: int
    terms: Mapping[str, int]

    def weight(self, term: str) -> float:
        count = self.terms.get(term, 0)
        return math.log(1 + (self.clauses - count + 0.5) / (count + 0.5))


def search(
    session: Session,
    query: str,
    *,
    regions: Collection[str] | None = None,
    docs: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    on: date | None = None,
    in_force: bool | None = None,
    unit: str | None = None,
    limit: int = 10,
) -> list[Hit]:
    """Up to ``limit`` clauses (at most 100), best first; ties by document and order in it. Any text is a valid query.

    ``regions`` are GB/T 2260 codes, ``docs`` document ids, ``kinds`` document kinds; an empty collection finds nothing.
    ``in_force`` keeps only documents that are (or are not) in force on the day ``on``, by default today. ``unit`` keeps
    clauses with a lead or responsible unit whose name contains it.
    """
    limit = min(limit, MAX_LIMIT)
    parsed = parse_query(query, tokenizer())
    if not parsed or limit <= 0:
        return []
    day = on or today()
    documents = _documents(session, regions, docs, kinds, in_force, day)
    if documents is not None and not documents:
        return []
    scope = Scope(documents, _clean(unit) or None if unit is not None else None)
    statistics = _statistics(session, parsed)
    found = _find(session, parsed, statistics, scope)
    return _rank(session, parsed, statistics, found, day, limit)


def _clean(text: str) -> str:
    """Without what no database takes as text: NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()


def _documents(
    session: Session,
    regions: Collection[str] | None,
    docs: Collection[str] | None,
    kinds: Collection[str] | None,
    in_force: bool | None,
    day: date,
) -> list[int] | None:
    """Rows of the documents to look in, None where that is all of them."""
    chosen: list[sa.ColumnElement[bool]] = []
    for column, values in (
        (DocumentRow.region_code, regions),
        (DocumentRow.doc_id, docs),
        (DocumentRow.kind, kinds),
    ):
        if values is not None:
            chosen.append(column.in_([_clean(value) for value in values]))
    if in_force is not None:
        chosen.append(_in_force(day) if in_force else sa.not_(_in_force(day)))
    hidden = repository.hidden(session, day)
    if not chosen and not hidden:
        return None
    return list(session.scalars(sa.select(DocumentRow.id).where(DocumentRow.doc_id.not_in(hidden), *chosen)))


def _in_force(day: date) -> sa.ColumnElement[bool]:
    first = sa.func.coalesce(DocumentRow.effective_on, DocumentRow.issued_on, day)
    last = sa.func.coalesce(DocumentRow.valid_until, DocumentRow.period_until, day)
    return sa.and_(first <= day, last >= day)


def _statistics(session: Session, query: Query) -> _Statistics:
    terms = [*query.required, *query.optional]
    rows = session.execute(
        sa.select(SearchTermRow.term, SearchTermRow.clause_count).where(SearchTermRow.term.in_(terms))
    )
    clauses = session.scalar(sa.select(VersionRow.clause_count)) or 0
    return _Statistics(clauses, dict(rows.all()))


def _find(session: Session, query: Query, statistics: _Statistics, scope: Scope) -> list[int]:
    if query.prefix:
        return candidates(session, query.required, "and", scope, prefix=True)
    known = sorted(
        (term for term in query.required if statistics.terms.get(term)), key=lambda term: (statistics.terms[term], term)
    )
    found: list[int] = []
    if len(known) == len(query.required):
        found = candidates(session, known, "and", scope)
    if len(found) >= ENOUGH or not known:
        return found
    rare, total = known[:1], statistics.terms[known[0]]
    for term in known[1:OR_TERMS]:
        total += statistics.terms[term]
        if total > OR_BUDGET:
            break
        rare.append(term)
    return list(dict.fromkeys([*found, *candidates(session, rare, "or", scope)]))


def _rank(
    session: Session, query: Query, statistics: _Statistics, found: Sequence[int], day: date, limit: int
) -> list[Hit]:
    if not found:
        return []
    required = {term: statistics.weight(term) for term in query.required}
    optional = {term: statistics.weight(term) for term in query.optional if statistics.terms.get(term)}
    scored: list[tuple[float, str, int, int, float]] = []
    for found_clause in tokens(session, found):
        fields = (f" {found_clause.heading} ", f" {found_clause.body} ", f" {found_clause.context} ")
        score, coverage = _score(required, optional, fields, query.prefix)
        scored.append((-round(score, 6), found_clause.doc_id, found_clause.position, found_clause.id, coverage))
    best = sorted(scored)[:limit]
    clauses = {
        row.id: row
        for row in session.execute(
            _SHOWN.add_columns(_in_force(day)).where(ClauseRow.id.in_([item[3] for item in best]))
        )
    }
    weights = {**optional, **required}
    hits: list[Hit] = []
    for score, _, _, number, coverage in best:
        row = clauses[number]
        hits.append(
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
                score=-score,
                coverage=round(coverage, 3),
                in_force=bool(row[-1]),
            )
        )
    return hits


def _score(
    required: Mapping[str, float], optional: Mapping[str, float], fields: tuple[str, str, str], prefix: bool
) -> tuple[float, float]:
    """BM25 of the fields' tokens, each between spaces, times the share of the required weight that they hold."""
    heading, body, context = fields
    length = max(body.count(" ") - 1, SHORT_LENGTH)
    norm = K1 * (1 - B + B * length / USUAL_LENGTH)
    score, held = 0.0, 0.0
    for terms in (required, optional):
        for term, weight in terms.items():
            token = f" {term}" if prefix else f" {term} "
            frequency = (
                HEADING_WEIGHT * heading.count(token)
                + BODY_WEIGHT * body.count(token)
                + CONTEXT_WEIGHT * context.count(token)
            )
            if frequency:
                score += weight * frequency * (K1 + 1) / (frequency + norm)
                held += weight if terms is required else 0.0
    coverage = held / sum(required.values())
    return score * coverage, coverage
