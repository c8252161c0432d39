"""The writers of one SQLite file in this process, one after the other in the order in which they came.

SQLite lets in whoever happens to ask when the file is free, and those that wait sleep longer and longer between two
tries: under load the first to come may be the last to write. Writers of other processes are still met by its own lock.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine


#: Seconds that anybody waits in the line. Behind them comes SQLite's own patience, and both together have to end before
#: whoever asked gives up.
PATIENCE = 5.0


class Line:
    """A lock that is given to whoever has waited longest."""

    def __init__(self, seconds: float = PATIENCE) -> None:
        """Who has waited so many seconds tries its luck with the file."""
        self._seconds = seconds
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and pass it on at the end."""
        mine = self._mine()
        try:
            yield
        finally:
            if mine:
                self._pass_on()

    def _mine(self) -> bool:
        called = threading.Event()
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            self._waiting.append(called)
        if called.wait(self._seconds):
            return True
        with self._guard:
            if called.is_set():
                return True
            self._waiting.remove(called)
            return False

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


def in_line(engine: Engine) -> AbstractContextManager[None]:
    """One's turn among the writers of an engine's file; nothing to wait for with other databases."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return nullcontext()
    return _line(database).turn()


@cache
def _line(_database: str) -> Line:
    return Line()
