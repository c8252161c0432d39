"""Gives memory back to the system after something large has gone."""

from __future__ import annotations

import ctypes
import gc


def leave_out_what_stays() -> None:
    """Keep what is loaded now out of collections: they need not walk the model and the rules. What was left out before
    stays so."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Collect what nothing holds any more, also of what was left out of collections, and leave out what stays.

    What is free then stands in holes between what is not; glibc keeps those unless it is told otherwise.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
