"""What a visitor has said is that visitor's: no other can read it, add to it, or ask the assistant in its place."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from aiohttp import WSMsgType

from channels.conversations.models import dialogue_of
from channels.server import create_app
from tests.hostile.texts import Texts

from .chat_server import answered_by, conversations_in
from .conftest import CONTACT, WEBHOOK

SECRET = "我们厂去年亏了三百万"


@pytest.fixture
async def client(aiohttp_client: Any, assistant: Any, tmp_path: Any) -> Any:
    return await aiohttp_client(
        create_app(await answered_by(assistant), CONTACT, conversations=conversations_in(tmp_path, CONTACT))
    )


async def _say(client: Any, frames: list[dict[str, Any]], until: str) -> tuple[list[dict[str, Any]], str]:
    socket = await client.ws_connect("/ws")
    got = []
    for frame in frames:
        await socket.send_json({"v": 1, **frame})
    while True:
        message = await socket.receive(60)
        if message.type is not WSMsgType.TEXT:
            break
        got.append(json.loads(message.data))
        if got[-1]["type"] in (until, "bye") and got[-1].get("role") != "user":
            break
    await socket.close()
    return got, json.dumps(got, ensure_ascii=False)


async def test_neither_the_name_of_a_conversation_nor_a_forged_token_opens_it(client: Any, assistant: Any) -> None:
    hello = {"type": "hello"}
    frames, _ = await _say(client, [hello, {"type": "message", "client_id": "a", "text": SECRET}], "message")
    welcome = frames[0]
    token, conversation = welcome["token"], welcome["conversation"]
    back, seen = await _say(client, [{**hello, "token": token}], "welcome")
    assert SECRET in seen
    version, session, issued, mark = token.split(".")
    forged = (
        f"{version}.{session}.{issued}.{'A' * len(mark)}",
        f"{version}.{session}.{int(issued) + 1}.{mark}",
        f"{version}.{uuid.uuid4().hex}.{issued}.{mark}",
        session,
        conversation,
        "",
    )
    for bad in forged:
        frames, seen = await _say(
            client, [{**hello, "token": bad, "conversation": conversation, "after_seq": 0}], "welcome"
        )
        assert SECRET not in seen
        assert frames[0]["conversation"] != conversation
        for path in ("/kiosk/takeaway", "/conversations/export", "/conversations/erase"):
            response = await client.post(path, json={"token": bad})
            assert response.status == 404
            assert SECRET not in await response.text()
    # Over REST a dialogue is known by the name that the sender gives; a visitor's has one that nobody can give.
    before = len(assistant.calls)
    for sender in (dialogue_of(conversation), f"chat-{session}", "chat-x"):
        response = await client.post(WEBHOOK, json={"sender": sender, "message": "我刚才说了什么"})
        assert response.status == 400
        assert "sender" in (await response.json())["error"]
    assert len(assistant.calls) == before
    assert assistant.calls[0][0] == dialogue_of(conversation)
    assert (await _say(client, [{**hello, "token": token}], "welcome"))[0][0]["conversation"] == conversation
    del back


async def test_no_disguise_names_an_intent_over_rest_or_the_socket(client: Any, assistant: Any) -> None:
    texts = Texts(11, intents=("greet", "restart", "session_start", "award_amount"))
    messages = [texts.intent() for _ in range(150)]
    for number, message in enumerate(messages):
        async with client.post(WEBHOOK, json={"sender": f"u{number}", "message": message}) as response:
            assert response.status == 200
    for begin in range(0, 30, 6):
        said = [
            {"type": "message", "client_id": f"m{begin + n}", "text": text}
            for n, text in enumerate(messages[begin : begin + 6])
        ]
        await _say(client, [{"type": "hello"}, *said, {"type": "ping"}], "pong")
    assert len(assistant.calls) > 100
    for _, text, _ in assistant.calls:
        # Rasa strips white space and looks for a slash; our normaliser makes the full-width one of it.
        assert not re.match(r"[\s\u200b-\u200f\u2060\ufeff\x00-\x1f]*[/／]", text), ascii(text)
