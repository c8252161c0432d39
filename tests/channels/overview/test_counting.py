"""The same figures of SQLite and PostgreSQL as of somebody who goes through the messages one by one."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
import sqlalchemy as sa

from channels.conversations.models import ConversationRow, HandoverRow, MessageRow, RatingRow
from channels.overview.counting import count, percentile
from channels.overview.making import overview
from channels.overview.parts import OverviewQuery
from policy_kb.models.engine import changing
from policy_kb.settings import SHANGHAI

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 5)
CHANNELS = ("web", "widget", "kiosk")


def nearest_rank(values, percent):
    """The definition, on values one by one."""
    ranked = sorted(values)
    return next((v for n, v in enumerate(ranked, 1) if 100 * n >= percent * len(ranked)), None)


def stored(engine):
    """Conversations of a week around the period, some just at midnight; gives the rows."""
    dice = random.Random(7)  # noqa: S311 (test data)
    talks, lines, ratings, handovers = [], [], [], []
    for number in range(120):
        at = datetime(2026, 2, 27, 16, tzinfo=UTC) + timedelta(seconds=dice.choice([0, -1, dice.randrange(86_400)]))
        at += timedelta(days=dice.randrange(8), microseconds=dice.choice([0, 1, 999_999]))
        talks.append(
            {
                "id": f"{number:032d}",
                "session": f"{number:032d}",
                "number": 1,
                "channel": dice.choice(CHANNELS),
                "started_at": at,
                "last_at": at,
                "last_seq": 0 if number % 11 == 0 else 4,
            }
        )
        for seq in range(1, 5) if number % 11 else ():
            line = {"id": len(lines) + 1, "conversation_id": f"{number:032d}", "seq": seq, "at": at, "text": "……"}
            answered = {"role": "user", "kind": None, "intent": None, "topic": None, "region": None, "ms": None}
            if seq % 2 == 0:
                answered |= {"role": "bot", "kind": dice.choice(["award", "decline", "question", None])}
                answered |= {"intent": dice.choice(["a", "b"]), "topic": dice.choice(["t", None])}
                # Without a time it is a further message of the same answer.
                answered |= {"region": dice.choice(["350600", None]), "ms": dice.choice([None, dice.randrange(90)])}
            lines.append(line | answered)
            if seq == 2:
                ratings.append({"message_id": len(lines), "useful": dice.random() < 0.5, "why": "", "at": at})
        if number % 3 == 0:
            taken = at + timedelta(seconds=dice.randrange(500)) if number % 2 else None
            handovers.append({"conversation_id": f"{number:032d}", "asked_at": at, "taken_at": taken})
    with changing(engine) as rows:
        for table, values in ((ConversationRow, talks), (MessageRow, lines), (RatingRow, ratings)):
            rows.execute(sa.insert(table), values)
        rows.execute(sa.insert(HandoverRow), handovers)
    return talks, lines, ratings, handovers


@pytest.mark.parametrize("channel", [None, "kiosk"])
def test_the_database_counts_as_one_counts_by_hand(engine, channel):
    talks, lines, ratings, handovers = stored(engine)
    place = {one["id"]: one["channel"] for one in talks}
    written = {one["id"]: one for one in lines}
    days, shares, ms, waited = Counter(), Counter(), {}, {}

    def note(what, at, where):
        day = at.astimezone(SHANGHAI).date()
        if SINCE <= day <= UNTIL:
            days[day, where, what] += 1
            return (day, where) if channel in (None, where) else None
        return None

    for one in talks:
        if one["last_seq"]:
            note("conversations", one["started_at"], one["channel"])
    for one in lines:
        where = place[one["conversation_id"]]
        if one["role"] == "user":
            note("questions", one["at"], where)
        elif one["ms"] is not None:
            if one["kind"] in ("decline", "question"):
                note({"decline": "declined", "question": "asked_back"}[one["kind"]], one["at"], where)
            if key := note("answers", one["at"], where):
                ms.setdefault(key, []).append(one["ms"])
                shares.update((name, one[name]) for name in ("kind", "intent", "topic", "region") if one[name])
    for one in ratings:
        note("useful" if one["useful"] else "useless", one["at"], place[written[one["message_id"]]["conversation_id"]])
    for one in handovers:
        key = note("handovers", one["asked_at"], place[one["conversation_id"]])
        if one["taken_at"]:
            note("taken", one["asked_at"], place[one["conversation_id"]])
            if key:
                waited.setdefault(key, []).append(round((one["taken_at"] - one["asked_at"]).total_seconds()))

    found = count(engine, SINCE, UNTIL, channel)
    told = {(*key, what): n for key, bucket in found.buckets.items() for what, n in bucket.counts.items()}
    assert told == dict(days)
    assert {(name, value): n for name, counter in found.shares.items() for value, n in counter.items()} == dict(shares)
    assert ms
    assert waited
    for key, values in ms.items():
        assert found.buckets[key].ms == Counter(values)
    for key, values in waited.items():
        assert found.buckets[key].waited == Counter(values)
    figures = overview(engine, OverviewQuery(since=SINCE, until=UNTIL, channel=channel)).totals
    every_ms, every_wait = list(chain(*ms.values())), list(chain(*waited.values()))
    assert figures.ms_p50 == nearest_rank(every_ms, 50)
    assert figures.ms_p95 == nearest_rank(every_ms, 95)
    assert figures.waited_p50 == nearest_rank(every_wait, 50)


def test_percentiles():
    assert percentile({}, 50) is None
    assert percentile(Counter([3, 1, 2]), 50) == 2
    assert percentile(Counter(range(1, 101)), 95) == 95
    assert percentile(Counter([7] * 99 + [9]), 99) == 7
