"""Counts what is stored with conversations, day by day."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.conversations.models import ConversationRow, DayCountRow, HandoverRow, MessageRow, RatingRow
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

    def within(column: Any) -> sa.ColumnElement[bool]:
        return sa.and_(column >= begin, column < end)

    found = Counted(defaultdict(Bucket), Counter(), Counter(), Counter(), Counter())
    with reading(engine) as rows:
        for one in tallied(rows, within):
            _add(found, one, channel)
        kept = sa.select(DayCountRow).where(DayCountRow.day >= since, DayCountRow.day <= until)
        for row in rows.scalars(kept):
            _add(found, Tally(row.day, row.channel, row.what, row.name, row.count), channel)
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """So often something happened on a day and channel. ``what`` is ``count`` of what ``name`` says, a time (``ms`` or
    ``waited``, ``name`` is the number), or the name of a share (``kind``, ``intent``, ``topic``, ``region``)."""

    day: date
    channel: str
    what: str
    name: str
    count: int = 1


def tallied(rows: Session, chosen: Callable[[Any], sa.ColumnElement[bool]]) -> Iterator[Tally]:
    """Everything that is to be counted of conversations, one by one. ``chosen`` makes the condition of what is meant
    from the column with its time."""
    yield from _messages(rows, chosen)
    yield from _others(rows, chosen)
    yield from _handovers(rows, chosen)


def _add(found: Counted, one: Tally, channel: str | None) -> None:
    bucket = found.buckets[one.day, one.channel]
    match one.what:
        case "count":
            bucket.counts[one.name] += one.count
        case "ms":
            bucket.ms += [int(one.name)] * one.count
        case "waited":
            bucket.waited += [int(one.name)] * one.count
        case _ if channel in (None, one.channel):
            shares = {"kind": found.kinds, "intent": found.intents, "topic": found.topics, "region": found.regions}
            shares[one.what][one.name] += one.count


def _messages(rows: Session, chosen: Callable[[Any], sa.ColumnElement[bool]]) -> Iterator[Tally]:
    columns = (MessageRow.role, MessageRow.kind, MessageRow.intent, MessageRow.topic, MessageRow.region, MessageRow.ms)
    query = (
        sa.select(MessageRow.at, ConversationRow.channel, *columns)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(
            chosen(MessageRow.at),
            # An answer in several messages is timed, and counted, once.
            (MessageRow.role == "user") | MessageRow.ms.is_not(None),
        )
        .execution_options(yield_per=5_000)
    )
    for at, where, role, kind, intent, topic, region, ms in rows.execute(query):
        day = _day(at)
        if role == "user":
            yield Tally(day, where, "count", "questions")
            continue
        yield Tally(day, where, "count", "answers")
        yield Tally(day, where, "ms", str(int(ms or 0)))
        if kind in ("decline", "question"):
            yield Tally(day, where, "count", "declined" if kind == "decline" else "asked_back")
        for what, value in (("kind", kind), ("intent", intent), ("topic", topic), ("region", region)):
            if value:
                yield Tally(day, where, what, value)


def _others(rows: Session, chosen: Callable[[Any], sa.ColumnElement[bool]]) -> Iterator[Tally]:
    began = sa.select(ConversationRow.started_at, ConversationRow.channel).where(
        chosen(ConversationRow.started_at), ConversationRow.last_seq > 0
    )
    for at, where in rows.execute(began):
        yield Tally(_day(at), where, "count", "conversations")
    rated = (
        sa.select(RatingRow.at, ConversationRow.channel, RatingRow.useful)
        .join(MessageRow, MessageRow.id == RatingRow.message_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(chosen(RatingRow.at))
    )
    for at, where, useful in rows.execute(rated):
        yield Tally(_day(at), where, "count", "useful" if useful else "useless")


def _handovers(rows: Session, chosen: Callable[[Any], sa.ColumnElement[bool]]) -> Iterator[Tally]:
    query = (
        sa.select(HandoverRow.asked_at, HandoverRow.taken_at, ConversationRow.channel)
        .join(ConversationRow, ConversationRow.id == HandoverRow.conversation_id)
        .where(chosen(HandoverRow.asked_at))
    )
    for asked_at, taken_at, where in rows.execute(query):
        day = _day(asked_at)
        yield Tally(day, where, "count", "handovers")
        if taken_at is not None:
            yield Tally(day, where, "count", "taken")
            seconds = max(0, round((_utc(taken_at) - _utc(asked_at)).total_seconds()))
            yield Tally(day, where, "waited", str(seconds))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def _day(at: Any) -> date:
    return _utc(at).astimezone(SHANGHAI).date()


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
