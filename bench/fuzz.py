"""Hostile and random inputs against a running service: over REST, the WebSocket and the JSON API.

    python bench/fuzz.py [--inputs 100000] [--seed 1] [--minutes N] [--json FILE]

Runs `ipdesk serve` on a database of its own and sends it what tests/hostile makes: the strings of naughty.json, and as
many more made of them by chance, in messages, in frames and in the fields of every endpoint (as nobody and as an
administrator). Nothing may end in a 5xx other than a request to come back, in an apology with an error number, in no
answer at all, or show how the program is made. Answers that took long are asked again three times afterwards, when
nothing else is asked: the shortest of them counts. The same seed sends the same inputs. Exit code 1 where something
was found.
"""

# ruff: noqa: INP001, S603, T201

from __future__ import annotations

import argparse
import asyncio
import contextlib
import heapq
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import aiohttp
import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from channels.loading import model_folder, newest_model  # noqa: E402
from evaluation.collection import load  # noqa: E402
from policy_kb.settings import settings  # noqa: E402
from tests.hostile.bodies import Bodies  # noqa: E402
from tests.hostile.leaks import leaks  # noqa: E402
from tests.hostile.texts import Texts  # noqa: E402

_BIN = Path(sys.executable).parent
_READY_SECONDS = 600
_GIVEN_UP = 120.0
#: Few at a time: what is looked for is what an input does by itself, not how the service bears a crowd.
_CLIENTS = {"rest": 2, "socket": 1, "api": 1}
_KEPT = 30
#: Of all inputs, what goes over each way.
_SHARES = {"rest": 0.4, "socket": 0.3, "api": 0.3}
_ADMIN, _PASSWORD = "fuzz.admin", "correct-horse-7"
#: Nobody can be asked anything once signed out; a training would only be waited for.
_LEFT_OUT = re.compile(r"/session/(open|close|password)$|/teaching/trainings$")
_AWAY = 503
#: What these give to staff holds what visitors sent, or names intents.
_TELLS = re.compile(r"/desk/(conversation|teaching|questions|overview|replies|search|drafts|imports)|/audit$")


@dataclass
class Found:
    """What came back."""

    sent: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def fault(self, what: str, sent: str) -> None:
        """Keep a fault."""
        self.faults.append(f"{what} <- {sent!r}")
        print(f"\n{self.faults[-1][:600]}", flush=True)

    def took(self, seconds: float, body: str) -> None:
        """Keep how long a message took."""
        self.seconds.append(seconds)
        heapq.heappush(self.slowest, (seconds, body))
        if len(self.slowest) > _KEPT:
            heapq.heappop(self.slowest)


def _intents() -> tuple[str, ...]:
    domain = yaml.safe_load((ROOT / "bot" / "domain" / "understanding.yml").read_text(encoding="utf-8"))
    names = [one if isinstance(one, str) else next(iter(one)) for one in domain["intents"]]
    # A name without an underscore is a word of its own (validity) and tells nothing.
    return tuple(name for name in names if "_" in name)


@contextlib.asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[str, subprocess.Popen[bytes]]]:
    """`ipdesk serve` on a database of its own in a folder that is not there yet, with an administrator: its address and
    its process."""
    model = newest_model(model_folder(settings()))
    (folder / "model").mkdir(parents=True)
    (folder / "model" / model.name).symlink_to(model.resolve())
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"IPDESK_DATA": str(folder), "IPDESK_PORT": str(port), "PYTHONPATH": str(ROOT)}

    def run(*words: str, told: bytes | None = None) -> None:
        subprocess.run(
            (_BIN / "ipdesk", *words), cwd=ROOT, env=environment, check=True, capture_output=True, input=told
        )

    await asyncio.to_thread(run, "kb", "build")
    adding = ("users", "add", _ADMIN, "--role", "admin", "--password-stdin")
    await asyncio.to_thread(run, *adding, told=_PASSWORD.encode())
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: ASYNC220
            (_BIN / "ipdesk", "serve"), cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            await _ready(address, process)
            yield address, process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


async def _ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _READY_SECONDS
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{address}/readyz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.5)
    raise SystemExit("the service does not start")


class Fuzz:
    """Sends the inputs and judges what comes back."""

    def __init__(self, address: str, seed: int, found: Found, minutes: float = 1e6) -> None:
        self._address = address
        self._until = time.monotonic() + 60 * minutes
        self._found = found
        self._intents = _intents()
        self._questions = [one.user for one in load(ROOT / "tests" / "conversations").questions]
        self._seed = seed
        self._csrf = ""
        self._cookies: dict[str, str] = {}

    async def sign_in(self) -> None:
        """As the administrator, once: several at a time would be slowed down."""
        async with aiohttp.ClientSession() as session:
            opening = {"name": _ADMIN, "password": _PASSWORD}
            async with session.post(f"{self._address}/api/v1/session/open", json=opening) as response:
                if response.status != 200:
                    raise SystemExit(f"signing in: {response.status} {await response.text()}")
                self._csrf = (await response.json())["user"]["csrf"]
                self._cookies = {name: one.value for name, one in response.cookies.items()}

    def bodies(self, number: int) -> Bodies:
        """Those of one client."""
        seed = self._seed * 1_000 + number
        return Bodies(seed, Texts(seed, self._questions, self._intents))

    def _over(self) -> bool:
        return time.monotonic() >= self._until

    def judge(self, way: str, status: int, reply: str, sent: str) -> None:
        """Whether a reply is as it should be."""
        self._found.sent[way] += 1
        self._found.answers[f"{way} {status}"] += 1
        if status >= 500 and status != _AWAY:
            self._found.fault(f"{way}: status {status}", sent)
        if "error_number" in reply or "错误编号" in reply:
            self._found.fault(f"{way}: {reply[:200]}", sent)
        for leak in leaks(reply, sent, self._intents):
            self._found.fault(f"{way}: shows {leak!r}", sent)

    async def rest(self, inputs: int, number: int) -> None:
        """Messages over REST, five to a conversation."""
        bodies = self.bodies(number)
        async with aiohttp.ClientSession() as session:
            for turn in range(inputs):
                if self._over():
                    break
                sender = f"fuzz-{number}-{turn // 5}"
                body = bodies.message(sender)
                await self._message(session, body)

    async def _message(self, session: aiohttp.ClientSession, body: bytes, *, counted: bool = True) -> float:
        began = time.perf_counter()
        sent = body.decode("utf-8", "replace")
        with contextlib.suppress(ValueError, RecursionError):
            sent += json.dumps(json.loads(body), ensure_ascii=False)
        try:
            async with asyncio.timeout(_GIVEN_UP):
                url = f"{self._address}/webhooks/rest/webhook"
                headers = {"Content-Type": "application/json"}
                async with session.post(url, data=body, headers=headers) as response:
                    reply = _shown(await response.text())
                    status = response.status
        except (TimeoutError, aiohttp.ClientError) as error:
            self._found.fault(f"rest: {type(error).__name__}", sent)
            return _GIVEN_UP
        took = time.perf_counter() - began
        if counted:
            self.judge("rest", status, reply, sent)
            self._found.took(took, body.decode("utf-8", "replace"))
        return took

    async def socket(self, inputs: int, number: int) -> None:
        """Frames over the WebSocket, up to eight to a session: more would only be told that they come too fast."""
        bodies = self.bodies(number)
        left = inputs
        async with aiohttp.ClientSession() as session:
            while left > 0 and not self._over():
                frames = [bodies.frame() for _ in range(min(left, 8))]
                before = self._found.sent["socket"]
                try:
                    async with asyncio.timeout(_GIVEN_UP):
                        await self._session(session, frames)
                    left -= max(1, self._found.sent["socket"] - before)
                except (TimeoutError, aiohttp.ClientError) as error:
                    left -= 1
                    self._found.fault(f"socket: {type(error).__name__}", "\n".join(frames))

    async def _session(self, session: aiohttp.ClientSession, frames: list[str]) -> None:
        async with session.ws_connect(f"{self._address}/ws", max_msg_size=0) as socket:
            await socket.send_str('{"v": 1, "type": "hello"}')
            await socket.receive_str()
            for frame in frames:
                sent = frame
                with contextlib.suppress(ValueError, RecursionError):
                    sent += json.dumps(json.loads(frame), ensure_ascii=False)
                if socket.closed:
                    break
                began = time.perf_counter()
                await socket.send_str(frame)
                is_message = '"type": "message"' in frame
                reply, over = await self._answered(socket, is_message=is_message)
                self.judge("socket", 200, reply, sent)
                if is_message:
                    self._found.took(time.perf_counter() - began, _as_rest(frame))
                if over:
                    break

    async def _answered(self, socket: aiohttp.ClientWebSocketResponse, *, is_message: bool) -> tuple[str, bool]:
        """All frames until a message is answered or refused, or a ping is, and whether that was the end: a closed
        socket is an answer, too, and whoever was told goodbye is only held from then on."""
        got: list[str] = []
        if not is_message:
            with contextlib.suppress(ConnectionError):
                await socket.send_str('{"v": 1, "type": "ping"}')
        while True:
            message = await socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                return "\n".join(got), True
            got.append(_shown(message.data))
            frame = json.loads(message.data)
            if frame["type"] in ("refused", "bye") and (is_message or frame["type"] == "bye"):
                if frame.get("code") == "failed" and "错误编号" in frame.get("sentence", ""):
                    got.append("error_number")
                return "\n".join(got), frame["type"] == "bye"
            if frame["type"] == ("message" if is_message else "pong") and frame.get("role") != "user":
                return "\n".join(got), False

    async def api(self, inputs: int, number: int) -> None:
        """Every endpoint with hostile paths, queries and bodies, as nobody and as an administrator."""
        bodies = self.bodies(number)
        dice = random.Random(self._seed + number)  # noqa: S311
        async with aiohttp.ClientSession(cookies=self._cookies) as admin, aiohttp.ClientSession() as nobody:
            async with nobody.get(f"{self._address}/api/v1/openapi.json") as response:
                paths = (await response.json())["paths"]
            operations = [
                (method.upper(), path, operation)
                for path, methods in paths.items()
                for method, operation in methods.items()
                if not _LEFT_OUT.search(path)
            ]
            for _ in range(inputs):
                if self._over():
                    break
                method, path, operation = dice.choice(operations)
                session = admin if dice.random() < 0.8 else nobody
                await self._call(session, method, path, operation, bodies, dice)

    async def _call(
        self,
        session: aiohttp.ClientSession,
        method: str,
        path: str,
        operation: dict[str, Any],
        bodies: Bodies,
        dice: random.Random,
    ) -> None:
        def text() -> str:
            return str(bodies.value())[:300]

        filled = re.sub(r"\{\w+\}", lambda _: quote(text().encode("utf-8", "replace"), safe="") or "1", path)
        if dice.random() < 0.5:
            filled = re.sub(r"\{\w+\}", dice.choice(("1", "zhangzhou-2024", "0" * 32)), path)
        query = {
            p["name"]: text().encode("utf-8", "replace").decode()
            for p in operation["parameters"]
            if p["in"] == "query" and dice.random() < 0.7
        }
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        body = None if method == "GET" else self._body(schema, bodies, dice)
        sent = f"{method} {filled} {query} {body!r}"
        headers = {"X-CSRF-Token": self._csrf, "Content-Type": dice.choice(("application/json",) * 9 + ("text/plain",))}
        url = f"{self._address}{filled}"
        try:
            async with (
                asyncio.timeout(_GIVEN_UP),
                session.request(method, url, params=query, data=body, headers=headers) as response,
            ):
                reply = await response.text(errors="replace")
                self.judge(
                    "api",
                    response.status,
                    "" if response.status < 400 and _TELLS.search(path) else reply,
                    sent + str(body and body.decode("utf-8", "replace")),
                )
        except (TimeoutError, aiohttp.ClientError) as error:
            self._found.fault(f"api: {type(error).__name__}", sent)

    def _body(self, schema: Any, bodies: Bodies, dice: random.Random) -> bytes:
        if schema is None or dice.random() < 0.2:
            return bodies.message("api")
        return json.dumps(
            {name: bodies.value() for name in _names(schema) if dice.random() < 0.8}, default=str
        ).encode()

    async def again(self) -> list[tuple[float, str]]:
        """The slowest messages, asked three times each while nothing else is asked; each time other by a character,
        since what was asked before is remembered."""
        measured = []
        async with aiohttp.ClientSession() as session:
            for _, body in sorted(self._found.slowest, reverse=True):
                times = []
                for number in range(1, 4):
                    other = body
                    with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
                        sent = json.loads(body)
                        message = sent["message"][number:] + "。" * number
                        other = json.dumps({**sent, "sender": uuid.uuid4().hex, "message": message})
                    times.append(await self._message(session, other.encode(), counted=False))
                measured.append((min(times), body))
        return sorted(measured, reverse=True)


_SCHEMAS: dict[str, Any] = {}


def _names(schema: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        schema = _SCHEMAS.get(schema["$ref"].rsplit("/", 1)[-1], {})
    return list(schema.get("properties", {"x": None}))


def _as_rest(frame: str) -> str:
    try:
        return json.dumps({"sender": "again", "message": json.loads(frame).get("text", "")})
    except (ValueError, AttributeError, RecursionError):
        return frame


def _shown(reply: str) -> str:
    """What of a reply is read by people: the data beside it has names of its own."""
    try:
        parsed = json.loads(reply)
    except (ValueError, RecursionError):
        return reply
    return json.dumps(_without_keys(parsed), ensure_ascii=False)


def _without_keys(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_keys(one) for one in value]
    if isinstance(value, dict):
        plain = ("kind", "type", "schema", "role", "verdict", "basis", "code", "doc_id", "fact", "award")
        kept = [_without_keys(one) for name, one in value.items() if name not in plain]
        return [*kept, *(["error_number"] if "error_number" in value else [])]
    return value


async def _run(arguments: argparse.Namespace) -> int:
    found = Found()
    with TemporaryDirectory() as made:
        async with served(Path(made) / "data") as (address, process):
            async with aiohttp.ClientSession() as session, session.get(f"{address}/api/v1/openapi.json") as response:
                _SCHEMAS.update((await response.json())["components"]["schemas"])
            fuzz = Fuzz(address, arguments.seed, found, arguments.minutes)
            ways: dict[str, Callable[[int, int], Coroutine[Any, Any, None]]] = {
                "rest": fuzz.rest,
                "socket": fuzz.socket,
                "api": fuzz.api,
            }
            await fuzz.sign_in()
            began = time.monotonic()
            tasks = [
                asyncio.create_task(ways[way](round(arguments.inputs * share / _CLIENTS[way]), number))
                for way, share in _SHARES.items()
                for number in range(_CLIENTS[way])
            ]
            while not all(task.done() for task in tasks):
                await asyncio.wait(tasks, timeout=20, return_when=asyncio.FIRST_EXCEPTION)
                if any(task.done() and task.exception() for task in tasks):
                    break
                total = sum(found.sent.values())
                print(f"{total} sent, {len(found.faults)} faults, {time.monotonic() - began:.0f} s", flush=True)
            await asyncio.gather(*tasks)
            took = time.monotonic() - began
            if process.poll() is not None:
                found.fault("the service has ended", "")
            slow = await fuzz.again()
            log = (Path(made) / "data" / "log").read_text(encoding="utf-8", errors="replace")
            traces = [line for line in log.splitlines() if "Traceback" in line]
    cuts = statistics.quantiles(found.seconds, n=100)
    result = {
        "inputs": sum(found.sent.values()),
        "by_way": dict(found.sent),
        "answers": dict(sorted(found.answers.items())),
        "faults": found.faults,
        "traces_in_the_log": len(traces),
        "seconds": round(took),
        "message_ms": {
            "p50": round(cuts[49] * 1e3, 1),
            "p95": round(cuts[94] * 1e3, 1),
            "p99": round(cuts[98] * 1e3, 1),
        },
        "slowest_alone_ms": [(round(seconds * 1e3), body) for seconds, body in slow[:10]],
        "above_a_second": sum(seconds > 1 for seconds, _ in slow),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if traces:
        print(log[-6_000:])
    if arguments.json:
        arguments.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if found.faults or traces or result["above_a_second"] else 0


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e6, help="stop then, however many were sent")
    parser.add_argument("--json", type=Path)
    sys.exit(asyncio.run(_run(parser.parse_args())))


if __name__ == "__main__":
    _main()
