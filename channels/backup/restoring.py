"""Restoring a backup: all of it or nothing.

The files are unpacked into a folder beside the data; then the database takes the tables in one transaction, which also
notes the restore's name; then the files are moved into place. Whoever comes after an interruption finds the folder: if
the database knows its name, the files are moved now, otherwise the folder goes and everything is as it was.
"""

from __future__ import annotations

import fcntl
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.backup import files, tables
from channels.backup.archive import Archive, Manifest, opened
from channels.errors import UserError
from policy_kb.models.engine import write_connection

_PREFIX = ".restore-"
_LOCK = ".restore.lock"
_NAME = re.compile(rf"{re.escape(_PREFIX)}([0-9a-f]{{32}})")
_LOCK_SECONDS = 15


def restore(engine: Engine, data: Path, source: Path, *, overwrite: bool = False) -> Manifest:
    """Bring back what a backup holds; where there is data already, only with ``overwrite``. Raises UserError (nothing
    has changed then), OSError and what the database raises."""
    data.mkdir(parents=True, exist_ok=True)
    with opened(source) as archive, _alone(data):
        _settle(engine, data)
        archive.check()
        _check_paths(archive)
        if not overwrite:
            _refuse_to_overwrite(engine, data)
        name = secrets.token_hex(16)
        folder = data / f"{_PREFIX}{name}"
        try:
            folder.mkdir(mode=0o700)
            files.stage(archive, folder)
            _into_database(engine, archive, name)
        finally:
            _settle(engine, data)
        return archive.manifest


def copy_tables(engine: Engine, source: Path, *, overwrite: bool = False) -> Manifest:
    """Bring a backup's tables into another database; no files. Raises UserError and what the database raises."""
    with opened(source) as archive:
        archive.check()
        if not overwrite:
            with engine.connect() as connection:
                if tables.occupied(connection):
                    raise UserError("目标数据库里已经有内容，没有覆盖。确实要换掉的话，请加上 --overwrite。")
        _into_database(engine, archive, secrets.token_hex(16))
        return archive.manifest


def finish_interrupted(engine: Engine, data: Path) -> None:
    """Bring a restore that was interrupted to its end, or take it back; for every start. Raises UserError while one is
    going on."""
    if any(_NAME.fullmatch(folder.name) for folder in data.glob(f"{_PREFIX}*")):
        with _alone(data):
            _settle(engine, data)


def _settle(engine: Engine, data: Path) -> None:
    for folder in data.glob(f"{_PREFIX}*"):
        if (match := _NAME.fullmatch(folder.name)) is None:
            continue
        with engine.connect() as connection:
            done = tables.reached(connection, match[1])
        if done:
            files.swap(folder, data)
        shutil.rmtree(folder)


def _check_paths(archive: Archive) -> None:
    if strange := [part.path for part in archive.manifest.files if not files.is_owned(part.path)]:
        raise UserError(f"备份里有不该有的文件（{strange[0]!r}），没有恢复。什么都没有改动。")


def _refuse_to_overwrite(engine: Engine, data: Path) -> None:
    with engine.connect() as connection:
        there = ["数据库里的内容"] if tables.occupied(connection) else []
    there += files.owned(data)
    if there:
        raise UserError(
            f"这里已经有数据（{'、'.join(there[:3])}{'等' if len(there) > 3 else ''}），没有覆盖。"
            "确实要换成备份里的，请先停下服务，再加上 --overwrite；现在的数据会被替换，需要的话先备份一次。"
        )


def _into_database(engine: Engine, archive: Archive, name: str) -> None:
    try:
        with write_connection(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
            tables.replace(connection, archive, name)
    except sa.exc.OperationalError as error:
        if "lock" not in str(error.orig):
            raise
        raise UserError("数据库正被别的程序使用，没有恢复，什么都没有改动。请先停下服务，再恢复。") from error


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Keep other restores out. Raises UserError while one is going on."""
    with (data / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError("正在恢复备份，请等它完成以后再试。") from None
        yield
