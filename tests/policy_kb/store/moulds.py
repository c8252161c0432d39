"""Databases that take long to make: made once in each process, and given to each test as they were."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ProgrammingError

from policy_kb.models import create_engine
from tests.policy_kb.store.databases import SQLITE_FILE, database, postgresql, schema_of

#: Fills an empty database; what it leaves in the folder belongs to it. The same function always makes the same.
Make = Callable[[Engine, Path], None]


class Moulds:
    """``folder`` is where what is made stays until ``close``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[Make, Path] = {}
        self._schemas: dict[Make, tuple[Path, _Schema]] = {}
        self._open = ExitStack()

    def close(self) -> None:
        self._open.close()

    def url(self, make: Make, backend: str, folder: Path) -> str:
        """The address of a database as ``make`` made it; in ``folder``, made where it is missing, what that left in
        its own. On PostgreSQL one schema is used again, so the database of before ends here."""
        made, url = self._sqlite(make, folder) if backend == "sqlite" else self._postgresql(make)
        shutil.copytree(made, folder, dirs_exist_ok=True)
        return url

    @contextmanager
    def engine(self, make: Make, backend: str, folder: Path) -> Iterator[Engine]:
        engine = create_engine(self.url(make, backend, folder))
        try:
            yield engine
        finally:
            engine.dispose()

    def _sqlite(self, make: Make, folder: Path) -> tuple[Path, str]:
        if make not in self._files:
            made = self._files[make] = self._empty_folder()
            engine = create_engine(f"sqlite:///{made / SQLITE_FILE}")
            make(engine, made)
            engine.dispose()
        return self._files[make], f"sqlite:///{folder / SQLITE_FILE}"

    def _postgresql(self, make: Make) -> tuple[Path, str]:
        if make not in self._schemas or not self._schemas[make][1].restore():
            made = self._empty_folder()
            self._schemas[make] = made, self._open.enter_context(_schema(make, made))
        made, schema = self._schemas[make]
        return made, schema.url

    def _empty_folder(self) -> Path:
        folder = self._folder / uuid.uuid4().hex
        folder.mkdir()
        return folder


@dataclass
class _Schema:
    """A schema that tests use, and another that keeps the rows it is filled with again."""

    url: str
    admin: Engine
    name: str
    kept: str
    tables: list[str]
    sequences: dict[str, int | None]
    form: list[tuple[object, ...]]

    def restore(self) -> bool:
        """Fills it again; False where that can't be done, because a test changed tables or may not switch triggers off.

        A test that left a transaction open would hold this up, so the wait has an end.
        """
        with self.admin.begin() as connection:
            if _form(connection, self.name) != self.form:
                return False
        try:
            with self.admin.begin() as connection:
                connection.execute(sa.text("SET LOCAL lock_timeout = '60s'"))
                # No checks between tables while they are half filled, and none of the guards of what is kept for ever.
                connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
                for table in self.tables:
                    here, kept = f'{self.name}."{table}"', f'{self.kept}."{table}"'
                    connection.execute(sa.text(f"DELETE FROM {here}"))  # noqa: S608 (names of our own)
                    connection.execute(
                        sa.text(f"INSERT INTO {here} OVERRIDING SYSTEM VALUE SELECT * FROM {kept}")  # noqa: S608
                    )
                for sequence, last in self.sequences.items():
                    connection.execute(
                        sa.text("SELECT setval(CAST(:name AS regclass), :last, :called)"),
                        {"name": f'{self.name}."{sequence}"', "last": last or 1, "called": last is not None},
                    )
        except ProgrammingError:
            return False
        return True


@contextmanager
def _schema(make: Make, folder: Path) -> Iterator[_Schema]:
    server = postgresql()
    assert server is not None
    with database("postgresql", folder) as url, database("postgresql", folder) as keeper:
        engine = create_engine(url)
        make(engine, folder)
        engine.dispose()
        admin = sa.create_engine(server)
        name, kept = schema_of(url), schema_of(keeper)
        with admin.begin() as connection:
            tables = list(
                connection.scalars(
                    sa.text("SELECT tablename FROM pg_tables WHERE schemaname = :name ORDER BY 1"), {"name": name}
                )
            )
            for table in tables:
                connection.execute(sa.text(f'CREATE TABLE {kept}."{table}" AS TABLE {name}."{table}"'))
            sequences = connection.execute(
                sa.text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = :name"), {"name": name}
            ).all()
            form = _form(connection, name)
        yield _Schema(url, admin, name, kept, tables, dict(sequences), form)
        admin.dispose()


def _form(connection: Connection, schema: str) -> list[tuple[object, ...]]:
    """What tables, columns, indexes and triggers there are."""
    queries = (
        """SELECT table_name, column_name, data_type, column_default FROM information_schema.columns
        WHERE table_schema = :name ORDER BY 1, ordinal_position""",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = :name ORDER BY 1",
        """SELECT relname, tgname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = CAST(:name AS regnamespace) AND NOT tgisinternal ORDER BY 1, 2""",
    )
    return [tuple(row) for query in queries for row in connection.execute(sa.text(query), {"name": schema})]
