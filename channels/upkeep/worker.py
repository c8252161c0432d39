"""The tasks that run beside everything else as long as the server does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from channels.conversations.dialogues import delete_idle
from channels.conversations.service import Conversations
from channels.shared.peers import Peers
from channels.upkeep.kiosks import end_gone
from policy_kb.settings import settings

log = logging.getLogger(__name__)

#: A start has other things to do.
_FIRST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Task:
    """``work`` is done every so many ``seconds``; ``what`` names it in the log. ``once``: by one process of all."""

    what: str
    seconds: float
    work: Callable[[], Awaitable[object]]
    once: str | None = None


class Upkeep:
    """Kiosks that are gone, conversations that are old, answers to be found again."""

    def __init__(self, conversations: Conversations, peers: Peers, tasks: tuple[Task, ...] | None = None) -> None:
        self._conversations = conversations
        self._peers = peers
        self._tasks = tasks or (
            Task("结束没人的自助机会话", 20, lambda: end_gone(conversations)),
            Task("整理以前的答复", 10, self._keep_up, once="past-answers"),
            Task("删除过期的对话", 3_600, self._forget, once="retention"),
            Task("删除没人继续的问答状态", 3_600, self._forget_idle, once="idle-dialogues"),
            Task("看别的进程存了什么", 2, self._look_around),
        )
        self._running: list[asyncio.Task[None]] = []

    async def start(self, _app: web.Application) -> None:
        """For ``app.on_startup``."""
        self._running = [asyncio.create_task(self._repeat(task)) for task in self._tasks]

    async def stop(self, _app: web.Application) -> None:
        """For ``app.on_shutdown``."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _repeat(self, task: Task) -> None:
        await asyncio.sleep(min(task.seconds, _FIRST_SECONDS))
        while True:
            try:
                if task.once is None or await self._peers.mine(task.once, task.seconds):
                    await task.work()
            except Exception:
                # The next time may be better: a database may be away for a while.
                log.exception("没有做成，稍后再试：%s", task.what)
            await asyncio.sleep(task.seconds)

    async def _look_around(self) -> None:
        if self._peers.state == "away":
            await self._conversations.look_around()

    async def _keep_up(self) -> None:
        from channels.past.writing import keep_up

        await asyncio.to_thread(keep_up, self._conversations.store.engine)

    async def _forget(self) -> None:
        from channels.upkeep.retention import forget_old

        forgotten = await asyncio.to_thread(forget_old, self._conversations.store.engine, settings().keep_days)
        await self._conversations.forgotten(forgotten)

    async def _forget_idle(self) -> None:
        await asyncio.to_thread(delete_idle, self._conversations.store.engine)
