"""The staff's side of the application on a database of its own, and people of every role signed in to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient
from argon2 import PasswordHasher
from sqlalchemy import Engine

from channels.accounts import passwords
from channels.accounts.users import Actor, add_user
from channels.backend import Backend
from channels.conversations.migrations import upgrade as upgrade_conversations
from channels.server import create_app
from channels.staff_api import staff_api
from channels.staff_store import upgrade
from policy_kb import knowledge
from policy_kb.models.engine import connect
from policy_kb.settings import settings
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 6, 1)
PASSWORD = "correct-horse-7"
PEOPLE = {"clerk": "wang.li", "editor": "zhang.san", "admin": "li.si"}

Client = TestClient[Any, Any]


@dataclass
class Person:
    """A client with a session of its own; ``role`` None is somebody who has not signed in."""

    client: Client
    role: str | None
    csrf: str = ""

    async def get(self, path: str, status: int = 200, **query: Any) -> Any:
        response = await self.client.get(path, params={k: str(v) for k, v in query.items()})
        assert response.status == status, await response.text()
        return await response.json()

    async def post(self, path: str, body: object = None, status: int = 200, **headers: str) -> Any:
        sent = {"X-CSRF-Token": self.csrf} | headers
        response = await self.client.post(path, json={} if body is None else body, headers=sent)
        assert response.status == status, await response.text()
        return await response.json()


SignIn = Callable[[str | None], Awaitable[Person]]


def staffed(engine: Engine, folder: Path) -> None:
    """The real knowledge base with three people."""
    real(engine, folder)
    upgrade(engine)
    upgrade_conversations(engine)
    for role, name in PEOPLE.items():
        add_user(engine, name, PASSWORD, role, Actor("tests"))


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash's cost is tested where it matters; elsewhere it would only be waited for."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def database(moulds: Moulds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A copy for one test, which the whole process takes for its own."""
    monkeypatch.setenv("DATABASE_URL", moulds.url(staffed, "sqlite", tmp_path))
    monkeypatch.setenv("IPDESK_TODAY", AS_OF.isoformat())
    for forget in (settings.cache_clear, knowledge.forget):
        forget()
    engine = connect()
    yield engine
    engine.dispose()
    monkeypatch.undo()
    for forget in (settings.cache_clear, knowledge.forget):
        forget()


@pytest.fixture
async def application(database: Engine, tmp_path: Path, aiohttp_server: Any) -> Any:
    """The served application; its assistant is never loaded, which no endpoint of the staff needs."""

    async def never() -> Any:
        raise AssertionError("nobody asks the assistant")

    return await aiohttp_server(
        create_app(Backend(never), "某某服务热线", api=staff_api(lambda: database, tmp_path / "up"))
    )


@pytest.fixture
async def person(application: Any) -> Any:
    """Signs somebody of a role in; every call is a browser of its own."""
    clients: list[Client] = []

    async def sign_in(role: str | None) -> Person:
        # The test server is an address, not a name: cookies for those have to be asked for.
        client: Client = TestClient(application, cookie_jar=CookieJar(unsafe=True))
        clients.append(client)
        if role is None:
            return Person(client, None)
        body = {"name": PEOPLE[role], "password": PASSWORD}
        response = await client.post("/api/v1/session/open", json=body)
        assert response.status == 200, await response.text()
        return Person(client, role, (await response.json())["user"]["csrf"])

    yield sign_in
    for client in clients:
        await client.close()
