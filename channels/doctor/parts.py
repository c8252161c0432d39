"""What belongs to the installation: database, knowledge base, model, accounts, pages, Redis."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import sqlalchemy as sa

from channels.errors import UserError
from channels.loading import model_folder, newest_model, open_database, open_knowledge_base
from policy_kb.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from channels.doctor.examination import Found

_REDIS_SECONDS = 3
_PAGES = ("chat.html", "desk.html", "kiosk.html", "widget.js")


def database(settings: Settings) -> Found:
    """Whether it can be reached, and is at this program's revisions."""
    from channels.backup.tables import HISTORIES

    if _missing_file(settings):
        return "bad", "还没有数据库。请运行 make run（或 ipdesk kb build）。"
    try:
        with open_database(settings) as engine, engine.connect() as connection:
            found = {history.name: history.current(connection) for history in HISTORIES}
            if engine.dialect.name == "sqlite" and (state := _integrity(connection)) != "ok":
                return "bad", (
                    f"数据库文件坏了（{state}）。"
                    "请先停下服务，再用最近的备份恢复：ipdesk restore 备份文件 --overwrite。"
                )
    except UserError as error:
        return "bad", str(error)
    newer = [history.name for history in HISTORIES if (found[history.name] or "") > history.head]
    if newer:
        return "bad", "数据库是更新的程序建的，这个程序读不了。请换用更新的程序，或者恢复升级前的备份。"
    older = [history.name for history in HISTORIES if found[history.name] != history.head]
    if "knowledge" in older:
        return "bad", "数据库还没有升级到这个程序的版本。请运行 ipdesk kb build，内容都会保留。"
    if older:
        return "warning", "对话或账号的表还没有建好，启动服务（ipdesk serve）时会自动建。"
    return "good", f"{engine.dialect.name}，连得上，版本合适"


def _integrity(connection: sa.Connection) -> str:
    return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())


def knowledge_base(settings: Settings) -> Found:
    """Whether it has been built and has something in it."""
    from policy_kb.models.document import DocumentRow

    if _missing_file(settings):
        return "bad", "还没有建好。请运行 make run（或 ipdesk kb build）。"
    try:
        with open_knowledge_base(settings) as session:
            documents = session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) or 0
    except UserError as error:
        return "bad", str(error)
    if not documents:
        return "bad", "里面一份文件也没有。请运行 ipdesk kb build，或者在工作台导入文件。"
    return "good", f"{documents} 份文件"


def model(settings: Settings) -> Found:
    """Whether there is one, and of the program's files as they are now."""
    from bot.taught import chosen_model, read_choice
    from bot.training import is_up_to_date

    folder = model_folder(settings)
    if not newest_model(folder).is_file():
        return "bad", "还没有问答模型。请运行 make run（或 ipdesk train）。"
    if not is_up_to_date(folder):
        return "bad", "问答模型是用以前的程序训练的，和现在的程序不配套。请运行 ipdesk train，大约一两分钟。"
    if read_choice(folder).model is not None and chosen_model(folder) is None:
        return "warning", "在工作台教过的模型不能用了（程序更新过），现在用的是程序自带的。请在工作台重新训练一次。"
    return "good", (chosen_model(folder) or newest_model(folder)).name


def accounts(settings: Settings) -> Found:
    """Whether anybody can sign in to the desk."""
    from channels.staff_store import UserRow
    from policy_kb.models.engine import reading

    if _missing_file(settings):
        return "warning", "还没有账号，工作台进不去。请运行 ipdesk users add 登录名 --role admin。"
    with open_database(settings) as engine:
        there = sa.inspect(engine).has_table(UserRow.__tablename__)
        with reading(engine) as session:
            query = sa.select(sa.func.count()).select_from(UserRow).where(UserRow.disabled_at.is_(None))
            number = session.scalar(query) if there else 0
    if not number:
        return "warning", "还没有能用的账号，工作台进不去。请运行 ipdesk users add 登录名 --role admin。"
    return "good", f"{number} 个账号可以登录"


def pages(_settings: Settings) -> Found:
    """Whether the web pages have been built."""
    from channels import site

    missing = [name for name in _PAGES if not (site.DIST / name).is_file()]
    if missing:
        return "bad", f"网页还没有构建好（缺 {missing[0]}）。请运行 scripts/web.sh。"
    return "good", "已构建"


def redis(settings: Settings) -> Found:
    """Whether it answers, where one is named."""
    if settings.redis_url is None:
        return "good", "没有设 REDIS_URL，不需要"
    try:
        with _connection(settings.redis_url) as line:
            line.sendall(b"*1\r\n$4\r\nPING\r\n")
            answer = line.recv(64)
    except (OSError, ValueError) as error:
        return "bad", f"连不上（{type(error).__name__}）。请检查 REDIS_URL 和 Redis 是否在运行。"
    # Without a password it answers all the same, if only by asking for one.
    if not answer.startswith((b"+PONG", b"-NOAUTH")):
        return "bad", "REDIS_URL 指的地方有程序在听，但不是 Redis。请检查 REDIS_URL。"
    return "good", "连得上"


@contextmanager
def _connection(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    with socket.create_connection((host, parts.port or 6379), _REDIS_SECONDS) as line:
        if parts.scheme == "rediss":
            with ssl.create_default_context().wrap_socket(line, server_hostname=host) as safe:
                yield safe
        else:
            yield line


def _missing_file(settings: Settings) -> bool:
    """Whether the database is a file that is not there: opening it would make one."""
    with suppress(sa.exc.ArgumentError):
        url = sa.engine.make_url(settings.database_url)
        if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:"):
            return not Path(url.database).is_file()
    return False
