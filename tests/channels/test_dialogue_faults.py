"""A database that is locked, full, slow or away, and an action that fails: an apology with a number, the offer of a
person, nothing changes, and the next message goes on where the last answer left off, without a restart."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from sqlalchemy import Engine, event

from bot.runtime import Assistant
from bot.trackers import TurnTrackers
from channels.backend import Backend
from channels.conversations.dialogues import Dialogues
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.server import create_app
from policy_kb.models import engine as engines
from tests.channels.conftest import CONTACT, WEBHOOK, Client
from tests.channels.test_conversations_socket import Tab
from tests.policy_kb.store.databases import backends, database

_DOMAIN = Domain.from_dict(
    {"slots": {"dialogue": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}}}
)


class Counter:
    """Stands in for Rasa's agent: answers with the number of the turn, which it remembers in the tracker."""

    def __init__(self, trackers: TurnTrackers) -> None:
        self.trackers = trackers
        trackers.domain = _DOMAIN

    async def tracker_after(self, message: Any) -> Any:
        tracker = await self.trackers.get_or_create_tracker(message.sender_id)
        count = (tracker.get_slot("dialogue") or 0) + 1
        for one in (
            UserUttered(message.text, {"name": "x"}),
            SlotSet("dialogue", count),
            ActionExecuted("action_listen"),
        ):
            tracker.update(one)
        if message.text == "坏":
            raise RuntimeError("an action failed")
        answer = f"{count}{'，很长' * 100_000}" if message.text == "长" else str(count)
        await message.output_channel.send_response(message.sender_id, {"text": answer})
        return tracker


@pytest.fixture(params=backends())
def engine(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MS", 100)
    with database(request.param, tmp_path) as url:
        made = engines.create_engine(url)
        upgrade(made)
        yield made
        made.dispose()


@pytest_asyncio.fixture
async def client(engine: Engine) -> AsyncIterator[Client]:
    trackers = TurnTrackers(Dialogues(engine))
    counter: Any = Counter(trackers)

    async def load() -> Assistant:
        return Assistant(counter, trackers)

    backend = Backend(load, answer_seconds=1.0)
    await backend.start()
    chat = Conversations(Store(engine), Tokens(b"k" * 32), CONTACT)
    async with TestClient(TestServer(create_app(backend, CONTACT, conversations=chat))) as made:
        yield made


async def _ask(client: Client, text: str = "问", **more: str) -> dict[str, Any]:
    async with client.post(WEBHOOK, json={"sender": "me", "message": text, **more}) as response:
        assert response.status == 200
        [answer] = await response.json()
        return dict(answer)


@contextmanager
def _locked(engine: Engine) -> Iterator[None]:
    """Another process is in the middle of a change."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(sa.text("LOCK TABLE dialogues IN ACCESS EXCLUSIVE MODE"))
            yield
        return
    with engines.change_connection(engine):
        yield


@contextmanager
def _full(engine: Engine) -> Iterator[None]:
    """Nothing more can be written, though everything can be read."""
    if engine.dialect.name == "postgresql":
        with _failing(engine, "before_cursor_execute", lambda sql: sql.startswith(("INSERT", "UPDATE"))):
            yield
        return
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    engine.dispose()  # the limit is a connection's

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def _away(engine: Engine) -> Iterator[None]:
    """No statement reaches it."""
    with _failing(engine, "before_cursor_execute", lambda _sql: True):
        yield


@contextmanager
def _failing(engine: Engine, name: str, which: Callable[[str], bool]) -> Iterator[None]:
    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if which(statement.lstrip()):
            raise sa.exc.OperationalError(statement, None, Exception("the server is gone"))

    event.listen(engine, name, fail)
    try:
        yield
    finally:
        event.remove(engine, name, fail)


@contextmanager
def _slow(engine: Engine) -> Iterator[None]:
    """Each statement hangs until the block ends."""
    going_on = threading.Event()

    def hang(*_: Any) -> None:
        going_on.wait(20)

    event.listen(engine, "before_cursor_execute", hang)
    try:
        yield
    finally:
        going_on.set()
        event.remove(engine, "before_cursor_execute", hang)


@pytest.mark.parametrize("trouble", [_locked, _full, _away, _slow])
async def test_a_database_in_trouble(
    client: Client, engine: Engine, caplog: pytest.LogCaptureFixture, trouble: Callable[[Engine], Any]
) -> None:
    assert [(await _ask(client))["text"] for _ in range(2)] == ["1", "2"]
    with trouble(engine), caplog.at_level(logging.ERROR):
        sorry = await _ask(client, "长", message_id="m3")
        assert sorry["custom"]["error_number"] in sorry["text"]
        assert CONTACT in sorry["text"]
        assert [button["title"] for button in sorry["buttons"]] == ["转人工"]
        assert sorry["custom"]["error_number"] in caplog.text
        async with client.get("/healthz") as alive:
            assert alive.status == 200
    await asyncio.sleep(0.1)
    # Whether the store came to its end after the apology or not: the message is answered, once.
    for _ in range(2):
        assert (await _ask(client, "长", message_id="m3"))["text"].startswith("3，")
    assert (await _ask(client))["text"] == "4"


async def test_an_action_that_fails_leaves_the_dialogue_as_it_was(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await _ask(client))["text"] == "1"
    with caplog.at_level(logging.ERROR):
        sorry = await _ask(client, "坏")
    assert sorry["custom"]["error_number"] in sorry["text"]
    assert CONTACT in sorry["text"]
    [record] = [one for one in caplog.records if sorry["custom"]["error_number"] in one.getMessage()]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], RuntimeError)
    assert (await _ask(client))["text"] == "2"


async def test_an_answer_that_could_not_be_stored_is_not_made_twice(
    client: Client, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The assistant has stored its turn; what becomes of the answer in the chat comes after that, and may fail."""
    settle, failures = Store.settle, [OSError("cut off here")] * 2

    def fails_at_first(*arguments: Any) -> Any:
        if failures:
            raise failures.pop()
        return settle(*arguments)

    monkeypatch.setattr(Store, "settle", fails_at_first)
    monkeypatch.setattr("channels.conversations.service._FAILURE_PAUSES", (0.01, 0.01, 0.01))
    tab = Tab(await client.ws_connect("/ws"))
    await tab.hello()
    for number in ("1", "2"):
        await tab.say(f"c{number}", "问")
        assert (await tab.next("message", role="bot"))["text"] == number
    assert not failures
