"""Search for what stands in clauses: measures, stations, targets, and terms of the glossary.

Clauses are searched first; an entry is found by its clause and ranked by its own name and quote. So it needs no index
of its own that would have to follow each decision of a review. Terms are few, and all of them are looked at.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.language.normalise import simplify
from policy_kb.models import AwardRow, ClauseRow, DocumentRow, GlossaryRow, InstitutionRow, TargetRow
from policy_kb.search.filters import Filters
from policy_kb.search.kept import Kept
from policy_kb.search.lookup import MAX_LIMIT, Look, look
from policy_kb.search.postings import HEADING_WEIGHT, K1
from policy_kb.search.query import Query
from policy_kb.search.snippet import Snippet, snippet
from policy_kb.search.tokenizer import fold

EntryKind = Literal["measure", "station", "target", "term"]
KINDS: tuple[EntryKind, ...] = ("measure", "station", "target", "term")
#: Entries of this many of the best clauses are looked at.
CLAUSES = 500

_clauses, _documents = ClauseRow.__table__, DocumentRow.__table__
_TABLES: tuple[tuple[EntryKind, sa.FromClause, str, str], ...] = (
    ("measure", AwardRow.__table__, "rule_id", "rule"),
    ("station", InstitutionRow.__table__, "key", "payload"),
    ("target", TargetRow.__table__, "key", "payload"),
)
_QUERIES = tuple(
    (
        kind,
        sa.select(
            _clauses.c.id,
            table.c[key].label("key"),
            table.c[payload].label("payload"),
            table.c.clause,
            table.c.quote,
            _documents.c.doc_id,
            _documents.c.region_code,
        ).where(
            _clauses.c.id.in_(sa.bindparam("clauses", expanding=True)),
            table.c.document_id == _clauses.c.document_id,
            table.c.clause == _clauses.c.cite_label,
            _documents.c.id == _clauses.c.document_id,
        ),
    )
    for kind, table, key, payload in _TABLES
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """``names`` and ``words`` are the entry's names and text as terms are looked for in them."""

    kind: EntryKind
    id: str
    name: str
    doc_id: str
    clause: str
    region_code: str | None
    text: str
    names: str
    words: str


#: The entries of a clause.
_of_clause: Kept[int, tuple[_Entry, ...]] = Kept(20_000)
#: For each term of the glossary what it cites, in its order: the clauses of that name, and the entry.
_glossary: Kept[None, tuple[tuple[tuple[frozenset[int], _Entry], ...], ...]] = Kept(1)


@dataclass(frozen=True)
class EntryHit:
    """An entry that was found, with the place of its quote. ``id`` is as in the catalogue; a term has no region and
    stands in the first notice that it cites. ``text`` is the entry's, ``weights`` are those of the terms sought."""

    kind: EntryKind
    id: str
    name: str
    doc_id: str
    clause: str
    region_code: str | None
    text: str = field(repr=False)
    weights: Mapping[str, float] = field(repr=False)
    score: float
    coverage: float

    @cached_property
    def snippet(self) -> Snippet:
        """The part of the text that shows best why it was found."""
        return snippet(self.text, self.weights)


def search_entries(
    session: Session,
    query: str,
    *,
    entry_kinds: Collection[EntryKind] = KINDS,
    limit: int = 10,
    **filters: Unpack[Filters],
) -> list[EntryHit]:
    """Up to ``limit`` entries (at most 100), best first; ties by document, kind and id."""
    if limit <= 0 or (found := look(session, query, filters)) is None:
        return []
    return entries_of(found, limit, entry_kinds)


def entries_of(found: Look, limit: int, entry_kinds: Collection[EntryKind] = KINDS) -> list[EntryHit]:
    """The entries of a look, as ``search_entries`` gives them."""
    query = found.query
    weights = {term: found.counts.weight(term) for term in (*query.required, *query.optional)}
    every = sum(weights[term] for term in query.required)
    entries = [entry for entry in _of_clauses(found) if entry.kind in entry_kinds]
    if "term" in entry_kinds:
        entries += _terms(found)
    hits = (_hit(entry, query, weights, every) for entry in entries)
    ranked = sorted(
        (hit for hit in hits if hit is not None), key=lambda hit: (-hit.score, hit.doc_id, hit.kind, hit.id)
    )
    return ranked[: min(limit, MAX_LIMIT)]


def _of_clauses(found: Look) -> Iterator[_Entry]:
    best = found.matches.clauses[found.matches.best(found.session, CLAUSES)].tolist()
    kept = _of_clause.values(found.state, best, lambda clauses: _read(found.session, clauses))
    return itertools.chain.from_iterable(kept.values())


def _read(session: Session, numbers: list[int]) -> dict[int, tuple[_Entry, ...]]:
    entries: dict[int, list[_Entry]] = {number: [] for number in numbers}
    for kind, query in _QUERIES:
        for row in session.connection().execute(query, {"clauses": numbers}):
            names = (row.payload["name"], *row.payload.get("aliases", ()))
            entries[row.id].append(_entry(kind, row.key, names, row.doc_id, row.clause, row.region_code, row.quote))
    return {number: tuple(found) for number, found in entries.items()}


def _terms(found: Look) -> Iterator[_Entry]:
    """The glossary's terms that cite a clause in the scope."""
    terms = _glossary.one(found.state, None, lambda: _read_glossary(found.session))
    inside = set(found.scope.of(frozenset().union(*(clauses for term in terms for clauses, _ in term))))
    for term in terms:
        for clauses, entry in term:
            if not inside.isdisjoint(clauses):
                yield entry
                break


def _read_glossary(session: Session) -> tuple[tuple[tuple[frozenset[int], _Entry], ...], ...]:
    rows: Sequence[Mapping[str, Any]] = session.scalars(sa.select(GlossaryRow.payload)).all()
    cited = {cite["doc"] for row in rows for cite in row.get("citations", ())}
    places: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for number, doc, label in session.execute(
        sa.select(ClauseRow.id, DocumentRow.doc_id, ClauseRow.cite_label)
        .join(ClauseRow.document)
        .where(DocumentRow.doc_id.in_(cited))
    ):
        places[doc, label].add(number)
    terms = []
    for row in rows:
        names = (row["term"], *row.get("aliases", ()))
        terms.append(
            tuple(
                (
                    frozenset(places.get((cite["doc"], cite["clause"]), ())),
                    _entry("term", row["term"], names, cite["doc"], cite["clause"], None, row["text"]),
                )
                for cite in row.get("citations", ())
            )
        )
    return tuple(terms)


def _entry(
    kind: EntryKind, key: str, names: Sequence[str], doc_id: str, clause: str, region: str | None, text: str
) -> _Entry:
    folded = " ".join(_folded(name) for name in names)
    return _Entry(kind, key, names[0], doc_id, clause, region, text, folded, _folded(text))


def _folded(text: str) -> str:
    return fold(simplify(text))


def _hit(entry: _Entry, query: Query, weights: Mapping[str, float], every: float) -> EntryHit | None:
    score, held = 0.0, 0.0
    for term in (*query.required, *query.optional):
        frequency = HEADING_WEIGHT * (term in entry.names) + entry.words.count(term)
        if not frequency:
            continue
        weight = weights[term]
        score += weight * frequency * (K1 + 1) / (frequency + K1)
        held += weight if term in query.required else 0.0
    if not held:
        return None
    coverage = held / every
    return EntryHit(
        entry.kind,
        entry.id,
        entry.name,
        entry.doc_id,
        entry.clause,
        entry.region_code,
        entry.text,
        weights,
        round(score * coverage, 6),
        round(coverage, 3),
    )
