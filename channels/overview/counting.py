"""Counts what is stored with conversations, day by day."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.conversations.models import ConversationRow, HandoverRow, MessageRow, RatingRow
from policy_kb.models.engine import reading
from policy_kb.settings import SHANGHAI

#: What is counted one by one for each day and channel.
COUNTED = (
    "conversations",
    "questions",
    "answers",
    "declined",
    "asked_back",
    "handovers",
    "taken",
    "useful",
    "useless",
)
Place = tuple[date, str]


@dataclass(slots=True)
class Bucket:
    """What happened; ``ms`` and ``waited`` are kept one by one, for percentiles."""

    counts: Counter[str] = field(default_factory=Counter)
    ms: list[int] = field(default_factory=list)
    waited: list[int] = field(default_factory=list)

    def add(self, other: Bucket) -> None:
        """Both together."""
        self.counts.update(other.counts)
        self.ms += other.ms
        self.waited += other.waited

    def figures(self) -> dict[str, int | None]:
        """The counts by name, and the percentiles."""
        return {
            **{name: self.counts[name] for name in COUNTED},
            "ms_p50": percentile(self.ms, 50),
            "ms_p95": percentile(self.ms, 95),
            "waited_p50": percentile(self.waited, 50),
        }


@dataclass(slots=True)
class Counted:
    """Buckets by day and channel; what was asked, of the channel asked for."""

    buckets: dict[Place, Bucket]
    kinds: Counter[str]
    intents: Counter[str]
    topics: Counter[str]
    regions: Counter[str]


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that so many percent do not exceed; None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def count(engine: Engine, since: date, until: date, channel: str | None) -> Counted:
    """Everything of the days from ``since`` to ``until``."""
    begin, end = _midnight(since), _midnight(until + timedelta(days=1))
    found = Counted(defaultdict(Bucket), Counter(), Counter(), Counter(), Counter())
    with reading(engine) as rows:
        _messages(rows, begin, end, channel, found)
        for what, at, where, useful in _others(rows, begin, end):
            bucket = found.buckets[_day(at), where]
            bucket.counts[what if useful is None else ("useful" if useful else "useless")] += 1
        _handovers(rows, begin, end, found)
    return found


def _messages(rows: Session, begin: datetime, end: datetime, channel: str | None, found: Counted) -> None:
    columns = (MessageRow.role, MessageRow.kind, MessageRow.intent, MessageRow.topic, MessageRow.region, MessageRow.ms)
    query = (
        sa.select(MessageRow.at, ConversationRow.channel, *columns)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(
            MessageRow.at >= begin,
            MessageRow.at < end,
            # An answer in several messages is timed, and counted, once.
            (MessageRow.role == "user") | MessageRow.ms.is_not(None),
        )
        .execution_options(yield_per=5_000)
    )
    for at, where, role, kind, intent, topic, region, ms in rows.execute(query):
        bucket = found.buckets[_day(at), where]
        if role == "user":
            bucket.counts["questions"] += 1
            continue
        bucket.counts["answers"] += 1
        bucket.ms.append(int(ms or 0))
        if kind in ("decline", "question"):
            bucket.counts["declined" if kind == "decline" else "asked_back"] += 1
        if channel in (None, where):
            for counter, value in (
                (found.kinds, kind),
                (found.intents, intent),
                (found.topics, topic),
                (found.regions, region),
            ):
                if value:
                    counter[value] += 1


def _others(rows: Session, begin: datetime, end: datetime) -> Iterator[tuple[str, datetime, str, bool | None]]:
    began = sa.select(ConversationRow.started_at, ConversationRow.channel).where(
        ConversationRow.started_at >= begin, ConversationRow.started_at < end, ConversationRow.last_seq > 0
    )
    for at, where in rows.execute(began):
        yield "conversations", at, where, None
    rated = (
        sa.select(RatingRow.at, ConversationRow.channel, RatingRow.useful)
        .join(MessageRow, MessageRow.id == RatingRow.message_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(RatingRow.at >= begin, RatingRow.at < end)
    )
    for at, where, useful in rows.execute(rated):
        yield "", at, where, useful


def _handovers(rows: Session, begin: datetime, end: datetime, found: Counted) -> None:
    query = (
        sa.select(HandoverRow.asked_at, HandoverRow.taken_at, ConversationRow.channel)
        .join(ConversationRow, ConversationRow.id == HandoverRow.conversation_id)
        .where(HandoverRow.asked_at >= begin, HandoverRow.asked_at < end)
    )
    for asked_at, taken_at, where in rows.execute(query):
        bucket = found.buckets[_day(asked_at), where]
        bucket.counts["handovers"] += 1
        if taken_at is not None:
            bucket.counts["taken"] += 1
            bucket.waited.append(max(0, round((_utc(taken_at) - _utc(asked_at)).total_seconds())))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _day(at: Any) -> date:
    return _utc(at).astimezone(SHANGHAI).date()


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
