"""Who is answered next when more is asked than can be answered at once: not simply who came first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from channels.conversations.lately import Lately

#: An answer is nearly all computing, which one process does one after the other; while one is stored another goes on.
AT_ONCE = 2
#: Whoever has asked n times lately waits as if the question had come so many seconds times n later.
SECONDS_EACH = 0.1
#: The same for each time that somebody went on though told to wait, also for what was asked before that.
SECONDS_IGNORED = 20.0
#: Behind one address there may be several people: it may ask so many times as much as one of them.
HOUSE = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    due: float
    name: str
    house: str
    turn: asyncio.Future[None]


class Fair:
    """Places for few at once. Somebody who asks now and then does not wait for what somebody else has piled up; nobody
    waits for ever, since what was deferred comes due."""

    def __init__(self, at_once: int = AT_ONCE, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = at_once
        self._clock = clock
        self._lately = Lately()
        self._ignored = Lately()
        self._waiting: list[tuple[float, int, _Asked]] = []
        self._numbers = itertools.count()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @asynccontextmanager
    async def place(self, name: str, house: str = "") -> AsyncIterator[None]:
        """Hold one of the places; ``name`` is who asks, ``house`` the address it comes from, where that is known."""
        now = self._clock()
        due = now + SECONDS_EACH * _much(self._lately, name, house, now)
        _add(self._lately, name, house, now)
        if self._free:
            self._free -= 1
        else:
            asked = _Asked(due, name, house, asyncio.get_running_loop().create_future())
            heapq.heappush(self._waiting, (self._due(asked), next(self._numbers), asked))
            try:
                await asked.turn
            except asyncio.CancelledError:
                if asked.turn.done() and not asked.turn.cancelled():  # given a place and cancelled at the same time
                    self._give_back()
                raise
        try:
            yield
        finally:
            self._give_back()

    def ignored(self, name: str, house: str = "") -> float:
        """Somebody goes on though told to wait. Gives how often that was lately."""
        now = self._clock()
        _add(self._ignored, name, house, now)
        return max(self._ignored.of(f"name {name}", now), self._ignored.of(f"house {house}", now))

    def _give_back(self) -> None:
        while self._waiting:
            due, number, asked = heapq.heappop(self._waiting)
            if asked.turn.done():
                continue
            if (later := self._due(asked)) > due:
                heapq.heappush(self._waiting, (later, number, asked))
                continue
            asked.turn.set_result(None)
            return
        self._free += 1

    def _due(self, asked: _Asked) -> float:
        return asked.due + SECONDS_IGNORED * _much(self._ignored, asked.name, asked.house, self._clock())


def _much(counts: Lately, name: str, house: str, now: float) -> float:
    of_name = counts.of(f"name {name}", now) if name else 0.0
    return max(of_name, counts.of(f"house {house}", now) / HOUSE if house else 0.0)


def _add(counts: Lately, name: str, house: str, now: float) -> None:
    if name:
        counts.add(f"name {name}", now)
    if house:
        counts.add(f"house {house}", now)
