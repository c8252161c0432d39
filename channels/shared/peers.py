"""The other processes of this installation, as the rest of the program sees them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Protocol

from aiohttp import web

from channels.conversations.limits import Limiter
from channels.turns import Turns

#: ``alone``: there are no others; ``away``: they can't be reached at the moment.
State = Literal["alone", "together", "away"]
Kind = Literal["changed", "queue", "rated", "erased", "model"]


@dataclass(frozen=True, slots=True)
class News:
    """Something that another process has stored: ``changed`` a conversation, the ``queue`` of those that wait for a
    person, ``rated`` an answer (``text`` is the frame), ``erased`` a conversation, ``model`` another one answers."""

    kind: Kind
    conversation: str = ""
    session: str = ""
    text: str = ""


class Limit(Protocol):
    """How often one may act."""

    async def wait(self, name: str) -> float:
        """0.0 if the act is allowed, and counts it; otherwise the seconds after which it will be."""


class Listener(Protocol):
    """Who wants to know what others do."""

    def on_news(self, news: News) -> None:
        """Another process tells something. Must not block."""

    def on_missed(self) -> None:
        """News may have been lost: the database has to be asked. Must not block."""


class Peers(Protocol):
    """Nothing here raises: what can't be shared at the moment is done for this process alone."""

    @property
    def state(self) -> State:
        """Whether there are others, and whether they can be reached."""

    def turns(self) -> Turns:
        """The turns of conversations, among all processes."""

    def limit(self, what: str, limiter: Limiter) -> Limit:
        """A limit that holds for all processes together; ``limiter`` is that of this one."""

    async def mine(self, job: str, seconds: float) -> bool:
        """Whether this process is to do a job that one of them does every so many seconds."""

    def tell(self, news: News) -> None:
        """Let the others know. Never waits."""

    def listen(self, listener: Listener) -> None:
        """From now on ``listener`` is told."""

    def present(self, session: str, here: bool) -> None:
        """A visitor's page is connected to this process, or no longer. Never waits."""

    async def where(self, sessions: Collection[str]) -> set[str]:
        """Those of the sessions that are connected to another process."""

    async def start(self, app: web.Application) -> None:
        """For ``app.on_startup``. Raises UserError where this process can't belong to the others."""

    async def stop(self, app: web.Application) -> None:
        """For ``app.on_cleanup``."""
