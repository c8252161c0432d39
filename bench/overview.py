"""How long the figures take over many messages.

    python bench/overview.py [--messages 100000] [--database postgresql://…]

Conversations of questions and answers are spread evenly over a year and the three channels, with ratings and wishes
for a person, in a database that is made for it: a file, or an empty schema of the PostgreSQL that is named. Printed is
the median time of five calls, for the last 30 days and for the whole year, all channels together and one alone.
"""

# ruff: noqa: INP001, S311, T201

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.conversations.migrations import upgrade
from channels.conversations.models import ConversationRow, HandoverRow, MessageRow, RatingRow
from channels.overview.making import overview
from channels.overview.parts import OverviewQuery
from policy_kb.models.engine import changing, create_engine

LAST = date(2026, 6, 30)
DAYS = 365
TURNS = 4
CHANNELS = ("web", "widget", "kiosk")
KINDS = ("award", "clause", "decline", "question", "list")
INTENTS = [f"intent_{number}" for number in range(20)]
TOPICS = [f"topic_{number}" for number in range(54)]
REGIONS = ("350600", "500000", "510000", "370300", "321282")


def fill(engine: Engine, messages: int) -> None:
    """Store so many messages, half of them answers."""
    dice = random.Random(1)
    begin = datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC) - timedelta(days=DAYS - 1)
    asked = [
        {
            "kind": dice.choice(KINDS),
            "intent": dice.choice(INTENTS),
            "topic": dice.choice(TOPICS),
            "region": dice.choice(REGIONS),
        }
        for _ in range(500)
    ]
    talks: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    ratings: list[dict[str, Any]] = []
    handovers: list[dict[str, Any]] = []
    moments = sorted(dice.randrange(DAYS * 86_400 - 3_600) for _ in range(messages // (2 * TURNS)))
    for number, seconds in enumerate(moments):
        at = begin + timedelta(seconds=seconds)
        key = uuid.UUID(int=dice.getrandbits(128)).hex
        where = dice.choice(CHANNELS)
        talk = {"id": key, "session": key, "number": 1, "channel": where, "started_at": at, "last_at": at}
        talks.append(talk | {"last_seq": 2 * TURNS})
        for turn in range(TURNS):
            at += timedelta(seconds=dice.randrange(5, 90))
            line = {"conversation_id": key, "seq": 2 * turn + 1, "role": "user", "at": at, "text": "能奖多少钱？"}
            empty = dict.fromkeys(("reply_to", "kind", "intent", "topic", "region", "ms"))
            lines.append({"id": len(lines) + 1, **empty, **line})
            answer = dice.choice(asked) | {"ms": int(dice.lognormvariate(4, 0.6))}
            told = {
                "role": "bot",
                "seq": 2 * turn + 2,
                "reply_to": 2 * turn + 1,
                "text": "每家一次性给予50万元的奖励。",
            }
            lines.append({"id": len(lines) + 1, **line, **told, **answer})
            if dice.random() < 0.1:
                ratings.append({"message_id": len(lines), "useful": dice.random() < 0.7, "why": "", "at": at})
        if number % 20 == 0:
            taken = at + timedelta(seconds=dice.randrange(10, 900)) if dice.random() < 0.8 else None
            handovers.append({"conversation_id": key, "asked_at": at, "taken_at": taken, "ended_at": None})
    with changing(engine) as rows:
        for table, values in (
            (ConversationRow, talks),
            (MessageRow, lines),
            (RatingRow, ratings),
            (HandoverRow, handovers),
        ):
            rows.execute(sa.insert(table), values)
        rows.execute(sa.text("ANALYZE"))


@contextmanager
def database(url: str | None) -> Iterator[Engine]:
    """An empty database; the schema on a server is dropped afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        if url is None:
            yield create_engine(f"sqlite:///{folder}/overview.sqlite3")
            return
        schema = f"ipdesk_{uuid.uuid4().hex}"
        server = create_engine(url)
        with server.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
        engine = create_engine(f"{url}?options=-csearch_path%3D{schema}")
        try:
            yield engine
        finally:
            engine.dispose()
            with server.begin() as connection:
                connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--database")
    asked = options.parse_args()
    with database(asked.database) as engine:
        upgrade(engine)
        fill(engine, asked.messages)
        for days in (30, DAYS):
            for channel in (None, "web"):
                query = OverviewQuery(since=LAST - timedelta(days=days - 1), until=LAST, channel=channel)
                taken = []
                for _ in range(5):
                    started = time.perf_counter()
                    found = overview(engine, query)
                    taken.append(1000 * (time.perf_counter() - started))
                what = f"{engine.dialect.name}, {days} days, {channel or 'all channels'}"
                print(
                    f"{what}: {statistics.median(taken):.0f} ms "
                    f"({found.totals.questions} questions, half within {found.totals.ms_p50} ms, "
                    f"{found.totals.handovers} asked for a person, half waited {found.totals.waited_p50} s)"
                )


if __name__ == "__main__":
    main()
