"""Conversations in which something failed lately and nobody of the staff has spoken since, or that are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Engine, and_, exists, func, select
from sqlalchemy.orm import aliased

from channels.conversations.models import Channel, ConversationRow, MessageRow
from policy_kb.models.engine import reading

#: How an answer is counted that was an apology for a fault of the system.
FAILED = "failed"
#: For so long a fault waits in the inbox.
LATELY = timedelta(days=3)
MOST = 50


@dataclass(frozen=True, slots=True)
class Failed:
    """A conversation with its newest apology: ``question`` was not answered, ``number`` stands in the log."""

    conversation: str
    session: str
    channel: Channel
    at: datetime
    question: str
    number: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as a list of many shows it. ``question`` is the visitor's last word."""

    conversation: str
    channel: Channel
    started_at: datetime
    last_at: datetime
    messages: int
    question: str


def failed(engine: Engine, now: datetime | None = None) -> list[Failed]:
    """The newest first, each conversation once. A note or an answer of the staff settles it."""
    answer, question, after = aliased(MessageRow), aliased(MessageRow), aliased(MessageRow)
    query = (
        select(answer, question.text, ConversationRow)
        .join(ConversationRow, ConversationRow.id == answer.conversation_id)
        .join(question, and_(question.conversation_id == answer.conversation_id, question.seq == answer.reply_to))
        .where(
            answer.at >= (now or datetime.now(UTC)) - LATELY,
            answer.kind == FAILED,
            ~exists().where(
                after.conversation_id == answer.conversation_id,
                after.seq > answer.seq,
                after.role.in_(("staff", "note")),
            ),
        )
        .order_by(answer.at.desc(), answer.id.desc())
        .limit(4 * MOST)
    )
    found: dict[str, Failed] = {}
    with reading(engine) as rows:
        for one in rows.execute(query):
            row: MessageRow = one[0]
            conversation: ConversationRow = one[2]
            number = str(((row.payload or {}).get("custom") or {}).get("error_number", ""))
            channel = cast("Channel", conversation.channel)
            failure = Failed(conversation.id, conversation.session, channel, _utc(row.at), one[1], number)
            found.setdefault(conversation.id, failure)
    return list(found.values())[:MOST]


def find(
    engine: Engine,
    *,
    number: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    channels: Iterable[Channel] = (),
) -> tuple[list[Listed], bool]:
    """Conversations in which something was said in that time, the newest first, and whether there are more. ``number``
    is how their ids begin."""
    last = (
        select(MessageRow.text)
        .where(MessageRow.conversation_id == ConversationRow.id, MessageRow.role == "user")
        .order_by(MessageRow.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(ConversationRow, func.coalesce(last, "")).where(ConversationRow.last_seq > 0)
    if number is not None:
        query = query.where(ConversationRow.id.startswith(number, autoescape=True))
    if since is not None:
        query = query.where(ConversationRow.last_at >= since)
    if until is not None:
        query = query.where(ConversationRow.started_at < until)
    if wanted := tuple(channels):
        query = query.where(ConversationRow.channel.in_(wanted))
    query = query.order_by(ConversationRow.last_at.desc(), ConversationRow.id).limit(MOST + 1)
    with reading(engine) as rows:
        found = [_listed(one[0], one[1]) for one in rows.execute(query)]
    return found[:MOST], len(found) > MOST


def _listed(row: ConversationRow, question: str) -> Listed:
    channel = cast("Channel", row.channel)
    return Listed(row.id, channel, _utc(row.started_at), _utc(row.last_at), row.last_seq, question)


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
