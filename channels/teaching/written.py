"""What the staff have written for visitors: answers to questions, and what words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.api.refused import Refused, wrong_fields
from channels.staff_store import WrittenRow
from channels.teaching.examples import PERSONAL
from channels.teaching.sameness import bare, points_back, question_key
from channels.teaching.terms import term_key
from policy_kb.models.engine import changing, reading

Kind = Literal["answer", "term"]
#: So many may be in force at once: all of them are looked through when a question found no other answer.
MOST = 1_000
#: A question of fewer characters may mean anything.
_SHORTEST_QUESTION = 4
_SHORTEST_TERM = 2
_SUM = re.compile(
    r"[\d〇零一二三四五六七八九十百千万亿两][\d,，.]*\s*(?:[十百千万亿]*元|[百千万亿]+块|块钱|折)|[%％]|百分之"
)
_NOT_FOUND = "没有找到这一条，可能别人已经撤下了。请刷新以后再看。"


def write(engine: Engine, kind: Kind, asked: Iterable[str], text: str, basis: str, who: str) -> WrittenRow:
    """Something new, in force at once. Raises Refused for what can't be used or contradicts what is there."""
    values = _checked(kind, asked, text, basis)
    with changing(engine) as rows:
        others = _in_force(rows)
        if len(others) >= MOST:
            raise Refused(409, f"写过的已经有{MOST}条，请先撤下不用的。")
        _none_has_them(kind, values["asked"], others)
        row = WrittenRow(kind=kind, version=1, who=who, at=datetime.now(UTC), **values)
        rows.add(row)
        return _let_go(rows, row)


def change(
    engine: Engine, written: int, version: int, asked: Iterable[str], text: str, basis: str, who: str
) -> tuple[Mapping[str, Any], WrittenRow]:
    """What it said before, and what it says now. ``version`` is the one that was read. Raises Refused."""
    with changing(engine) as rows:
        row = _current(rows, written, version)
        kind: Kind = "term" if row.kind == "term" else "answer"
        values = _checked(kind, asked, text, basis)
        _none_has_them(kind, values["asked"], [other for other in _in_force(rows) if other.id != row.id])
        before = summary(row)
        row.asked, row.text, row.basis = values["asked"], values["text"], values["basis"]
        row.changed_by, row.changed_at, row.version = who, datetime.now(UTC), row.version + 1
        return before, _let_go(rows, row)


def withdraw(engine: Engine, written: int, version: int, who: str) -> WrittenRow:
    """Nobody gets it any more. Raises Refused."""
    with changing(engine) as rows:
        row = _current(rows, written, version)
        row.withdrawn_by, row.withdrawn_at, row.version = who, datetime.now(UTC), row.version + 1
        return _let_go(rows, row)


def put_back(engine: Engine, written: int, version: int) -> WrittenRow:
    """What was withdrawn is in force again. Raises Refused."""
    with changing(engine) as rows:
        row = rows.get(WrittenRow, written, with_for_update=True)
        if row is None or row.withdrawn_at is None or row.version != version:
            raise Refused(409, "这一条刚才别人动过。请刷新以后再看。")
        others = _in_force(rows)
        if len(others) >= MOST:
            raise Refused(409, f"写过的已经有{MOST}条，请先撤下不用的。")
        _none_has_them("term" if row.kind == "term" else "answer", row.asked, others)
        row.withdrawn_by = row.withdrawn_at = None
        row.version += 1
        return _let_go(rows, row)


def in_force(engine: Engine) -> list[WrittenRow]:
    """Everything that visitors may get, newest first."""
    with reading(engine) as rows:
        found = _in_force(rows)
        rows.expunge_all()
        return found


def withdrawn(engine: Engine, limit: int = 20) -> list[WrittenRow]:
    """What was withdrawn last."""
    query = sa.select(WrittenRow).where(WrittenRow.withdrawn_at.is_not(None))
    with reading(engine) as rows:
        found = rows.scalars(query.order_by(WrittenRow.withdrawn_at.desc()).limit(limit)).all()
        rows.expunge_all()
        return list(found)


def summary(row: WrittenRow) -> dict[str, Any]:
    """For the audit log."""
    return {"asked": list(row.asked), "text": row.text, "basis": row.basis}


def says_a_sum(text: str) -> bool:
    """Whether a text names money, a discount or a share."""
    return _SUM.search(text) is not None


def _checked(kind: Kind, asked: Iterable[str], text: str, basis: str) -> dict[str, Any]:
    """What can be stored. Raises Refused with a sentence for every field that can't."""
    wrong: dict[str, str] = {}
    spellings: dict[object, str] = {}
    for one in asked:
        said = _line(one)
        if not said:
            continue
        key: object = question_key(said) if kind == "answer" else term_key(said)
        if sentence := _unusable(kind, said, key):
            wrong.setdefault("asked", sentence)
        spellings.setdefault(key, said)
    if not spellings:
        wrong["asked"] = "请写出问题，一行一种问法。" if kind == "answer" else "请写出要解释的词。"
    text, basis = _tidy(text), _line(basis)
    if not _says_something(text):
        wrong["text"] = "请写出回答。" if kind == "answer" else "请写出解释。"
    elif says_a_sum(text) and not _says_something(basis):
        wrong["basis"] = "里面写了金额或者比例，请写明依据，例如哪份文件、哪个网页。"
    if wrong:
        raise wrong_fields(wrong)
    return {"asked": list(spellings.values()), "text": text, "basis": basis}


def _unusable(kind: Kind, said: str, key: object) -> str | None:
    if PERSONAL.search(said):
        return f"“{said}”里面好像有电话、证件号或者邮箱，请去掉。"
    if kind == "term":
        return None if len(str(key)) >= _SHORTEST_TERM else f"“{said}”太短，容易弄错，请写完整。"
    if key == ("", "") or len(bare(said)) < _SHORTEST_QUESTION:
        return f"“{said}”太短，不看上文不知道在问什么，请写完整。"
    if points_back(said):
        return f"“{said}”不看上文不知道指什么，请把“这个”“那个”换成要问的事。"
    return None


def _says_something(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _line(text: str) -> str:
    """One line without what can't be seen: it could turn around or hide the words beside it."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _tidy(text: str) -> str:
    lines = [_line(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _in_force(rows: Session) -> list[WrittenRow]:
    query = sa.select(WrittenRow).where(WrittenRow.withdrawn_at.is_(None)).order_by(WrittenRow.id.desc())
    return list(rows.scalars(query).all())


def _none_has_them(kind: Kind, asked: Iterable[str], others: Iterable[WrittenRow]) -> None:
    key = question_key if kind == "answer" else term_key
    taken = {key(said): other for other in others if other.kind == kind for said in other.asked}
    for said in asked:
        if (other := taken.get(key(said))) is not None:
            raise Refused(409, f"“{said}”已经写过了（{other.who}写的），请改那一条，不要再写一条。")


def _current(rows: Session, written: int, version: int) -> WrittenRow:
    row = rows.get(WrittenRow, written, with_for_update=True)
    if row is None or row.withdrawn_at is not None:
        raise Refused(404, _NOT_FOUND)
    if row.version != version:
        raise Refused(409, f"刚才{row.changed_by or row.who}改过这一条。请看过现在的内容，再做一次。")
    return row


def _let_go(rows: Session, row: WrittenRow) -> WrittenRow:
    rows.flush()
    rows.refresh(row)
    rows.expunge(row)
    return row
