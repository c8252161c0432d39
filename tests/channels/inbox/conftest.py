"""The whole application: visitors on the WebSocket, staff at the API, an assistant that says what it was told."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient

from channels.backend import Backend
from channels.conversations.limits import Limiter
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.server import create_app
from channels.staff_api import staff_api
from tests.channels.staff import cheap_passwords, database, person

__all__ = ["cheap_passwords", "database", "person"]

CONTACT = "某某服务热线"


class Script:
    """Answers by its script; ``meant`` is what it says it understood."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.answers: dict[str, dict[str, Any]] = {}
        self.heard: list[str] = []
        self.meant: tuple[str | None, str | None] = ("award_amount", "funding")

    async def handle(self, sender: str, text: str, metadata: Any = None) -> list[dict[str, Any]]:
        self.heard.append(text)
        await asyncio.sleep(0.002)
        return [{"recipient_id": sender, **self.answers.get(text, {"text": f"{self.name}收到：{text}"})}]

    async def understood(self, sender: str) -> tuple[str | None, str | None]:
        return self.meant


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def conversations(database: Any) -> Conversations:
    upgrade(database)
    limit = Limiter(burst=100, per_second=100)
    return Conversations(Store(database), Tokens(b"k" * 32), CONTACT, messages=limit)


@pytest.fixture
def backend(script: Script) -> Backend:
    async def load() -> Script:
        return script

    return Backend(load)


@pytest.fixture
async def application(
    database: Any, tmp_path: Any, aiohttp_server: Any, conversations: Conversations, backend: Backend
) -> Any:
    await backend.start()
    api = staff_api(lambda: database, tmp_path / "up")
    return await aiohttp_server(create_app(backend, CONTACT, conversations=conversations, api=api))


class Visitor:
    """A tab with the chat open."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.conversation = ""
        self.seen: list[dict[str, Any]] = []

    async def until(self, kind: str, **wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(120):
            while True:
                frame: dict[str, Any] = await self.socket.receive_json()
                self.seen.append(frame)
                if frame["type"] == kind and all(frame.get(key) == value for key, value in wanted.items()):
                    return frame

    async def send(self, kind: str, **rest: Any) -> None:
        await self.socket.send_json({"v": 1, "type": kind, **rest})

    async def say(self, text: str) -> None:
        await self.send("message", client_id=uuid.uuid4().hex, text=text)

    async def ask(self, text: str) -> dict[str, Any]:
        await self.say(text)
        return await self.until("message", role="bot")


@pytest.fixture
async def visit(application: Any) -> Any:
    clients = []

    async def visitor(**hello: Any) -> Visitor:
        client = TestClient(application, cookie_jar=CookieJar(unsafe=True))
        clients.append(client)
        found = Visitor(await client.ws_connect("/ws"))
        await found.send("hello", **hello)
        found.conversation = (await found.until("welcome"))["conversation"]
        return found

    yield visitor
    for client in clients:
        await client.close()
