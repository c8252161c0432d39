"""Who did what and when: rows are added and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.models import ReviewLogRow, reading
from policy_kb.review.errors import ReviewError

Action = Literal["import", "approve", "add", "reject", "supersede", "retire"]
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log."""

    at: datetime
    who: str
    action: str
    doc_id: str
    subject: str
    detail: dict[str, Any]


def actor(who: str) -> str:
    """The name under which an act is kept. Raises ReviewError if there is none."""
    name = " ".join(who.split())
    if not name or len(name) > _LONGEST_NAME:
        raise ReviewError("请写明是谁在操作（不超过100个字），例如 --who 张三。")
    return name


def record(
    session: Session, who: str, action: Action, doc_id: str, subject: str, detail: dict[str, Any] | None = None
) -> datetime:
    """Adds a line; belongs to the transaction of the act itself. Gives the time it was kept with."""
    now = datetime.now(UTC)
    session.add(ReviewLogRow(at=now, who=who, action=action, doc_id=doc_id, subject=subject, detail=detail or {}))
    return now


def history(engine: Engine, doc_id: str | None = None) -> list[Act]:
    """All that was done, oldest first; with ``doc_id`` only about one document."""
    query = sa.select(ReviewLogRow).order_by(ReviewLogRow.id)
    if doc_id is not None:
        query = query.where(ReviewLogRow.doc_id == doc_id)
    with reading(engine) as session:
        return [Act(row.at, row.who, row.action, row.doc_id, row.subject, row.detail) for row in session.scalars(query)]
