"""A new version takes the place of an old one, or a notice is withdrawn; questions about then find it still."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.migrations import upgrade
from policy_kb.models import DocumentRow, EndingRow, writing
from policy_kb.review.errors import NotThere, ReviewError
from policy_kb.review.log import Action, actor, record
from policy_kb.settings import today
from policy_kb.store.build import bump


def supersede(engine: Engine, old: str, new: str, who: str, on: date | None = None) -> date:
    """From ``on`` (default: the day the new one takes effect, else today) questions find ``new`` instead of ``old``.

    Before that day they find ``old`` as before. Gives the day. Raises ReviewError.
    """
    name = actor(who)
    upgrade(engine)
    with writing(engine) as session:
        before, after = _standing(session, old), _standing(session, new)
        if before.id == after.id:
            raise ReviewError("新旧两份是同一份文件，请写两个不同的编号。")
        if before.region_code and after.region_code and before.region_code != after.region_code:
            raise ReviewError(
                f"两份文件不是同一个地方的：{old} 是{before.region_name}的，{new} 是{after.region_name}的。"
                "如果旧文件只是失效，请用 ipdesk kb retire。"
            )
        day = on or after.effective_on or today()
        _end(session, before, "superseded", day, new)
        _keep(session, name, "supersede", before, day, f"由 {new} 代替")
        return day


def retire(engine: Engine, doc_id: str, who: str, on: date | None = None) -> date:
    """From ``on`` (default: today) the notice is not answered from any more. Gives the day. Raises ReviewError."""
    name = actor(who)
    upgrade(engine)
    with writing(engine) as session:
        row = _standing(session, doc_id)
        day = on or today()
        _end(session, row, "retired", day, None)
        _keep(session, name, "retire", row, day, "停用")
        return day


def _standing(session: Session, doc_id: str) -> DocumentRow:
    row = session.scalar(sa.select(DocumentRow).where(DocumentRow.doc_id == doc_id))
    if row is None:
        raise NotThere(f"没有编号为 {doc_id} 的文件。运行 ipdesk kb clause 可以列出全部文件。")
    ending = session.get(EndingRow, doc_id)
    if ending is not None:
        how = f"由 {ending.successor} 代替" if ending.successor else "停用"
        raise ReviewError(f"{doc_id} 已经从 {ending.ended_on} 起{how}，不能再改。")
    return row


def _end(session: Session, row: DocumentRow, status: str, day: date, successor: str | None) -> None:
    if row.issued_on is not None and day <= row.issued_on:
        raise ReviewError(f"{row.doc_id} 是 {row.issued_on} 印发的，不可能在那以前就失效。请检查日期。")
    session.add(EndingRow(doc_id=row.doc_id, status=status, ended_on=day, successor=successor))
    row.status = status


def _keep(session: Session, who: str, action: Action, row: DocumentRow, day: date, how: str) -> None:
    ending = session.get(EndingRow, row.doc_id)
    successor = ending.successor if ending else None
    detail = {"on": day.isoformat(), "successor": successor}
    record(session, who, action, row.doc_id, f"{row.title}：从 {day} 起{how}", detail)
    bump(session)
