"""What staff do with conversations. The surface that shows it is not here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from channels.conversations.failed import Failed, Listed, failed, find
from channels.conversations.models import Channel
from channels.conversations.service import PAGE, Conversations, Room
from channels.conversations.store import HISTORY, Draft, Handover, Message, Waiting


class Inbox:
    """The conversations that want a person. ``who`` is the name that the visitor gets to see. Every method that names
    a conversation raises NoSuchThing, with a sentence, where it is gone, and SomebodyElses where it is another's.
    ``account`` tells people of one name apart."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def here(self, sessions: Collection[str]) -> set[str]:
        """The sessions whose visitor has a page open."""
        return await self._conversations.here(sessions)

    async def handover(self, conversation: str) -> Handover:
        """Who the conversation is with now."""
        return await asyncio.to_thread(self._conversations.store.handover, conversation)

    async def list_waiting(self) -> list[Waiting]:
        """Those that wait and those that are with a person, the longest waiting first."""
        return await asyncio.to_thread(self._conversations.store.waiting)

    async def failed(self) -> list[Failed]:
        """Those in which something failed lately and nobody has spoken since, the newest first."""
        return await asyncio.to_thread(failed, self._conversations.store.engine)

    async def find(
        self, number: str | None, since: datetime | None, until: datetime | None, channel: Channel | None
    ) -> tuple[list[Listed], bool]:
        """Conversations by the beginning of their id, the time in which something was said, and where; the newest
        first, and whether there are more."""

        def read() -> tuple[list[Listed], bool]:
            channels = () if channel is None else (channel,)
            engine = self._conversations.store.engine
            return find(engine, number=number, since=since, until=until, channels=channels)

        return await asyncio.to_thread(read)

    async def transcript(self, conversation: str, before: int | None = None) -> tuple[list[Message], bool]:
        """The conversation's newest messages with the notes, or a page of those before a number, oldest first; and
        whether there are more before them."""

        def read() -> tuple[list[Message], bool]:
            store = self._conversations.store
            store.conversation(conversation)
            most = HISTORY if before is None else PAGE
            found = store.history(conversation, before=before, notes=True, most=most)
            return found, bool(found) and store.any_between(conversation, 0, found[0].seq, notes=True)

        return await asyncio.to_thread(read)

    async def take_over(self, conversation: str, who: str, account: str | None = None) -> None:
        """From now on the assistant is silent in this conversation. Taking twice is no error."""
        async with self._room(conversation) as room:
            await self._conversations.taken(room, who, account)

    async def staff_reply(
        self, conversation: str, who: str, text: str, account: str | None = None, client_id: str | None = None
    ) -> Message:
        """Answer the visitor; only who has taken the conversation may. Taken once per ``client_id``."""
        async with self._room(conversation) as room:
            draft = Draft("staff", text, author=who, client_id=client_id)
            return await self._conversations.staff_says(room, who, draft, account)

    async def note(self, conversation: str, who: str, text: str, client_id: str | None = None) -> Message:
        """Keep a remark that the visitor never sees."""
        async with self._room(conversation) as room:
            draft = Draft("note", text, author=who, client_id=client_id)
            return await self._conversations.staff_says(room, who, draft)

    async def hand_back(self, conversation: str, account: str | None = None) -> bool:
        """The assistant answers again; False if it did already. ``account``: only where that person has it."""
        async with self._room(conversation) as room:
            return await self._conversations.end_handover(
                room, "handed_back", "人工服务已结束，接下来由助手继续回答您。", account
            )

    async def close(self, conversation: str, account: str | None = None) -> bool:
        """The matter is settled; False if the assistant had the conversation already. The visitor may ask again."""
        async with self._room(conversation) as room:
            return await self._conversations.end_handover(
                room, "closed", "本次人工服务已完成。有新的问题，可以继续问我。", account
            )

    async def export(self, conversation: str) -> dict[str, Any]:
        """All that is kept of the conversation's visitor, notes too."""
        return await self._conversations.export(await self._session(conversation), notes=True)

    async def erase(self, conversation: str) -> int:
        """Delete all conversations of that visitor. Gives how many there were."""
        return await self._conversations.erase(await self._session(conversation))

    async def _session(self, conversation: str) -> str:
        return (await asyncio.to_thread(self._conversations.store.conversation, conversation)).session

    def watch(self, changed: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the id of each conversation in which something is said or changes hands, an empty one where
        that may be any. The callback must not block. Returns what ends that."""
        return self._conversations.watch(changed)

    @asynccontextmanager
    async def _room(self, conversation: str) -> AsyncIterator[Room]:
        room = await self._conversations.open(conversation)
        try:
            yield room
        finally:
            self._conversations.close_room(room)
