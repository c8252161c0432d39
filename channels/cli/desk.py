"""The assistant as the terminal knows it: what the channel says by itself comes before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from channels import backend, replies
from channels.backend import Beside
from channels.envelope import taken_in
from channels.replies import Reply


class Assistant(backend.Assistant, Protocol):
    """An assistant that can also be looked into."""

    async def parse(self, text: str) -> dict[str, Any]:
        """What the pipeline makes of a text: intent, ranking, entities."""


class Desk:
    """Answers messages of any number of senders."""

    def __init__(self, assistant: Assistant, human_contact: str, beside: Beside | None = None) -> None:
        """``beside`` gets every reply of the assistant, as in the server."""
        self._assistant = assistant
        self._contact = human_contact
        self._beside = beside

    async def answer(self, sender: str, message: str) -> list[Reply]:
        """The replies to one message, none where the assistant is at a loss. What it raises comes through."""
        text = taken_in(message)
        own = replies.without_assistant(sender, text, self._contact)
        if own is not None:
            return own
        said = await self._assistant.handle(sender, text)
        return said if self._beside is None else await self._beside(self._assistant, sender, text, said)

    async def parse(self, message: str) -> Mapping[str, Any] | None:
        """What the assistant makes of a message; None for one that it never sees."""
        text = taken_in(message)
        if replies.without_assistant("", text, self._contact) is not None:
            return None
        return await self._assistant.parse(text)
