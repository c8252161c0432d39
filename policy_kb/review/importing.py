"""One file into the knowledge base: text, clauses, units, search terms and drafts in one transaction."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.extract import extract
from policy_kb.ingest.reader import read_notice as read_file
from policy_kb.migrations import upgrade
from policy_kb.models import ClauseRow, DocumentRow, DraftRow, reading, writing
from policy_kb.notice import Notice
from policy_kb.regions import region_table
from policy_kb.review.drafting import add_drafts
from policy_kb.review.errors import ImportRefused
from policy_kb.review.log import actor, record
from policy_kb.review.naming import doc_id
from policy_kb.review.place import region_of
from policy_kb.search.tokenizer import tokenizer
from policy_kb.store.build import Reader, bump, write_document
from policy_kb.store.reviewed import digest


@dataclass(frozen=True, slots=True)
class Imported:
    """A stored notice. ``new`` is False where the very same file was stored before, and nothing was changed;
    ``drafts`` counts what awaits a decision, by kind."""

    doc_id: str
    title: str
    region: str | None
    clauses: int
    drafts: dict[str, int]
    new: bool


def import_notice(
    engine: Engine,
    raw: bytes,
    filename: str,
    *,
    who: str,
    region: str | None = None,
    read_notice: Reader | None = None,
) -> Imported:
    """Store a notice with its drafts; its clauses can be found as soon as this returns.

    ``region`` is a name or a GB/T 2260 code; without it the notice's own title and issuers decide. Raises
    UnreadableNotice or ReviewError with a sentence for the sender, and then nothing is stored.
    """
    name = actor(who)
    upgrade(engine)
    sha256 = hashlib.sha256(raw).hexdigest()
    with reading(engine) as session:
        if (known := _stored(session, sha256)) is not None:
            return known
    notice = _read(raw, filename, read_notice)
    code = region_of(notice, region)
    extraction = extract(notice)
    words = tokenizer()
    with writing(engine) as session:
        if (known := _stored(session, sha256)) is not None:  # another import was faster
            return known
        own_id = doc_id(notice, code, lambda one: _taken(session, one))
        row = write_document(
            session,
            own_id,
            notice,
            None,
            words,
            raw_sha256=sha256,
            source_name=filename,
            content_hash=digest("import", sha256, code),
            raw=raw,
            origin="import",
            region=(code, region_table().name(code)),
        )
        counts = add_drafts(session, row, extraction)
        record(session, name, "import", own_id, notice.title, {"file": filename, "sha256": sha256})
        bump(session)
        return Imported(own_id, notice.title, row.region_name, len(notice.clauses), counts, new=True)


def _read(raw: bytes, filename: str, read_notice: Reader | None) -> Notice:
    notice = (read_notice or read_file)(raw, filename=filename)
    if not notice.title.strip():
        raise ImportRefused("没有读出文件的标题，请检查这是不是一份政策文件，标题是不是写在正文前面。")
    # No database takes this character as text; offsets stay as they are.
    return replace(notice, raw_text=notice.raw_text.replace("\0", "\ufffd"))


def _taken(session: Session, one: str) -> bool:
    return session.scalar(sa.select(DocumentRow.id).where(DocumentRow.doc_id == one)) is not None


def _stored(session: Session, sha256: str) -> Imported | None:
    row = session.scalar(sa.select(DocumentRow).where(DocumentRow.raw_sha256 == sha256).order_by(DocumentRow.id))
    if row is None:
        return None
    clauses = session.scalar(sa.select(sa.func.count()).where(ClauseRow.document_id == row.id)) or 0
    waiting = session.scalars(
        sa.select(DraftRow.kind).where(DraftRow.document_id == row.id, DraftRow.status == "draft")
    )
    return Imported(row.doc_id, row.title, row.region_name, clauses, dict(Counter(waiting)), new=False)
