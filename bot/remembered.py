"""What was worked out before and would come out the same: people ask the same questions, and touch the same buttons.

A result stands as long as the knowledge base and the day do. Results are kept as bytes, so whoever gets one may change
it, and under the digest of what they follow from, so nobody's words are held as a key.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from hashlib import blake2b
from typing import Any

from policy_kb.knowledge import KnowledgeBase, current
from policy_kb.settings import today


class Remembered:
    """The results used last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._results: OrderedDict[Hashable, bytes] = OrderedDict()
        self._of: tuple[KnowledgeBase, date] | None = None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._results)

    def get(self, key: Hashable) -> Any:
        """A result of its own for the caller; None where there is none."""
        now = current(), today()
        if self._of is None or now[0] is not self._of[0] or now[1] != self._of[1]:
            self._results.clear()
            self._of, self._bytes = now, 0
        if (found := self._results.get(key)) is None:
            return None
        self._results.move_to_end(key)
        return pickle.loads(found)  # noqa: S301  (what ``keep`` wrote, in this process)

    def keep(self, key: Hashable, result: object) -> None:
        """For later; ``get`` has been asked for it just before."""
        written = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        self._bytes += len(written) - len(self._results.pop(key, b""))
        self._results[key] = written
        while self._bytes > self._most_bytes:
            self._bytes -= len(self._results.popitem(last=False)[1])


def digest(*texts: str) -> bytes:
    """What stands for some texts in a key."""
    made = blake2b(digest_size=16)
    for text in texts:
        written = text.encode("utf-8", "surrogatepass")
        made.update(len(written).to_bytes(8, "big"))
        made.update(written)
    return made.digest()
