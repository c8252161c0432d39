"""The knowledge base as the files that it can be built from again: notices, reviewed entries and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.catalogue.applying import APPLYING_FILE, UNITS_FILE
from policy_kb.catalogue.load import DOCUMENT_FILE, GLOSSARY_FILE, INSTITUTIONS_FILE, TARGETS_FILE, TOPICS_FILE
from policy_kb.ingest.formats.kinds import Kind, find_kind
from policy_kb.migrations import upgrade
from policy_kb.models import (
    AwardRow,
    DocumentRow,
    DraftRow,
    EndingRow,
    FactRow,
    GlossaryRow,
    InstitutionRow,
    OriginalRow,
    PracticalKind,
    PracticalRow,
    TargetRow,
    TopicRow,
    reading,
)
from policy_kb.review.errors import ReviewError
from policy_kb.review.written import as_yaml
from policy_kb.store.build import ENDINGS_FILE, SOURCE_SUFFIXES

Json = dict[str, Any]
SOURCES = "sources"
_SUFFIXES: Mapping[Kind, str] = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: reviewed notices, and those of which nobody has reviewed anything and only the file went."""

    reviewed: tuple[str, ...]
    unreviewed: tuple[str, ...]


def export_catalogue(engine: Engine, folder: Path) -> Exported:
    """Write approved data to an empty ``folder``, and the notices themselves to ``folder/sources``.

    ``ipdesk kb build --catalogue FOLDER --sources FOLDER/sources`` makes the same knowledge base of it. Drafts and the
    log are not part of it. Raises ReviewError, and then nothing is written.
    """
    upgrade(engine)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReviewError(f"“{folder}”里已经有东西，请写一个空的或者还没有的文件夹，免得混在一起。")
    with reading(engine) as session:
        documents = session.scalars(sa.select(DocumentRow).order_by(DocumentRow.doc_id)).all()
        unfit = [row.doc_id for row in documents if row.payload is None and _has_entries(session, row)]
        if unfit:
            raise ReviewError(
                f"这些文件已经采用了一些条目，但文件信息还没有审核，没法导出：{'、'.join(unfit)}。"
                "请先用 ipdesk kb review 审核它们的文件信息。"
            )
        files = {path: content for row in documents for path, content in _files(session, row).items()}
        files |= _lists(session)
        reviewed = tuple(row.doc_id for row in documents if row.payload is not None)
        unreviewed = tuple(row.doc_id for row in documents if row.payload is None)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Exported(reviewed, unreviewed)


def _has_entries(session: Session, row: DocumentRow) -> bool:
    entries = (AwardRow, InstitutionRow, TargetRow)
    return (
        any(session.scalar(sa.select(model.id).where(model.document_id == row.id).limit(1)) for model in entries)
        or session.scalar(
            sa.select(DraftRow.id).where(DraftRow.document_id == row.id, DraftRow.status == "approved").limit(1)
        )
        is not None
    )


def _files(session: Session, row: DocumentRow) -> dict[str, bytes]:
    files = {f"{SOURCES}/{row.doc_id}{suffix}": raw for suffix, raw in [_original(session, row)]}
    if row.payload is None:
        return files
    files[f"{row.doc_id}/{DOCUMENT_FILE}"] = _written(row.payload)
    files[f"{row.doc_id}/{INSTITUTIONS_FILE}"] = _written({"institutions": _payloads(session, InstitutionRow, row)})
    if targets := _payloads(session, TargetRow, row):
        last = max((target["deadline"] for target in targets), key=lambda deadline: str(deadline["by"]))
        files[f"{row.doc_id}/{TARGETS_FILE}"] = _written({"end_of_plan": last, "targets": targets})
    files |= {
        f"{row.doc_id}/{name}": _written(content)
        for name, content in ((APPLYING_FILE, _applying(session, row)), (UNITS_FILE, _units(session, row)))
        if content
    }
    rules = session.scalars(
        sa.select(AwardRow)
        .where(AwardRow.document_id == row.id, AwardRow.status == "reviewed")
        .order_by(AwardRow.position)
    ).all()
    if rules or row.stacking is not None:
        awards: Json = {"document": row.doc_id}
        if row.stacking is not None:
            awards["stacking"] = row.stacking
        files[f"{row.doc_id}/awards.yaml"] = _written({**awards, "rules": [rule.rule for rule in rules]})
    return files


_LISTS: Mapping[PracticalKind, str] = {
    "window": "windows",
    "contact": "contacts",
    "materials": "materials",
    "steps": "steps",
}


def _applying(session: Session, row: DocumentRow) -> Json:
    lists = {key: _practical(session, row, kind) for kind, key in _LISTS.items()}
    return {key: entries for key, entries in lists.items() if entries}


def _units(session: Session, row: DocumentRow) -> Json:
    return next(iter(_practical(session, row, "units")), {})


def _practical(session: Session, row: DocumentRow, kind: PracticalKind) -> list[Json]:
    rows = session.execute(
        sa.select(PracticalRow.payload)
        .where(PracticalRow.document_id == row.id, PracticalRow.kind == kind)
        .order_by(PracticalRow.position)
    )
    return [entry.payload for entry in rows]


def _original(session: Session, row: DocumentRow) -> tuple[str, bytes]:
    stored = session.get(OriginalRow, row.id)
    if stored is None:
        raise ReviewError(f"{row.doc_id} 的原文件没有保存，请先运行一次 ipdesk kb build。")
    named = Path(row.source_name).suffix.lower()
    kind = find_kind(stored.content, row.source_name)
    fits = named in SOURCE_SUFFIXES and (named == _SUFFIXES[kind] or (kind, named) == ("html", ".htm"))
    return (named if fits else _SUFFIXES[kind]), stored.content


def _payloads(session: Session, model: type[InstitutionRow | TargetRow], row: DocumentRow) -> list[Json]:
    rows = session.execute(sa.select(model.payload).where(model.document_id == row.id).order_by(model.position))
    return [entry.payload for entry in rows]


def _lists(session: Session) -> dict[str, bytes]:
    lists: tuple[tuple[str, str, type[FactRow | TopicRow | GlossaryRow]], ...] = (
        ("facts.yaml", "facts", FactRow),
        (TOPICS_FILE, "topics", TopicRow),
        (GLOSSARY_FILE, "terms", GlossaryRow),
    )
    files = {name: _written({key: _entries(session, model)}) for name, key, model in lists}
    endings = [
        {"doc": row.doc_id, "status": row.status, "ended_on": row.ended_on.isoformat(), "successor": row.successor}
        for row in session.scalars(sa.select(EndingRow).order_by(EndingRow.doc_id))
    ]
    if endings:
        files[ENDINGS_FILE] = _written({"endings": endings})
    return files


def _entries(session: Session, model: type[FactRow | TopicRow | GlossaryRow]) -> list[Json]:
    rows = session.execute(sa.select(model.payload).order_by(model.position))
    return [row.payload for row in rows]


def _written(value: Json) -> bytes:
    return as_yaml(value).encode()
