"""ipdesk kb build"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def build(
    sources: Annotated[Path | None, typer.Option(help="政策原文所在的文件夹，默认是随程序附带的")] = None,
    catalogue: Annotated[Path | None, typer.Option(help="审核记录所在的文件夹，默认是随程序附带的")] = None,
) -> None:
    """读入政策原文和审核记录，建立知识库；没有变化的部分不重复做。"""
    import policy_kb
    from channels.cli.console import say, visible_progress
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.awards.source import RuleFileError
    from policy_kb.catalogue.load import CatalogueError
    from policy_kb.migrations import MigrationError
    from policy_kb.settings import settings
    from policy_kb.store.build import BuildError
    from policy_kb.store.build import build as build_knowledge_base

    folder = Path(policy_kb.__file__).parent
    with open_database(settings()) as engine, visible_progress() as progress:
        try:
            build_knowledge_base(
                engine,
                sources or folder / "sources",
                catalogue or folder / "catalogue",
                lambda done, total, sentence: progress(f"[{done}/{total}] {sentence}"),
            )
        except (BuildError, CatalogueError, RuleFileError, MigrationError) as error:
            raise UserError(f"知识库没有建成：{error}") from error
    say(f"数据库：{engine.url.render_as_string(hide_password=True)}")
