"""Engines and sessions. Nothing is opened at import; SQLite is set up for several readers and one writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from policy_kb.models.line import in_line
from policy_kb.settings import settings

BUSY_TIMEOUT_MS = 15_000
#: A server that does not answer is away; without a limit the driver would wait for minutes.
CONNECT_SECONDS = 5
#: Nor is one there that answers no packet: of a host that has lost its power nobody says so.
_SILENT_MS = 15_000
_WRITE = "ipdesk_write"
#: One lock for all writers of a PostgreSQL database; any constant does as long as nothing else there uses it.
_ADVISORY_LOCK = 0x69706465736B


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: it would do so only at the first INSERT, and leave DDL outside.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",  # first: the others may have to wait
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = NORMAL",
        "temp_store = MEMORY",
        "cache_size = -32000",
        "secure_delete = ON",  # what was erased is not to be found in the file
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITE, False)
    # A writer takes the lock at once: a reader that turns writer fails instead of waiting when another was faster.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create_engine(url: str) -> Engine:
    """A new engine for a SQLite or PostgreSQL address; makes the folder of a SQLite file where it is missing."""
    parsed = make_url(url)
    # Errors are logged, and what visitors write is a parameter: hence no parameters in their texts.
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:" and not parsed.database.startswith("file:"):
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, hide_parameters=True)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg2")
    return sa.create_engine(
        parsed,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": _SILENT_MS,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )


def connect(url: str | None = None) -> Engine:
    """The process's engine for ``url`` (default: the configured database), created at the first call."""
    return _engine(url or settings().database_url)


@cache
def _engine(url: str) -> Engine:
    return create_engine(url)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading; it sees one state of the database from its first query to its end."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with Session(engine.execution_options(**options), expire_on_commit=False) as session:
        yield session


def lock(connection: Connection) -> None:
    """Waits until no other process writes, and keeps others out until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


@contextmanager
def write_connection(engine: Engine) -> Iterator[Connection]:
    """One write transaction on a bare connection: committed at the end, rolled back on any exception."""
    with in_line(engine), engine.execution_options(**{_WRITE: True}).begin() as connection:
        lock(connection)
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One write transaction: committed at the end, rolled back on any exception. Writers wait for each other."""
    with write_connection(engine) as connection, Session(connection) as session:
        yield session
        session.flush()


@contextmanager
def change_connection(engine: Engine) -> Iterator[Connection]:
    """A write transaction beside the knowledge base, on a bare connection: on PostgreSQL neither it nor a build waits
    for the other."""
    with (
        in_line(engine),
        engine.connect().execution_options(**{_WRITE: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def changing(engine: Engine) -> Iterator[Session]:
    """The same with a session. What it reads in order to change it has to be read ``with_for_update``."""
    with change_connection(engine) as connection, Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()
