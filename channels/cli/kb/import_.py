"""ipdesk kb import"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from channels.cli.kb.who import WHO_HELP

if TYPE_CHECKING:
    from policy_kb.review.importing import Imported


def import_(
    place: Annotated[Path, typer.Argument(help="政策文件（.txt、.html、.docx、.pdf），或者装着它们的文件夹")],
    region: Annotated[
        str | None, typer.Option(help="这是哪个地方的文件：名称或六位代码；不写就从标题和印发单位看")
    ] = None,
    who: Annotated[str | None, typer.Option(help=WHO_HELP)] = None,
) -> None:
    """导入政策文件：条款马上可以查到，读出来的奖补、机构、目标作为草稿等人审核。可以中断，再运行会接着做。"""
    from channels.cli.console import say, visible_progress
    from channels.cli.kb.who import person
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.migrations import MigrationError
    from policy_kb.review.errors import ReviewError
    from policy_kb.review.folder import files_of, import_files
    from policy_kb.settings import settings

    name = person(who)
    done = 0
    with open_database(settings()) as engine, visible_progress() as progress:

        def tell(number: int, total: int, path: Path, outcome: Imported | str) -> None:
            nonlocal done
            done = number
            progress(f"[{number}/{total}] {path.name}：{_told(outcome)}")

        try:
            files = files_of(place)
            report = import_files(engine, files, who=name, region=region, progress=tell)
        except KeyboardInterrupt:
            raise UserError(f"已中断：前 {done} 个文件处理完了，没有留下半份文件。再运行同一条命令会接着做。") from None
        except (ReviewError, MigrationError) as error:
            raise UserError(str(error)) from error
    if len(files) > 1:
        say(f"新导入 {len(report.stored)} 份，原来就有 {len(report.known)} 份，没有导入 {len(report.failed)} 份。")
    if report.failed:
        for path, sentence in report.failed if len(files) > 1 else ():
            say(f"没有导入  {path}：{sentence}")
        if len(files) == 1:
            raise UserError(report.failed[0][1])
        raise UserError(f"有 {len(report.failed)} 个文件没有导入，原因见上面。改好以后再运行同一条命令就行。")
    if report.stored:
        say("草稿还没有人审核，不会用来计算。请用 ipdesk kb review 审核。")


def _told(outcome: Imported | str) -> str:
    if isinstance(outcome, str):
        return f"没有导入。{outcome}"
    if not outcome.new:
        return f"已经有了（{outcome.doc_id}），没有变化"
    return f"已导入《{outcome.title}》（{outcome.doc_id}，{outcome.region}）：{counted(outcome)}"


def counted(outcome: Imported) -> str:
    """How many clauses and drafts there are."""
    from policy_kb.review.decisions import KIND_NAMES

    drafts = "、".join(f"{name} {outcome.drafts[kind]}" for kind, name in KIND_NAMES.items() if kind in outcome.drafts)
    return f"{outcome.clauses} 个条款，草稿：{drafts}"
