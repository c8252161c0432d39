"""What the assistant asks of whoever keeps its conversations beyond the process. Loads nothing of Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Overtaken(Exception):
    """The conversation went on, or was erased, while a turn of it was being answered: nothing was stored."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation as it is kept. ``version`` changes with each turn, 0 where there is none; ``state`` is what
    ``condensed`` wrote, None where the caller knows it already; ``replies`` is the answer to the message that was asked
    about, as JSON, where it was answered before."""

    version: int
    state: str | None = None
    replies: str | None = None


class Keeper(Protocol):
    """Keeps conversations beyond the process. Its methods raise what the database raises."""

    @property
    def shared(self) -> bool:
        """Whether other processes go on with the same conversations."""

    async def open(self, sender: str, known: int, message: str | None) -> Opened:
        """A conversation of which version ``known`` is at hand, and the answer to ``message`` (its id)."""

    async def store(self, sender: str, version: int, state: str, message: str | None, replies: str) -> int:
        """Put ``state`` in the place of ``version``, and keep the answer to ``message``; the version that it is now.
        Raises Overtaken."""
