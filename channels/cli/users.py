"""ipdesk users"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from channels.accounts.users import Actor

app = typer.Typer(help="工作台的账号：添加、列出、停用、改密码、改角色。", no_args_is_help=True)

NAME = typer.Argument(help="登录名")
_STDIN = typer.Option("--password-stdin", help="从标准输入读密码，不在屏幕上询问")
_ROLES = "clerk（坐席，只查不改）、editor（审核员，可以导入和审核）、admin（管理员，还可以看操作记录）"


@app.command()
def add(
    name: Annotated[str, NAME],
    role: Annotated[str, typer.Option(help=f"角色：{_ROLES}")] = "clerk",
    display_name: Annotated[str | None, typer.Option("--display-name", help="姓名；不写就显示登录名")] = None,
    password_stdin: Annotated[bool, _STDIN] = False,
) -> None:
    """添加一个账号。密码至少10个字符。"""
    from channels.accounts.users import ROLE_NAMES, add_user

    with _database() as (engine, by):
        user = add_user(engine, name, _password(name, from_stdin=password_stdin), role, by, display_name)
    print(f"已添加 {user.name}（{user.display_name}，{ROLE_NAMES[user.role]}）。现在就可以登录工作台。")


@app.command("list")
def list_() -> None:
    """列出全部账号。"""
    from channels.accounts.users import ROLE_NAMES, users
    from policy_kb.settings import SHANGHAI

    with _database() as (engine, _):
        found = users(engine)
    if not found:
        print("还没有账号。添加第一个：ipdesk users add 登录名 --role admin")
    for user in found:
        state = "可以登录" if user.disabled_at is None else f"{user.disabled_at.astimezone(SHANGHAI):%Y-%m-%d} 停用"
        since = f"{user.created_at.astimezone(SHANGHAI):%Y-%m-%d} 添加"
        print("\t".join((user.name, user.display_name, f"{user.role}（{ROLE_NAMES[user.role]}）", state, since)))


@app.command()
def disable(
    name: Annotated[str, NAME],
    undo: Annotated[bool, typer.Option("--undo", help="恢复停用的账号")] = False,
) -> None:
    """停用一个账号：马上不能再用，已经登录的也会退出。操作记录都保留。"""
    from channels.accounts.users import set_disabled

    with _database() as (engine, by):
        set_disabled(engine, name, by, disabled=not undo)
    print(f"{name} 已恢复，可以登录了。" if undo else f"{name} 已停用。恢复用 ipdesk users disable {name} --undo。")


@app.command()
def passwd(name: Annotated[str, NAME], password_stdin: Annotated[bool, _STDIN] = False) -> None:
    """重设密码；已经登录的都会退出。"""
    from channels.accounts.users import set_password

    with _database() as (engine, by):
        set_password(engine, name, _password(name, from_stdin=password_stdin), by)
    print(f"{name} 的密码已经改好，请把新密码告诉本人。")


@app.command("role")
def role_(name: Annotated[str, NAME], role: Annotated[str, typer.Argument(help=f"角色：{_ROLES}")]) -> None:
    """改一个账号的角色，马上生效。"""
    from channels.accounts.users import ROLE_NAMES, role_of, set_role

    with _database() as (engine, by):
        set_role(engine, name, role, by)
    print(f"{name} 现在是{ROLE_NAMES[role_of(role)]}。")


@contextmanager
def _database() -> Iterator[tuple[Engine, Actor]]:
    from channels.accounts.errors import AccountError
    from channels.accounts.users import Actor
    from channels.cli.kb.who import person
    from channels.errors import UserError
    from channels.loading import open_database
    from channels.staff_store import upgrade
    from channels.staff_store.revision import StoreError
    from policy_kb.settings import settings

    with open_database(settings()) as engine:
        try:
            upgrade(engine)
            yield engine, Actor(f"命令行 {person(None)}"[:100])
        except (AccountError, StoreError) as error:
            raise UserError(str(error)) from error


def _password(name: str, *, from_stdin: bool) -> str:
    """The new password, from the person or from standard input without its line's end. Raises AccountError."""
    import getpass
    import sys

    from channels.accounts.errors import AccountError
    from channels.accounts.passwords import SHORTEST, check_strength

    if from_stdin:
        # One line, and not without an end: a password is short.
        return sys.stdin.readline(1_000).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccountError("这里没法询问密码。请在终端里运行，或者加上 --password-stdin 从标准输入读。")
    first = getpass.getpass(f"请输入 {name} 的新密码（至少{SHORTEST}个字符，输入时不显示）：")
    check_strength(first, name)
    if getpass.getpass("请再输入一次：") != first:
        raise AccountError("两次输入的密码不一样，没有改动。请再运行一次。")
    return first
