"""ipdesk kb add"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from channels.cli.kb.who import WHO_HELP

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from policy_kb.models.review import DraftKind


def add(
    document: Annotated[str, typer.Argument(help="文件编号")],
    kind: Annotated[
        str,
        typer.Argument(help="补充什么：奖补、机构、目标、申报时间、联系方式、申报材料、办理步骤、责任单位、叠加规则"),
    ],
    file: Annotated[Path | None, typer.Option(help="写好的条目（YAML）；不写就打开编辑器，里面有样子")] = None,
    who: Annotated[str | None, typer.Option(help=WHO_HELP)] = None,
) -> None:
    """补充一条系统没有读出来的内容；和审核一样，要有条款和原文，核对通过才会采用。"""
    from channels.cli.kb.who import person
    from channels.errors import UserError
    from channels.loading import open_database
    from policy_kb.migrations import MigrationError, upgrade
    from policy_kb.review.decisions import KIND_NAMES
    from policy_kb.review.errors import ReviewError
    from policy_kb.review.templates import addable, template
    from policy_kb.settings import settings

    kinds = {name: one for one, name in KIND_NAMES.items() if one in addable()}
    if kind not in kinds:
        raise UserError(f"不能补充“{kind}”。可以补充的有：{'、'.join(kinds)}。")
    name = person(who)
    with open_database(settings()) as engine:
        try:
            upgrade(engine)
            if file is not None:
                _store(engine, document, kinds[kind], _read(file), name)
            else:
                _by_hand(engine, document, kinds[kind], template(kinds[kind]), name)
        except (ReviewError, MigrationError) as error:
            raise UserError(str(error)) from error
    print("已采用，现在就可以用来回答。")


def _store(engine: Engine, document: str, kind: DraftKind, text: str, who: str) -> None:
    from policy_kb.review.decisions import add as add_entry

    add_entry(engine, document, kind, text, who)


def _by_hand(engine: Engine, document: str, kind: DraftKind, text: str, who: str) -> None:
    """Until it can be used, or nothing was changed in the editor any more."""
    from channels.cli.kb.editor import edited
    from policy_kb.review.errors import EntryRefused

    while True:
        before, text = text, edited(text)
        try:
            _store(engine, document, kind, text, who)
            return
        except EntryRefused as error:
            if text == before:
                raise
            print(f"还不能采用：\n{error}\n请在编辑器里改正；不改就保存退出，等于放弃。")


def _read(file: Path) -> str:
    from channels.errors import UserError

    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(f"“{file}”不是 UTF-8 编码的文本，请另存一份再试。") from None
    except OSError as error:
        raise UserError(f"打不开文件“{file}”：{error.strerror}。") from error
