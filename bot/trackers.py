"""Conversations in memory: the newest few thousand, so that a long-running process does not grow."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore

MOST_CONVERSATIONS = 5_000


class BoundedTrackerStore(InMemoryTrackerStore):
    """Rasa's in-memory store that forgets the conversation unused for longest once there are too many."""

    def __init__(self, limit: int = MOST_CONVERSATIONS, **kwargs: Any) -> None:
        super().__init__(kwargs.pop("domain", None), kwargs.pop("event_broker", None), **kwargs)
        self._limit = limit
        self.store: OrderedDict[str, Any] = OrderedDict()

    async def save(self, tracker: Any) -> None:
        """Store the conversation as the newest one."""
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self._limit:
            self.store.popitem(last=False)
