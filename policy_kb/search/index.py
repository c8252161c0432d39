"""Reading the index: term counts, posting lists, and the clauses among which a search may look."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from policy_kb.models import DocumentRow, SearchPostingRow, SearchSpanRow, SearchTermRow, VersionRow
from policy_kb.search import postings
from policy_kb.search.kept import Kept, State
from policy_kb.search.postings import Ids, Postings

#: A single character stands for this many of the words that begin with it, the most common ones.
_MOST_WORDS = 200
#: Where fewer documents are to be looked in, only their segments are read.
_FEW_DOCUMENTS = 1_000

# Statements are made once: building one takes SQLAlchemy as long as a small database takes to answer it.
_documents, _postings, _spans, _terms, _version = (
    model.__table__ for model in (DocumentRow, SearchPostingRow, SearchSpanRow, SearchTermRow, VersionRow)
)


def _any_of(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True)


_COUNTS = sa.union_all(
    sa.select(_terms.c.term, _terms.c.clause_count).where(_terms.c.term.in_(_any_of("terms"))),
    sa.select(sa.literal(""), _version.c.clause_count),
)
_POSTINGS = sa.select(_postings.c.term, _postings.c.segment, _postings.c.data).where(
    _postings.c.term.in_(_any_of("terms"))
)
_POSTINGS_IN = _POSTINGS.where(_postings.c.segment.in_(_any_of("segments")))
_BEGINNING = (
    sa.select(_terms.c.term)
    .where(_terms.c.term >= sa.bindparam("first"), _terms.c.term < sa.bindparam("after"))
    .order_by(_terms.c.clause_count.desc(), _terms.c.term)
    .limit(_MOST_WORDS)
)
_FILTERS: dict[str, sa.ColumnElement[bool]] = {
    name: _documents.c[column].in_(_any_of(name))
    for name, column in (("regions", "region_code"), ("docs", "doc_id"), ("kinds", "kind"))
}
#: Ids travel as one string, here and in ``spans``: a row each would take longer than all the rest of a search.
_IDS_OF_UNITS = {
    "sqlite": "SELECT group_concat(clause_id) FROM clause_units WHERE name IN :names",
    "postgresql": "SELECT string_agg(CAST(clause_id AS text), ',') FROM clause_units WHERE name IN :names",
}
#: The different names in an index of many equal ones, without reading it from end to end.
_UNIT_NAMES = sa.text("""
WITH RECURSIVE names(name) AS (
    SELECT min(name) FROM clause_units
    UNION ALL
    SELECT (SELECT min(u.name) FROM clause_units u WHERE u.name > names.name) FROM names WHERE names.name IS NOT NULL
)
SELECT name FROM names WHERE name IS NOT NULL
""")
_unit_names: Kept[None, tuple[str, ...]] = Kept(1)
_TIED = """
SELECT c.id FROM clauses c JOIN documents d ON d.id = c.document_id WHERE c.id IN {numbers}
ORDER BY d.doc_id {bytewise}, c.position LIMIT :count
"""
#: More are sought document by document: each of them would cost a look into the table.
_MANY_TIED = 1_000
_IN_ORDER = """
SELECT s.first_clause, s.last_clause FROM search_spans s JOIN documents d ON d.id = s.document_id
ORDER BY d.doc_id {bytewise}
"""
_NUMBERS = {
    "sqlite": "(SELECT value FROM json_each(:numbers))",
    "postgresql": "(SELECT CAST(value AS integer) FROM json_array_elements_text(CAST(:numbers AS json)))",
}


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many clauses there are, and how many hold a term."""

    clauses: int
    terms: Mapping[str, int]

    def weight(self, term: str) -> float:
        """What a term is worth: the more, the rarer it is."""
        count = self.terms.get(term, 0)
        return math.log(1 + (self.clauses - count + 0.5) / (count + 0.5))


def statistics(session: Session, terms: Collection[str]) -> Statistics:
    """The counts of these terms; those that stand nowhere are left out."""
    counts: dict[str, int] = dict(session.connection().execute(_COUNTS, {"terms": list(terms)}).all())
    return Statistics(counts.pop("", 0), counts)


@dataclass(frozen=True, slots=True)
class Spans:
    """Clauses of some documents as ranges of ids."""

    first: Ids
    last: Ids

    def __len__(self) -> int:
        return len(self.first)

    def contain(self, clauses: Ids) -> NDArray[np.bool_]:
        """Which of ``clauses`` belong to the documents."""
        if not len(self.first):
            return np.zeros(len(clauses), np.bool_)
        place = np.searchsorted(self.first, clauses, side="right") - 1
        inside: NDArray[np.bool_] = (place >= 0) & (clauses <= self.last[place])
        return inside

    def segments(self) -> frozenset[int]:
        """The segments in which the clauses lie."""
        return frozenset(
            segment
            for first, last in zip(self.first.tolist(), self.last.tolist(), strict=True)
            for segment in range(first >> postings.SEGMENT_BITS, (last >> postings.SEGMENT_BITS) + 1)
        )


def in_force(day: str) -> sa.ColumnElement[bool]:
    """Whether a document counts on the day that is given as parameter ``day``."""
    on = sa.bindparam(day, type_=sa.Date())
    first = sa.func.coalesce(_documents.c.effective_on, _documents.c.issued_on, on)
    last = sa.func.coalesce(_documents.c.valid_until, _documents.c.period_until, on)
    return sa.and_(first <= on, last >= on)


@cache
def _spans_query(filters: tuple[str, ...], counting: bool | None) -> sa.Select[Any]:
    conditions = [_FILTERS[name] for name in filters]
    if counting is not None:
        conditions.append(in_force("day") if counting else sa.not_(in_force("day")))
    of_document = _documents.c.id == _spans.c.document_id
    first, last = (sa.cast(_spans.c[name], sa.Text()) for name in ("first_clause", "last_clause"))
    return sa.select(sa.func.aggregate_strings(first + "," + last, ",")).where(of_document, *conditions)


def spans(
    session: Session, filters: Mapping[str, Collection[str]], counting: bool | None = None, day: date | None = None
) -> Spans:
    """The clauses of the documents that have one of the values of each filter (``regions``, ``docs``, ``kinds``) and
    are, or are not, in force on a day."""
    values: dict[str, Any] = {name: list(chosen) for name, chosen in filters.items()}
    if counting is not None:
        values["day"] = day
    query = _spans_query(tuple(sorted(filters)), counting)
    written: str | None = session.connection().execute(query, values).scalar()
    pairs = _numbers(written).reshape(-1, 2)
    pairs = pairs[np.argsort(pairs[:, 0])]
    return Spans(pairs[:, 0], pairs[:, 1])


def clauses_of_unit(session: Session, unit: str, state: State) -> Ids:
    """Clauses with a lead or responsible unit whose name contains ``unit``, in rising order."""
    known = _unit_names.one(state, None, lambda: tuple(session.connection().execute(_UNIT_NAMES).scalars()))
    names = [name for name in known if unit in name]
    ids = np.zeros(0, np.int64)
    for start in range(0, len(names), 1_000):
        query = sa.text(_IDS_OF_UNITS[session.get_bind().dialect.name])
        query = query.bindparams(sa.bindparam("names", expanding=True))
        ids = np.union1d(ids, _numbers(session.scalar(query, {"names": names[start : start + 1_000]})))
    return ids


def _numbers(written: str | None) -> Ids:
    return np.fromstring(written or "", np.int64, sep=",")


def _among(some: Ids, others: Ids) -> NDArray[np.bool_]:
    """Which of ``some`` are among ``others``; both in rising order."""
    if not len(some) or not len(others):
        return np.zeros(len(some), np.bool_)
    table = np.zeros(int(max(some[-1], others[-1])) + 1, np.bool_)
    table[others] = True
    found: NDArray[np.bool_] = table[some]
    return found


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: in these documents only (None: in all), not in those, and in these clauses only."""

    within: Spans | None = None
    outside: Spans | None = None
    clauses: Ids | None = None

    def keep(self, found: Postings) -> Postings:
        """What of a list lies in the scope."""
        kept = self._contains(found.ids)
        return found if kept.all() else Postings(found.ids[kept], found.impacts[kept])

    def of(self, clauses: Iterable[int]) -> list[int]:
        """Those of some clauses that lie in the scope, in rising order."""
        ids = np.array(sorted(clauses), np.int64)
        inside: list[int] = ids[self._contains(ids)].tolist()
        return inside

    def _contains(self, ids: Ids) -> NDArray[np.bool_]:
        kept = np.ones(len(ids), np.bool_)
        if self.within is not None:
            kept &= self.within.contain(ids)
        if self.outside is not None and len(self.outside):
            kept &= ~self.outside.contain(ids)
        if self.clauses is not None:
            kept &= _among(ids, self.clauses)
        return kept

    def segments(self) -> frozenset[int] | None:
        """The segments that have to be read, None for all of them."""
        chosen: list[frozenset[int]] = []
        if self.within is not None and len(self.within) < _FEW_DOCUMENTS:
            chosen.append(self.within.segments())
        if self.clauses is not None:
            chosen.append(segments_of(self.clauses))
        return reduce(frozenset.intersection, chosen) if chosen else None


def segments_of(clauses: Ids) -> frozenset[int]:
    """The segments in which clauses lie that are given in rising order."""
    segments = clauses >> postings.SEGMENT_BITS
    return frozenset([*segments[:1].tolist(), *segments[1:][np.diff(segments) > 0].tolist()])


def read(session: Session, terms: Collection[str], segments: Collection[int] | None = None) -> dict[str, Postings]:
    """The posting list of each term, or its part in some segments. An unknown term has an empty list."""
    rows: dict[str, list[tuple[int, bytes]]] = {term: [] for term in terms}
    if not terms or (segments is not None and not segments):
        return dict.fromkeys(rows, postings.NOTHING)
    values: dict[str, list[Any]] = {"terms": list(rows)}
    if segments is not None:
        values["segments"] = sorted(segments)
    query = _POSTINGS if segments is None else _POSTINGS_IN
    for row in session.connection().execute(query, values):
        rows[row.term].append((row.segment, row.data))
    return {term: postings.read(found) for term, found in rows.items()}


def read_beginning(session: Session, character: str, segments: Collection[int] | None) -> Postings:
    """The clauses with words that begin with a character."""
    values = {"first": character, "after": chr(ord(character) + 1)}
    words: Sequence[str] = session.connection().execute(_BEGINNING, values).scalars().all()
    lists = [found for found in read(session, words, segments).values() if len(found.ids)]
    return postings.union(lists) if lists else postings.NOTHING


def first_of(session: Session, clauses: Ids, count: int) -> Ids:
    """The first of some clauses in the order of their documents' names and their places in them."""
    dialect = session.get_bind().dialect.name
    bytewise = 'COLLATE "C"' if dialect == "postgresql" else ""
    if len(clauses) > _MANY_TIED:
        return _first_of_many(session, clauses, count, _IN_ORDER.format(bytewise=bytewise))
    query = _TIED.format(numbers=_NUMBERS[dialect], bytewise=bytewise)
    values = {"numbers": json.dumps(clauses.tolist()), "count": count}
    return np.array(session.scalars(sa.text(query), values).all(), np.int64)


def _first_of_many(session: Session, clauses: Ids, count: int, in_order: str) -> Ids:
    found: list[int] = []
    for row in session.connection().execute(sa.text(in_order)):
        start, end = np.searchsorted(clauses, np.array([row.first_clause, row.last_clause + 1]))
        found += clauses[start:end].tolist()
        if len(found) >= count:
            break
    return np.array(found[:count], np.int64)
