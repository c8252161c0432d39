"""What goes on in the running server, for endpoints: their handlers run in threads, conversations in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as TooLate
from typing import Any, TypeVar

from aiohttp import web

from channels.api.refused import Refused
from channels.backend import Backend
from channels.conversations.inbox import Inbox
from channels.conversations.service import Conversations
from channels.shared.alone import Alone
from channels.shared.peers import Peers

T = TypeVar("T")

NOT_SERVING = "对话服务还没有准备好，请稍等几秒钟再试。"
_SECONDS = 15.0


class Live:
    """The conversations and the assistant of this process."""

    def __init__(self, conversations: Conversations, backend: Backend, peers: Peers | None = None) -> None:
        self.conversations = conversations
        self.inbox = Inbox(conversations)
        self.backend = backend
        self.peers: Peers = Alone() if peers is None else peers
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self, _app: web.Application) -> None:
        """For ``app.on_startup``."""
        self._loop = asyncio.get_running_loop()

    def run(self, work: Coroutine[Any, Any, T], seconds: float = _SECONDS) -> T:
        """Do something in the event loop and wait for it, from a thread. Raises Refused where that takes too long."""
        if self._loop is None:
            work.close()
            raise Refused(503, NOT_SERVING)
        done = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return done.result(seconds)
        except TooLate:
            done.cancel()
            raise Refused(503, NOT_SERVING) from None


class Connected:
    """Base of endpoints that need the running server; ``connect`` is called once it has been put together."""

    _live: Live | None = None

    def connect(self, live: Live) -> None:
        """From now on there is a server to work with."""
        self._live = live

    @property
    def live(self) -> Live:
        """The running server. Raises Refused where there is none."""
        if self._live is None:
            raise Refused(503, NOT_SERVING)
        return self._live
