"""Upgrading from the program itself: no alembic.ini, no command line."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from policy_kb.models.engine import write_connection

#: The newest revision. It stands here so that a start finds a current database without loading Alembic.
HEAD = "0004"


class MigrationError(Exception):
    """The database can't be brought to this program's tables; the text says why and what to do."""


def current(connection: Connection) -> str | None:
    """The revision a database is at; None where it has no tables of ours."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def outdated(engine: Engine) -> str | None:
    """Why this program can't read a database as it is, with what to run; None where it can, or where there is none."""
    with engine.connect() as connection:
        revision = current(connection)
    if revision is None or revision == HEAD:
        return None
    if revision > HEAD:
        return _newer(revision)
    return (
        f"数据库是以前的程序建的（结构版本 {revision}，现在是 {HEAD}）。请运行 ipdesk kb build 升级一下，"
        "导入和审核过的内容都会保留。"
    )


def _newer(revision: str) -> str:
    return (
        f"数据库的结构版本是 {revision}，比本程序认识的（{HEAD}）更新。请换用更新的程序，"
        "或者用 DATABASE_URL 指定另一个数据库。"
    )


def upgrade(engine: Engine) -> bool:
    """Upgrades to HEAD in one transaction; False where the database was there already. Raises MigrationError.

    Several processes may call it at once: one upgrades, the others wait and find nothing left to do.
    """
    with engine.connect() as connection:
        if current(connection) == HEAD:
            return False
    with write_connection(engine) as connection:
        revision = current(connection)
        if revision == HEAD:
            return False
        bring_to(connection)
    return True


def bring_to(connection: Connection, target: str = "head") -> None:
    """Upgrades to a revision inside the caller's transaction. Raises MigrationError where the tables are newer."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    for revision in (current(connection), target):
        if revision is not None and revision not in ("head", *known):
            raise MigrationError(_newer(revision))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
