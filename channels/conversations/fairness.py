"""Who is answered next when more is asked than can be answered at once: not simply who came first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

#: An answer is nearly all computing, which one process does one after the other; while one is stored another goes on.
AT_ONCE = 2
#: Whoever has asked n times lately waits as if the question had come so many seconds times n later.
SECONDS_EACH = 2.0
#: Behind one address there may be several people: it may ask so many times as much as one of them.
HOUSE = 4
#: Questions of this long ago count half.
HALF_LIFE = 20.0
_NAMES = 20_000


class Fair:
    """Places for few at once. Somebody who asks now and then does not wait for what somebody else has piled up; nobody
    waits for ever, since what was deferred comes due."""

    def __init__(self, at_once: int = AT_ONCE, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = at_once
        self._clock = clock
        self._lately: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    @asynccontextmanager
    async def place(self, name: str, house: str = "") -> AsyncIterator[None]:
        """Hold one of the places; ``name`` is who asks, ``house`` the address it comes from, where that is known."""
        now = self._clock()
        lately = self._counted(f"name {name}", now) if name else 0.0
        if house:
            lately = max(lately, self._counted(f"house {house}", now) / HOUSE)
        due = now + SECONDS_EACH * lately
        if self._free:
            self._free -= 1
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (due, next(self._numbers), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():  # given a place and cancelled at the same time
                    self._give_back()
                raise
        try:
            yield
        finally:
            self._give_back()

    def _give_back(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _counted(self, name: str, now: float) -> float:
        """How much was asked under a name lately, before this."""
        count, at = self._lately.pop(name, (0.0, now))
        count *= math.exp2((at - now) / HALF_LIFE)
        self._lately[name] = (count + 1, now)
        while len(self._lately) > _NAMES:
            self._lately.popitem(last=False)
        return count
