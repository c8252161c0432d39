"""What the assistant remembers of its dialogues, in the database: written with each answer, before that leaves."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.keeping import Opened, Overtaken
from channels.conversations.models import DialogueAnswerRow, DialogueRow, dialogue_of
from channels.conversations.together import Together
from policy_kb.models.engine import change_connection

T = TypeVar("T")

#: Answers that are kept of a dialogue for messages that come again: more than may wait for their turn at once.
KEPT_ANSWERS = 50
#: A dialogue in which nothing was said for so long begins anew anyway (the assistant's session is two hours).
IDLE = timedelta(hours=24)
#: A database that hangs takes these threads, and none of those that others need.
_THREADS = 4
_BATCH = 500
_FIRST_VERSIONS = 2**30

_DIALOGUES = cast("sa.Table", DialogueRow.__table__)
_ANSWERS = cast("sa.Table", DialogueAnswerRow.__table__)

# Put together once: for each message that would take longer than the database does.
_OF_SENDER = _DIALOGUES.c.sender == sa.bindparam("of_sender")
_OPENED = sa.select(
    _DIALOGUES.c.version,
    sa.case((_DIALOGUES.c.version == sa.bindparam("known", type_=sa.Integer), None), else_=_DIALOGUES.c.state),
).where(_OF_SENDER)
_OPENED_FOR_MESSAGE = _OPENED.add_columns(
    sa.select(_ANSWERS.c.replies)
    .where(_ANSWERS.c.sender == sa.bindparam("of_sender"), _ANSWERS.c.message == sa.bindparam("message"))
    .scalar_subquery()
)
_GOES_ON = sa.update(_DIALOGUES).where(_OF_SENDER, _DIALOGUES.c.version == sa.bindparam("before"))
_BEGINS = sa.insert(_DIALOGUES)
_ANSWERED = sa.insert(_ANSWERS)
_NOT_KEPT = sa.delete(_ANSWERS).where(
    _ANSWERS.c.sender == sa.bindparam("of_sender"), _ANSWERS.c.version <= sa.bindparam("oldest")
)


class Dialogues:
    """Keeps dialogues in a database that has the tables of ``models`` (``bot.keeping.Keeper``)."""

    def __init__(self, engine: Engine, *, shared: bool = False) -> None:
        self._engine = engine
        self._shared = shared
        self._threads = ThreadPoolExecutor(_THREADS, "dialogues")
        one_writer = engine.dialect.name == "sqlite"
        self._together = Together(engine, "dialogues-write", refusal=Overtaken) if one_writer else None

    @property
    def shared(self) -> bool:
        """Whether other processes go on with the same dialogues."""
        return self._shared

    async def open(self, sender: str, known: int, message: str | None) -> Opened:
        """A dialogue of which version ``known`` is at hand, and the answer to ``message``."""
        return await self._in_thread(lambda: _open(self._engine, sender, known, message))

    async def store(self, sender: str, version: int, state: str, message: str | None, replies: str) -> int:
        """Put ``state`` in the place of ``version`` and keep the answer to ``message``; the version that it is now.
        Raises Overtaken."""

        def write(connection: Connection) -> int:
            return _store(connection, sender, version, state, message, replies)

        if self._together is not None:
            return await self._together.run(write)
        return await self._in_thread(lambda: _changed(self._engine, write))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def of_conversations(conversations: Sequence[str]) -> list[str]:
    """The names of their dialogues."""
    return [dialogue_of(conversation) for conversation in conversations]


def erase(engine: Engine, senders: Sequence[str]) -> None:
    """Delete dialogues with their answers. Blocks."""
    with change_connection(engine) as connection:
        delete(connection, senders)


def delete(connection: Connection, senders: Sequence[str]) -> None:
    """Delete dialogues with their answers, inside the caller's transaction."""
    for start in range(0, len(senders), _BATCH):
        connection.execute(sa.delete(_DIALOGUES).where(_DIALOGUES.c.sender.in_(senders[start : start + _BATCH])))


def delete_idle(engine: Engine, now: datetime | None = None) -> int:
    """Delete the dialogues that would begin anew anyway. Gives their number. Blocks, in small transactions."""
    before = (now or datetime.now(UTC)) - IDLE
    deleted = 0
    while True:
        with change_connection(engine) as connection:
            query = sa.select(_DIALOGUES.c.sender).where(_DIALOGUES.c.at < before).limit(_BATCH)
            senders: list[str] = list(connection.scalars(query.with_for_update(skip_locked=True)))
            delete(connection, senders)
        deleted += len(senders)
        if len(senders) < _BATCH:
            return deleted


def _open(engine: Engine, sender: str, known: int, message: str | None) -> Opened:
    query = _OPENED if message is None else _OPENED_FOR_MESSAGE
    with engine.connect() as connection:
        row = connection.execute(query, {"of_sender": sender, "known": known, "message": message}).first()
    return Opened(0) if row is None else Opened(row[0], row[1], row[2] if message is not None else None)


def _changed(engine: Engine, write: Callable[[Connection], T]) -> T:
    with change_connection(engine) as connection:
        return write(connection)


def _store(connection: Connection, sender: str, version: int, state: str, message: str | None, replies: str) -> int:
    now = datetime.now(UTC)
    # One that was erased and begun again must not be taken for the one that another process remembers.
    fresh = version + 1 if version else 1 + secrets.randbelow(_FIRST_VERSIONS)
    values = {"version": fresh, "at": now, "state": state}
    if version:
        changed = connection.execute(_GOES_ON, {**values, "of_sender": sender, "before": version})
        if changed.rowcount != 1:
            raise Overtaken
    else:
        _begin(connection, {**values, "sender": sender})
    if message is not None:
        connection.execute(_ANSWERED, {"sender": sender, "version": fresh, "message": message, "replies": replies})
        connection.execute(_NOT_KEPT, {"of_sender": sender, "oldest": fresh - KEPT_ANSWERS})
    return fresh


def _begin(connection: Connection, values: dict[str, object]) -> None:
    try:
        connection.execute(_BEGINS, values)
    except IntegrityError as error:
        raise Overtaken from error
