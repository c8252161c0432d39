"""How often something happened lately, for each name: what is long ago counts less and less."""

from __future__ import annotations

import math
from collections import OrderedDict

#: What happened this many seconds ago counts half.
HALF_LIFE = 20.0
_NAMES = 20_000


class Lately:
    """Counts for as many names as fit; ``now`` is seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def add(self, name: str, now: float) -> None:
        """It happened once more."""
        self._counts[name] = (self.of(name, now) + 1, now)
        self._counts.move_to_end(name)
        while len(self._counts) > _NAMES:
            self._counts.popitem(last=False)

    def of(self, name: str, now: float) -> float:
        """How often it happened lately."""
        count, at = self._counts.get(name, (0.0, now))
        return count * math.exp2((at - now) / HALF_LIFE)
