"""Health, page, headers, errors, and the life of the server process."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.request
from functools import partial

import aiohttp
import pytest

from channels.backend import Backend
from channels.errors import UserError
from channels.headers import secure_headers
from channels.loading import open_database, probe_knowledge_base
from channels.server import ANSWERS_SECONDS, REQUESTS_SECONDS, create_app, listening, serve
from policy_kb.settings import read_settings
from policy_kb.store.build import build
from tests.policy_kb.store.sample import Sample, read

WEBHOOK = "/webhooks/rest/webhook"


async def test_alive_at_once_and_ready_only_with_the_assistant(make_client):
    client = await make_client(started=False)
    assert (await client.get("/healthz")).status == 200
    response = await client.get("/readyz")
    assert (response.status, await response.json()) == (503, {"status": "starting"})


async def test_ready_with_the_assistant(client):
    response = await client.get("/readyz")
    assert (response.status, await response.json()) == (200, {"status": "ready"})


async def test_not_ready_while_the_knowledge_base_is_away(make_client):
    away = True

    def probe():
        if away:
            raise OSError("disk gone")

    client = await make_client(probe=probe)
    response = await client.get("/readyz")
    assert response.status == 503
    assert await response.json() == {"status": "knowledge base unavailable"}
    away = False
    assert (await client.get("/readyz")).status == 200


async def test_a_knowledge_base_that_hangs_takes_one_thread(make_client, monkeypatch):
    monkeypatch.setattr("channels.backend.PROBE_SECONDS", 0.1)
    release, probes = threading.Event(), []

    def probe():
        probes.append(1)
        release.wait(120)

    client = await make_client(probe=probe)
    try:
        for _ in range(3):
            assert (await client.get("/readyz")).status == 503
        assert (await client.get("/healthz")).status == 200
        assert len(probes) == 1
    finally:
        release.set()


@pytest.mark.parametrize("broken", ["no file", "other content", "no tables"])
async def test_ready_tells_of_the_real_knowledge_base(make_client, tmp_path, monkeypatch, broken):
    monkeypatch.setenv("IPDESK_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    chosen = read_settings()
    with open_database(chosen) as engine:
        sample = Sample(tmp_path / "sample")
        build(engine, sample.sources, sample.catalogue, read_notice=read)
    client = await make_client(probe=partial(probe_knowledge_base, chosen))
    assert (await client.get("/readyz")).status == 200
    engine.dispose()
    file = tmp_path / "ipdesk.sqlite3"
    for part in tmp_path.glob("ipdesk.sqlite3*"):
        part.unlink()
    if broken != "no file":
        file.write_bytes(b"no database" * 1000 if broken == "other content" else b"")
    assert (await client.get("/readyz")).status == 503
    assert (await client.get("/healthz")).status == 200


async def test_rasa_clients_find_the_channel(client):
    response = await client.get("/webhooks/rest/")
    assert (response.status, await response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/", "/chat", "/desk", "/kiosk", "/widget.js", "/healthz", "/nothing", WEBHOOK])
async def test_every_response_carries_the_security_headers(client, path):
    response = await client.get(path)
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Server"] == "ipdesk"


async def test_embedders_may_be_named():
    response = aiohttp.web.Response()
    await secure_headers(["https://portal.example"])(None, response)
    assert "frame-ancestors https://portal.example" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize(("days", "told"), [(0, None), (365, "max-age=31536000")])
async def test_browsers_are_told_to_come_by_https_where_that_was_asked_for(days, told):
    response = aiohttp.web.Response()
    await secure_headers(hsts_days=days)(None, response)
    assert response.headers.get("Strict-Transport-Security") == told


async def test_what_is_configured_reaches_the_answers(aiohttp_client):
    async def never():
        raise AssertionError

    app = create_app(Backend(never), "某某服务热线", embedders=["https://portal.example"], hsts_days=1)
    response = await (await aiohttp_client(app)).get("/nothing")
    assert response.headers["Strict-Transport-Security"] == "max-age=86400"
    assert response.headers["Content-Security-Policy"].endswith("frame-ancestors https://portal.example")


async def test_unknown_path_says_so_as_json_and_as_a_page(client):
    response = await client.get("/nothing")
    assert response.status == 404
    assert "没有这个地址" in (await response.json())["error"]
    response = await client.get("/<script>", headers={"Accept": "text/html,*/*"})
    assert response.status == 404
    assert response.content_type == "text/html"
    assert "没有这个地址" in await response.text()
    assert "<script" not in await response.text()


async def test_wrong_method_names_the_right_ones(client):
    response = await client.get(WEBHOOK)
    assert response.status == 405
    assert "POST" in response.headers["Allow"]
    assert (await response.json())["error"].endswith("。")


async def test_an_error_of_the_server_itself_shows_a_number_and_no_trace(aiohttp_client, caplog):
    async def load():
        raise AssertionError

    async def bad(_request):
        raise RuntimeError("secret")

    app = create_app(Backend(load), "热线")
    app.router.add_get("/bad", bad)
    response = await (await aiohttp_client(app)).get("/bad")
    body = await response.text()
    assert response.status == 500
    assert "secret" not in body
    number = re.search(r"E[0-9A-F]{8}", body)[0]
    assert number in caplog.text
    assert "secret" in caplog.text


async def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=rf"端口 {port} 已被.*IPDESK_PORT={port + 1} make run"):
            async with listening(aiohttp.web.Application(), "127.0.0.1", port):
                pass


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
async def test_a_foreign_address_is_named(host):
    with pytest.raises(UserError, match="IPDESK_HOST"):
        async with listening(aiohttp.web.Application(), host, 0):
            pass


async def test_the_server_ends_with_the_error_of_loading_and_frees_the_port():
    async def load():
        await asyncio.sleep(0.05)
        raise UserError("没有模型，请运行 make run。")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(UserError, match="make run"):
        await serve(Backend(load), "热线", "127.0.0.1", port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


SERVER = """
    import asyncio, sys
    from channels import logs
    from channels.backend import Backend
    from channels.server import serve

    class Slow:
        async def handle(self, sender, text, metadata=None):
            await asyncio.sleep(float(sys.argv[2]))
            return [{"recipient_id": sender, "text": "答完了"}]

    async def load():
        await asyncio.sleep(0.5)
        return Slow()

    logs.configure()
    asyncio.run(serve(Backend(load), "热线", "127.0.0.1", int(sys.argv[1])))
"""


@pytest.mark.parametrize(("seconds", "answered"), [(1, True), (4, True), (3600, False)])
def test_a_stopped_server_finishes_what_it_accepted_but_waits_for_no_long_answer(tmp_path, seconds, answered):
    assert ANSWERS_SECONDS + REQUESTS_SECONDS < 10
    script = tmp_path / "server.py"
    script.write_text(textwrap.dedent(SERVER), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, script, str(port), str(seconds)], stderr=subprocess.PIPE, text=True)
    try:
        statuses = []
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and 200 not in statuses:
            try:
                with urllib.request.urlopen(f"{url}/readyz", timeout=2) as response:
                    statuses.append(response.status)
            except urllib.error.HTTPError as error:
                statuses.append(error.code)
            except OSError:
                pass
            time.sleep(0.05)
        assert statuses[0] == 503, "it listens before the assistant is loaded"
        assert statuses[-1] == 200

        async def ask_and_stop():
            async with aiohttp.ClientSession() as session:
                asked = asyncio.create_task(session.post(url + WEBHOOK, json={"sender": "u", "message": "你好"}))
                await asyncio.sleep(0.3)
                process.send_signal(signal.SIGTERM)
                try:
                    response = await asked
                    return response.status, await response.json()
                except aiohttp.ClientError:
                    return None

        expected = (200, [{"recipient_id": "u", "text": "答完了"}]) if answered else None
        assert asyncio.run(ask_and_stop()) == expected
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0
        assert "可以提问了" in errors
        assert "已停止" in errors
        assert "你好" not in errors, "what people write does not stand in the log"
    finally:
        if process.poll() is None:
            process.kill()
