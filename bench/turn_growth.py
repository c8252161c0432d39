"""What a turn costs late in a conversation, against early in one: the real assistant, its dialogues stored in SQLite.

    python bench/turn_growth.py [--turn 500] [--rounds 5] [--json FILE]

Early and late turns are asked one after the other, message by message, so that whatever else the machine does falls on
both. CPU seconds are of the whole process, the database's thread included.
"""

# ruff: noqa: INP001, S101, T201

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from bot.runtime import Assistant
from channels.conversations.dialogues import Dialogues
from channels.conversations.migrations import upgrade
from channels.conversations.models import DialogueRow
from channels.loading import load_assistant
from policy_kb.models.engine import create_engine
from policy_kb.settings import settings

EARLY = 5
#: A round of messages: a form that is asked for facts, a side question inside it, changes of number and of subject.
MESSAGES = (
    "算一下漳州转让专利能拿多少",
    "我们是高校",
    "归哪个部门管",
    "12件",
    "再多一件呢",
    "那重庆呢",
    "淄博的知识产权纠纷去哪调解",
    "漳州的政策什么时候到期",
    "三级管理体系认证补多少",
    "谢谢",
)


@dataclass
class Times:
    """Milliseconds of each turn: by the clock, and of processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds; ratios of the late to the early turns' sums; ``state`` is the stored text in bytes."""

    turn: int
    turns_measured: int
    early_ms: float
    late_ms: float
    wall_ratio: float
    cpu_ratio: float
    early_state: int
    late_state: int


async def _say(assistant: Assistant, sender: str, number: int, times: Times | None = None) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    replies = await assistant.handle_once(sender, MESSAGES[number % len(MESSAGES)], None, str(number))
    assert replies
    if times is not None:
        times.wall.append((time.perf_counter() - wall) * 1_000)
        times.cpu.append((time.process_time() - cpu) * 1_000)


async def measure(turn: int, rounds: int) -> Result:
    """Turns ``EARLY`` to ``EARLY`` + 9 of one conversation after the other beside those from ``turn`` of old ones."""
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/dialogues.sqlite3")
        upgrade(engine)
        assistant = await load_assistant(settings(), Dialogues(engine))
        span, early, late = len(MESSAGES), Times(), Times()
        start = turn - turn % span + EARLY
        for round_ in range(rounds):
            for number in range(start):
                await _say(assistant, f"late-{round_}", number)
            for number in range(EARLY):
                await _say(assistant, f"early-{round_}", number)
            for number in range(span):
                await _say(assistant, f"early-{round_}", EARLY + number, early)
                await _say(assistant, f"late-{round_}", start + number, late)
        with engine.connect() as connection:
            sizes = dict(
                connection.execute(sa.select(DialogueRow.sender, sa.func.length(DialogueRow.state))).tuples().all()
            )
        engine.dispose()
    return Result(
        start,
        len(late.wall),
        round(statistics.median(early.wall), 2),
        round(statistics.median(late.wall), 2),
        round(sum(late.wall) / sum(early.wall), 3),
        round(sum(late.cpu) / sum(early.cpu), 3),
        max(size for sender, size in sizes.items() if sender.startswith("early")),
        max(size for sender, size in sizes.items() if sender.startswith("late")),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turn", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    result = asyncio.run(measure(given.turn, given.rounds))
    for name, value in asdict(result).items():
        print(f"{name:>16}  {value}")
    if given.json is not None:
        given.json.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
