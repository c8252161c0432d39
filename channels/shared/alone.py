"""One process and no others: everything stays in its memory."""

from __future__ import annotations

from collections.abc import Collection

from aiohttp import web

from channels.conversations.limits import Limiter
from channels.shared.peers import Limit, Listener, News, State
from channels.turns import Turns


class LocalLimit:
    """A limit of this process alone."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter

    async def wait(self, name: str) -> float:
        """0.0 if the act is allowed; otherwise the seconds after which it will be."""
        return self._limiter.wait(name)


class Alone:
    """No other process (``channels.shared.peers.Peers``)."""

    @property
    def state(self) -> State:
        """There are no others."""
        return "alone"

    def turns(self) -> Turns:
        """The turns of this process."""
        return Turns()

    def limit(self, what: str, limiter: Limiter) -> Limit:
        """The limiter itself."""
        del what
        return LocalLimit(limiter)

    async def mine(self, job: str, seconds: float) -> bool:
        """Always: nobody else does it."""
        del job, seconds
        return True

    def tell(self, news: News) -> None:
        """Nobody listens."""

    def listen(self, listener: Listener) -> None:
        """Nobody tells anything."""

    def present(self, session: str, here: bool) -> None:
        """Nobody asks."""

    async def where(self, sessions: Collection[str]) -> set[str]:
        """Nowhere else."""
        del sessions
        return set()

    async def start(self, app: web.Application) -> None:
        """Nothing to do."""

    async def stop(self, app: web.Application) -> None:
        """Nothing to do."""
