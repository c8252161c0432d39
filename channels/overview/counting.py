"""Has the database count what is stored with conversations, day by day."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Engine
from sqlalchemy.orm import Session

from channels.conversations.failed import FAILED
from channels.conversations.models import ConversationRow, DayCountRow, HandoverRow, MessageRow, RatingRow
from channels.overview.moments import shanghai_day, whole_seconds
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
#: What answers are told apart by.
SHARED = ("kind", "intent", "topic", "region")
Place = tuple[date, str]
Chosen = Callable[[Any], ColumnElement[bool]]


@dataclass(slots=True)
class Bucket:
    """What happened; of ``ms`` and ``waited`` how often each time occurred, for percentiles."""

    counts: Counter[str] = field(default_factory=Counter)
    ms: Counter[int] = field(default_factory=Counter)
    waited: Counter[int] = field(default_factory=Counter)

    def add(self, other: Bucket) -> None:
        """Both together."""
        self.counts.update(other.counts)
        self.ms.update(other.ms)
        self.waited.update(other.waited)

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
    """Buckets by day and channel; of what is ``SHARED`` how often each was answered on the channel asked for."""

    buckets: defaultdict[Place, Bucket] = field(default_factory=lambda: defaultdict(Bucket))
    shares: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def percentile(values: Mapping[int, int], percent: int) -> int | None:
    """The smallest value that so many percent do not exceed, of values with how often each occurs; None of nothing."""
    left = math.ceil(sum(values.values()) * percent / 100)
    for value in sorted(values):
        left -= values[value]
        if left <= 0:
            return value
    return None


@dataclass(frozen=True, slots=True)
class Tally:
    """So often something happened on a day and channel. ``what`` is ``count`` of what ``name`` says, a time (``ms`` or
    ``waited``, ``name`` is the number), or the name of a share (one of ``SHARED``)."""

    day: date
    channel: str
    what: str
    name: str
    count: int


def count(engine: Engine, since: date, until: date, channel: str | None) -> Counted:
    """Everything of the days from ``since`` to ``until``."""
    begin, end = _midnight(since), _midnight(until + timedelta(days=1))

    def within(column: Any) -> ColumnElement[bool]:
        return sa.and_(column >= begin, column < end)

    found = Counted()
    with reading(engine) as rows:
        for one in _counts(rows, within):
            _add(found, one, channel)
        for what, day, where, took, times in _times(rows, within):
            bucket = found.buckets[day, where]
            (bucket.ms if what == "ms" else bucket.waited)[took] += times
        # The shares of a period are not told day by day: there would be as many as answers.
        for (where,), what, value, times in _shares(rows, within, ConversationRow.channel):
            if channel in (None, where):
                found.shares[what][value] += times
        kept = sa.select(DayCountRow).where(DayCountRow.day >= since, DayCountRow.day <= until)
        for stored in rows.scalars(kept):
            _add(found, Tally(stored.day, stored.channel, stored.what, stored.name, stored.count), channel)
    return found


def tallied(rows: Session, chosen: Chosen) -> Iterator[Tally]:
    """Everything that is to be counted of conversations; the same may come in several parts. ``chosen`` makes the
    condition of what is meant from the column with its time."""
    yield from _counts(rows, chosen)
    for what, day, where, took, times in _times(rows, chosen):
        yield Tally(day, where, what, str(took), times)
    on = shanghai_day(MessageRow.at).label("day")
    for (day, where), what, value, times in _shares(rows, chosen, on, ConversationRow.channel):
        yield Tally(day, where, what, value, times)


def _add(found: Counted, one: Tally, channel: str | None) -> None:
    bucket = found.buckets[one.day, one.channel]
    match one.what:
        case "count":
            bucket.counts[one.name] += one.count
        case "ms":
            bucket.ms[int(one.name)] += one.count
        case "waited":
            bucket.waited[int(one.name)] += one.count
        case _ if channel in (None, one.channel):
            found.shares[one.what][one.name] += one.count


def _counts(rows: Session, chosen: Chosen) -> Iterator[Tally]:
    answer = _is_answer()
    for query in (
        _by_day(ConversationRow.started_at, chosen, conversations=sa.func.count()).where(ConversationRow.last_seq > 0),
        _by_day(
            MessageRow.at,
            chosen,
            questions=_how_often(MessageRow.role == "user"),
            answers=_how_often(answer),
            declined=_how_often(answer & MessageRow.kind.in_(("decline", FAILED))),
            asked_back=_how_often(answer & (MessageRow.kind == "question")),
        )
        .join_from(MessageRow, ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where((MessageRow.role == "user") | answer),
        _by_day(RatingRow.at, chosen, useful=_how_often(RatingRow.useful), useless=_how_often(~RatingRow.useful))
        .join_from(RatingRow, MessageRow, MessageRow.id == RatingRow.message_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id),
        _by_day(
            HandoverRow.asked_at,
            chosen,
            handovers=sa.func.count(),
            taken=_how_often(HandoverRow.taken_at.is_not(None)),
        ).join_from(HandoverRow, ConversationRow, ConversationRow.id == HandoverRow.conversation_id),
    ):
        names = query.selected_columns.keys()[2:]
        for day, where, *counts in _rows(rows, query):
            for name, times in zip(names, counts, strict=True):
                if times:
                    yield Tally(day, where, "count", name, times)


def _by_day(at: Any, chosen: Chosen, **counts: ColumnElement[int]) -> sa.Select[Any]:
    """Day, channel, and the counts under their names."""
    day = shanghai_day(at).label("day")
    columns = [counted.label(name) for name, counted in counts.items()]
    return sa.select(day, ConversationRow.channel, *columns).where(chosen(at)).group_by(day, ConversationRow.channel)


def _times(rows: Session, chosen: Chosen) -> Iterator[tuple[str, date, str, int, int]]:
    """``ms`` or ``waited``, day, channel, a time, and how many answers took or visitors waited so long."""
    place: tuple[Any, ...] = (shanghai_day(MessageRow.at).label("day"), ConversationRow.channel, MessageRow.ms)
    took = (
        sa.select(*place, sa.func.count())
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(chosen(MessageRow.at), _is_answer())
        .group_by(*place)
    )
    asked, taken = HandoverRow.asked_at, HandoverRow.taken_at
    waiting = (whole_seconds(taken) - whole_seconds(asked)).label("waited")
    place = (shanghai_day(asked).label("day"), ConversationRow.channel, waiting)
    waited = (
        sa.select(*place, sa.func.count())
        .join(ConversationRow, ConversationRow.id == HandoverRow.conversation_id)
        .where(chosen(asked), taken.is_not(None))
        .group_by(*place)
    )
    for what, query in (("ms", took), ("waited", waited)):
        for day, where, value, times in _rows(rows, query):
            yield what, day, where, max(0, value), times


def _shares(rows: Session, chosen: Chosen, *places: Any) -> Iterator[tuple[tuple[Any, ...], str, str, int]]:
    """The places, one of ``SHARED``, a value of it, and how many answers have it together with certain others."""
    columns = (*places, *(getattr(MessageRow, name) for name in SHARED))
    query = (
        sa.select(*columns, sa.func.count())
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(chosen(MessageRow.at), _is_answer())
        .group_by(*columns)
    )
    for *values, times in _rows(rows, query):
        at = tuple(values[: len(places)])
        for what, value in zip(SHARED, values[len(places) :], strict=True):
            if value:
                yield at, what, value, times


def _rows(rows: Session, query: Any) -> Iterator[tuple[Any, ...]]:
    return (tuple(row) for row in rows.execute(query))


def _is_answer() -> ColumnElement[bool]:
    # An answer in several messages is timed, and counted, once.
    return (MessageRow.role != "user") & MessageRow.ms.is_not(None)


def _how_often(condition: ColumnElement[bool] | Any) -> ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
