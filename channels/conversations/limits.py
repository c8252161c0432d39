"""How often one may send: token buckets, as many as fit."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limiter:
    """Allows ``burst`` acts at once and ``per_second`` in the long run, for each name apart."""

    def __init__(
        self,
        burst: int,
        per_second: float,
        *,
        names: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.burst = burst
        self.per_second = per_second
        self._names = names
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, name: str) -> float:
        """0.0 if the act is allowed, and counts it; otherwise the seconds after which it will be."""
        now = self._clock()
        bucket = self._buckets.pop(name, None) or _Bucket(self.burst, now)
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.per_second)
        bucket.at = now
        self._buckets[name] = bucket
        while len(self._buckets) > self._names:
            self._buckets.popitem(last=False)
        if bucket.left >= 1:
            bucket.left -= 1
            return 0.0
        return (1 - bucket.left) / self.per_second
