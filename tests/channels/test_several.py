"""Three processes under a load of 200 conversations: one is killed and started again, Redis is cut off, PostgreSQL too.
Nothing is lost, doubled or moved, whichever process a message came to."""

from __future__ import annotations

import asyncio
import json
import random
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from tests.channels.several import Several, several
from tests.policy_kb.store.databases import postgresql
from tests.redis_server import redis_url

pytestmark = pytest.mark.skipif(
    postgresql() is None or redis_url() is None, reason="no PostgreSQL or no Redis answers on this machine"
)

#: A form that is asked for facts, then a count that each turn changes: what is lost or done twice shows in the sums.
TURNS = ("算一下漳州转让专利能拿多少", "我们是高校", "12件", "再多一件呢")
SUMS = (None, None, 60_000, 65_000)
OVER_REST = 160
OVER_SOCKET = 40
AT_ONCE = 24
REDIS_SECONDS = 10.0
POSTGRESQL_SECONDS = 3.0


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Several]:
    with several(tmp_path, "2026-06-01", 3) as made:
        yield made


@dataclass
class Talk:
    """A conversation over REST: each turn goes to any process, until it is answered, with the same id."""

    sender: str
    answers: list[tuple[str, int | None]] = field(default_factory=list)

    async def turn(self, load: Load, number: int) -> None:
        self.answers.append(await load.post(self.sender, number))


@dataclass
class Page:
    """A conversation over a WebSocket: each turn over a socket of its own, to any process. What got an apology is said
    anew, under another id."""

    token: str | None = None
    seen: set[int] = field(default_factory=set)

    async def turn(self, load: Load, number: int) -> None:
        attempt = 0
        while True:
            try:
                async with load.session.ws_connect(f"{load.anywhere()}/ws") as socket:
                    await self._hello(socket)
                    answer = await self._said(socket, number, attempt)
            except (aiohttp.ClientError, ConnectionError, _CutOffError):
                await asyncio.sleep(0.2)
                continue
            if "error_number" not in (answer.get("custom") or {}):
                return
            attempt += 1

    async def history(self, load: Load) -> list[dict[str, Any]]:
        async with load.session.ws_connect(f"{load.anywhere()}/ws") as socket:
            return list((await self._hello(socket))["history"])

    async def _hello(self, socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
        await socket.send_str(json.dumps({"v": 1, "type": "hello", **({"token": self.token} if self.token else {})}))
        welcome = await _next(socket, lambda frame: frame["type"] == "welcome")
        self.token = welcome["token"]
        return welcome

    async def _said(self, socket: aiohttp.ClientWebSocketResponse, number: int, attempt: int) -> dict[str, Any]:
        key = f"c{number}-{attempt}"
        await socket.send_str(json.dumps({"v": 1, "type": "message", "client_id": key, "text": TURNS[number]}))
        ack = await _next(socket, lambda frame: frame["type"] == "ack" and frame["client_id"] == key)
        return await _next(socket, lambda frame: frame["type"] == "message" and frame.get("reply_to") == ack["seq"])


class _CutOffError(Exception):
    pass


async def _next(socket: aiohttp.ClientWebSocketResponse, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    async with asyncio.timeout(60):
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                frame: dict[str, Any] = json.loads(message.data)
                if frame["type"] in ("refused", "bye"):
                    # Could not be stored: said again later.
                    assert frame["code"] == "failed", frame
                    raise _CutOffError
                if wanted(frame):
                    return frame
    raise _CutOffError


@dataclass
class Load:
    """All conversations, turn by turn; ``answered`` counts what was answered."""

    processes: Several
    session: aiohttp.ClientSession
    chance: random.Random
    answered: int = 0

    def anywhere(self) -> str:
        return self.chance.choice(self.processes.addresses)

    async def post(self, sender: str, number: int) -> tuple[str, int | None]:
        body = {"sender": sender, "message": TURNS[number], "message_id": f"m{number}"}
        while True:
            try:
                async with self.session.post(f"{self.anywhere()}/webhooks/rest/webhook", json=body) as response:
                    if response.status == 200:
                        [answer] = await response.json()
                        if "error_number" not in answer["custom"]:
                            return answer["text"], _yuan(answer["custom"])
            except (aiohttp.ClientError, ConnectionError):
                pass
            await asyncio.sleep(0.1)

    async def turn(self, talks: list[Talk | Page], number: int) -> None:
        """One turn of every conversation."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(talk: Talk | Page) -> None:
            async with gate:
                await talk.turn(self, number)
            self.answered += 1

        await asyncio.gather(*(one(talk) for talk in talks))

    async def until(self, count: int) -> None:
        while self.answered < count:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.02)


def _yuan(custom: dict[str, Any]) -> int | None:
    found: int | None = (custom.get("amount") or {}).get("yuan")
    return found


def _ready(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
        return dict(json.load(response))


async def _all_say(processes: Several, state: str) -> None:
    async with asyncio.timeout(20):
        for address in processes.addresses:
            while (await asyncio.to_thread(_ready, address))["processes"] != state:  # noqa: ASYNC110
                await asyncio.sleep(0.1)


async def _cut(cut: Callable[[], None], mend: Callable[[], None], seconds: float, meanwhile: Awaitable[None]) -> None:
    """Cut a line for so many seconds, and something else meanwhile."""
    cut()
    work = asyncio.ensure_future(meanwhile)
    await asyncio.sleep(seconds)
    mend()
    await work


async def test_killed_and_cut_off_in_the_middle_of_a_load(processes: Several) -> None:
    await processes.start()
    await _all_say(processes, "together")
    async with aiohttp.ClientSession() as session:
        load = Load(processes, session, random.Random(7))  # noqa: S311 -- no secret
        calm = [await load.post("calm", number) for number in range(len(TURNS))]
        assert tuple(yuan for _, yuan in calm) == SUMS
        talks = [Talk(f"r{number}") for number in range(OVER_REST)]
        pages = [Page() for _ in range(OVER_SOCKET)]
        everybody: list[Talk | Page] = [*talks, *pages]
        load.chance.shuffle(everybody)

        # Killed while forms begin; started again while they are filled in by the others.
        first = asyncio.create_task(load.turn(everybody, 0))
        await load.until(50)
        processes.servers[1].end()
        restarted = asyncio.create_task(processes.servers[1].start())
        await first
        await load.turn(everybody, 1)
        await restarted
        await _all_say(processes, "together")

        # Without Redis all of them answer, the database keeps them apart; it is found again without a restart.
        await _cut(processes.redis.cut, processes.redis.mend, REDIS_SECONDS, _away(load, everybody))
        await _all_say(processes, "together")

        # Without the database nothing is acknowledged that is not stored.
        postgresql = processes.postgresql
        await _cut(postgresql.cut, postgresql.mend, POSTGRESQL_SECONDS, load.turn(everybody, 3))

        for talk in talks:
            assert talk.answers == calm
        again = [await load.post(talk.sender, 3) for talk in talks[:20]]
        assert again == [calm[3]] * 20
        for page in pages:
            _check(await page.history(load), calm)
    _check_rows(processes.database)


async def _away(load: Load, everybody: list[Talk | Page]) -> None:
    await _all_say(load.processes, "away")
    await load.turn(everybody, 2)


def _check(history: list[dict[str, Any]], calm: list[tuple[str, int | None]]) -> None:
    """Each message stands once, in order, with its one answer behind it; those that got an apology stand before the one
    that was said in their place."""
    assert [one["seq"] for one in history] == list(range(1, len(history) + 1))
    asked, answers = ([one for one in history if one["role"] == role] for role in ("user", "bot"))
    assert [one["reply_to"] for one in answers] == [one["seq"] for one in asked]
    good = [
        (said["text"], answer["text"], _yuan(answer["custom"]))
        for said, answer in zip(asked, answers, strict=True)
        if "error_number" not in answer["custom"]
    ]
    assert good == [(text, *answer) for text, answer in zip(TURNS, calm, strict=True)]


def _check_rows(database: str) -> None:
    """As many answers are kept as messages were answered: none twice, none without its dialogue."""
    engine = sa.create_engine(database)
    try:
        with engine.connect() as connection:
            kept = connection.execute(
                sa.text(
                    "SELECT count(*), count(DISTINCT (sender, message)), count(DISTINCT sender) FROM dialogue_answers "
                    "WHERE sender LIKE 'r%'"
                )
            ).one()
            assert tuple(kept) == (OVER_REST * len(TURNS), OVER_REST * len(TURNS), OVER_REST)
            waiting = sa.text("SELECT count(*) FROM messages WHERE settled_at IS NULL AND role = 'user'")
            assert connection.scalar(waiting) == 0
    finally:
        engine.dispose()
