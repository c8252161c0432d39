"""Turns among several processes: first in this one, then in a queue that stands in Redis.

Who can't reach Redis goes on with the turn of its own process alone. Then two processes may work on one conversation at
once; whoever is second to store is overtaken there and begins again (``bot.keeping``). So this queue saves work and
keeps the order in which messages came, but nothing else hangs on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.shared.link import Away, Link
from channels.turns import TooManyWaiting, Turns

#: Longer than the longest turn: who waits so long waits for somebody who has forgotten to go.
_PATIENCE_SECONDS = 25.0
#: Nobody calls those that stand behind one that was killed: so often they look themselves.
_LOOK_SECONDS = 0.25
_KEPT_MS = 60_000
_FULL = -1

#: Queues up (once) and gives 0 to whom it is the turn of; those whose process is not alive are taken out.
_TAKE = """
if not redis.call('LPOS', KEYS[1], ARGV[1]) then
  if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[3]) then return -1 end
  redis.call('RPUSH', KEYS[1], ARGV[1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
while true do
  local head = redis.call('LINDEX', KEYS[1], 0)
  if head == ARGV[1] then return 0 end
  if redis.call('EXISTS', ARGV[2] .. string.match(head, '^[^.]+')) == 1 then return 1 end
  redis.call('LPOP', KEYS[1])
end
"""
#: Leaves the queue and calls the next one.
_GIVE_BACK = """
redis.call('LREM', KEYS[1], 1, ARGV[1])
local head = redis.call('LINDEX', KEYS[1], 0)
if head then redis.call('PUBLISH', ARGV[2] .. string.match(head, '^[^.]+'), head) end
"""


class SharedTurns(Turns):
    """One turn per conversation among all processes that reach Redis."""

    def __init__(self, link: Link, *, per_conversation: int = 8, in_all: int = 512) -> None:
        super().__init__(per_conversation=per_conversation, in_all=in_all)
        self._link = link
        self._most = per_conversation
        self._take = link.client.register_script(_TAKE)
        self._numbers = itertools.count()
        self._called: dict[str, asyncio.Event] = {}
        link.read("turn:{me}", self._call)

    @asynccontextmanager
    async def turn(self, conversation: str) -> AsyncIterator[None]:
        """Hold the conversation's turn; first come, first served. Raises TooManyWaiting instead of queueing on."""
        async with super().turn(conversation):
            if not self._link.up:
                yield
                return
            ticket = f"{self._link.me}.{next(self._numbers)}"
            queue = self._link.name("turn", conversation)
            try:
                await self._wait(queue, ticket)
                yield
            finally:
                # Of a process that was cut off no ticket counts anyway.
                self._link.soon("EVAL", _GIVE_BACK, "1", queue, ticket, self._link.name("turn", ""))

    async def _wait(self, queue: str, ticket: str) -> None:
        called = self._called[ticket] = asyncio.Event()
        arguments = [ticket, self._link.alive, self._most, _KEPT_MS]
        try:
            with contextlib.suppress(Away, TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    while answer := int(await self._link.call(lambda: self._take([queue], arguments))):
                        if answer == _FULL:
                            raise TooManyWaiting(whole_server=False)
                        with contextlib.suppress(TimeoutError):
                            await asyncio.wait_for(called.wait(), _LOOK_SECONDS)
                        called.clear()
        finally:
            del self._called[ticket]

    def _call(self, ticket: str) -> None:
        if (called := self._called.get(ticket)) is not None:
            called.set()
