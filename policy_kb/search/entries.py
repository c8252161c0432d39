"""Search for what stands in clauses: measures, stations, targets, and terms of the glossary.

Clauses are searched first; an entry is found by its clause and ranked by its own name and quote. So it needs no index
of its own that would have to follow each decision of a review. Terms are few, and all of them are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.language.normalise import simplify
from policy_kb.models import AwardRow, ClauseRow, DocumentRow, GlossaryRow, InstitutionRow, TargetRow
from policy_kb.search import index
from policy_kb.search.filters import Filters, scope_of
from policy_kb.search.index import Scope, Statistics
from policy_kb.search.lookup import MAX_LIMIT
from policy_kb.search.matching import match
from policy_kb.search.postings import HEADING_WEIGHT, K1
from policy_kb.search.query import Query, parse_query
from policy_kb.search.snippet import Snippet, snippet
from policy_kb.search.tokenizer import fold, tokenizer

EntryKind = Literal["measure", "station", "target", "term"]
KINDS: tuple[EntryKind, ...] = ("measure", "station", "target", "term")
#: Entries of this many of the best clauses are looked at.
CLAUSES = 500

_TABLES: tuple[tuple[EntryKind, sa.FromClause, str, str], ...] = (
    ("measure", AwardRow.__table__, "rule_id", "rule"),
    ("station", InstitutionRow.__table__, "key", "payload"),
    ("target", TargetRow.__table__, "key", "payload"),
)


@dataclass(frozen=True, slots=True)
class EntryHit:
    """An entry that was found, with the place of its quote. ``id`` is as in the catalogue; a term has no region and
    stands in the first notice that it cites."""

    kind: EntryKind
    id: str
    name: str
    doc_id: str
    clause: str
    region_code: str | None
    snippet: Snippet
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: EntryKind
    id: str
    names: tuple[str, ...]
    doc_id: str
    clause: str
    region_code: str | None
    text: str


def search_entries(
    session: Session,
    query: str,
    *,
    entry_kinds: Collection[EntryKind] = KINDS,
    limit: int = 10,
    **filters: Unpack[Filters],
) -> list[EntryHit]:
    """Up to ``limit`` entries (at most 100), best first; ties by document, kind and id."""
    parsed = parse_query(query, tokenizer())
    if not parsed or limit <= 0:
        return []
    scope = scope_of(session, filters)
    if scope is None:
        return []
    counts = index.statistics(session, (*parsed.required, *parsed.optional))
    found = [*_of_clauses(session, parsed, counts, scope, entry_kinds)]
    if "term" in entry_kinds:
        found += _terms(session, scope)
    hits = (_hit(entry, parsed, counts) for entry in found)
    ranked = sorted(
        (hit for hit in hits if hit is not None), key=lambda hit: (-hit.score, hit.doc_id, hit.kind, hit.id)
    )
    return ranked[: min(limit, MAX_LIMIT)]


def _of_clauses(
    session: Session, query: Query, counts: Statistics, scope: Scope, kinds: Collection[EntryKind]
) -> Iterator[_Entry]:
    matches = match(session, query, counts, scope)
    best = matches.clauses[matches.best(session, CLAUSES)].tolist()
    clauses, documents = ClauseRow.__table__, DocumentRow.__table__
    for kind, table, key, payload in _TABLES:
        if kind not in kinds or not best:
            continue
        rows = session.connection().execute(
            sa.select(
                table.c[key].label("key"),
                table.c[payload].label("payload"),
                table.c.clause,
                table.c.quote,
                documents.c.doc_id,
                documents.c.region_code,
            ).where(
                clauses.c.id.in_(best),
                table.c.document_id == clauses.c.document_id,
                table.c.clause == clauses.c.cite_label,
                documents.c.id == clauses.c.document_id,
            )
        )
        for row in rows:
            names = (row.payload["name"], *row.payload.get("aliases", ()))
            yield _Entry(kind, row.key, names, row.doc_id, row.clause, row.region_code, row.quote)


def _terms(session: Session, scope: Scope) -> Iterator[_Entry]:
    """The glossary's terms that cite a clause in the scope."""
    rows: Sequence[Mapping[str, Any]] = session.scalars(sa.select(GlossaryRow.payload)).all()
    cited = {(cite["doc"], cite["clause"]) for row in rows for cite in row.get("citations", ())}
    inside = _inside(session, cited, scope)
    for row in rows:
        for cite in row.get("citations", ()):
            if (cite["doc"], cite["clause"]) in inside:
                names = (row["term"], *row.get("aliases", ()))
                yield _Entry("term", row["term"], names, cite["doc"], cite["clause"], None, row["text"])
                break


def _inside(session: Session, cited: Iterable[tuple[str, str]], scope: Scope) -> set[tuple[str, str]]:
    cited = set(cited)
    rows = session.execute(
        sa.select(ClauseRow.id, DocumentRow.doc_id, ClauseRow.cite_label)
        .join(ClauseRow.document)
        .where(DocumentRow.doc_id.in_({doc for doc, _ in cited}))
        .order_by(ClauseRow.id)
    )
    places = {row.id: (row.doc_id, row.cite_label) for row in rows}
    return {places[number] for number in scope.of(places) if places[number] in cited}


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """The same few hundred names and quotes are looked at for every query."""
    return fold(simplify(text))


def _hit(entry: _Entry, query: Query, counts: Statistics) -> EntryHit | None:
    names = " ".join(map(_folded, entry.names))
    text = _folded(entry.text)
    score, held, weights = 0.0, 0.0, dict[str, float]()
    for term in (*query.required, *query.optional):
        weights[term] = weight = counts.weight(term)
        frequency = HEADING_WEIGHT * (term in names) + text.count(term)
        score += weight * frequency * (K1 + 1) / (frequency + K1)
        held += weight if frequency and term in query.required else 0.0
    coverage = held / sum(weights[term] for term in query.required)
    if not held:
        return None
    return EntryHit(
        entry.kind,
        entry.id,
        entry.names[0],
        entry.doc_id,
        entry.clause,
        entry.region_code,
        snippet(entry.text, weights),
        round(score * coverage, 6),
        round(coverage, 3),
    )
