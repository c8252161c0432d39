"""Two applications on one database and one Redis, over a line that can be cut; the same assistant behind both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from channels.backend import Backend
from channels.conversations.limits import Limiter
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.server import create_app
from channels.shared.redis_peers import RedisPeers
from channels.staff_api import staff_api
from tests.channels.inbox.conftest import CONTACT, Script, Visitor
from tests.channels.staff import PASSWORD, PEOPLE, Person, cheap_passwords, database
from tests.cut import Line, line
from tests.redis_server import clear, left_out, new_prefix, place, redis_url, through

__all__ = ["cheap_passwords", "database"]

KEY = b"k" * 32


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end of a run what was left out."""
    if sentence := left_out():
        terminalreporter.write_sep("-", "left out")
        terminalreporter.write_line(sentence)


@pytest.fixture
def to_redis() -> Iterator[Line]:
    url = redis_url()
    assert url is not None
    with line(*place(url)) as made:
        yield made


@pytest.fixture
def prefix() -> Iterator[str]:
    url = redis_url()
    assert url is not None
    made = new_prefix()
    yield made
    clear(url, made)


@pytest.fixture
def address(to_redis: Line) -> str:
    url = redis_url()
    assert url is not None
    return through(url, to_redis.port)


@pytest.fixture
async def peers(address: str, prefix: str) -> Any:
    """Makes processes as far as Redis knows of them, connected."""
    made: list[RedisPeers] = []

    async def one(key: bytes = KEY, work: Callable[[RedisPeers], None] = lambda _: None) -> RedisPeers:
        peer = RedisPeers(address, prefix, key)
        made.append(peer)
        work(peer)
        await peer.start(None)
        return peer

    yield one
    for peer in made:
        await peer.stop(None)


@dataclass
class Process:
    """An application as one of several."""

    server: TestServer
    peers: RedisPeers
    conversations: Conversations
    clients: list[TestClient[Any, Any]]

    async def visit(self, **hello: Any) -> tuple[Visitor, str]:
        """A tab, and the token of its session."""
        found = Visitor(await self._client().ws_connect("/ws"))
        await found.send("hello", **hello)
        welcome = await found.until("welcome")
        found.conversation = welcome["conversation"]
        return found, welcome["token"]

    async def person(self, role: str) -> Person:
        client = self._client()
        response = await client.post("/api/v1/session/open", json={"name": PEOPLE[role], "password": PASSWORD})
        assert response.status == 200, await response.text()
        return Person(client, role, (await response.json())["user"]["csrf"])

    def _client(self) -> TestClient[Any, Any]:
        client = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self.clients.append(client)
        return client


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def processes(database: Any, tmp_path: Any, address: str, prefix: str, script: Script) -> Any:
    upgrade(database)
    made = []

    async def load() -> Script:
        return script

    for number in range(2):
        limit = Limiter(burst=100, per_second=100)
        conversations = Conversations(Store(database), Tokens(KEY), CONTACT, messages=limit)
        backend = Backend(load)
        await backend.start()
        peer = RedisPeers(address, prefix, KEY)
        app = create_app(
            backend,
            CONTACT,
            conversations=conversations,
            api=staff_api(lambda: database, tmp_path / f"up{number}"),
            peers=peer,
        )
        server = TestServer(app)
        await server.start_server()
        made.append(Process(server, peer, conversations, []))
    yield made
    for one in made:
        for client in one.clients:
            await client.close()
        await one.server.close()


async def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.01)
