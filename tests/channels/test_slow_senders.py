"""Who sends too slowly, too much at the head, or nothing at all is let go; who has vanished is noticed."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import AsyncIterator
from typing import Any

import pytest

from channels import envelope, listening
from channels.conversations import session_token, socket
from channels.conversations.connection import QUEUE
from channels.server import create_app
from channels.server import listening as served

from .chat_server import answered_by, conversations_in
from .conftest import CONTACT, EchoAssistant

HEAD = b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> AsyncIterator[int]:
    """A server as ``ipdesk serve`` runs it, with less patience."""
    monkeypatch.setattr(listening, "HEAD_SECONDS", 1.0)
    monkeypatch.setattr(listening, "LINGER_SECONDS", 0.5)
    monkeypatch.setattr(envelope, "BODY_SECONDS", 0.5)
    monkeypatch.setattr(session_token, "_SECONDS", 0.5)
    monkeypatch.setattr(socket, "HELLO_SECONDS", 0.5)
    monkeypatch.setattr(socket, "HEARTBEAT_SECONDS", 0.5)

    app = create_app(await answered_by(EchoAssistant()), CONTACT, conversations=conversations_in(tmp_path, CONTACT))
    async with served(app, "127.0.0.1", 0) as address:
        yield int(address.rsplit(":", 1)[1])


async def _until_closed(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(60):
        return await reader.read()


async def test_who_says_nothing_is_let_go(port: int) -> None:
    reader, _ = await asyncio.open_connection("127.0.0.1", port)
    assert await _until_closed(reader) == b""


async def test_who_sends_a_head_byte_by_byte_is_let_go(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def drip() -> None:
        writer.write(HEAD)
        for _ in range(2_000):
            writer.write(b"X")
            await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    assert await _until_closed(reader) == b""
    dripping.cancel()


@pytest.mark.parametrize("path", [b"/webhooks/rest/webhook", b"/kiosk/takeaway", b"/conversations/export"])
async def test_who_sends_a_body_byte_by_byte_is_told_and_let_go(port: int, path: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD.replace(b"/webhooks/rest/webhook", path) + b'Content-Length: 50000\r\n\r\n{"message": "')
    answer = await _until_closed(reader)
    assert answer.split(b" ", 2)[1] in (b"408", b"404")
    assert "error" in json.loads(answer.split(b"\r\n\r\n", 1)[1])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\x00: 1\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    ],
    ids=["long header", "long address", "bad header", "nonsense", "TLS", "version", "smuggled", "length"],
)
async def test_what_is_no_request_is_refused_in_words_without_names_of_software(
    port: int, sent: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    answer = await _until_closed(reader)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split(b" ", 2)[1] == str(status).encode()
    assert json.loads(body)["error"].endswith("没法处理。")
    assert b"\r\nServer: ipdesk" in head
    for name in (b"aiohttp", b"Python", b"Traceback"):
        assert name not in answer
    assert not caplog.records


async def test_a_session_that_vanished_is_noticed_and_one_that_lives_is_kept(port: int) -> None:
    key = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + b"A" * 22
    begin = b"GET /ws HTTP/1.1\r\nHost: x\r\n" + key + b"==\r\n\r\n"
    # Masked with zeros: hello.
    hello = b'{"v":1,"type":"hello"}'
    frame = bytes((0x81, 0x80 | len(hello))) + b"\0\0\0\0" + hello
    dead, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(begin + frame)
    living, beating = await asyncio.open_connection("127.0.0.1", port)
    beating.write(begin + frame)

    async def beat() -> None:
        while True:
            beating.write(bytes((0x8A, 0x80)) + b"\0\0\0\0")  # pong
            await asyncio.sleep(0.1)

    beats = asyncio.create_task(beat())
    got = await _until_closed(dead)
    assert b'"type":"welcome"' in got
    assert bytes((0x89, 0)) in got  # it was asked first
    await asyncio.sleep(1)
    assert not living.at_eof()
    beats.cancel()


async def test_who_connects_and_does_not_greet_is_let_go(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + b"A" * 22
    writer.write(b"GET /ws HTTP/1.1\r\nHost: x\r\n" + key + b"==\r\n\r\n")
    assert b"no_hello" in await _until_closed(reader)


def test_queues_have_an_end_and_files_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert QUEUE <= 1_000
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: given.append(limits))
    for limits, raised in (
        ((1_024, 4_096), [(4_096, 4_096)]),
        ((1_024, resource.RLIM_INFINITY), [(65_536, resource.RLIM_INFINITY)]),
        ((100_000, 1_000_000), []),
    ):
        given.clear()
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        listening.allow_many_connections()
        assert given == raised
