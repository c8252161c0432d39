"""The databases that store and search are tested on: SQLite always, PostgreSQL where it can be reached."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from policy_kb.models import create_engine

VARIABLE = "IPDESK_TEST_POSTGRES"
SQLITE_FILE = "ipdesk.sqlite3"
_DEFAULTS = ("postgresql+psycopg2://root@127.0.0.1:5432/test", "postgresql+psycopg2://postgres@127.0.0.1:5432/test")


@cache
def postgresql() -> str | None:
    """The address of a PostgreSQL that answers. Where the variable names one, it has to answer."""
    named = os.environ.get(VARIABLE)
    if named:
        named = named.replace("postgresql://", "postgresql+psycopg2://", 1)
    for url in (named,) if named else _DEFAULTS:
        engine = sa.create_engine(url, connect_args={"connect_timeout": 2})
        try:
            with engine.connect():
                return url
        except OperationalError as error:
            if named:
                raise pytest.UsageError(f"{VARIABLE} names a PostgreSQL that can't be reached: {error}") from error
        finally:
            engine.dispose()
    return None


def backends() -> list[str]:
    return ["sqlite", "postgresql"] if postgresql() else ["sqlite"]


@contextmanager
def database(backend: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of our own: a file, or a schema that is dropped afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / SQLITE_FILE}"
        return
    server = postgresql()
    assert server is not None
    schema = f"ipdesk_{uuid.uuid4().hex}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    try:
        # No test ends the server in mid-write, so none waits for its disk.
        yield f"{server}?options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        admin.dispose()


def schema_of(url: str) -> str:
    """The schema of an address that ``database`` gave."""
    [found] = re.findall(r"search_path%3D(\w+)", url)
    return str(found)


@contextmanager
def engine_on(backend: str, folder: Path) -> Iterator[Engine]:
    with database(backend, folder) as url:
        engine = create_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


def left_out() -> str | None:
    """What to tell whoever runs the tests, if something was not run."""
    if postgresql():
        return None
    return (
        "PostgreSQL at 127.0.0.1:5432 (database test) can't be reached: the store and search tests ran on SQLite only. "
        f"Set {VARIABLE} to the address of another one."
    )
