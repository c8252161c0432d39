"""An assistant that says what it was told, the application around it, and a database for conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import Engine

from channels.backend import Backend
from channels.conversations.migrations import upgrade
from channels.replies import Reply
from channels.server import create_app
from channels.turns import Turns
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds

CONTACT = "某某服务热线"
WEBHOOK = "/webhooks/rest/webhook"


class EchoAssistant:
    """Echoes each text; ``calls`` keeps what came in and in which order handling began and ended."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, Mapping[str, Any] | None]] = []
        self.log: list[str] = []
        self.running = 0
        self.most_running = 0
        self.gates: dict[str, asyncio.Event] = {}
        self.replies: dict[str, list[Reply] | Exception] = {}

    async def handle(self, sender: str, text: str, metadata: Mapping[str, Any] | None = None) -> list[Reply]:
        self.calls.append((sender, text, metadata))
        self.log.append(f"begin {text}")
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            if text in self.gates:
                await self.gates[text].wait()
            else:
                await asyncio.sleep(0.005)
        finally:
            self.running -= 1
            self.log.append(f"end {text}")
        planned = self.replies.get(text)
        if isinstance(planned, Exception):
            raise planned
        return [{"recipient_id": sender, "text": f"收到：{text}"}] if planned is None else planned


Client = TestClient[Any, Any]
MakeClient = Callable[..., Awaitable[Client]]


def with_conversations(engine: Engine, _folder: Path) -> None:
    """The empty tables of the conversations, for moulds."""
    upgrade(engine)


@pytest.fixture(params=backends())
def engine(request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path) -> Iterator[Engine]:
    """A database with the tables of the conversations, on each of those that can be reached."""
    with moulds.engine(with_conversations, request.param, tmp_path) as made:
        yield made


@pytest.fixture
def assistant() -> EchoAssistant:
    return EchoAssistant()


@pytest.fixture
def make_client(aiohttp_client: Any, assistant: EchoAssistant) -> MakeClient:
    """Makes a client of the application; ``started=False`` leaves the assistant unloaded."""

    async def make(*, started: bool = True, turns: Turns | None = None, **backend: Any) -> Client:
        async def load() -> EchoAssistant:
            return assistant

        behind = Backend(load, **backend)
        if started:
            await behind.start()
        client: Client = await aiohttp_client(create_app(behind, CONTACT, turns=turns))
        return client

    return make


@pytest.fixture
async def client(make_client: MakeClient) -> Client:
    return await make_client()
