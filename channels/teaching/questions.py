"""The questions that went wrong, from the conversations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, and_, or_, select
from sqlalchemy.orm import aliased

from channels.conversations.failed import FAILED
from channels.conversations.models import MessageRow, RatingRow
from channels.teaching.likeness import Asked, Reason
from policy_kb.models.engine import reading

#: So many of the newest are looked at: more would tell little that is new.
MOST = 2_000
_REASONS: dict[str, Reason] = {"decline": "declined", FAILED: "declined", "question": "asked_back"}


def gone_wrong(engine: Engine, days: int, now: datetime | None = None) -> Iterator[Asked]:
    """Questions of the last days that were declined, answered with a question, or whose answer was of no use."""
    since = (now or datetime.now(UTC)) - timedelta(days=days)
    answer, question = aliased(MessageRow), aliased(MessageRow)
    query = (
        select(question.text, answer.kind, answer.at, RatingRow.useful, RatingRow.why)
        .join(question, and_(question.conversation_id == answer.conversation_id, question.seq == answer.reply_to))
        .outerjoin(RatingRow, RatingRow.message_id == answer.id)
        .where(
            answer.at >= since,
            answer.role == "bot",
            question.role == "user",
            or_(answer.kind.in_(_REASONS), RatingRow.useful.is_(False)),
        )
        .order_by(answer.at.desc(), answer.id.desc())
        .limit(MOST)
    )
    with reading(engine) as rows:
        found = rows.execute(query).all()
    for text, kind, at, useful, why in found:
        moment = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        reason: Reason = "useless" if useful is False else _REASONS[str(kind)]
        yield Asked(text, reason, moment, why or "")
