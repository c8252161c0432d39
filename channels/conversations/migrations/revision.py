"""Upgrading from the program itself, in one transaction."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from channels.errors import UserError
from policy_kb.models.engine import write_connection

#: The newest revision. It stands here so that a start finds current tables without loading Alembic.
HEAD = "0005"
VERSION_TABLE = "conversations_version"


def current(connection: Connection) -> str | None:
    """The revision of the conversations' tables; None where there are none."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    table = sa.table(VERSION_TABLE, sa.column("version_num"))
    revision = connection.execute(sa.select(table.c.version_num)).scalar()
    return None if revision is None else str(revision)


def upgrade(engine: Engine) -> None:
    """Upgrades to HEAD; several processes may call it at once. Raises UserError where the tables are newer."""
    with engine.connect() as connection:
        if current(connection) == HEAD:
            return
    with write_connection(engine) as connection:
        if current(connection) != HEAD:
            bring_to(connection)


def bring_to(connection: Connection, target: str = "head") -> None:
    """Upgrades to a revision inside the caller's transaction. Raises UserError where the tables are newer."""
    from alembic import command
    from alembic.config import Config

    for revision in (current(connection), target):
        if revision is not None and revision != "head" and revision > HEAD:
            raise UserError(
                f"数据库里对话记录的结构版本是 {revision}，比本程序认识的（{HEAD}）更新。请换用更新的程序，"
                "或者用 DATABASE_URL 指定另一个数据库。"
            )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
