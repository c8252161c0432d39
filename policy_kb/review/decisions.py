"""Drafts as a reviewer sees them, and what becomes of them: approved entries are answered with at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.models import (
    AwardRow,
    ClauseRow,
    DocumentRow,
    DraftRow,
    FactRow,
    InstitutionRow,
    PracticalRow,
    TargetRow,
    reading,
    writing,
)
from policy_kb.models.review import DraftKind, DraftStatus
from policy_kb.review.checking import Checked, Checker
from policy_kb.review.entries import APPLYING_KINDS
from policy_kb.review.errors import EntryRefused, NotThere, ReviewError
from policy_kb.review.log import Action, actor, record
from policy_kb.review.offices import set_units
from policy_kb.review.stacking import prove_stacking, retell_stacking
from policy_kb.review.written import Written
from policy_kb.search.tokenizer import tokenizer
from policy_kb.store.build import apply_review, bump, index_again
from policy_kb.store.reviewed import digest

Json = dict[str, Any]

KIND_NAMES: dict[DraftKind, str] = {
    "document": "文件信息",
    "window": "申报时间",
    "contact": "联系方式",
    "award": "奖补",
    "institution": "机构",
    "target": "目标",
    "materials": "申报材料",
    "steps": "办理步骤",
    "units": "责任单位",
    "stacking": "叠加规则",
}
_FOLLOWS = "application_follows"
_NO_DRAFT = "没有 {} 号草稿，可能文件已经重新导入，请重新打开审核。"
_DRAFTS = (
    sa.select(DraftRow, DocumentRow.doc_id, DocumentRow.title, ClauseRow.text, ClauseRow.start_offset)
    .join(DocumentRow, DocumentRow.id == DraftRow.document_id)
    .outerjoin(ClauseRow, (ClauseRow.document_id == DraftRow.document_id) & (ClauseRow.cite_label == DraftRow.clause))
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposal with the place it was read from. ``entry`` is what is to be accepted or edited: the proposal, or
    the entry as it was approved. ``before`` and ``after`` are what stands around the quote in its clause."""

    id: int
    doc_id: str
    title: str
    kind: DraftKind
    status: DraftStatus
    clause: str
    quote: str
    before: str
    after: str
    entry: Json
    found: Json
    who: str | None
    decided_at: datetime | None
    note: str | None


def drafts(engine: Engine, doc_id: str | None = None, *, status: DraftStatus | None = None) -> list[Draft]:
    """Drafts in the order of review, of one document or of all. Raises ReviewError for an unknown document."""
    with reading(engine) as session:
        if doc_id is not None:
            _document(session, doc_id)
        query = _DRAFTS.order_by(DocumentRow.id, DraftRow.position)
        if doc_id is not None:
            query = query.where(DocumentRow.doc_id == doc_id)
        if status is not None:
            query = query.where(DraftRow.status == status)
        return [_draft(*row) for row in session.execute(query)]


def one_draft(engine: Engine, draft: int) -> Draft:
    """One draft, decided on or not. Raises NotThere."""
    with reading(engine) as session:
        found = session.execute(_DRAFTS.where(DraftRow.id == draft)).first()
        if found is None:
            raise NotThere(_NO_DRAFT.format(draft))
        return _draft(*found)


def pending(engine: Engine, doc_id: str | None = None) -> list[Draft]:
    """The drafts that nobody has decided on yet."""
    return drafts(engine, doc_id, status="draft")


def approve(
    engine: Engine,
    draft: int,
    who: str,
    edited: str | Mapping[str, Any] | None = None,
    *,
    revise: bool = False,
    seen: datetime | None = None,
    note: str | None = None,
) -> Json:
    """Make a draft a reviewed entry, as proposed or as ``edited`` (YAML text or its values); gives the entry.

    It has to pass what the catalogue's files pass. Raises EntryRefused with every mistake and its line, and ReviewError
    where the draft is decided already; with ``revise`` the new decision takes the place of the old one, and where
    ``seen`` says when that was taken, of no later one.
    """
    name = actor(who)
    with writing(engine) as session:
        row, document = _open(session, draft, revise, seen)
        return _accept(session, row, document, name, edited, note, "approve")


def add(
    engine: Engine,
    doc_id: str,
    kind: DraftKind,
    entry: str | Mapping[str, Any],
    who: str,
    *,
    note: str | None = None,
) -> Json:
    """Put in an entry that the program did not propose; it is reviewed as an edited draft is. Raises as ``approve``."""
    name = actor(who)
    with writing(engine) as session:
        document = _document(session, doc_id)
        if document.origin == "sources":
            raise ReviewError(
                f"{doc_id} 是从文件夹里读入的，请直接改 catalogue 文件夹里的记录，再运行 ipdesk kb build。"
            )
        if kind == "document" and _has(session, document, kind):
            raise ReviewError("每份文件只有一条文件信息，请改正原来那一条。")
        last = session.scalar(sa.select(sa.func.max(DraftRow.position)).where(DraftRow.document_id == document.id))
        written = Written(entry)
        clause, quote = _place(written.data)
        text = session.scalar(
            sa.select(ClauseRow.text).where(ClauseRow.document_id == document.id, ClauseRow.cite_label == clause)
        )
        start = document.text.find(quote) if text is not None and quote in text else -1
        row = DraftRow(
            document_id=document.id,
            position=(-1 if last is None else last) + 1,
            kind=kind,
            status="draft",
            clause=clause,
            quote=quote,
            start_offset=max(start, 0),
            end_offset=max(start, 0) + len(quote),
            payload=written.data,
            found={},
        )
        session.add(row)
        session.flush()
        return _accept(session, row, document, name, entry, note, "add")


def _accept(
    session: Session,
    row: DraftRow,
    document: DocumentRow,
    who: str,
    edited: str | Mapping[str, Any] | None,
    note: str | None,
    action: Action,
) -> Json:
    _withdraw(session, row, document)
    written = Written(row.payload if edited is None else edited)
    written, row.kind = _meant(written, row)
    checked = Checker(session, document).check(row.kind, written, _practical(session, document))
    row.approved = checked.entry
    row.status = "approved"
    _put(session, row, document, checked)
    _after(session, row, document)
    row.who, row.note = who, note
    detail = {"draft": row.id, "kind": row.kind, "edited": edited is not None, "entry": checked.entry}
    if note:
        detail["note"] = note
    row.decided_at = record(session, who, action, document.doc_id, _subject(row, checked.subject), detail)
    bump(session)
    return checked.entry


def _meant(written: Written, row: DraftRow) -> tuple[Written, str]:
    """An award that turns out to be a rule on drawing several is edited into one under the key ``stacking``."""
    if row.kind in ("award", "stacking") and set(written.data) == {"stacking"}:
        return Written(written.data["stacking"]), "stacking"
    if row.kind == "stacking" and "rule" in written.data:
        return written, "award"
    return written, row.kind


def _has(session: Session, document: DocumentRow, kind: DraftKind) -> bool:
    query = sa.select(DraftRow.id).where(DraftRow.document_id == document.id, DraftRow.kind == kind).limit(1)
    return document.payload is not None or session.scalar(query) is not None


def _place(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The first clause and quote of an entry."""
    inner: Mapping[str, Any] = entry
    for key in ("rule", "stacking"):
        inner = inner[key] if isinstance(inner.get(key), dict) else inner
    for key in ("items", "units"):
        listed = inner.get(key)
        if isinstance(listed, list) and listed and isinstance(listed[0], dict):
            inner = listed[0]
    amount = inner.get("amount")
    quote = amount.get("quote") if isinstance(amount, dict) else inner.get("quote")
    return str(inner.get("clause") or ""), str(quote or "")


def reject(
    engine: Engine, draft: int, who: str, reason: str, *, revise: bool = False, seen: datetime | None = None
) -> None:
    """Put a draft aside; an entry that had been approved is taken back with ``revise``. ``seen`` as in ``approve``."""
    name, why = actor(who), reason.strip()
    if not why:
        raise ReviewError("请写明为什么不采用。")
    with writing(engine) as session:
        row, document = _open(session, draft, revise, seen)
        _withdraw(session, row, document)
        row.approved, row.status, row.who, row.note = None, "rejected", name, why
        if row.kind == "units":
            set_units(session, document, None)
        _after(session, row, document)
        detail = {"draft": row.id, "kind": row.kind, "reason": why}
        row.decided_at = record(session, name, "reject", document.doc_id, _subject(row, row.quote[:40]), detail)
        bump(session)


def _draft(row: DraftRow, doc_id: str, title: str, text: str | None, start: int | None) -> Draft:
    at = row.start_offset - (start or 0)
    inside = text is not None and text[at : at + len(row.quote)] == row.quote
    return Draft(
        id=row.id,
        doc_id=doc_id,
        title=title,
        kind=cast("DraftKind", row.kind),
        status=cast("DraftStatus", row.status),
        clause=row.clause,
        quote=row.quote,
        before=text[:at] if inside and text else "",
        after=text[at + len(row.quote) :] if inside and text else "",
        entry=_shown(row.approved) if row.approved is not None else row.payload,
        found=row.found,
        who=row.who,
        decided_at=row.decided_at,
        note=row.note,
    )


def _shown(entry: Json) -> Json:
    """Without what follows from other drafts."""
    if not entry.get(_FOLLOWS):
        return entry
    return {key: value for key, value in entry.items() if key not in (_FOLLOWS, "application")}


def _subject(row: DraftRow, name: str) -> str:
    return f"{KIND_NAMES[cast('DraftKind', row.kind)]} {row.clause} {name}"


def _document(session: Session, doc_id: str) -> DocumentRow:
    row = session.scalar(sa.select(DocumentRow).where(DocumentRow.doc_id == doc_id))
    if row is None:
        raise NotThere(f"没有编号为 {doc_id} 的文件。运行 ipdesk kb clause 可以列出全部文件。")
    return row


def _open(session: Session, draft: int, revise: bool, seen: datetime | None = None) -> tuple[DraftRow, DocumentRow]:
    row = session.get(DraftRow, draft)
    if row is None:
        raise NotThere(_NO_DRAFT.format(draft))
    if row.status != "draft" and not revise:
        done = "采用" if row.status == "approved" else "退回"
        raise ReviewError(f"这份草稿已经由{row.who}{done}了；如果要改，请先说明是改正原来的决定。")
    if revise and seen is not None and row.decided_at is not None and _later(row.decided_at, seen):
        done = "采用" if row.status == "approved" else "退回"
        raise ReviewError(f"{row.who}刚刚{done}了这份草稿，您看到的是以前的。请刷新以后再决定。")
    document = session.get(DocumentRow, row.document_id)
    assert document is not None  # noqa: S101 -- the database keeps no draft without its document
    return row, document


def _later(decided_at: datetime, seen: datetime) -> bool:
    # SQLite gives back the time without its zone, which is UTC.
    at, before = (one if one.tzinfo else one.replace(tzinfo=UTC) for one in (decided_at, seen))
    return at > before


def _practical(session: Session, document: DocumentRow) -> Sequence[tuple[str, Mapping[str, Any]]]:
    rows = session.scalars(
        sa.select(DraftRow)
        .where(
            DraftRow.document_id == document.id,
            DraftRow.status == "approved",
            DraftRow.kind.in_(APPLYING_KINDS),
        )
        .order_by(DraftRow.position)
    )
    return [(row.kind, row.approved) for row in rows if row.approved is not None]


def _put(session: Session, row: DraftRow, document: DocumentRow, checked: Checked) -> None:
    """The rows that answers are made from."""
    entry = checked.entry
    if row.kind == "award":
        last = session.scalar(sa.select(sa.func.max(FactRow.position)))
        session.add_all(
            FactRow(position=(-1 if last is None else last) + number, key=fact["id"], payload=fact, origin="review")
            for number, fact in enumerate(entry["facts"], start=1)
        )
        rule = entry["rule"]
        session.add(
            AwardRow(
                document_id=document.id,
                position=row.position,
                rule_id=rule["id"],
                clause=rule["clause"],
                status="reviewed",
                quote=rule["amount"]["quote"],
                rule=rule,
            )
        )
    elif row.kind in ("institution", "target"):
        model = InstitutionRow if row.kind == "institution" else TargetRow
        session.add(
            model(
                document_id=document.id,
                position=row.position,
                key=entry["id"],
                name=entry["name"],
                clause=entry["clause"],
                quote=entry["quote"],
                payload=entry,
            )
        )
    elif row.kind in (*APPLYING_KINDS, "units"):
        session.add(PracticalRow(document_id=document.id, kind=row.kind, position=row.position, payload=entry))
        if row.kind == "units":
            set_units(session, document, entry)
    elif row.kind == "document":
        apply_review(document, {key: value for key, value in entry.items() if key != _FOLLOWS})
        session.flush()
        index_again(session, document, tokenizer())
    session.flush()


def _withdraw(session: Session, row: DraftRow, document: DocumentRow) -> None:
    """Takes back what an earlier approval of this draft has put in."""
    if row.approved is None:
        return
    if row.kind == "award":
        session.execute(
            sa.delete(AwardRow).where(
                AwardRow.document_id == document.id, AwardRow.rule_id == row.approved["rule"]["id"]
            )
        )
    elif row.kind in ("institution", "target"):
        model = InstitutionRow if row.kind == "institution" else TargetRow
        session.execute(sa.delete(model).where(model.document_id == document.id, model.position == row.position))
    elif row.kind in (*APPLYING_KINDS, "units"):
        session.execute(
            sa.delete(PracticalRow).where(
                PracticalRow.document_id == document.id,
                PracticalRow.kind == row.kind,
                PracticalRow.position == row.position,
            )
        )
    elif row.kind == "document":
        document.payload = None
    row.approved = None
    session.flush()
    if row.kind == "award":
        _forget_facts(session)


def _forget_facts(session: Session) -> None:
    """Facts that were declared with an award and that no award asks for any more."""
    from policy_kb.store import repository

    book = repository.load_book(session)
    used = {fact for rule in book.rules.values() for fact in rule.accepted_facts}
    used |= {whole for one in used if one in book.facts and (whole := book.facts[one].not_above) is not None}
    session.execute(sa.delete(FactRow).where(FactRow.origin == "review", FactRow.key.not_in(used)))
    session.flush()


def _after(session: Session, row: DraftRow, document: DocumentRow) -> None:
    """What follows from a decision: how to apply is put together anew, and the document has new content."""
    session.flush()
    if row.kind in APPLYING_KINDS:
        _retell_application(session, document)
    if row.kind in ("award", "stacking"):
        retell_stacking(session, document)
        prove_stacking(session)
    approved = session.execute(
        sa.select(DraftRow.position, DraftRow.approved)
        .where(DraftRow.document_id == document.id, DraftRow.status == "approved")
        .order_by(DraftRow.position)
    )
    document.content_hash = digest("import", document.raw_sha256, [list(one) for one in approved])


def _retell_application(session: Session, document: DocumentRow) -> None:
    whole = session.scalar(
        sa.select(DraftRow).where(
            DraftRow.document_id == document.id, DraftRow.kind == "document", DraftRow.status == "approved"
        )
    )
    if whole is None or whole.approved is None or not whole.approved.get(_FOLLOWS):
        return
    try:
        checked = Checker(session, document).check(
            "document", Written(_shown(whole.approved)), _practical(session, document)
        )
    except EntryRefused as error:
        raise ReviewError(f"文件信息因此不再成立：{error}") from error
    whole.approved = checked.entry
    apply_review(document, {key: value for key, value in checked.entry.items() if key != _FOLLOWS})
