"""Whether somebody who was told to wait does."""

from __future__ import annotations

import time
from collections.abc import Callable

_FIRST_REST = 0.5
LONGEST_REST = 5.0
#: Who has been told so often in vain is not told again.
MOST_EARLY = 10


class Patience:
    """What one connection was told to wait for, each kind of frame apart. The page waits as long as it is told; a frame
    that comes earlier once may have been on its way. Whoever goes on has to wait anew each time, and longer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._early = 0

    def told(self, kind: str, seconds: float) -> None:
        """A frame of a kind was refused for so long."""
        self._until[kind] = self._clock() + seconds

    def left(self, kind: str) -> float:
        """0.0 if a frame of a kind comes in time, otherwise for how long it is refused; that is told with this."""
        now = self._clock()
        left = self._until.get(kind, now) - now
        if left <= 0:
            if self._until.pop(kind, None) is not None:
                self._early = 0
            return 0.0
        self._early += 1
        if self.ignores:
            left = max(left, 2 * self.rest)
            self._until[kind] = now + left
        return left

    @property
    def ignores(self) -> bool:
        """Whether more came too early than may have been on its way."""
        return self._early > 1

    @property
    def over(self) -> bool:
        """Whether telling is of no use."""
        return self._early >= MOST_EARLY

    @property
    def rest(self) -> float:
        """For how many seconds nothing more is to be read, after a frame that came too early."""
        return min(LONGEST_REST, _FIRST_REST * 2.0 ** (self._early - 1)) if self._early else 0.0
