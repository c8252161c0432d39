"""What a server of the chat is made of in tests: an assistant that is there, and conversations in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from channels.backend import Backend
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from policy_kb.models.engine import create_engine


async def answered_by(assistant: Any) -> Backend:
    """A backend that has loaded ``assistant``."""

    async def load() -> Any:
        return assistant

    backend = Backend(load)
    await backend.start()
    return backend


def conversations_in(folder: Path, contact: str, **options: Any) -> Conversations:
    """Conversations in a new SQLite file of a folder."""
    engine = create_engine(f"sqlite:///{folder / 'chat.sqlite3'}")
    upgrade(engine)
    return Conversations(Store(engine), Tokens(b"k" * 32), contact, **options)
