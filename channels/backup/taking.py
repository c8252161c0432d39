"""Taking a backup while the service goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine

from channels.backup import files, tables
from channels.backup.archive import Manifest, opened, writing
from channels.errors import UserError

#: A file that a training has just replaced is listed anew.
_ATTEMPTS = 3


def back_up(engine: Engine, data: Path, target: Path, *, overwrite: bool = False) -> Manifest:
    """Write everything into ``target`` and read it once to see that it is good. Raises UserError and OSError."""
    if target.exists() and not overwrite:
        raise UserError(f"{target} 已经存在，没有覆盖。请换一个文件名，或者加上 --overwrite。")
    if not target.parent.is_dir():
        raise UserError(f"没有 {target.parent} 这个文件夹，请先建好，或者换一个位置。")
    for attempt in range(_ATTEMPTS):
        try:
            manifest = _write(engine, data, target)
        except FileNotFoundError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            break
    with opened(target) as archive:
        archive.check()
    return manifest


def _write(engine: Engine, data: Path, target: Path) -> Manifest:
    with writing(target) as writer, tables.one_moment(engine) as connection:
        revisions = tables.revisions(connection)
        if not revisions:
            raise UserError(
                "数据库里还没有内容，不用备份。请检查 IPDESK_DATA 和 DATABASE_URL 是不是平时运行服务的设置。"
            )
        manifest = Manifest(
            program=version("ipdesk"),
            made_at=datetime.now(UTC),
            database=engine.dialect.name,
            revisions=revisions,
            tables=tables.read(connection, writer),
            files=files.read(data, writer),
        )
        writer.finish(manifest)
    return manifest
