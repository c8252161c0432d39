"""Brings the staff's tables to this program's state, beside the revisions of the knowledge base."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from policy_kb.models.engine import write_connection

#: The newest revision; it stands here so that a start finds current tables without loading Alembic.
HEAD = "staff0004"
VERSION_TABLE = "staff_alembic_version"


class StoreError(Exception):
    """The tables can't be brought to this program's state; the text is a sentence that says what to do."""


def upgrade(engine: Engine) -> bool:
    """Upgrades to HEAD in one transaction; False where the database was there already. Raises StoreError.

    Several processes may call it at once: one upgrades, the others wait and find nothing left to do.
    """
    with engine.connect() as connection:
        if current(connection) == HEAD:
            return False
    with write_connection(engine) as connection:
        if current(connection) == HEAD:
            return False
        bring_to(connection)
    return True


def current(connection: Connection) -> str | None:
    """The revision of the staff's tables; None where there are none."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 -- a constant


def bring_to(connection: Connection, target: str = "head") -> None:
    """Upgrades to a revision inside the caller's transaction. Raises StoreError where the tables are newer."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    for revision in (current(connection), target):
        if revision is not None and revision not in ("head", *known):
            raise StoreError(
                f"账号表的结构版本是 {revision}，比本程序认识的（{HEAD}）更新。请换用更新的程序，"
                "或者用 DATABASE_URL 指定另一个数据库。"
            )
    config.attributes["connection"] = connection
    command.upgrade(config, target)
