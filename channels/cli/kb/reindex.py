"""ipdesk kb reindex"""

from __future__ import annotations

from typing import Annotated

import typer


def reindex(
    anew: Annotated[bool, typer.Option("--all", help="全部重做，不只做过时的")] = False,
) -> None:
    """重做检索用的词：换了词表或者升级程序以后用。一份文件一次提交，可以中断，再运行会接着做。"""
    from channels.cli.console import say, visible_progress
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.migrations import MigrationError
    from policy_kb.settings import settings
    from policy_kb.store.reindex import reindex as index_documents

    done = 0
    with open_database(settings()) as engine, visible_progress() as progress:

        def tell(number: int, total: int, title: str) -> None:
            nonlocal done
            done = number
            progress(f"[{number}/{total}] 《{title}》")

        try:
            report = index_documents(engine, anew=anew, progress=tell)
        except KeyboardInterrupt:
            raise UserError(
                f"已中断：做完了 {done} 份，没有做到一半的文件。再运行 ipdesk kb reindex（不加 --all）会接着做。"
            ) from None
        except MigrationError as error:
            raise UserError(str(error)) from error
    say(f"重做了 {report.indexed} 份文件的检索词，{report.left_alone} 份本来就是新的。")
