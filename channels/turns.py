"""Turns: the messages of one conversation are handled one after the other, those of different ones side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


class TooManyWaiting(Exception):
    """More messages wait than the table holds; ``whole_server`` says whether one conversation or all fill it."""

    def __init__(self, *, whole_server: bool) -> None:
        super().__init__()
        self.whole_server = whole_server


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Turns:
    """One lock per conversation. A lock lives only while somebody holds it or waits for it, so the table is bounded."""

    def __init__(self, *, per_conversation: int = 8, in_all: int = 512) -> None:
        self._per_conversation = per_conversation
        self._in_all = in_all
        self._users = 0
        self._queues: dict[str, _Queue] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    def __len__(self) -> int:
        """Number of conversations with a message being handled or waiting."""
        return len(self._queues)

    @property
    def messages(self) -> int:
        """Number of messages being handled or waiting."""
        return self._users

    async def idle(self) -> None:
        """Wait until no message is being handled."""
        await self._idle.wait()

    @asynccontextmanager
    async def turn(self, conversation: str) -> AsyncIterator[None]:
        """Hold the conversation's turn; first come, first served. Raises TooManyWaiting instead of queueing on."""
        if self._users >= self._in_all:
            raise TooManyWaiting(whole_server=True)
        queue = self._queues.setdefault(conversation, _Queue())
        if queue.users >= self._per_conversation:
            raise TooManyWaiting(whole_server=False)
        queue.users += 1
        self._users += 1
        self._idle.clear()
        try:
            async with queue.lock:
                yield
        finally:
            self._users -= 1
            if not self._users:
                self._idle.set()
            queue.users -= 1
            if not queue.users:
                del self._queues[conversation]
