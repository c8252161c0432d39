"""Sentences that the staff have taught."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from bot.lint import key, known_sentences
from channels.api.refused import Refused, wrong_fields
from channels.staff_store import TaughtRow
from policy_kb.models.engine import changing, reading

NLU_DATA = Path(__file__).resolve().parents[2] / "nlu_data"
MOST = 2_000
#: Marks of the training format, which would make something else of a sentence.
_MARKUP = re.compile(r"[\[\]{}()|\\]")
#: A telephone, an identity card, an account.
PERSONAL = re.compile(r"\d[\d\s-]{6,}\d|[\w.]+@[\w.]+")


@cache
def intents() -> dict[str, str]:
    """What can be taught: intents and their names."""
    names: dict[str, str] = json.loads(Path(__file__).with_name("intents.json").read_text(encoding="utf-8"))
    return names


@cache
def _known() -> dict[str, str]:
    return known_sentences(NLU_DATA)


def teach(engine: Engine, text: str, intent: str, topic: str | None, who: str) -> TaughtRow:
    """A new example. Raises Refused for one that can't be used or contradicts another."""
    text = " ".join(text.split()).lstrip("-/ ").strip()
    if intent not in intents():
        raise wrong_fields({"intent": "没有这个意图，请从列表里选。" if intent else "请选这句话是在问什么。"})
    if _MARKUP.search(text):
        raise wrong_fields({"text": "请去掉括号、竖线和反斜杠，再教。"})
    if PERSONAL.search(text):
        raise wrong_fields({"text": "里面好像有电话、证件号或者邮箱，请去掉再教。"})
    if not (same := key(text)):
        raise wrong_fields({"text": "请写出问题。"})
    if (known := _known().get(same)) is not None:
        name = intents().get(known, known)
        if known == intent:
            raise Refused(409, f"训练资料里已经有这句话，意图就是“{name}”，不用再教。")
        raise Refused(409, f"训练资料里这句话的意图是“{name}”，不能再教成别的。请联系维护人员改训练资料。")
    with changing(engine) as rows:
        kept = rows.scalars(sa.select(TaughtRow).where(TaughtRow.removed_at.is_(None))).all()
        if len(kept) >= MOST:
            raise Refused(409, f"教过的已经有{MOST}句，请维护人员先把它们并进训练资料。")
        for other in kept:
            if other.key == same:
                raise Refused(409, f"这句话已经教过了，意图是“{intents().get(other.intent, other.intent)}”。")
        row = TaughtRow(text=text, key=same, intent=intent, topic=topic, who=who, at=datetime.now(UTC), removed_at=None)
        rows.add(row)
        rows.flush()
        rows.refresh(row)
        rows.expunge(row)
        return row


def taught(engine: Engine) -> list[TaughtRow]:
    """What is taught now, newest first."""
    with reading(engine) as rows:
        found = rows.scalars(
            sa.select(TaughtRow).where(TaughtRow.removed_at.is_(None)).order_by(TaughtRow.id.desc())
        ).all()
        rows.expunge_all()
        return list(found)


def take_back(engine: Engine, example: int) -> TaughtRow:
    """Teach something no longer. Raises Refused."""
    with changing(engine) as rows:
        row = rows.get(TaughtRow, example)
        if row is None or row.removed_at is not None:
            raise Refused(404, "没有找到这句话，可能别人已经取消了。")
        row.removed_at = datetime.now(UTC)
        rows.flush()
        rows.expunge(row)
        return row
