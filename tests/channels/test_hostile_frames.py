"""Hostile bodies and frames: refused in words, or taken; nothing breaks, nothing is told of the program."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from aiohttp import WSMsgType

from channels.conversations.limits import Limiter
from channels.server import create_app
from tests.hostile.bodies import Bodies
from tests.hostile.leaks import leaks
from tests.hostile.texts import Texts

from .chat_server import answered_by, conversations_in
from .conftest import CONTACT, WEBHOOK


@pytest.fixture
async def client(aiohttp_client: Any, assistant: Any, tmp_path: Any) -> Any:
    limit = Limiter(burst=1_000, per_second=1_000)
    conversations = conversations_in(tmp_path, CONTACT, messages=limit)
    return await aiohttp_client(create_app(await answered_by(assistant), CONTACT, conversations=conversations))


@pytest.mark.parametrize("seed", range(3))
async def test_bodies(client: Any, caplog: pytest.LogCaptureFixture, seed: int) -> None:
    bodies = Bodies(seed, Texts(seed))
    statuses = set()
    for number in range(150):
        body = bodies.message(f"u{number}")
        async with client.post(WEBHOOK, data=body, headers={"Content-Type": "application/json"}) as response:
            reply = await response.text()
            statuses.add(response.status)
            assert response.status in (200, 400, 413), (body[:200], reply)
            if response.status != 200:
                assert json.loads(reply)["error"].endswith("。")
                assert leaks(reply, body.decode("utf-8", "replace")) == []
    assert {200, 400} <= statuses
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_frames(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    bodies = Bodies(1, Texts(1))
    met = set()
    for _ in range(120):
        socket = await client.ws_connect("/ws", max_msg_size=0)
        await socket.send_str('{"v": 1, "type": "hello"}')
        sent = [bodies.frame() for _ in range(5)]
        for frame in sent:
            if not socket.closed:
                await socket.send_str(frame)
        if not socket.closed:
            await socket.send_str('{"v": 1, "type": "ping"}')
        async with asyncio.timeout(120):
            while True:
                message = await socket.receive()
                if message.type is not WSMsgType.TEXT:
                    met.add("closed")
                    break
                frame = json.loads(message.data)
                met.add(frame["type"])
                assert frame.get("code") != "failed" or "错误编号" not in frame["sentence"], sent
                if frame["type"] in ("bye", "refused"):
                    assert leaks(frame["sentence"], "") == []
                if frame["type"] in ("pong", "bye"):
                    break
        await socket.close()
    assert {"welcome", "ack", "refused", "bye", "pong"} <= met
    # After all that somebody is answered as ever.
    async with asyncio.timeout(120), client.ws_connect("/ws") as socket:
        await socket.send_str('{"v": 1, "type": "hello"}')
        await socket.send_str('{"v": 1, "type": "message", "client_id": "c1", "text": "您好"}')
        while (frame := await socket.receive_json())["type"] != "message" or frame["role"] != "bot":
            assert frame["type"] != "bye"
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
