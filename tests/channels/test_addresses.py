"""What one network address may send, whoever it says it is; which pages of other sites may ask."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import make_mocked_request

from channels import addresses as module
from channels.addresses import Addresses
from channels.conversations import connection
from channels.conversations import socket as socket_module
from channels.conversations.limits import Limiter
from channels.conversations.patience import Patience
from channels.server import create_app

from .chat_server import answered_by, conversations_in
from .conftest import CONTACT, WEBHOOK

ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
SOMEBODY_ELSE = {"X-Forwarded-For": "203.0.113.8"}


def _request(remote: str | None, *forwarded: str) -> web.BaseRequest:
    headers = [("X-Forwarded-For", one) for one in forwarded]
    request = make_mocked_request("GET", "/", headers=dict(headers[:1]))
    if len(headers) > 1:
        request._headers = request.headers.__class__(headers)
    return request.clone(remote=remote) if remote is not None else request


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("127.0.0.1", [], "127.0.0.1"),
        ("::1", [], "::1"),
        ("203.0.113.7", [], "203.0.113.7"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        ("", [], ""),
        # A proxy of this machine, or of a named network, is believed; what came to it may be made up.
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("172.18.0.2", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["1.2.3.4, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["1.2.3.4, 203.0.113.7, 172.18.0.5"], "203.0.113.7"),
        ("127.0.0.1", ["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        # Nobody else is.
        ("203.0.113.7", ["127.0.0.1"], "203.0.113.7"),
        ("172.19.0.2", ["203.0.113.7"], "172.19.0.2"),
    ],
)
def test_where_a_request_comes_from(remote: str, forwarded: list[str], found: str) -> None:
    assert Addresses(["172.18.0.0/16"], 1).of(_request(remote, *forwarded)) == found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of all limits; it stands still unless it is set."""
    now = [1_000.0]

    def limiter(burst: int, per_second: float) -> Limiter:
        return Limiter(burst, per_second, clock=lambda: now[0])

    monkeypatch.setattr(module, "Limiter", limiter)
    monkeypatch.setattr(connection, "Patience", lambda: Patience(lambda: now[0]))
    return now


@pytest.fixture
def start(aiohttp_client: Any, assistant: Any, tmp_path: Any) -> Any:
    """Starts a server that takes two messages a second from one address, 24 at once."""

    async def make(per_second: float = 2.0, **options: Any) -> Any:
        conversations = conversations_in(tmp_path, CONTACT)
        addresses = Addresses((), per_second)
        app = create_app(
            await answered_by(assistant), CONTACT, conversations=conversations, addresses=addresses, **options
        )
        return await aiohttp_client(app)

    return make


async def _ask(client: Any, number: int, headers: dict[str, str] | None = None) -> Any:
    return await client.post(WEBHOOK, json={"sender": f"u{number}", "message": "你好"}, headers=headers or {})


async def test_one_address_can_not_send_for_ever_under_many_names(clock: list[float], start: Any) -> None:
    client = await start()
    for number in range(24):
        assert (await _ask(client, number, ELSEWHERE)).status == 200
    refused = await _ask(client, 99, ELSEWHERE)
    assert refused.status == 429
    assert refused.headers["Retry-After"] == "1"
    assert (await refused.json())["error"] == "从您这里来的消息太多，请稍等片刻再发。"
    assert (await _ask(client, 99, SOMEBODY_ELSE)).status == 200
    assert (await _ask(client, 99)).status == 200
    clock[0] += 1
    assert [(await _ask(client, 99, ELSEWHERE)).status for _ in range(3)] == [200, 200, 429]


async def test_this_machine_and_a_limit_of_nothing(clock: list[float], start: Any) -> None:
    limited, unlimited = await start(), await start(0)
    for number in range(30):
        assert (await _ask(limited, number)).status == 200
        assert (await _ask(unlimited, number, ELSEWHERE)).status == 200


async def test_requests_of_any_kind_are_limited_but_what_watches_is_not(clock: list[float], start: Any) -> None:
    client = await start()
    for _ in range(module._REQUESTS_BURST):
        assert (await client.get("/api/v1/session", headers=ELSEWHERE)).status != 429
    refused = await client.get("/chat", headers=ELSEWHERE)
    assert refused.status == 429
    assert "X-Request-Id" in refused.headers
    assert "Content-Security-Policy" in refused.headers
    assert (await client.get("/chat", headers=SOMEBODY_ELSE)).status != 429
    assert (await client.get("/healthz", headers=ELSEWHERE)).status == 200


async def _frame(socket: Any, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            message = await socket.receive()
            assert message.type is WSMsgType.TEXT, message
            frame: dict[str, Any] = json.loads(message.data)
            if frame["type"] == kind:
                return frame


async def test_over_the_socket_messages_wait_and_sessions_are_refused(clock: list[float], start: Any) -> None:
    client = await start(0.25)  # three at once
    socket = await client.ws_connect("/ws", headers=ELSEWHERE)
    await socket.send_json({"v": 1, "type": "hello"})
    token = (await _frame(socket, "welcome"))["token"]
    for number in range(3):
        await socket.send_json({"v": 1, "type": "message", "client_id": f"m{number}", "text": "你好"})
    refused = await _frame(socket, "refused")
    assert (refused["code"], refused["client_id"], refused["retry_after"]) == ("too_fast", "m2", 4.0)
    await socket.send_json({"v": 1, "type": "ping"})
    await _frame(socket, "pong")
    another = await client.ws_connect("/ws", headers=ELSEWHERE)
    await another.send_json({"v": 1, "type": "hello"})
    assert (await _frame(another, "bye"))["code"] == "too_fast"
    # Who comes back to a session, as everybody does after a restart, begins none.
    back = await client.ws_connect("/ws", headers=ELSEWHERE)
    await back.send_json({"v": 1, "type": "hello", "token": token})
    await _frame(back, "welcome")
    clock[0] += 4
    await socket.send_json({"v": 1, "type": "message", "client_id": "m2", "text": "你好"})
    assert (await _frame(socket, "ack"))["client_id"] == "m2"


async def test_one_address_has_so_many_connections(monkeypatch: pytest.MonkeyPatch, start: Any) -> None:
    monkeypatch.setattr(socket_module, "MOST_PER_ADDRESS", 2)
    client = await start()
    sockets = [await client.ws_connect("/ws", headers=ELSEWHERE) for _ in range(2)]
    with pytest.raises(WSServerHandshakeError) as error:
        await client.ws_connect("/ws", headers=ELSEWHERE)
    assert error.value.status == 429
    await client.ws_connect("/ws", headers=SOMEBODY_ELSE)
    for _ in range(3):
        await client.ws_connect("/ws")
    await sockets[0].close()
    for _ in range(100):
        try:
            await client.ws_connect("/ws", headers=ELSEWHERE)
            break
        except WSServerHandshakeError:
            await asyncio.sleep(0.02)
    else:
        pytest.fail("a connection that was closed still counts")


PORTAL = "https://portal.example"


async def test_pages_of_named_sites_may_ask_and_no_others(start: Any) -> None:
    client = await start(embedders=[PORTAL])
    for path in (WEBHOOK, "/api/v1/awards/match", "/api/v1/awards/form"):
        asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        before = await client.options(path, headers={"Origin": PORTAL, **asking})
        assert before.status == 204
        assert before.headers["Access-Control-Allow-Origin"] == PORTAL
        assert before.headers["Access-Control-Allow-Headers"] == "Content-Type"
        assert "Access-Control-Allow-Credentials" not in before.headers
        for other in ("https://evil.example", "null", f"{PORTAL}.evil.example", "http://portal.example"):
            refused = await client.options(path, headers={"Origin": other, **asking})
            assert refused.status == 403
            assert "Access-Control-Allow-Origin" not in refused.headers
    body = {"sender": "u", "message": "你好"}
    answer = await client.post(WEBHOOK, json=body, headers={"Origin": PORTAL})
    assert answer.headers["Access-Control-Allow-Origin"] == PORTAL
    assert answer.headers["Vary"] == "Origin"
    answer = await client.post(WEBHOOK, json=body, headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_nothing_else_is_for_other_sites(start: Any) -> None:
    named, nobody = await start(embedders=[PORTAL]), await start()
    paths = {route.resource.canonical for route in named.app.router.routes() if route.resource is not None}
    shared = {WEBHOOK, "/api/v1/awards/match", "/api/v1/awards/form"}
    assert shared < paths
    for path in sorted(paths - {"/widget.js", "/ws"}):
        for client, given in ((named, path in shared), (nobody, False)):
            answer = await client.get(path, headers={"Origin": PORTAL})
            assert ("Access-Control-Allow-Origin" in answer.headers) == given, path
            answer.close()
    assert (await nobody.options(WEBHOOK, headers={"Origin": PORTAL})).status == 405
