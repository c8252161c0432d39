"""Time as the processor counts it for one thread: waiting for others on a busy machine costs nothing."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

#: What else runs on the machine takes caches and clock rate away, so the least of several tries counts.
TRIES = 4


def seconds(work: Callable[[], object]) -> float:
    """What ``work`` took; what it does in other threads and processes does not count.

    Nor do garbage collections: they walk all that tests before it left in memory, the model, too.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        work()
        return time.thread_time() - began
    finally:
        if collecting:
            gc.enable()


def grows_linearly(work: Callable[[int], object], size: int, times: int = 16) -> bool:
    """Whether ``work`` on ``times`` as much takes nearer to ``times`` as long than to the square of that.

    ``size`` is the smaller amount, enough for a few milliseconds. What it is measured on may be made within ``work``
    as long as that is linear, too.
    """
    work(size)
    small = large = float("inf")
    for _ in range(TRIES):
        small = min(small, *(seconds(lambda: work(size)) for _ in range(3)))
        large = min(large, seconds(lambda: work(times * size)))
        if large < times**1.5 * small:
            return True
    return False
