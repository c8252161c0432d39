"""From the folder of notices and the reviewed catalogue to the database: only what changed, one document at a time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.catalogue.applying import ClauseUnits
from policy_kb.migrations import upgrade
from policy_kb.models import (
    AwardRow,
    ClauseRow,
    ClauseUnitRow,
    DocumentRow,
    EndingRow,
    FactRow,
    GlossaryRow,
    InstitutionRow,
    OriginalRow,
    PracticalRow,
    RepairRow,
    TargetRow,
    TopicRow,
    VersionRow,
    reading,
    writing,
)
from policy_kb.notice import Clause, Notice
from policy_kb.search.tokenizer import Tokenizer, fingerprint, tokenizer
from policy_kb.search.writing import forget_documents, index_documents
from policy_kb.store.reviewed import Json, Reviewed, ReviewedEntries, digest, read_reviewed

#: Called after each step with the steps done, the steps there are, and a sentence on what was done.
Progress = Callable[[int, int, str], None]

SOURCE_SUFFIXES = frozenset({".txt", ".html", ".htm", ".docx", ".pdf"})
#: Which notices have ended, in an exported catalogue; a catalogue that people write needs none.
ENDINGS_FILE = "endings.yaml"
_PACKAGE = Path(__file__).parent.parent
#: Code and word lists that decide what is stored for the same notice.
_DECISIVE = ("notice.py", "ingest", "language", "store/build.py", "store/reviewed.py", "models")


class Reader(Protocol):
    """Reads one file: ``policy_kb.ingest.reader.read_notice``."""

    def __call__(self, raw: bytes, *, filename: str = "") -> Notice: ...


class BuildError(Exception):
    """The knowledge base can't be built from these files; the text says which one and why."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; ``version`` is the knowledge base's after it."""

    version: int
    documents: int
    clauses: int
    written: tuple[str, ...] = field(default=())
    removed: tuple[str, ...] = field(default=())
    lists_written: bool = False

    @property
    def changed(self) -> bool:
        return bool(self.written or self.removed or self.lists_written)


@dataclass(frozen=True, slots=True)
class _Source:
    doc_id: str
    path: Path
    raw: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def quiet(_done: int, _total: int, _sentence: str) -> None:
    """Progress that nobody wants to see."""


def build(
    engine: Engine,
    sources_dir: Path,
    catalogue_dir: Path,
    progress: Progress = quiet,
    *,
    read_notice: Reader | None = None,
) -> BuildReport:
    """Makes the database say what the folders say; what is up to date is left alone.

    Each document is one transaction: whatever interrupts a build, every document is there in its old or in its new
    form, and the next build does the rest. Raises BuildError, CatalogueError, RuleFileError or MigrationError.
    """
    upgrade(engine)
    sources = _sources(sources_dir)
    inputs = _inputs_hash(sources, catalogue_dir)
    with reading(engine) as session:
        if session.scalar(sa.select(VersionRow.inputs_hash)) == inputs:
            report = _report(session)
            progress(1, 1, f"知识库已是最新：{report.documents} 份文件，{report.clauses} 个条款")
            return report
    reviewed = read_reviewed(catalogue_dir)
    _check_pairs(sources, reviewed, sources_dir)
    code = _code_hash()
    wanted = {source.doc_id: _content_hash(code, source, reviewed) for source in sources}
    with reading(engine) as session:
        stored = dict(
            session.execute(
                sa.select(DocumentRow.doc_id, DocumentRow.content_hash).where(DocumentRow.origin == "sources")
            ).all()
        )
    changed = [source for source in sources if stored.get(source.doc_id) != wanted[source.doc_id]]
    gone = [doc_id for doc_id in stored if doc_id not in wanted]
    total = len(changed) + len(gone) + 1
    done = 0
    written: list[str] = []
    for source in changed:
        notice = _write_source(engine, source, wanted[source.doc_id], reviewed, read_notice or _default_reader())
        done += 1
        if notice is None:
            progress(done, total, f"{source.path.name} 已由另一个程序读入")
            continue
        written.append(source.doc_id)
        progress(done, total, f"已读入《{notice.title}》：{len(notice.clauses)} 个条款")
    for doc_id in gone:
        with writing(engine) as session:
            remove_document(session, doc_id)
            bump(session)
        done += 1
        progress(done, total, f"已移除 {doc_id}：文件夹里已经没有这份文件")
    with writing(engine) as session:
        lists_written = _write_lists(session, reviewed)
        lists_written = _write_endings(session, catalogue_dir / ENDINGS_FILE) or lists_written
        if lists_written:
            bump(session)
        _version_row(session).inputs_hash = inputs
        session.flush()
        report = _report(session, tuple(written), tuple(gone), lists_written)
    _index_imported(engine)
    progress(total, total, f"知识库已建好：{report.documents} 份文件，{report.clauses} 个条款")
    return report


def _index_imported(engine: Engine) -> None:
    """Imported notices are not read again, but what finds them has to be made with the words of today."""
    from policy_kb.store.reindex import reindex

    reindex(engine)


def _default_reader() -> Reader:
    from policy_kb.ingest.reader import read_notice

    return read_notice


def _sources(folder: Path) -> list[_Source]:
    if not folder.is_dir():
        raise BuildError(f"找不到存放政策文件的文件夹：{folder}")
    found: dict[str, _Source] = {}
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in SOURCE_SUFFIXES:
            continue
        if path.stem in found:
            raise BuildError(f"{path.name} 和 {found[path.stem].path.name} 同名，分不清哪一份有效，请只留一份。")
        found[path.stem] = _Source(path.stem, path, path.read_bytes())
    return list(found.values())


def _code_hash() -> str:
    parts: list[str] = [fingerprint()]
    for name in _DECISIVE:
        place = _PACKAGE / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        parts += [
            hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files
            if file.is_file() and file.suffix not in {".pyc", ".pyo"}
        ]
    return digest(parts)


def _inputs_hash(sources: Sequence[_Source], catalogue_dir: Path) -> str:
    catalogue = [
        (str(path.relative_to(catalogue_dir).as_posix()), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(catalogue_dir.rglob("*.yaml"))
    ]
    return digest([_code_hash(), [(source.path.name, source.sha256) for source in sources], catalogue])


def _content_hash(code: str, source: _Source, reviewed: Reviewed) -> str:
    entries = reviewed.documents.get(source.doc_id)
    return digest(code, source.path.name, source.sha256, entries.content_hash() if entries else None)


def _check_pairs(sources: Sequence[_Source], reviewed: Reviewed, folder: Path) -> None:
    missing = sorted(set(reviewed.documents) - {source.doc_id for source in sources})
    if missing:
        raise BuildError(f"{folder} 里缺少这些文件的原文：{'、'.join(missing)}。目录里有它们的审核记录，却找不到出处。")


def _write_source(
    engine: Engine, source: _Source, content_hash: str, reviewed: Reviewed, read_notice: Reader
) -> Notice | None:
    try:
        notice = read_notice(source.raw, filename=source.path.name)
    except (ValueError, OSError) as error:
        raise BuildError(f"{source.path.name} 读不出来：{error}") from error
    words = tokenizer()
    with writing(engine) as session:
        stored = session.scalar(sa.select(DocumentRow.content_hash).where(DocumentRow.doc_id == source.doc_id))
        if stored == content_hash:  # another build was faster
            return None
        remove_document(session, source.doc_id)
        write_document(
            session,
            source.doc_id,
            notice,
            reviewed.documents.get(source.doc_id),
            words,
            raw_sha256=source.sha256,
            source_name=source.path.name,
            content_hash=content_hash,
            raw=source.raw,
        )
        bump(session)
    return notice


def write_document(
    session: Session,
    doc_id: str,
    notice: Notice,
    entries: ReviewedEntries | None,
    words: Tokenizer | None,
    *,
    raw_sha256: str,
    source_name: str,
    content_hash: str,
    raw: bytes,
    origin: str = "sources",
    region: tuple[str, str] | None = None,
) -> DocumentRow:
    """Adds one document with all that belongs to it. What was reviewed goes before what was read from the text;
    ``region`` is the code and name of one that nobody has reviewed yet. Without ``words`` it is left to the caller to
    index many documents at once."""
    row = _document_row(doc_id, notice, entries)
    if region is not None and entries is None:
        row.region_code, row.region_name = region
    row.raw_sha256, row.source_name, row.content_hash, row.origin = raw_sha256, source_name, content_hash, origin
    ending = session.get(EndingRow, doc_id)
    row.status = ending.status if ending else "active"
    session.add(row)
    session.flush()
    session.add(OriginalRow(document_id=row.id, content=raw))
    _add_clauses(session, row, notice, entries)
    row.repairs = [
        RepairRow(
            position=number, rule=repair.rule, start_offset=repair.start, before=repair.before, after=repair.after
        )
        for number, repair in enumerate(notice.repairs)
    ]
    if entries is not None:
        _add_entries(session, row.id, entries)
    session.flush()
    if words is not None:
        index_documents(session, [row.id], words)
    return row


def _document_row(doc_id: str, notice: Notice, entries: ReviewedEntries | None) -> DocumentRow:
    row = DocumentRow(
        doc_id=doc_id,
        title=notice.title,
        short_title=notice.title,
        issuers=list(notice.issuers),
        doc_number=notice.doc_number,
        issued_on=notice.issued_on,
        published_on=notice.published_on,
        effective_on=notice.validity.effective_on,
        valid_until=notice.validity.until,
        validity_quote=notice.validity.quote,
        cited_documents=[asdict(cited) for cited in notice.cited_documents],
        raw_text=notice.raw_text,
        text=notice.text,
        status="active",
    )
    if entries is not None:
        apply_review(row, entries.document)
        row.stacking = entries.stacking
    return row


def apply_review(row: DocumentRow, payload: Json) -> None:
    """What was reviewed of the notice as a whole takes the place of what was read."""
    from policy_kb.catalogue.schema import Document

    reviewed = Document.model_validate(payload)
    stated = reviewed.metadata
    row.payload = payload
    row.title, row.short_title, row.kind = stated.title, reviewed.short_title, reviewed.kind
    row.region_code, row.region_name = reviewed.region, reviewed.region_name
    row.issuers, row.doc_number = list(stated.issuers), stated.doc_number
    row.issued_on, row.published_on = stated.issued_on, stated.published_on
    row.effective_on, row.valid_until = stated.effective_on, stated.valid_until
    row.period_until = reviewed.validity.period_until
    cite = stated.quotes.get("valid_until") or reviewed.validity.period
    row.validity_quote = cite.quote if cite else None


def _add_clauses(session: Session, document: DocumentRow, notice: Notice, entries: ReviewedEntries | None) -> None:
    units = None if entries is None or entries.units is None else {one.clause: one for one in entries.units}
    by_path: dict[tuple[str, ...], ClauseRow] = {}
    for number, clause in enumerate(notice.clauses):
        above = [by_path[clause.path[:size]] for size in range(1, len(clause.path)) if clause.path[:size] in by_path]
        row = ClauseRow(
            document=document,
            parent=above[-1] if above else None,
            position=number,
            kind=clause.kind,
            label=clause.label,
            heading=clause.heading,
            path=list(clause.path),
            cite_label=clause.cite_label,
            text=clause.text,
            start_offset=clause.start,
            end_offset=clause.end,
            units=unit_rows(*_units(clause, units)),
        )
        by_path[clause.path] = row
        session.add(row)


def _units(clause: Clause, reviewed: Mapping[str, ClauseUnits] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who leads and who is responsible: as reviewed, else as read."""
    if reviewed is None:
        return clause.lead_units, clause.responsible_units
    found = reviewed.get(clause.cite_label)
    return (found.lead, found.responsible) if found else ((), ())


def unit_rows(lead: Iterable[str], responsible: Iterable[str]) -> list[ClauseUnitRow]:
    """The offices of one clause."""
    return [
        ClauseUnitRow(role=role, position=place, name=name)
        for role, names in (("lead", lead), ("responsible", responsible))
        for place, name in enumerate(names)
    ]


def index_again(session: Session, document: DocumentRow, words: Tokenizer) -> None:
    """Brings the search terms of a document's clauses up to its title and region, and to the words of today."""
    session.flush()
    forget_documents(session, [document.id])
    index_documents(session, [document.id], words)


def _add_entries(session: Session, document: int, entries: ReviewedEntries) -> None:
    session.add_all(
        AwardRow(
            document_id=document,
            position=number,
            rule_id=award.rule_id,
            clause=award.clause,
            status="reviewed",
            quote=award.quote,
            rule=award.rule,
        )
        for number, award in enumerate(entries.awards)
    )
    places = Counter[str]()
    for kind, payload in entries.practical:
        session.add(PracticalRow(document_id=document, kind=kind, position=places[kind], payload=payload))
        places[kind] += 1
    for model, values in ((InstitutionRow, entries.institutions), (TargetRow, entries.targets)):
        session.add_all(
            model(
                document_id=document,
                position=number,
                key=value["id"],
                name=value["name"],
                clause=value["clause"],
                quote=value["quote"],
                payload=value,
            )
            for number, value in enumerate(values)
        )


def remove_document(session: Session, doc_id: str) -> None:
    """Removes a document with all that belongs to it; nothing where there is none."""
    row = session.scalar(sa.select(DocumentRow.id).where(DocumentRow.doc_id == doc_id))
    if row is not None:
        forget_documents(session, [row])
        session.execute(sa.delete(DocumentRow).where(DocumentRow.id == row))


def _write_lists(session: Session, reviewed: Reviewed) -> bool:
    """Facts, topics and terms hold across documents; each list is written as a whole where it differs."""
    changed = False
    lists: tuple[tuple[type[FactRow] | type[TopicRow] | type[GlossaryRow], Mapping[str, Json]], ...] = (
        (FactRow, reviewed.facts),
        (TopicRow, reviewed.topics),
        (GlossaryRow, reviewed.terms),
    )
    for model, wanted in lists:
        query = sa.select(model.key, model.payload).order_by(model.position)
        if model is FactRow:
            query = query.where(FactRow.origin == "sources")
        stored = session.execute(query).all()
        if digest([list(pair) for pair in stored]) == digest([list(pair) for pair in wanted.items()]):
            continue
        kept = _facts_of_reviews(session, wanted) if model is FactRow else []
        session.execute(sa.delete(model))
        session.add_all(
            model(position=number, key=key, payload=payload) for number, (key, payload) in enumerate(wanted.items())
        )
        session.add_all(
            FactRow(position=len(wanted) + number, key=key, payload=payload, origin="review")
            for number, (key, payload) in enumerate(kept)
        )
        changed = True
    session.flush()
    return changed


def _write_endings(session: Session, path: Path) -> bool:
    """Adds the endings of a file; one that is stored already stays as somebody decided it here."""
    from policy_kb.store.endings import read_endings

    changed = False
    for entry in read_endings(path):
        if session.get(EndingRow, entry.doc) is None:
            session.add(
                EndingRow(doc_id=entry.doc, status=entry.status, ended_on=entry.ended_on, successor=entry.successor)
            )
            changed = True
        session.execute(sa.update(DocumentRow).where(DocumentRow.doc_id == entry.doc).values(status=entry.status))
    session.flush()
    return changed


def _facts_of_reviews(session: Session, wanted: Mapping[str, Json]) -> list[tuple[str, Json]]:
    """Facts that stand in no file because they were declared with an approved award. A file's own goes before."""
    rows = session.execute(
        sa.select(FactRow.key, FactRow.payload).where(FactRow.origin == "review").order_by(FactRow.position)
    )
    return [(row.key, row.payload) for row in rows if row.key not in wanted]


def _version_row(session: Session) -> VersionRow:
    row = session.get(VersionRow, 1)
    if row is None:
        row = VersionRow(id=1, number=0, content_hash="", inputs_hash="", clause_count=0, changed_at=datetime.now(UTC))
        session.add(row)
    return row


def bump(session: Session) -> None:
    """The knowledge base says something else from here on. Belongs to the transaction of the change itself."""
    session.flush()
    documents = session.execute(sa.select(DocumentRow.doc_id, DocumentRow.content_hash))
    lists = [
        [list(pair) for pair in session.execute(sa.select(model.key, model.payload).order_by(model.position))]
        for model in (FactRow, TopicRow, GlossaryRow)
    ]
    row = _version_row(session)
    row.number += 1
    row.content_hash = digest(sorted(list(pair) for pair in documents), lists)
    row.inputs_hash = ""
    row.clause_count = session.scalar(sa.select(sa.func.count()).select_from(ClauseRow)) or 0
    row.changed_at = datetime.now(UTC)
    session.flush()


def _report(
    session: Session, written: tuple[str, ...] = (), removed: tuple[str, ...] = (), lists_written: bool = False
) -> BuildReport:
    number, clauses = session.execute(sa.select(VersionRow.number, VersionRow.clause_count)).one()
    documents = session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) or 0
    return BuildReport(number, documents, clauses, written, removed, lists_written)
