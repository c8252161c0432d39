"""ipdesk conversations"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from channels.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = typer.Typer(help="来访者的对话：导出、删除一位来访者的。", no_args_is_help=True)

ID = typer.Argument(help="对话编号（工作台里这个对话的地址末尾），这位来访者的全部对话一起处理")
_YES = typer.Option("--yes", help="不再询问，直接删除")


@app.command()
def export(
    conversation: Annotated[str, ID],
    file: Annotated[Path | None, typer.Argument(help="写到哪个文件；不写就显示出来")] = None,
) -> None:
    """导出一位来访者的全部对话（JSON）。"""
    import json

    from channels.conversations.own_data import exported

    engine = _engine()
    text = json.dumps(exported(engine, _all_of(engine, conversation), notes=True), ensure_ascii=False, indent=1)
    if file is None:
        print(text)
        return
    try:
        with file.open("x", encoding="utf-8") as out:
            file.chmod(0o600)
            out.write(text + "\n")
    except FileExistsError:
        raise UserError(f"{file} 已经存在，没有覆盖。请换一个文件名。") from None
    except OSError as error:
        raise UserError(f"{file} 写不了（{error.strerror}）。请检查路径和权限。") from error
    print(f"已导出到 {file}。里面是来访者的话，请妥善保管。")


@app.command()
def erase(conversation: Annotated[str, ID], yes: Annotated[bool, _YES] = False) -> None:
    """删除一位来访者的全部对话，删除后找不回来。"""
    from channels.conversations import own_data

    engine = _engine()
    found = _all_of(engine, conversation)
    _confirm(f"要删除这位来访者的 {len(found)} 个对话，删除后找不回来。", yes)
    print(f"已删除 {own_data.erase(engine, found)} 个对话。以前做的备份里还有，到期请一起删除。")


def _engine() -> Engine:
    from channels.conversations.migrations import upgrade
    from channels.loading import open_database
    from policy_kb.settings import settings

    with open_database(settings()) as engine:
        upgrade(engine)
        return engine


def _all_of(engine: Engine, conversation: str) -> list[str]:
    from channels.conversations.own_data import of_session, session_of

    session = session_of(engine, conversation.strip().lower())
    if session is None:
        raise UserError(f"没有找到对话 {conversation}，请检查编号。")
    return of_session(engine, session)


def _confirm(sentence: str, yes: bool) -> None:
    if not yes and not typer.confirm(f"{sentence}确定吗？"):
        raise UserError("没有删除。")
