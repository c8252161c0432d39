"""Where in a notice's text its entries and drafts were read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from channels.desk.notice_models import Mark
from policy_kb.models import AwardRow, DraftRow, InstitutionRow, PracticalRow, TargetRow
from policy_kb.models.review import DraftKind, DraftStatus
from policy_kb.notice import Clause
from policy_kb.review.decisions import KIND_NAMES

Json = Mapping[str, Any]


def marks_of(session: Session, document: int, doc_id: str, text: str, clauses: Sequence[Clause]) -> tuple[Mark, ...]:
    """All marks of a document in the order of the text; the same place once for each thing read from it."""
    places = _Places(text, clauses)
    found = [*_entries(session, document, doc_id, places), *_drafts(session, document, text)]
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end, mark.source, mark.id)))


class _Places:
    """Finds quotes in the text of the clause that they are from."""

    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self._text = text
        self._clauses = {clause.cite_label: clause for clause in clauses}

    def of(self, clause: str, quote: str) -> tuple[int, int] | None:
        known = self._clauses.get(clause)
        if known is None or not quote:
            return None
        start = self._text.find(quote, known.start, known.end)
        return None if start < 0 else (start, start + len(quote))


def _entries(session: Session, document: int, doc_id: str, places: _Places) -> Iterator[Mark]:
    for award in session.scalars(
        sa.select(AwardRow).where(AwardRow.document_id == document, AwardRow.status == "reviewed")
    ):
        yield from _marks("award", f"{doc_id}/{award.rule_id}", award.rule["name"], _cites(award.rule), places)
    for station in session.scalars(sa.select(InstitutionRow).where(InstitutionRow.document_id == document)):
        yield from _marks("institution", f"{doc_id}#{station.key}", station.name, _cites(station.payload), places)
    for target in session.scalars(sa.select(TargetRow).where(TargetRow.document_id == document)):
        yield from _marks("target", f"{doc_id}#{target.key}", target.name, _cites(target.payload), places)
    for practical in session.scalars(sa.select(PracticalRow).where(PracticalRow.document_id == document)):
        kind = cast("DraftKind", practical.kind)
        name = str(practical.payload.get("name") or KIND_NAMES[kind])
        cites = _cites(practical.payload)
        yield from _marks(kind, f"{doc_id}#{kind}-{practical.position}", name, cites, places)


def _marks(kind: DraftKind, entry: str, name: str, cites: Iterable[tuple[str, str]], places: _Places) -> Iterator[Mark]:
    for clause, quote in dict.fromkeys(cites):
        if (place := places.of(clause, quote)) is not None:
            yield Mark(source="entry", kind=kind, id=entry, name=name, clause=clause, start=place[0], end=place[1])


def _cites(entry: Json, clause: str = "") -> Iterator[tuple[str, str]]:
    """Every quote in an entry with the clause that it is from: its own, or that of what it stands in."""
    clause = str(entry.get("clause") or clause)
    if isinstance(entry.get("quote"), str):
        yield clause, entry["quote"]
    for value in entry.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Mapping):
                yield from _cites(inner, clause)


def _drafts(session: Session, document: int, text: str) -> Iterator[Mark]:
    for row in session.scalars(sa.select(DraftRow).where(DraftRow.document_id == document, DraftRow.status == "draft")):
        if text[row.start_offset : row.end_offset] != row.quote:
            continue  # an entry that somebody added may quote words that stand in several places
        kind = cast("DraftKind", row.kind)
        entry: Json = row.payload.get("rule", row.payload)
        yield Mark(
            source="draft",
            kind=kind,
            id=str(row.id),
            name=str(entry.get("name") or KIND_NAMES[kind]),
            clause=row.clause,
            start=row.start_offset,
            end=row.end_offset,
            draft=row.id,
            status=cast("DraftStatus", row.status),
        )
