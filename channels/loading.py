"""What the channels need of the bot and the knowledge base, opened with sentences for what is missing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from channels.errors import UserError
from policy_kb.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from bot.keeping import Keeper
    from bot.runtime import Assistant as Runtime
    from channels.conversations.service import Conversations

log = logging.getLogger(__name__)

NO_KNOWLEDGE_BASE = "知识库还没有建好。请运行 make run（或 ipdesk kb build）建好后再试。"


def model_folder(settings: Settings) -> Path:
    """Where trained models are kept."""
    return settings.data / "model"


def newest_model(folder: Path) -> Path:
    """The model archive written last; the folder itself if there is none, for the loader to name."""
    archives = sorted(folder.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    return archives[-1] if archives else folder


async def load_assistant(settings: Settings, keeper: Keeper | None = None) -> Runtime:
    """Load the trained assistant; its conversations last as long as the process, or with ``keeper``. Raises UserError
    if there is none."""
    # Importing Rasa takes seconds; a thread keeps /healthz answering meanwhile.
    await asyncio.to_thread(_import_runtime)
    from bot.runtime import Assistant, ModelMissing
    from bot.taught import chosen_model

    folder = model_folder(settings)
    if (taught := chosen_model(folder)) is not None:
        try:
            return await Assistant.load(taught, keeper=keeper)
        except ModelMissing:
            log.exception("教过的模型 %s 读不出来，改用程序自带的", taught.name)
    try:
        return await Assistant.load(newest_model(folder), keeper=keeper)
    except ModelMissing as error:
        raise UserError(str(error)) from error


def _import_runtime() -> None:
    import bot.runtime  # noqa: F401


@contextmanager
def open_database(settings: Settings) -> Iterator[Engine]:
    """The database's engine. An error of the database inside the block is raised as UserError."""
    from sqlalchemy.exc import DBAPIError

    from policy_kb.models.engine import connect

    try:
        yield connect(settings.database_url)
    except (DBAPIError, OSError) as error:
        log.debug("database error", exc_info=True)
        raise UserError(
            f"数据库打不开：{_first_line(error)}。请检查 IPDESK_DATA 和 DATABASE_URL，再运行一次。"
        ) from error


@contextmanager
def open_knowledge_base(settings: Settings) -> Iterator[Session]:
    """A session on the knowledge base. Raises UserError if it has not been built or can't be opened."""
    from sqlalchemy import inspect, select

    from policy_kb.migrations import outdated
    from policy_kb.models.engine import reading
    from policy_kb.models.version import VersionRow

    with open_database(settings) as engine:
        if (reason := outdated(engine)) is not None:
            raise UserError(reason)
        if not inspect(engine).has_table(VersionRow.__tablename__):
            raise UserError(NO_KNOWLEDGE_BASE)
        with reading(engine) as session:
            if session.scalar(select(VersionRow.number)) is None:
                raise UserError(NO_KNOWLEDGE_BASE)
            yield session


def open_conversations(settings: Settings) -> Conversations:
    """What visitors and the assistant say to each other; brings its tables up to date. Raises UserError."""
    from channels.conversations.migrations import upgrade
    from channels.conversations.service import Conversations
    from channels.conversations.store import Store
    from channels.conversations.tokens import Tokens, signing_key

    with open_database(settings) as engine:
        upgrade(engine)
    try:
        key = signing_key(settings.data)
    except OSError as error:
        raise UserError(f"会话密钥读不出来：{_first_line(error)}。请检查 IPDESK_DATA 文件夹能否读写。") from error
    return Conversations(Store(engine), Tokens(key), settings.human_contact)


def probe_knowledge_base(settings: Settings) -> None:
    """Read one row of the knowledge base. Raises UserError if it has not been built or can't be opened."""
    with open_knowledge_base(settings):
        pass


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
