"""ipdesk backup, ipdesk restore, ipdesk copy-database"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from channels.backup.archive import Manifest

_OVERWRITE = "已有的也换掉"


def backup(
    file: Annotated[Path, typer.Argument(help="备份写到哪个文件，例如 ipdesk-2025-01-31.zip")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_OVERWRITE)] = False,
) -> None:
    """备份全部数据（知识库、对话、账号、模型、密钥）到一个文件，服务不用停。"""
    from channels.backup.taking import back_up
    from channels.loading import open_database
    from policy_kb.settings import settings

    with _disk(), open_database(settings()) as engine:
        manifest = back_up(engine, settings().data, file, overwrite=overwrite)
    print(f"已备份到 {file}：{_holds(manifest)}，已核对。文件里有对话和密钥，请妥善保管。")


def restore(
    file: Annotated[Path, typer.Argument(help="ipdesk backup 做的备份文件")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_OVERWRITE)] = False,
    check: Annotated[bool, typer.Option("--check", help="只核对备份文件好不好，不恢复")] = False,
) -> None:
    """从备份恢复全部数据；先停下服务。要么全部恢复，要么什么都不改。"""
    from channels.backup.archive import opened
    from channels.backup.restoring import restore as bring_back
    from channels.loading import open_database
    from policy_kb.settings import settings

    if check:
        with _disk(), opened(file) as archive:
            archive.check()
            print(f"备份是好的：{_holds(archive.manifest)}。")
        return
    with _disk(), open_database(settings()) as engine:
        manifest = bring_back(engine, settings().data, file, overwrite=overwrite)
    print(f"已恢复：{_holds(manifest)}。请重新启动服务（ipdesk serve），并运行 ipdesk doctor 检查一遍。")


def copy_database(
    url: Annotated[str, typer.Argument(help="目标数据库，例如 postgresql://用户@主机:5432/库名")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_OVERWRITE)] = False,
) -> None:
    """把数据库的全部内容搬到另一个数据库（例如从 SQLite 到 PostgreSQL）；先停下服务，原来的不动。"""
    import tempfile

    from channels.backup.restoring import copy_tables
    from channels.backup.taking import back_up
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.settings import read_settings, settings

    target = read_settings(DATABASE_URL=url)
    if target.database_url == settings().database_url:
        raise UserError("目标就是现在用的数据库，不用搬。")
    with _disk(), tempfile.TemporaryDirectory(dir=settings().data) as folder:
        file = Path(folder) / "copy.zip"
        with open_database(settings()) as engine:
            back_up(engine, settings().data, file)
        with open_database(target) as engine:
            manifest = copy_tables(engine, file, overwrite=overwrite)
    print(f"已搬好 {manifest.rows} 行。请把 DATABASE_URL 设为新的数据库，再启动服务；原来的数据库没有动。")


def _holds(manifest: Manifest) -> str:
    from policy_kb.settings import SHANGHAI

    made = f"{manifest.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"{made} 的数据，{len(manifest.tables)} 张表 {manifest.rows} 行，{len(manifest.files)} 个文件"


@contextmanager
def _disk() -> Iterator[None]:
    from channels.errors import UserError

    try:
        yield
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        raise UserError(f"文件{place}读写不了（{error.strerror}）。请检查路径、权限和磁盘空间。") from error
