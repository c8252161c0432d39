"""Reading notices for the desk: straight from the database, so that what was imported a moment ago is there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.answer import RegionPart
from channels.desk.marking import marks_of
from channels.desk.notice_models import (
    ChangedAwardPart,
    ChangedClausePart,
    ChangedField,
    ClauseWords,
    DifferencePart,
    NoticeLine,
    NoticeText,
    Original,
    OutlineClause,
    RepairPart,
    WordsPart,
)
from policy_kb.models import DocumentRow, DraftRow, EndingRow, reading
from policy_kb.notice import Clause
from policy_kb.review.difference import difference
from policy_kb.review.errors import NotThere, ReviewError
from policy_kb.store import repository
from policy_kb.store.repository import StoredDocument

#: Comparing word by word takes time that grows with the square of the length: about ten seconds for this.
_LONGEST_COMPARED = 30_000
_UNKNOWN = "没有编号为 {} 的文件，可能已经删掉了，或者编号写错了。"


def notice_lines(engine: Engine, on: date) -> tuple[NoticeLine, ...]:
    """All stored notices, those with waiting drafts first, then the newest first."""
    with reading(engine) as session:
        drafts = _waiting(session)
        rows = {row.doc_id: row for row in session.execute(_STATE)}
        found = [
            NoticeLine(**_line(stored, rows[stored.doc_id], drafts, on)) for stored in repository.documents(session)
        ]
    return tuple(sorted(found, key=lambda one: (one.drafts == 0, -(one.issued_on or date.min).toordinal(), one.doc_id)))


def notice_text(engine: Engine, doc_id: str, on: date) -> NoticeText:
    """One notice to read. Raises NotThere."""
    with reading(engine) as session:
        stored, row = _stored(session, doc_id)
        text = repository.text(session, doc_id) or ""
        clauses = repository.clauses(session, doc_id)
        replaces = session.scalars(sa.select(EndingRow.doc_id).where(EndingRow.successor == doc_id))
        return NoticeText(
            **_line(stored, row, _waiting(session), on),
            issuers=stored.issuers,
            doc_number=stored.doc_number,
            effective_on=stored.effective_on,
            source_name=stored.source_name,
            text=text,
            outline=tuple(_outlined(clause) for clause in clauses),
            marks=marks_of(session, row.id, doc_id, text, clauses),
            replaces=tuple(sorted(replaces)),
        )


def original(engine: Engine, doc_id: str) -> Original:
    """The text before cleaning. Raises NotThere."""
    with reading(engine) as session:
        row = session.scalar(sa.select(DocumentRow).where(DocumentRow.doc_id == doc_id))
        if row is None:
            raise NotThere(_UNKNOWN.format(doc_id))
        repairs = tuple(
            RepairPart(rule=one.rule, start=one.start_offset, before=one.before, after=one.after) for one in row.repairs
        )
        return Original(doc_id=doc_id, source_name=row.source_name, text=row.raw_text, repairs=repairs)


def compared(engine: Engine, old: str, new: str) -> DifferencePart:
    """What changed between two notices. Raises NotThere, and ReviewError for texts that take too long to compare."""
    with reading(engine) as session:
        query = sa.select(sa.func.max(sa.func.length(DocumentRow.text))).where(DocumentRow.doc_id.in_([old, new]))
        longest = session.scalar(query) or 0
    if longest > _LONGEST_COMPARED:
        raise ReviewError(
            f"这两份文件太长（超过{_LONGEST_COMPARED}字），在这里比较要等很久。请在服务器上运行 ipdesk kb diff。"
        )
    found = difference(engine, old, new)
    return DifferencePart(
        old=old,
        new=new,
        added=tuple(ClauseWords(clause=one.cite_label, text=one.text) for one in found.added),
        removed=tuple(ClauseWords(clause=one.cite_label, text=one.text) for one in found.removed),
        changed=tuple(
            ChangedClausePart(
                old=pair.old,
                new=pair.new,
                words=tuple(WordsPart(change=words.change, text=words.text) for words in pair.words),
            )
            for pair in found.changed
        ),
        awards_added=found.awards_added,
        awards_removed=found.awards_removed,
        awards_changed=tuple(
            ChangedAwardPart(
                name=award.name,
                fields=tuple(ChangedField(place=place, old=before, new=after) for place, before, after in award.fields),
            )
            for award in found.awards_changed
        ),
        drafts_added=found.drafts_added,
        drafts_removed=found.drafts_removed,
    )


_STATE = sa.select(
    DocumentRow.id, DocumentRow.doc_id, DocumentRow.origin, DocumentRow.payload.is_not(None).label("reviewed")
)


def _stored(session: Session, doc_id: str) -> tuple[StoredDocument, Any]:
    stored = repository.document(session, doc_id)
    row = session.execute(_STATE.where(DocumentRow.doc_id == doc_id)).first()
    if stored is None or row is None:
        raise NotThere(_UNKNOWN.format(doc_id))
    return stored, row


def _waiting(session: Session) -> dict[int, int]:
    query = (
        sa.select(DraftRow.document_id, sa.func.count())
        .where(DraftRow.status == "draft")
        .group_by(DraftRow.document_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _line(stored: StoredDocument, row: Any, drafts: dict[int, int], on: date) -> dict[str, Any]:
    code = stored.region_code
    until = stored.valid_until or stored.period_until
    if stored.ended_on is not None:
        last = stored.ended_on - timedelta(days=1)
        until = last if until is None else min(until, last)
    started = stored.effective_on is None or stored.effective_on <= on
    return {
        "doc_id": stored.doc_id,
        "title": stored.title,
        "short_title": stored.short_title,
        "kind": stored.kind,
        "region": RegionPart(code=code, name=stored.region_name or code) if code else None,
        "issued_on": stored.issued_on,
        "valid_until": until,
        "in_force": started and (until is None or on <= until),
        "status": stored.status,
        "ended_on": stored.ended_on,
        "successor": stored.successor,
        "reviewed": bool(row.reviewed),
        "imported": row.origin == "import",
        "drafts": drafts.get(row.id, 0),
    }


def _outlined(clause: Clause) -> OutlineClause:
    return OutlineClause(
        clause=clause.cite_label,
        label=clause.label,
        heading=clause.heading,
        kind=clause.kind,
        path=clause.path,
        start=clause.start,
        end=clause.end,
        lead_units=clause.lead_units,
        responsible_units=clause.responsible_units,
    )
