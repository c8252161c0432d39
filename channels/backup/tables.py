"""The tables that belong to an installation: read as they are at one moment, and written into another database.

They are read through SQLAlchemy in one transaction that sees one state (a snapshot of SQLite's write-ahead log,
REPEATABLE READ on PostgreSQL), so writers need not wait, and the same file fits both kinds of database. SQLite's backup
API and pg_dump each copy only into what they came from, and pg_dump has to be there, no older than the server.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData, Table, event

import policy_kb.models  # noqa: F401 -- registers the knowledge base's tables
from channels.backup.archive import Archive, TablePart, Writer
from channels.backup.values import decoder, encoder
from channels.conversations import migrations as conversations
from channels.conversations.migrations.revision import VERSION_TABLE as CONVERSATIONS_VERSION
from channels.conversations.models import Base as Conversations
from channels.errors import UserError
from channels.staff_store import Base as Staff
from channels.staff_store import revision as staff
from policy_kb import migrations as knowledge
from policy_kb.models.base import Base as Knowledge

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class History:
    """Tables whose revisions are counted together."""

    name: str
    metadata: MetaData
    version_table: str
    head: str
    current: Callable[[Connection], str | None]
    bring_to: Callable[..., None]


HISTORIES = (
    History("knowledge", Knowledge.metadata, "alembic_version", knowledge.HEAD, knowledge.current, knowledge.bring_to),
    History(
        "conversations",
        Conversations.metadata,
        CONVERSATIONS_VERSION,
        conversations.HEAD,
        conversations.current,
        conversations.bring_to,
    ),
    History("staff", Staff.metadata, staff.VERSION_TABLE, staff.HEAD, staff.current, staff.bring_to),
)
#: Which restores have reached the database: what decides about one that was interrupted.
RESTORES = Table(
    "ipdesk_restores",
    MetaData(),
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
_TABLES = frozenset(name for history in HISTORIES for name in history.metadata.tables)
_OURS = frozenset({RESTORES.name, *_TABLES, *(history.version_table for history in HISTORIES)})


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database until the end of the block."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.execution_options(**options).connect() as connection:
        yield connection


def revisions(connection: Connection) -> dict[str, str]:
    """The revisions of the histories that are there. Raises UserError where one is not this program's."""
    found = {history.name: history.current(connection) for history in HISTORIES}
    for history in HISTORIES:
        if found[history.name] not in (None, history.head):
            raise UserError(
                "数据库的结构和本程序的版本不一致。请用平时运行服务的那个版本备份；"
                "如果刚升级了程序，请先运行 ipdesk kb build，并启动一次服务。"
            )
    return {name: revision for name, revision in found.items() if revision is not None}


def read(connection: Connection, into: Writer) -> tuple[TablePart, ...]:
    """Write every table into an archive."""
    return tuple(_read(connection, table, into) for table in _reflected(connection, _TABLES).sorted_tables)


def _read(connection: Connection, table: Table, into: Writer) -> TablePart:
    rows = 0
    encoders = [encoder(column.type) for column in table.columns]

    def lines() -> Iterator[bytes]:
        nonlocal rows
        query = sa.select(table).order_by(*table.primary_key.columns)
        for batch in connection.execution_options(yield_per=_BATCH).execute(query).partitions():
            rows += len(batch)
            coded = (
                [None if value is None else code(value) for value, code in zip(row, encoders, strict=True)]
                for row in batch
            )
            yield b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in coded)

    member = into.add(f"tables/{table.name}.jsonl", lines())
    return TablePart(name=table.name, columns=tuple(table.columns.keys()), rows=rows, member=member)


def occupied(connection: Connection) -> bool:
    """Whether a database has anything in its tables of ours."""
    return any(
        connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None
        for table in _reflected(connection, _TABLES).sorted_tables
    )


def replace(connection: Connection, archive: Archive, restore: str) -> None:
    """Put an archive's tables in the place of what is there, inside the caller's transaction, and bring them to this
    program's revisions. Raises UserError where the archive is newer than the program or does not fit."""
    _drop(connection)
    manifest = archive.manifest
    for history in HISTORIES:
        if (revision := manifest.revisions.get(history.name)) is not None:
            try:
                history.bring_to(connection, revision)
            except (knowledge.MigrationError, staff.StoreError) as error:
                raise UserError(str(error)) from error
    tables = _reflected(connection, _TABLES)
    parts = {part.name: part for part in manifest.tables}
    if parts.keys() != tables.tables.keys():
        raise UserError("备份里的表和它写明的结构版本对不上，没法恢复。什么都没有改动。")
    for table in tables.sorted_tables:
        _write(connection, table, parts[table.name], archive)
    for history in HISTORIES:
        if history.name in manifest.revisions:
            history.bring_to(connection)
    RESTORES.create(connection)
    connection.execute(RESTORES.insert().values(id=restore))


def reached(connection: Connection, restore: str) -> bool:
    """Whether a restore was committed."""
    if not sa.inspect(connection).has_table(RESTORES.name):
        return False
    return connection.execute(sa.select(RESTORES.c.id).where(RESTORES.c.id == restore)).first() is not None


def _write(connection: Connection, table: Table, part: TablePart, archive: Archive) -> None:
    columns = [table.columns.get(name) for name in part.columns]
    known = [column for column in columns if column is not None]
    if len(known) != len(table.columns) or len(known) != len(columns):
        raise UserError(f"备份里表 {table.name} 的列和结构版本对不上，没法恢复。什么都没有改动。")
    decoders = [(column.name, decoder(column.type)) for column in known]
    batch: list[dict[str, Any]] = []
    for line in archive.lines(part.member):
        batch.append(
            {
                name: None if value is None else decode(value)
                for (name, decode), value in zip(decoders, json.loads(line), strict=True)
            }
        )
        if len(batch) >= _BATCH:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)
    stored = connection.scalar(sa.select(sa.func.count()).select_from(table))
    if stored != part.rows:
        raise UserError(f"表 {table.name} 应有 {part.rows} 行，只恢复了 {stored} 行。什么都没有改动。")
    _go_on_counting(connection, table)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a sequence, which rows that bring their number leave where it is."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, sa.Integer):
        return
    sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, keys[0].name)))
    last = connection.scalar(sa.select(sa.func.max(keys[0])))
    if sequence is not None and last is not None:
        connection.execute(sa.select(sa.func.setval(sequence, last)))


def _reflected(connection: Connection, names: frozenset[str]) -> MetaData:
    """Those of the tables that the database has, as they are there."""
    metadata = MetaData()

    @event.listens_for(metadata, "column_reflect")
    def no_json_null(_inspector: Any, _table: Table, column: dict[str, Any]) -> None:
        if isinstance(column["type"], sa.JSON):
            column["type"] = sa.JSON(none_as_null=True)

    metadata.reflect(connection, only=lambda name, _: name in names)
    return metadata


def _drop(connection: Connection) -> None:
    there = _reflected(connection, _OURS)
    functions = _trigger_functions(connection, list(there.tables)) if connection.dialect.name == "postgresql" else []
    there.drop_all(connection)
    for function in functions:
        connection.execute(sa.text(f"DROP FUNCTION {function}"))


def _trigger_functions(connection: Connection, tables: list[str]) -> list[str]:
    """The functions by which tables refuse changes; they do not go with their tables."""
    query = sa.text(
        "SELECT DISTINCT t.tgfoid::regprocedure::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND c.relname = ANY(:tables) AND NOT t.tgisinternal"
    )
    return list(connection.scalars(query, {"tables": tables}))
