"""What a turn is made of, told to whoever measures: one observer for the process, none at first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Observer(Protocol):
    """Gets told of each turn."""

    def stage(self, name: str, seconds: float) -> None:
        """A stage took so long: ``parse`` (understanding the text) or ``action`` (finding the answer)."""

    def intent(self, name: str) -> None:
        """A text was taken for an intent."""


_observers: list[Observer] = []


def observe(observer: Observer | None) -> None:
    """Tell this observer from now on; None ends it."""
    _observers[:] = [] if observer is None else [observer]


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Measure what is done inside the block, also where it fails."""
    began = time.perf_counter()
    try:
        yield
    finally:
        for observer in _observers:
            observer.stage(name, time.perf_counter() - began)


def understood(intent: str | None) -> None:
    """Tell what a text was taken for."""
    if intent is not None:
        for observer in _observers:
            observer.intent(intent)
