"""Writing and reading the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.api.call import Act
from channels.staff_store import AuditRow
from policy_kb.models.engine import reading, writing

_LONGEST_SUBJECT = 500
_LONGEST_VALUE = 2_000
_LONGEST_DATA = 8_000
_CUT = "……（后面还有，没有全部记下）"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    address: str


def record(session: Session, who: str, act: Act, address: str) -> None:
    """Adds a line; belongs to the transaction of the change itself."""
    session.add(
        AuditRow(
            at=datetime.now(UTC),
            who=who,
            action=act.action,
            subject=_short(act.subject, _LONGEST_SUBJECT),
            before=_summary(act.before),
            after=_summary(act.after),
            address=address[:64],
        )
    )


def record_all(engine: Engine, who: str, acts: Sequence[Act], address: str) -> None:
    """Adds lines in a transaction of their own."""
    with writing(engine) as session:
        for act in acts:
            record(session, who, act, address)


def entries(
    engine: Engine,
    *,
    before: int | None = None,
    who: str | None = None,
    action: str | None = None,
    limit: int = 100,
) -> list[Entry]:
    """The newest lines first; ``before`` goes on behind the line of that id."""
    query = sa.select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.id < before)
    if who is not None:
        query = query.where(AuditRow.who == who)
    if action is not None:
        query = query.where(AuditRow.action == action)
    with reading(engine) as session:
        return [
            Entry(row.id, row.at, row.who, row.action, row.subject, row.before, row.after, row.address)
            for row in session.scalars(query)
        ]


def _summary(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Short enough to keep for every change: the entries themselves stand in the knowledge base and its own log."""
    if data is None:
        return None
    kept = {key: _short(value, _LONGEST_VALUE) if isinstance(value, str) else value for key, value in data.items()}
    text = json.dumps(kept, ensure_ascii=False, default=str)
    return json.loads(text) if len(text) <= _LONGEST_DATA else {"summary": _short(text, _LONGEST_VALUE)}


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit] + _CUT
