"""Deletes conversations that are old enough; what they counted stays as counts, without a word of anybody."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.conversations import dialogues
from channels.conversations.models import ConversationRow
from channels.overview.keeping import keep_counts
from policy_kb.models.engine import writing

log = logging.getLogger(__name__)

#: So many conversations are deleted in one transaction, for which a visitor's message may have to wait.
BATCH = 50
_PAUSE_SECONDS = 0.2


def forget_old(engine: Engine, days: int, now: datetime | None = None, *, pause: float = _PAUSE_SECONDS) -> set[str]:
    """Deletes every conversation in which nothing was said for ``days`` days; the ids of those. Blocks, in small
    transactions with a ``pause`` (in seconds) between them."""
    before = (now or datetime.now(UTC)) - timedelta(days=days)
    forgotten: set[str] = set()
    while deleted := _delete(engine, before):
        forgotten.update(deleted)
        if len(deleted) < BATCH:
            break
        time.sleep(pause)
    if forgotten:
        log.info("已删除 %d 个超过 %d 天的对话，统计数字保留", len(forgotten), days)
    return forgotten


def _delete(engine: Engine, before: datetime) -> list[str]:
    old = (
        sa.select(ConversationRow.id)
        .where(ConversationRow.last_at < before)
        .order_by(ConversationRow.last_at, ConversationRow.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with writing(engine) as rows:
        ids = list(rows.scalars(old))
        if ids:
            keep_counts(rows, ids)
            # Messages, ratings, hand-overs and past answers go with them.
            rows.execute(sa.delete(ConversationRow).where(ConversationRow.id.in_(ids)))
            dialogues.delete(rows.connection(), dialogues.of_conversations(ids))
    return ids
