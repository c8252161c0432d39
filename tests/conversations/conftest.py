"""The real trained assistant behind the real server, once for all conversations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.runtime import Assistant
from channels.backend import Backend
from channels.server import create_app
from policy_kb.settings import settings

Reply = list[dict[str, Any]]
Ask = Callable[[str, str], Awaitable[Reply]]


@pytest.fixture(scope="module", autouse=True)
def _fixed_today(fixed_today: None) -> None:
    """All conversations are held on one day."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ask(assistant: Assistant) -> AsyncIterator[Ask]:
    """Sends one message of one sender over REST and gives the messages that come back."""

    async def loaded() -> Assistant:
        return assistant

    backend = Backend(loaded)
    await backend.start()
    async with TestClient(TestServer(create_app(backend, settings().human_contact))) as client:

        async def send(sender: str, message: str) -> Reply:
            body = {"sender": sender, "message": message}
            async with client.post("/webhooks/rest/webhook", json=body) as response:
                assert response.status == 200, await response.text()
                reply: Reply = await response.json()
                return reply

        yield send
