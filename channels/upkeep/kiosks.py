"""Ends the sessions of kiosks that are gone: what a page says as it goes away may be lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from channels.conversations.service import Conversations

#: A kiosk's page says every 20 seconds that it is there, and ends its visitor's session itself after 60 seconds
#: without a touch and a countdown of 20.
GONE = timedelta(seconds=90)


async def end_gone(conversations: Conversations, now: datetime | None = None) -> int:
    """Notes of which kiosks something was heard, and ends the sessions of those that were silent for ``GONE``; how many
    those were. Several processes on one database may do so at once."""
    store = conversations.store
    if heard := conversations.take_heard():
        await asyncio.to_thread(store.heard, heard)
    gone = await asyncio.to_thread(store.gone, (now or datetime.now(UTC)) - GONE)
    gone = [session for session in gone if not conversations.heard(session)]
    for session in gone:
        await conversations.end_session(session)
    return len(gone)
