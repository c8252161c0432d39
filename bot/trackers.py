"""Conversations between two turns: kept by whoever lends them a database, the newest in memory besides.

Each turn begins with a conversation as this process knows it, or as the database has it where other processes share it,
and ends by storing what has become of it together with the answer, before anybody sees that. What went on elsewhere
meanwhile is not stored over: the turn begins again. So a turn costs the same at any length of a conversation, any
process goes on with it, and a message that is sent again gets the answer that it got.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot import condensed
from bot.keeping import Keeper

#: A few KB each.
MOST_REMEMBERED = 5_000

Reply = dict[str, Any]


class TurnTrackers(TrackerStore):
    """Rasa's trackers, cut down at the end of each turn. Without a keeper, the oldest conversations go in time, and no
    message is known again."""

    def __init__(self, keeper: Keeper | None = None, most: int = MOST_REMEMBERED) -> None:
        super().__init__(None)
        self._keeper = keeper
        self._most = most
        self._known: OrderedDict[str, tuple[int, str]] = OrderedDict()

    def after_me(self) -> TurnTrackers:
        """For another model: the same conversations, which that one reads with its own domain."""
        other = TurnTrackers(self._keeper, self._most)
        other._known = self._known
        return other

    async def begin(self, sender: str, message: str | None = None) -> list[Reply] | None:
        """Bring a conversation up to date; the answer to ``message`` where it was answered before. Raises what the
        keeper raises."""
        if self._keeper is None or (message is None and sender in self._known and not self._keeper.shared):
            # Should it have been erased or gone on elsewhere, storing finds that out, and the turn begins again.
            return None
        known, _ = self._known.get(sender, (0, ""))
        opened = await self._keeper.open(sender, known, message)
        if opened.version == 0:
            self._known.pop(sender, None)
        elif opened.state is not None:
            self._remember(sender, opened.version, opened.state)
        return None if opened.replies is None else json.loads(opened.replies)

    async def end(self, tracker: DialogueStateTracker, message: str | None, replies: Sequence[Reply]) -> None:
        """Store what a turn has made of its conversation. Raises Overtaken and what the keeper raises: then the
        conversation is as before the turn."""
        sender = tracker.sender_id
        version, _ = self._known.get(sender, (0, ""))
        state = condensed.written(tracker)
        if self._keeper is None:
            version += 1
        else:
            answer = json.dumps(replies, ensure_ascii=False) if message is not None else ""
            try:
                version = await self._keeper.store(sender, version, state, message, answer)
            except BaseException:
                # It went on elsewhere, or perhaps it was stored all the same: the next turn reads it anew.
                self._known.pop(sender, None)
                raise
        self._remember(sender, version, state)

    def forget(self, sender: str) -> None:
        """Remember nothing of a conversation in this process; what the keeper has is the keeper's."""
        self._known.pop(sender, None)

    def _remember(self, sender: str, version: int, state: str) -> None:
        self._known[sender] = (version, state)
        self._known.move_to_end(sender)
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    # --- what Rasa calls ---

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it was when its turn began, or ended."""
        if sender_id not in self._known:
            await self.begin(sender_id)
        if (known := self._known.get(sender_id)) is None:
            return None
        return condensed.read(sender_id, known[1], self.domain.slots, self.max_event_history)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A fresh tracker. It is stored at the end of its first turn."""
        return self.init_tracker(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store a tracker outside any turn."""
        await self.end(tracker, None, ())

    async def keys(self) -> list[str]:
        """The conversations in memory."""
        return list(self._known)
