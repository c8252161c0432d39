"""Addresses from which somebody was answered before: in a crowd they come before those that nobody knows."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

#: Who was answered first so many seconds ago has shown by now whether they wait when they are told to.
KNOWN_SECONDS = 5.0
_ADDRESSES = 20_000


class Guests:
    """Remembers as many addresses as fit, those that came back last the longest."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: OrderedDict[str, float] = OrderedDict()

    def answered(self, house: str) -> None:
        """Somebody at an address was answered."""
        self._since.setdefault(house, self._clock())
        self._since.move_to_end(house)
        while len(self._since) > _ADDRESSES:
            self._since.popitem(last=False)

    def knows(self, house: str) -> bool:
        """Whether somebody there was answered a while ago; this machine itself, which has no address, is known."""
        since = self._since.get(house)
        return not house or (since is not None and self._clock() - since >= KNOWN_SECONDS)
