"""Imports as jobs: one at a time, each with a row that tells how far it has come.

The file is read by a child process and stored in one transaction, so a job that ends early, for whatever reason, has
stored nothing. A job whose process was killed is told as failed once nobody has touched its row for a while.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.api.call import Act
from channels.api.endpoint import Upload
from channels.audit.log import record_all
from channels.desk.import_models import ImportPart, ImportState
from channels.desk.reading_apart import Reader
from channels.replies import new_error_number
from channels.staff_store import ImportRow
from policy_kb.ingest.refusal import UnreadableNotice
from policy_kb.models.engine import reading, writing
from policy_kb.notice import Notice
from policy_kb.review.decisions import KIND_NAMES
from policy_kb.review.errors import ReviewError
from policy_kb.review.importing import Imported, import_notice

log = logging.getLogger(__name__)

PROGRESS: dict[ImportState, int] = {"queued": 0, "reading": 20, "storing": 70, "done": 100, "known": 100, "failed": 100}
_MOST_WAITING = 20
#: Nobody has touched an unfinished job for so long: its process is gone.
_SILENT = timedelta(minutes=10)
_KEPT = timedelta(days=90)
_INTERRUPTED = "导入中断了，没有留下半份文件。请再传一次。"


class TooManyImports(Exception):
    """So many files wait that no more are taken."""


@dataclass(frozen=True, slots=True)
class _Job:
    id: str
    file: Path
    name: str
    who: str
    address: str
    region: str | None


class _Read:
    """In the place of the reader: the notice as the child process has read it."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice

    def __call__(self, raw: bytes, *, filename: str = "") -> Notice:
        del raw, filename
        return self._notice


class Importer:
    """Takes files and imports them one after the other."""

    def __init__(self, engine: Callable[[], Engine], reader: Reader | None = None) -> None:
        self._engine = engine
        self._reader = Reader() if reader is None else reader
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._lock = threading.Lock()
        self._held: dict[str, _Job] = {}
        self._closed = False

    def take(self, upload: Upload, who: str, address: str, region: str | None) -> str:
        """The id of a new job. Raises TooManyImports."""
        job = _Job(
            uuid.uuid4().hex, upload.file.with_name(f"import-{uuid.uuid4().hex}"), upload.name, who, address, region
        )
        with self._lock:
            if self._closed or len(self._held) >= _MOST_WAITING:
                raise TooManyImports
            self._held[job.id] = job
        try:
            os.link(upload.file, job.file)  # the upload's own name goes with the request
            _begin(self._engine(), job, upload.size)
            self._thread.submit(self._run, job)
        except BaseException:
            self._let_go(job)
            raise
        return job.id

    def close(self) -> None:
        """Stops what is being read; jobs that have not stored anything yet are told as interrupted."""
        with self._lock:
            self._closed = True
        self._reader.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)
        for job in list(self._held.values()):
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                self._tell(job, "failed", _INTERRUPTED)
            self._let_go(job)

    def _run(self, job: _Job) -> None:
        try:
            outcome = self._import(job)
        except (UnreadableNotice, ReviewError) as error:
            self._end(job, "failed", _INTERRUPTED if self._closed else str(error), None)
        except Exception:
            number = new_error_number()
            log.exception("错误 %s：导入没有成功", number)
            self._end(
                job, "failed", f"导入时出了问题，没有留下半份文件（错误编号 {number}）。请过一会儿再传一次。", None
            )
        else:
            self._end(job, "done" if outcome.new else "known", _told(outcome), outcome)
        finally:
            self._let_go(job)

    def _import(self, job: _Job) -> Imported:
        self._tell(job, "reading", "正在读文件…")
        notice = self._reader.read(job.file, job.name)
        self._tell(job, "storing", f"读出了《{notice.title}》，正在整理条款和草稿…")
        return import_notice(
            self._engine(),
            job.file.read_bytes(),
            job.name,
            who=job.who,
            region=job.region,
            read_notice=_Read(notice),
        )

    def _end(self, job: _Job, state: ImportState, sentence: str, outcome: Imported | None) -> None:
        try:
            self._tell(job, state, sentence, outcome)
            if outcome is not None and outcome.new:
                after = {"file": job.name, "title": outcome.title, "clauses": outcome.clauses, "drafts": outcome.drafts}
                record_all(self._engine(), job.who, [Act("notice.import", outcome.doc_id, None, after)], job.address)
        except sa.exc.SQLAlchemyError:
            log.exception("导入的结果没能记下来：%s", state)

    def _tell(self, job: _Job, state: ImportState, sentence: str, outcome: Imported | None = None) -> None:
        now = datetime.now(UTC)
        values: dict[str, object] = {"state": state, "sentence": sentence, "updated_at": now}
        if outcome is not None:
            values |= {"doc_id": outcome.doc_id, "clauses": outcome.clauses, "drafts": dict(outcome.drafts)}
        with writing(self._engine()) as session:
            session.execute(sa.update(ImportRow).where(ImportRow.id == job.id).values(values))
            # Those behind it are not forgotten either.
            session.execute(sa.update(ImportRow).where(ImportRow.id.in_(list(self._held))).values(updated_at=now))

    def _let_go(self, job: _Job) -> None:
        job.file.unlink(missing_ok=True)
        with self._lock:
            self._held.pop(job.id, None)


def find_import(engine: Engine, job: str) -> ImportPart | None:
    """How far an import has come."""
    with reading(engine) as session:
        row = session.get(ImportRow, job)
        return _part(row) if row is not None else None


def latest_imports(engine: Engine, limit: int = 50) -> tuple[ImportPart, ...]:
    """The latest imports, newest first."""
    with reading(engine) as session:
        rows = session.scalars(sa.select(ImportRow).order_by(ImportRow.created_at.desc()).limit(limit))
        return tuple(_part(row) for row in rows)


def _begin(engine: Engine, job: _Job, size: int) -> None:
    now = datetime.now(UTC)
    with writing(engine) as session:
        session.execute(sa.delete(ImportRow).where(ImportRow.created_at < now - _KEPT))
        session.add(
            ImportRow(
                id=job.id,
                who=job.who,
                file_name=job.name,
                size=size,
                state="queued",
                sentence="已收到，正在排队。",
                doc_id=None,
                clauses=None,
                drafts=None,
                created_at=now,
                updated_at=now,
            )
        )


def _part(row: ImportRow) -> ImportPart:
    state, sentence = cast("ImportState", row.state), row.sentence
    if PROGRESS[state] < 100 and datetime.now(UTC) - row.updated_at > _SILENT:
        state, sentence = "failed", _INTERRUPTED
    return ImportPart(
        id=row.id,
        who=row.who,
        file_name=row.file_name,
        size=row.size,
        state=state,
        progress=PROGRESS[state],
        sentence=sentence,
        doc_id=row.doc_id,
        clauses=row.clauses,
        drafts=row.drafts,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _told(outcome: Imported) -> str:
    if not outcome.new:
        return f"这份文件以前导入过了：《{outcome.title}》（{outcome.doc_id}），没有变化。"
    drafts = "、".join(f"{name} {outcome.drafts[kind]}" for kind, name in KIND_NAMES.items() if kind in outcome.drafts)
    return (
        f"已导入《{outcome.title}》（{outcome.doc_id}，{outcome.region}）：{outcome.clauses} 个条款"
        f"{f'，草稿：{drafts}' if drafts else ''}。草稿审核以后才会用来计算。"
    )
