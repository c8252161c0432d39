"""Reading the knowledge base: documents, clauses, version, and the reviewed entries in their own types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from policy_kb.awards.book import AwardBook
from policy_kb.awards.fact import Fact
from policy_kb.awards.rule import Rule
from policy_kb.awards.stacking import Stacking
from policy_kb.catalogue.applying import SILENT, Applying, Contact, ItemList, UnitsFile, Window
from policy_kb.catalogue.load import Catalogue, DocumentFolder
from policy_kb.catalogue.schema import Document, Institution, Target, Term, Topic
from policy_kb.models import (
    AwardRow,
    ClauseRow,
    DocumentRow,
    EndingRow,
    FactRow,
    GlossaryRow,
    InstitutionRow,
    PracticalRow,
    TargetRow,
    TopicRow,
    VersionRow,
)
from policy_kb.models.document import DocumentStatus
from policy_kb.notice import CitedDocument, Clause, ClauseKind

Json = dict[str, Any]
Row = TypeVar("Row", InstitutionRow, TargetRow)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its text. Region and kind are None until somebody has reviewed it."""

    doc_id: str
    title: str
    short_title: str
    kind: str | None
    issuers: tuple[str, ...]
    doc_number: str | None
    region_code: str | None
    region_name: str | None
    issued_on: date | None
    published_on: date | None
    effective_on: date | None
    valid_until: date | None
    period_until: date | None
    validity_quote: str | None
    cited_documents: tuple[CitedDocument, ...]
    source_name: str
    raw_sha256: str
    status: DocumentStatus
    #: The first day on which it counts no longer because it was retired or superseded, and what took its place.
    ended_on: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Which state of the knowledge base this is: ``number`` goes up with each change, 0 before the first build."""

    number: int
    content_hash: str
    changed_at: datetime | None


def version(session: Session) -> Version:
    """The state of the knowledge base; one small query, fit for asking before every answer."""
    row = session.execute(sa.select(VersionRow.number, VersionRow.content_hash, VersionRow.changed_at)).first()
    return Version(row.number, row.content_hash, row.changed_at) if row else Version(0, "", None)


def documents(session: Session) -> list[StoredDocument]:
    """All documents in the order of their ids."""
    endings = {row.doc_id: row for row in session.scalars(sa.select(EndingRow))}
    found = [_document(row, endings.get(row.doc_id)) for row in session.scalars(sa.select(DocumentRow))]
    return sorted(found, key=lambda document: document.doc_id)


def document(session: Session, doc_id: str) -> StoredDocument | None:
    """One document, or None."""
    row = session.scalar(sa.select(DocumentRow).where(DocumentRow.doc_id == doc_id))
    return _document(row, session.get(EndingRow, doc_id)) if row else None


#: Naming the states lets the database use its index, which it can't for "any but active".
_ENDED: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(DocumentRow.doc_id, sa.null().cast(sa.Date()).label("ended_on"), sa.null().label("successor")).where(
        DocumentRow.status.in_(("retired", "superseded"))
    ),
    sa.select(EndingRow.doc_id, EndingRow.ended_on, EndingRow.successor),
)


def hidden(session: Session, on: date) -> frozenset[str]:
    """Documents that nobody is answered from on a day: those that have ended, and those that replace one later on."""
    rows = session.connection().execute(_ENDED).all()
    endings = [row for row in rows if row.ended_on is not None]
    dated = {row.doc_id for row in endings}
    return frozenset(
        [row.doc_id for row in rows if row.doc_id not in dated]
        + [row.doc_id for row in endings if row.ended_on <= on]
        + [row.successor for row in endings if row.successor is not None and on < row.ended_on]
    )


def text(session: Session, doc_id: str) -> str | None:
    """A document's cleaned text, which the offsets of its clauses count, or None."""
    return session.scalar(sa.select(DocumentRow.text).where(DocumentRow.doc_id == doc_id))


def raw_text(session: Session, doc_id: str) -> str | None:
    """A document's text as it was published, or None."""
    return session.scalar(sa.select(DocumentRow.raw_text).where(DocumentRow.doc_id == doc_id))


def clauses(session: Session, doc_id: str) -> list[Clause]:
    """A document's clauses in their order; empty where there is no such document."""
    return [_clause(row) for row in session.scalars(_clauses_of(doc_id).order_by(ClauseRow.position))]


def clause(session: Session, doc_id: str, cite_label: str) -> Clause | None:
    """One clause by its cite label (``（七）``), or None."""
    row = session.scalar(_clauses_of(doc_id).where(ClauseRow.cite_label == cite_label))
    return _clause(row) if row else None


def load_catalogue(session: Session) -> Catalogue:
    """The reviewed catalogue, equal to the one that the files gave when they were stored."""
    institutions = _by_document(session, InstitutionRow)
    targets = _by_document(session, TargetRow)
    applying, offices = practical(session), _practical(session)
    rows = session.execute(
        sa.select(DocumentRow.id, DocumentRow.doc_id, DocumentRow.payload).where(DocumentRow.payload.is_not(None))
    )
    # Sorted here: how a database orders text depends on how it was set up.
    folders: dict[str, DocumentFolder] = {
        row.doc_id: DocumentFolder(
            Document.model_validate(row.payload),
            tuple(Institution.model_validate(entry.payload) for entry in institutions.get(row.id, ())),
            tuple(Target.model_validate(entry.payload) for entry in targets.get(row.id, ())),
            applying.get(row.doc_id, SILENT),
            UnitsFile.model_validate(units[0]).units if (units := offices.get(row.id, {}).get("units")) else None,
        )
        for row in sorted(rows, key=lambda row: str(row.doc_id))
    }
    topics: Sequence[Json] = session.scalars(sa.select(TopicRow.payload).order_by(TopicRow.position)).all()
    terms: Sequence[Json] = session.scalars(sa.select(GlossaryRow.payload).order_by(GlossaryRow.position)).all()
    return Catalogue(
        MappingProxyType(folders),
        tuple(Topic.model_validate(payload) for payload in topics),
        tuple(Term.model_validate(payload) for payload in terms),
    )


def institutions(session: Session) -> dict[str, tuple[Institution, ...]]:
    """Reviewed institutions by doc_id, whether or not the notice as a whole has been reviewed."""
    names = _doc_ids(session)
    return {
        names[row]: tuple(Institution.model_validate(entry.payload) for entry in entries)
        for row, entries in _by_document(session, InstitutionRow).items()
    }


def targets(session: Session) -> dict[str, tuple[Target, ...]]:
    """Reviewed targets by doc_id, whether or not the notice as a whole has been reviewed."""
    names = _doc_ids(session)
    return {
        names[row]: tuple(Target.model_validate(entry.payload) for entry in entries)
        for row, entries in _by_document(session, TargetRow).items()
    }


def practical(session: Session) -> dict[str, Applying]:
    """How one applies as far as it was reviewed, by doc_id, whether or not the notice as a whole has been reviewed."""
    names = _doc_ids(session)
    return {
        names[row]: Applying(
            windows=tuple(Window.model_validate(entry) for entry in entries.get("window", ())),
            contacts=tuple(Contact.model_validate(entry) for entry in entries.get("contact", ())),
            materials=tuple(ItemList.model_validate(entry) for entry in entries.get("materials", ())),
            steps=tuple(ItemList.model_validate(entry) for entry in entries.get("steps", ())),
        )
        for row, entries in _practical(session).items()
    }


def _practical(session: Session) -> dict[int, dict[str, list[Json]]]:
    found: dict[int, dict[str, list[Json]]] = {}
    rows = sa.select(PracticalRow).order_by(PracticalRow.document_id, PracticalRow.kind, PracticalRow.position)
    for row in session.scalars(rows):
        found.setdefault(row.document_id, {}).setdefault(row.kind, []).append(row.payload)
    return found


def load_book(session: Session) -> AwardBook:
    """All declared facts and the reviewed rules. Drafts are left out: they are never calculated with."""
    payloads: Sequence[Json] = session.scalars(sa.select(FactRow.payload).order_by(FactRow.position)).all()
    facts = [Fact.model_validate(payload) for payload in payloads]
    rows = session.execute(
        sa.select(DocumentRow.doc_id, AwardRow.rule)
        .join(DocumentRow, DocumentRow.id == AwardRow.document_id)
        .where(AwardRow.status == "reviewed")
        .order_by(AwardRow.position)
    )
    rules = [
        Rule.model_validate({**row.rule, "doc": row.doc_id}) for row in sorted(rows, key=lambda row: str(row.doc_id))
    ]
    stacking = session.execute(
        sa.select(DocumentRow.doc_id, DocumentRow.stacking).where(DocumentRow.stacking.is_not(None))
    )
    return AwardBook(
        {fact.id: fact for fact in facts},
        {rule.key: rule for rule in rules},
        {
            row.doc_id: Stacking.model_validate(row.stacking)
            for row in sorted(stacking, key=lambda row: str(row.doc_id))
        },
    )


def _clauses_of(doc_id: str) -> sa.Select[ClauseRow]:
    return (
        sa.select(ClauseRow)
        .join(ClauseRow.document)
        .where(DocumentRow.doc_id == doc_id)
        .options(selectinload(ClauseRow.units))
    )


def _doc_ids(session: Session) -> dict[int, str]:
    return {row.id: row.doc_id for row in session.execute(sa.select(DocumentRow.id, DocumentRow.doc_id))}


def _by_document(session: Session, model: type[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in session.scalars(sa.select(model).order_by(model.document_id, model.position)):
        found.setdefault(row.document_id, []).append(row)
    return found


def _document(row: DocumentRow, ending: EndingRow | None) -> StoredDocument:
    return StoredDocument(
        doc_id=row.doc_id,
        title=row.title,
        short_title=row.short_title,
        kind=row.kind,
        issuers=tuple(row.issuers),
        doc_number=row.doc_number,
        region_code=row.region_code,
        region_name=row.region_name,
        issued_on=row.issued_on,
        published_on=row.published_on,
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        period_until=row.period_until,
        validity_quote=row.validity_quote,
        cited_documents=tuple(CitedDocument(**cited) for cited in row.cited_documents),
        source_name=row.source_name,
        raw_sha256=row.raw_sha256,
        status=cast("DocumentStatus", row.status),
        ended_on=ending.ended_on if ending else None,
        successor=ending.successor if ending else None,
    )


def _clause(row: ClauseRow) -> Clause:
    return Clause(
        kind=cast("ClauseKind", row.kind),
        label=row.label,
        heading=row.heading,
        path=tuple(row.path),
        cite_label=row.cite_label,
        text=row.text,
        start=row.start_offset,
        end=row.end_offset,
        lead_units=_names(row, "lead"),
        responsible_units=_names(row, "responsible"),
    )


def _names(row: ClauseRow, role: str) -> tuple[str, ...]:
    return tuple(unit.name for unit in row.units if unit.role == role)
