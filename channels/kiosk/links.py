"""Links that open once and only for a short while. Nothing of a link itself is kept, only its digest."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

LIFETIME_SECONDS = 600
_TOKEN_BYTES = 16
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a link leads to: a conversation up to a message."""

    conversation: str
    last_seq: int


class Links:
    """Kept in memory: what is gone after ten minutes need not outlive the process. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = _MOST) -> None:
        self._clock = clock
        self._most = most
        self._links: OrderedDict[bytes, tuple[float, Taken]] = OrderedDict()

    def make(self, taken: Taken) -> str:
        """A link's token: 128 random bits. The oldest links make room where there are too many."""
        self._sweep()
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._links[_digest(token)] = (self._clock() + LIFETIME_SECONDS, taken)
        while len(self._links) > self._most:
            self._links.popitem(last=False)
        return token

    def good(self, token: str) -> bool:
        """Whether the link still opens. Asking does not use it up."""
        self._sweep()
        return _digest(token) in self._links

    def open(self, token: str) -> Taken | None:
        """What the link leads to, this one time."""
        self._sweep()
        found = self._links.pop(_digest(token), None)
        return None if found is None else found[1]

    def _sweep(self) -> None:
        # Made in the order in which they end.
        now = self._clock()
        while self._links and next(iter(self._links.values()))[0] <= now:
            self._links.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
