"""The other processes, reached over Redis."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import math
import os
import socket
from collections.abc import Collection
from dataclasses import asdict
from typing import cast

from aiohttp import web

from channels.conversations.limits import Limiter
from channels.errors import UserError
from channels.shared.limits import SharedLimit
from channels.shared.link import ALIVE_MS, Away, Link
from channels.shared.peers import Limit, Listener, News, State
from channels.shared.turns import SharedTurns
from channels.turns import Turns

log = logging.getLogger(__name__)

#: So long a start waits for Redis; then it goes on without.
_PATIENCE_SECONDS = 3.0
_NEWS = "news"
#: Names of sessions in one list of who is here.
_HERE = "here"
_OTHER_KEY = (
    "这台机器的会话密钥和正在运行的其他进程不一样，访客换到这个进程就接不上原来的对话。"
    "请把其他机器的 session.key 复制到 IPDESK_DATA 文件夹里，再启动。"
)


class RedisPeers:
    """All processes with one Redis and one ``prefix`` (``channels.shared.peers.Peers``). ``key`` signs sessions: those
    that have another can't work together."""

    def __init__(self, url: str, prefix: str, key: bytes) -> None:
        self._link = Link(url, prefix)
        self._key = hashlib.sha256(b"ipdesk session key\n" + key).hexdigest()[:16]
        self._listeners: list[Listener] = []
        self._here: set[str] = set()
        self._turns = SharedTurns(self._link)
        self._link.read(_NEWS, self._heard)
        self._link.keep(_HERE)
        self._link.on_made(self._begin_again)

    @property
    def state(self) -> State:
        """Whether Redis answers."""
        return "together" if self._link.up else "away"

    def turns(self) -> Turns:
        """The turns of all processes."""
        return self._turns

    def limit(self, what: str, limiter: Limiter) -> Limit:
        """The limit of all processes together."""
        return SharedLimit(self._link, what, limiter)

    async def mine(self, job: str, seconds: float) -> bool:
        """Whether nobody has taken the job within so many seconds. Where that can't be asked, yes: all of these jobs
        may be done twice."""
        key = self._link.name("job", job)
        # Less than the pause between two times, or every second time would find the job taken.
        most = max(1, math.floor(seconds * 900))
        try:
            return bool(await self._link.call(lambda: self._link.client.set(key, self._link.me, nx=True, px=most)))
        except Away:
            return True

    def tell(self, news: News) -> None:
        """Let the others know."""
        self._link.say(_NEWS, json.dumps({"by": self._link.me, **asdict(news)}, ensure_ascii=False))

    def listen(self, listener: Listener) -> None:
        """From now on ``listener`` is told."""
        self._listeners.append(listener)

    def present(self, session: str, here: bool) -> None:
        """A visitor's page is connected, or no longer."""
        (self._here.add if here else self._here.discard)(session)
        self._link.soon("SADD" if here else "SREM", self._link.name(_HERE, self._link.me), session)

    async def where(self, sessions: Collection[str]) -> set[str]:
        """Those that are connected to another process."""
        asked = list(sessions)
        if not asked:
            return set()
        try:
            others = [one for one in await self._link.living() if one != self._link.me]

            async def look() -> list[list[int]]:
                async with self._link.client.pipeline(transaction=False) as pipeline:
                    for one in others:
                        pipeline.smismember(self._link.name(_HERE, one), asked)
                    return cast("list[list[int]]", await pipeline.execute())

            found = await self._link.call(look)
        except Away:
            return set()
        return {session for answer in found for session, there in zip(asked, answer, strict=True) if there}

    async def start(self, app: web.Application) -> None:
        """Connect. Raises UserError where another process signs sessions with another key."""
        del app
        await self._link.start({"host": socket.gethostname(), "pid": os.getpid(), "key": self._key}, _PATIENCE_SECONDS)
        with contextlib.suppress(Away):
            if any(card.get("key") != self._key for card in await self._link.others()):
                await self._link.stop()
                raise UserError(_OTHER_KEY)

    async def stop(self, app: web.Application) -> None:
        """Be gone."""
        del app
        await self._link.stop()

    def _heard(self, text: str) -> None:
        said = json.loads(text)
        if said.pop("by") == self._link.me:
            return
        news = News(**said)
        for listener in self._listeners:
            listener.on_news(news)

    async def _begin_again(self) -> None:
        if self._here:
            key = self._link.name(_HERE, self._link.me)
            await self._link.client.sadd(key, *self._here)
            await self._link.client.pexpire(key, ALIVE_MS)
        for listener in self._listeners:
            listener.on_missed()
