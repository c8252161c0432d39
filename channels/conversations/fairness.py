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
#: In a crowd (so many wait) those who are talking, and addresses from which somebody was answered before, come before
#: those who have come just now: these wait as if they had come so many seconds later, and have so many places.
CROWD = 8
SECONDS_STRANGE = 2.0
FOR_STRANGERS = 1
#: Behind one address there may be several people: it may ask so many times as much as one of them.
HOUSE = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    due: float
    name: str
    house: str
    stranger: bool
    turn: asyncio.Future[None]


class Fair:
    """Places for few at once. Somebody who asks now and then does not wait for what somebody else has piled up; nobody
    waits for ever, since what was deferred comes due. In a crowd strangers are let in one at a time."""

    def __init__(self, at_once: int = AT_ONCE, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = at_once
        self._strangers = 0
        self._clock = clock
        self._lately = Lately()
        self._ignored = Lately()
        self._waiting: dict[bool, list[tuple[float, int, _Asked]]] = {False: [], True: []}
        self._numbers = itertools.count()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def place(self, name: str, house: str = "", *, stranger: bool = False) -> AsyncIterator[None]:
        """Hold one of the places; ``name`` is who asks, ``house`` the address it comes from, where that is known."""
        now = self._clock()
        due = now + SECONDS_STRANGE * stranger + SECONDS_EACH * _much(self._lately, name, house, now)
        _add(self._lately, name, house, now)
        if self._free and self._may_have_one(stranger=stranger):
            self._take(stranger=stranger)
        else:
            asked = _Asked(due, name, house, stranger, asyncio.get_running_loop().create_future())
            heapq.heappush(self._waiting[stranger], (self._due(asked), next(self._numbers), asked))
            try:
                await asked.turn
            except asyncio.CancelledError:
                if asked.turn.done() and not asked.turn.cancelled():  # given a place and cancelled at the same time
                    self._give_back(stranger=stranger)
                raise
        try:
            yield
        finally:
            self._give_back(stranger=stranger)

    def ignored(self, name: str, house: str = "") -> float:
        """Somebody goes on though told to wait. Gives how often that was lately."""
        now = self._clock()
        _add(self._ignored, name, house, now)
        return max(self._ignored.of(f"name {name}", now), self._ignored.of(f"house {house}", now))

    def _may_have_one(self, *, stranger: bool) -> bool:
        return not stranger or self._strangers < FOR_STRANGERS or self.waiting < CROWD

    def _take(self, *, stranger: bool) -> None:
        self._free -= 1
        self._strangers += stranger

    def _give_back(self, *, stranger: bool) -> None:
        self._free += 1
        self._strangers -= stranger
        while self._free and (asked := self._next()) is not None:
            self._take(stranger=asked.stranger)
            asked.turn.set_result(None)

    def _next(self) -> _Asked | None:
        """Who is due first of those who may have a place; taken out of those who wait."""
        first = [
            (head[0], head[1], kind)
            for kind in self._waiting
            if (head := self._head(kind)) is not None and self._may_have_one(stranger=kind)
        ]
        return heapq.heappop(self._waiting[min(first)[2]])[2] if first else None

    def _head(self, stranger: bool) -> tuple[float, int, _Asked] | None:
        """Who is due first of one kind, after those who have given up or were put off since."""
        waiting = self._waiting[stranger]
        while waiting:
            due, number, asked = waiting[0]
            if asked.turn.done():
                heapq.heappop(waiting)
            elif (later := self._due(asked)) > due:
                heapq.heapreplace(waiting, (later, number, asked))
            else:
                return waiting[0]
        return None

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
