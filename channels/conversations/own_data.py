"""A visitor's data as a whole: given out and erased, for visitors themselves and for whoever runs the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from channels.conversations import dialogues
from channels.conversations.models import Channel, ConversationRow, HandoverRow, MessageRow, RatingRow, TakeawayLinkRow
from policy_kb.models.engine import changing, reading

FORMAT = "ipdesk.conversations/1"
_BATCH = 500


def of_session(engine: Engine, session: str) -> list[str]:
    """The ids of a visitor's conversations, the oldest first."""
    with reading(engine) as rows:
        query = select(ConversationRow.id).where(ConversationRow.session == session).order_by(ConversationRow.number)
        return list(rows.scalars(query))


def session_of(engine: Engine, conversation: str) -> str | None:
    """Whose conversation it is; None where there is none."""
    with reading(engine) as rows:
        return rows.scalar(select(ConversationRow.session).where(ConversationRow.id == conversation))


def channel_of(engine: Engine, conversation: str) -> Channel:
    """Where the visitor writes from."""
    with reading(engine) as rows:
        found = rows.scalar(select(ConversationRow.channel).where(ConversationRow.id == conversation))
    return cast("Channel", found or "web")


def exported(engine: Engine, conversations: Sequence[str], *, notes: bool = False) -> dict[str, Any]:
    """Everything that is kept of conversations, as JSON data; ``notes`` are what staff wrote for each other."""
    with reading(engine) as rows:
        found = [_exported(rows, row, notes) for key in conversations if (row := rows.get(ConversationRow, key))]
    return {"format": FORMAT, "exported_at": datetime.now(UTC).isoformat(), "conversations": found}


def erase(engine: Engine, conversations: Sequence[str]) -> int:
    """Delete conversations with all that hangs on them, and what the assistant remembers of them. Gives the number of
    those that were there."""
    erased = 0
    for start in range(0, len(conversations), _BATCH):
        with changing(engine) as rows:
            keys = list(
                rows.scalars(
                    select(ConversationRow.id)
                    .where(ConversationRow.id.in_(conversations[start : start + _BATCH]))
                    .order_by(ConversationRow.id)
                    .with_for_update()
                )
            )
            messages = select(MessageRow.id).where(MessageRow.conversation_id.in_(keys))
            rows.execute(delete(RatingRow).where(RatingRow.message_id.in_(messages)))
            rows.execute(delete(MessageRow).where(MessageRow.conversation_id.in_(keys)))
            rows.execute(delete(TakeawayLinkRow).where(TakeawayLinkRow.conversation_id.in_(keys)))
            rows.execute(delete(HandoverRow).where(HandoverRow.conversation_id.in_(keys)))
            rows.execute(delete(ConversationRow).where(ConversationRow.id.in_(keys)))
            dialogues.delete(rows.connection(), dialogues.of_conversations(keys))
            erased += len(keys)
    return erased


def _exported(rows: Session, row: ConversationRow, notes: bool) -> dict[str, Any]:
    return {
        "conversation": row.id,
        "channel": row.channel,
        "started_at": _moment(row.started_at),
        "last_at": _moment(row.last_at),
        "messages": list(_messages(rows, row.id, notes)),
        "handovers": [
            {
                "asked_at": _moment(one.asked_at),
                "taken_at": _moment(one.taken_at),
                "taken_by": one.taken_by,
                "ended_at": _moment(one.ended_at),
                "ending": one.ending,
            }
            for one in rows.scalars(
                select(HandoverRow).where(HandoverRow.conversation_id == row.id).order_by(HandoverRow.id)
            )
        ],
    }


def _messages(rows: Session, conversation: str, notes: bool) -> Iterator[dict[str, Any]]:
    query = (
        select(MessageRow, RatingRow)
        .outerjoin(RatingRow, RatingRow.message_id == MessageRow.id)
        .where(MessageRow.conversation_id == conversation)
        .order_by(MessageRow.seq)
    )
    if not notes:
        query = query.where(MessageRow.role != "note")
    for message, rating in rows.execute(query):
        one = {
            "seq": message.seq,
            "at": _moment(message.at),
            "role": message.role,
            "author": message.author,
            "text": message.text,
            **(message.payload or {}),
        }
        if rating is not None:
            one["rating"] = {"useful": rating.useful, "why": rating.why, "at": _moment(rating.at)}
        yield one


def _moment(moment: datetime | None) -> str | None:
    # SQLite gives times back without their zone.
    if moment is None:
        return None
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()
