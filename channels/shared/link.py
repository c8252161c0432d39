"""The connection to Redis: kept up in the background, and known to be up or not, so that nobody waits for it in vain.

Each time it is made, the process gets a new name among the others (an incarnation). What it left in Redis under the old
one counts for nothing as soon as that name is no longer alive.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

T = TypeVar("T")

#: An answer that takes longer will not come: then Redis is away until it answers again.
CALL_SECONDS = 2.0
BEAT_SECONDS = 1.0
#: Who has not shown itself for so long is gone.
ALIVE_MS = 6_000
_AGAIN_SECONDS = 0.5
_MOST_UNSENT = 10_000


class Away(Exception):
    """Redis can't be reached."""


class Link:
    """``prefix`` stands before all names in Redis, so that several installations can use one."""

    def __init__(self, url: str, prefix: str) -> None:
        self.prefix = prefix
        self.client: Redis[str] = Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=CALL_SECONDS,
            socket_connect_timeout=CALL_SECONDS,
            health_check_interval=0,
        )
        self.me = ""
        self.up = False
        self._card = "{}"
        self._unsent: asyncio.Queue[tuple[str, ...]] = asyncio.Queue(_MOST_UNSENT)
        self._broken = asyncio.Event()
        self._readers: dict[str, Callable[[str], None]] = {}
        self._made: list[Callable[[], Awaitable[None]]] = []
        self._kept: list[str] = []
        self._missing = False
        self._stopping = False
        self._shown = ""
        self._first = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def name(self, *parts: str) -> str:
        """A name in Redis."""
        return ":".join((self.prefix, *parts))

    @property
    def alive(self) -> str:
        """What stands before the names of those that are alive."""
        return self.name("alive", "")

    def read(self, channel: str, reader: Callable[[str], None]) -> None:
        """Call ``reader`` with what is said on a channel; ``{me}`` in it is this process's own. Before ``start``."""
        self._readers[channel] = reader

    def on_made(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something each time that the connection has been made, before it counts as up. Before ``start``."""
        self._made.append(work)

    def keep(self, *parts: str) -> None:
        """What stands in Redis under a name ending in this process's own lasts as long as the process. Before
        ``start``."""
        self._kept.append(self.name(*parts, ""))

    def say(self, channel: str, text: str) -> None:
        """Say something on a channel. Never waits; what can't be said now is not said."""
        self.soon("PUBLISH", self.name(channel), text)

    def soon(self, *command: str) -> None:
        """Let Redis do something, after what it was let do before, together with what else there is. Never waits; what
        can't be done now is not done."""
        if self.up:
            try:
                self._unsent.put_nowait(command)
            except asyncio.QueueFull:
                # What is left out may be a turn given back: begun anew, nobody waits for it.
                self._lost()

    async def call(self, work: Callable[[], Awaitable[T]]) -> T:
        """What Redis answers. Raises Away, at once where that is known."""
        if not self.up:
            raise Away
        try:
            return await work()
        except (RedisError, OSError, TimeoutError) as error:
            self._lost()
            raise Away from error

    def _lost(self) -> None:
        self.up = False
        self._broken.set()

    async def others(self) -> list[dict[str, Any]]:
        """The cards of those that are alive, without this process. Raises Away."""

        async def cards() -> list[str | None]:
            names = [name async for name in self.client.scan_iter(f"{self.alive}*", 500)]
            names = [name for name in names if name != self.alive + self.me]
            return list(await self.client.mget(names)) if names else []

        return [json.loads(card) for card in await self.call(cards) if card]

    async def living(self) -> list[str]:
        """The names of those that are alive. Raises Away."""

        async def names() -> list[str]:
            return [name async for name in self.client.scan_iter(f"{self.alive}*", 500)]

        return [name.removeprefix(self.alive) for name in await self.call(names)]

    async def start(self, card: dict[str, Any], patience: float) -> None:
        """Begin to connect; ``card`` is what others may know of this process. Waits so long for the first time."""
        self._card = json.dumps(card)
        self._task = asyncio.create_task(self._keep())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._first.wait(), patience)

    async def stop(self) -> None:
        """Be gone, for the others at once."""
        self._stopping = True
        # A cancellation that comes together with an error of the connection may get lost in it.
        while self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=_AGAIN_SECONDS)
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            if self.up:
                await self.client.delete(self.alive + self.me)
        self.up = False
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            await self.client.close()

    async def _keep(self) -> None:
        while not self._stopping:
            try:
                await self._connected()
            except* (RedisError, OSError, TimeoutError, Away) as errors:
                if not self._missing:
                    kinds = "、".join(sorted({type(error).__name__ for error in _leaves(errors)}))
                    log.warning("连不上 Redis（%s），暂时只在本进程内排队和限速，连上以后自动恢复", kinds)
                self._missing = True
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _connected(self) -> None:
        self.me = secrets.token_hex(8)
        self._broken.clear()
        while not self._unsent.empty():
            self._unsent.get_nowait()
        # A connection that was cut off looks whole until it is used: none of before must be used again.
        await self.client.connection_pool.disconnect()
        async with self.client.pubsub() as pubsub:
            channels = {self.name(channel.format(me=self.me)): reader for channel, reader in self._readers.items()}
            await pubsub.subscribe(*channels)
            if self._shown:
                # Nobody need wait for what was held when the line was cut.
                await self.client.delete(self.alive + self._shown)
            self._shown = self.me
            await self._beat_once()
            for work in self._made:
                await work()
            self.up = True
            self._first.set()
            self._missing = False
            log.info("已连上 Redis")
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._listen(pubsub, channels))
                    group.create_task(self._beat())
                    group.create_task(self._send())
                    group.create_task(self._break_off())
            finally:
                self.up = False

    async def _listen(self, pubsub: Any, channels: dict[str, Callable[[str], None]]) -> None:
        while not _cancelled():
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=BEAT_SECONDS)
            if message is None:
                continue
            try:
                channels[message["channel"]](message["data"])
            except Exception:
                log.exception("别的进程发来的消息没能处理")

    async def _beat(self) -> None:
        while not _cancelled():
            await self._beat_once()
            await asyncio.sleep(BEAT_SECONDS)

    async def _beat_once(self) -> None:
        async with self.client.pipeline(transaction=False) as pipeline:
            pipeline.set(self.alive + self.me, self._card, px=ALIVE_MS)
            for name in self._kept:
                pipeline.pexpire(name + self.me, ALIVE_MS)
            await pipeline.execute()

    async def _send(self) -> None:
        while not _cancelled():
            batch = [await self._unsent.get()]
            while not self._unsent.empty():
                batch.append(self._unsent.get_nowait())
            async with self.client.pipeline(transaction=False) as pipeline:
                for command in batch:
                    pipeline.execute_command(*command)
                await pipeline.execute()

    async def _break_off(self) -> None:
        await self._broken.wait()
        raise Away


def _cancelled() -> bool:
    """Whether the task that runs was cancelled: the client may have caught that in the middle of a command."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _leaves(group: BaseExceptionGroup[BaseException]) -> Sequence[BaseException]:
    found: list[BaseException] = []
    for error in group.exceptions:
        found.extend(_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    return found
