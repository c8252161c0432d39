"""Writes of several callers in one transaction: each learns what became of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from channels.conversations.together import Together
from policy_kb.models.engine import create_engine

Write = Callable[[Connection], int]


class Refused(Exception):
    """What a write raises that has changed nothing."""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = create_engine(f"sqlite:///{tmp_path / 'numbers.sqlite3'}")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE numbers (number INTEGER PRIMARY KEY)")
    return made


@pytest.fixture
def together(engine: Engine) -> Together:
    return Together(engine, "numbers", Refused)


def adding(number: int, gate: threading.Event | None = None) -> Write:
    def write(connection: Connection) -> int:
        if gate is not None:
            gate.wait(10)
        connection.exec_driver_sql("INSERT INTO numbers VALUES (?)", (number,))
        return number

    return write


def refusing(_: Connection) -> int:
    raise Refused


def breaking(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT * FROM nowhere").scalar_one())


def kept(engine: Engine) -> set[int]:
    with engine.connect() as connection:
        return set(connection.scalars(sa.text("SELECT number FROM numbers")))


def begun(engine: Engine) -> list[None]:
    """One entry for each transaction from now on."""
    found: list[None] = []
    sa.event.listen(engine, "begin", lambda _: found.append(None))
    return found


async def held(together: Together, gate: threading.Event, *writes: Write) -> list[object]:
    """What becomes of writes that came while another one was written."""
    first = asyncio.create_task(together.run(adding(1, gate)))
    await asyncio.sleep(0.05)
    others = [asyncio.create_task(together.run(write)) for write in writes]
    await asyncio.sleep(0.05)
    gate.set()
    return list(await asyncio.gather(first, *others, return_exceptions=True))


async def test_what_came_meanwhile_is_one_transaction(engine: Engine, together: Together) -> None:
    transactions = begun(engine)
    found = await held(together, threading.Event(), *(adding(number) for number in range(2, 30)))
    assert found == list(range(1, 30))
    assert len(transactions) == 2
    assert kept(engine) == set(range(1, 30))


async def test_a_refusal_is_its_callers_own(engine: Engine, together: Together) -> None:
    found = await held(together, threading.Event(), adding(2), refusing, adding(3))
    assert [type(one) for one in found] == [int, int, Refused, int]
    assert kept(engine) == {1, 2, 3}
    with pytest.raises(Refused):
        await together.run(refusing)


async def test_what_fails_fails_for_all_of_its_transaction_and_no_other(engine: Engine, together: Together) -> None:
    found = await held(together, threading.Event(), adding(2), breaking, adding(3))
    assert [type(one) for one in found] == [int, OperationalError, OperationalError, OperationalError]
    assert kept(engine) == {1}
    assert await together.run(adding(4)) == 4
    with pytest.raises(OperationalError):
        await together.run(breaking)
    assert await together.run(adding(5)) == 5
    assert kept(engine) == {1, 4, 5}


async def test_who_gives_up_keeps_nobody(engine: Engine, together: Together) -> None:
    gate = threading.Event()
    first = asyncio.create_task(together.run(adding(1, gate)))
    await asyncio.sleep(0.05)
    second, third = (asyncio.create_task(together.run(adding(number))) for number in (2, 3))
    await asyncio.sleep(0.05)
    first.cancel()
    second.cancel()
    await asyncio.sleep(0.05)
    gate.set()
    assert await third == 3
    assert await together.run(adding(4)) == 4
    assert kept(engine) >= {3, 4}


async def test_a_database_that_is_locked_holds_up_its_own_thread_only(engine: Engine, together: Together) -> None:
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(together.run(adding(1)))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    assert await waiting == 1
