"""Writing the index: a document's clauses go in, and come out again, in the transaction of the document itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow, DocumentRow, SearchPostingRow, SearchSpanRow, SearchTermRow
from policy_kb.search import postings
from policy_kb.search.sound import sound
from policy_kb.search.tokenizer import Tokenizer, fingerprint

T = TypeVar("T")

#: Values in one statement; databases have a limit.
_PORTION = 1_000

_DOCUMENTS = sa.select(DocumentRow.id, DocumentRow.region_name, DocumentRow.title, DocumentRow.short_title)
_CLAUSES = sa.select(ClauseRow.document_id, ClauseRow.id, ClauseRow.path, ClauseRow.heading, ClauseRow.text).order_by(
    ClauseRow.document_id, ClauseRow.position
)


def index_documents(session: Session, documents: Collection[int], words: Tokenizer) -> None:
    """Adds the clauses of stored documents that are not in the index. Many at once cost less than one by one."""
    added: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    spans: dict[int, tuple[int, int]] = {}
    for document, clause, terms in _entries(session, documents, words):
        here = added[clause >> postings.SEGMENT_BITS]
        for term, entry in terms.items():
            here[term].append(entry)
        first, last = spans.get(document, (clause, clause))
        spans[document] = (min(first, clause), max(last, clause))
    counts: Counter[str] = Counter()
    for segment, lists in added.items():
        _write_postings(session, segment, lists)
        counts.update({term: len(entries) for term, entries in lists.items()})
    _write_counts(session, counts)
    rows = [{"document_id": number, "first_clause": a, "last_clause": b} for number, (a, b) in spans.items()]
    if rows:
        session.execute(sa.insert(SearchSpanRow), rows)
    session.execute(
        sa.update(DocumentRow).where(DocumentRow.id.in_(documents)).values(indexed_with=fingerprint()),
        execution_options={"synchronize_session": False},
    )


def forget_documents(session: Session, documents: Collection[int]) -> None:
    """Takes the clauses of documents out of the index; nothing where they are not in it."""
    for number in documents:
        span = session.execute(
            sa.select(SearchSpanRow.first_clause, SearchSpanRow.last_clause).where(SearchSpanRow.document_id == number)
        ).first()
        if span is not None:
            _forget(session, *span)
            session.execute(sa.delete(SearchSpanRow).where(SearchSpanRow.document_id == number))


def _entries(
    session: Session, documents: Collection[int], words: Tokenizer
) -> Iterator[tuple[int, int, Mapping[str, int]]]:
    """Document, clause and entries of each clause: from its heading, its text and what stands around it."""
    rows = session.execute(_DOCUMENTS.where(DocumentRow.id.in_(documents)))
    around = {row.id: [part for part in (row.region_name, row.title, row.short_title) if part] for row in rows}
    document, outside, headings = 0, frozenset[str](), dict[tuple[str, ...], frozenset[str]]()
    for row in session.execute(_CLAUSES.where(ClauseRow.document_id.in_(documents))):
        if row.document_id != document:
            document, headings = row.document_id, {}
            outside = frozenset(term for part in around[document] for term in words.index_terms(part))
        path, heading = tuple(row.path), words.index_terms(row.heading)
        context = outside.union(*(headings.get(path[:size], ()) for size in range(1, len(path))))
        headings[path] = frozenset(heading)
        yield document, row.id, postings.entries_of(row.id, heading, words.index_terms(row.text), context)


def _write_postings(session: Session, segment: int, added: Mapping[str, Sequence[int]]) -> None:
    for terms in _portions(sorted(added)):
        found = sa.select(SearchPostingRow.term, SearchPostingRow.data).where(
            SearchPostingRow.segment == segment, SearchPostingRow.term.in_(terms)
        )
        stored = {row.term: row.data for row in session.execute(found)}
        _store(
            session,
            [
                {"segment": segment, "term": term, "data": postings.merged(stored.get(term, b""), added[term])}
                for term in terms
            ],
        )


def _store(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        statement = _insert(session, SearchPostingRow)
        session.execute(
            statement.on_conflict_do_update(index_elements=["term", "segment"], set_={"data": statement.excluded.data}),
            rows,
        )


def _write_counts(session: Session, counts: Counter[str]) -> None:
    """Adds to the number of clauses of each term; one that stands nowhere any more is forgotten."""
    statement = _insert(session, SearchTermRow)
    total = SearchTermRow.clause_count + statement.excluded.clause_count
    for portion in _portions(sorted(counts)):
        session.execute(
            statement.on_conflict_do_update(index_elements=["term"], set_={"clause_count": total}),
            [{"term": term, "clause_count": counts[term], "sound": sound(term)} for term in portion],
        )
    if any(count < 0 for count in counts.values()):
        session.execute(sa.delete(SearchTermRow).where(SearchTermRow.clause_count <= 0))


def _forget(session: Session, first: int, last: int) -> None:
    counts: Counter[str] = Counter()
    for segment in range(first >> postings.SEGMENT_BITS, (last >> postings.SEGMENT_BITS) + 1):
        here = SearchPostingRow.segment == segment
        changed: list[dict[str, object]] = []
        empty: list[str] = []
        for term, data in session.execute(sa.select(SearchPostingRow.term, SearchPostingRow.data).where(here)):
            left = postings.without(data, segment, first, last)
            if len(left) == len(data):
                continue
            counts[term] -= postings.entry_count(data) - postings.entry_count(left)
            if left:
                changed.append({"segment": segment, "term": term, "data": left})
            else:
                empty.append(term)
        for portion in _portions(changed):
            _store(session, portion)
        for terms in _portions(empty):
            session.execute(sa.delete(SearchPostingRow).where(here, SearchPostingRow.term.in_(terms)))
    _write_counts(session, counts)


def _insert(session: Session, table: type[SearchPostingRow] | type[SearchTermRow]) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


def _portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _PORTION] for start in range(0, len(values), _PORTION))
