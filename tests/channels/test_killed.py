"""The server is killed in the middle of a load: nothing that was acknowledged is lost, doubled or moved."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.channels.served import Served, served
from tests.policy_kb.store.databases import backends

#: A form that is asked for facts, then a count that each turn changes: what is lost or done twice shows in the sums.
TURNS = (
    "算一下漳州转让专利能拿多少",
    "我们是高校",
    "12件",
    "再多一件呢",
    "再多一件呢",
    "少两件呢",
    "谢谢",
    "再多一件呢",
)
SUMS = (None, None, 60_000, 65_000, 70_000, 60_000, None, 65_000)
KILLS = 2
CLIENTS = 4


@pytest.fixture(params=backends())
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    with served(request.param, tmp_path, "2026-06-01") as made:
        yield made


@dataclass
class Load:
    """Clients that send the dialogue until each has every answer, whatever becomes of the server meanwhile.
    ``heard`` counts what was acknowledged; ``due`` are the counts at which the server is killed."""

    server: Served
    heard: int = 0
    due: list[int] = field(default_factory=list)
    killed: int = 0
    restarting: asyncio.Task[None] | None = None

    async def acknowledged(self) -> None:
        """Count one more. Who comes to a count that is due kills the server, which is then started again."""
        self.heard += 1
        if self.due and self.heard >= self.due[0] and (self.restarting is None or self.restarting.done()):
            self.due.pop(0)
            self.server.end()
            self.killed += 1
            self.restarting = asyncio.create_task(self.server.start())

    async def over_rest(self, sender: str) -> list[dict[str, Any]]:
        """Each turn is sent until it is answered, with the same id."""
        answers = []
        async with aiohttp.ClientSession() as session:
            for number, text in enumerate(TURNS):
                answers.append(await self.post(session, sender, f"m{number}", text))
                await self.acknowledged()
        return answers

    async def post(self, session: aiohttp.ClientSession, sender: str, number: str, text: str) -> dict[str, Any]:
        body = {"sender": sender, "message": text, "message_id": number}
        while True:
            try:
                async with session.post(f"{self.server.address}/webhooks/rest/webhook", json=body) as response:
                    if response.status == 200:
                        [answer] = await response.json()
                        assert "error_number" not in answer["custom"]
                        return dict(answer)
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)

    async def over_socket(self) -> list[dict[str, Any]]:
        """A page: sends a turn until it is acknowledged and answered, and comes back with its token when it is cut off.
        Gives the whole history, as a page that is opened at the end sees it."""
        token: str | None = None
        number = 0
        async with aiohttp.ClientSession() as session:
            while number < len(TURNS):
                try:
                    async with session.ws_connect(f"{self.server.address}/ws") as socket:
                        token = (await _hello(socket, token))["token"]
                        while number < len(TURNS):
                            await self._say(socket, number)
                            number += 1
                except (aiohttp.ClientError, _CutOffError):
                    await asyncio.sleep(0.1)
            async with session.ws_connect(f"{self.server.address}/ws") as socket:
                return list((await _hello(socket, token))["history"])

    async def _say(self, socket: aiohttp.ClientWebSocketResponse, number: int) -> None:
        await socket.send_str(json.dumps({"v": 1, "type": "message", "client_id": f"c{number}", "text": TURNS[number]}))
        seq = (await _next(socket, "ack", client_id=f"c{number}"))["seq"]
        await self.acknowledged()
        await _next(socket, "message", reply_to=seq)
        await self.acknowledged()


class _CutOffError(Exception):
    pass


async def _hello(socket: aiohttp.ClientWebSocketResponse, token: str | None) -> dict[str, Any]:
    await socket.send_str(json.dumps({"v": 1, "type": "hello", **({"token": token} if token else {})}))
    return await _next(socket, "welcome")


async def _next(socket: aiohttp.ClientWebSocketResponse, kind: str, **fields: Any) -> dict[str, Any]:
    """The next frame of a kind. An answer that is in the history already comes with the welcome of the next socket."""
    async for message in socket:
        if message.type is aiohttp.WSMsgType.TEXT:
            frame: dict[str, Any] = json.loads(message.data)
            assert frame["type"] not in {"refused", "bye"}, frame
            if frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame
    raise _CutOffError


def _yuan(custom: dict[str, Any]) -> int | None:
    found: int | None = (custom.get("amount") or {}).get("yuan")
    return found


def _plain(answers: list[dict[str, Any]]) -> list[tuple[str, int | None]]:
    return [(answer["text"], _yuan(answer["custom"])) for answer in answers]


async def test_killed_in_the_middle_of_a_load(server: Served) -> None:
    await server.start()
    calm = _plain(await Load(server).over_rest("calm"))
    assert tuple(yuan for _, yuan in calm) == SUMS
    chance = random.Random(7)  # noqa: S311 -- no secret
    acknowledged = CLIENTS * len(TURNS) * 3
    load = Load(server, due=sorted(chance.sample(range(3, acknowledged // 2), KILLS)))
    talks = [load.over_rest(f"r{number}") for number in range(CLIENTS)]
    pages = [load.over_socket() for _ in range(CLIENTS)]
    done = await asyncio.gather(*talks, *pages)
    assert load.killed == KILLS
    async with aiohttp.ClientSession() as session:
        asked = [await load.post(session, "me", f"m{number}", TURNS[number]) for number in range(2)]
    assert asked[-1]["custom"]["kind"] == "question"

    # Over REST each message got the answer that it gets where nobody is killed, and gets it again.
    for number in range(CLIENTS):
        assert _plain(done[number]) == calm
    server.end()
    await server.start()
    for number in range(CLIENTS):
        again = await Load(server).over_rest(f"r{number}")
        assert _plain(again) == calm

    # Killed between the question and the number: it goes on there.
    async with aiohttp.ClientSession() as session:
        answer = await load.post(session, "me", "m2", "12件")
    assert _yuan(answer["custom"]) == 60_000

    # In the chat each message stands once, in order, with its one answer behind it.
    for history in done[CLIENTS:]:
        assert [one["seq"] for one in history] == list(range(1, 2 * len(TURNS) + 1))
        asked = [one for one in history if one["role"] == "user"]
        answers = [one for one in history if one["role"] == "bot"]
        assert [one["text"] for one in asked] == list(TURNS)
        assert [one["reply_to"] for one in answers] == [one["seq"] for one in asked]
        assert _plain(answers) == calm
