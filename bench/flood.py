"""A flood: 1,000 idle connections and 200 noisy ones, and whether others are served as before.

    python bench/flood.py [--idle 1000] [--noisy 200] [--from 1 4 200] [--visitors 8] [--seconds 20] [--json FILE]

Runs `ipdesk serve` on a database of its own. The idle ones: a quarter each have opened a connection and say nothing,
have sent half of a request's head, send a body byte by byte, and sit in the chat in silence. The noisy ones send
messages, pings and broken frames as fast as the socket takes them, and come back as soon as they are let go. They come
from so many network addresses as ``--from`` says (through X-Forwarded-For, as behind a proxy); the visitors, who ask
the page's own examples over the same WebSocket, one question each second, from others. Quiet and flooded rounds
alternate in one run, so that what else the machine does falls on both; the ratio of their 95th percentiles counts.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from fuzz import served  # noqa: E402

from channels.listening import allow_many_connections  # noqa: E402
from channels.opening import opening  # noqa: E402

_PATIENCE = 60.0
_HEAD = b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Forwarded-For: %s\r\n"
GOAL = 2.0


@dataclass(frozen=True)
class Round:
    """What visitors met: times in milliseconds from a question to its answer."""

    flooded_from: int
    asked: int
    lost: int
    p50: float
    p95: float


def _measured(flooded_from: int, times: list[float], lost: int) -> Round:
    if len(times) < 2:
        return Round(flooded_from, len(times) + lost, lost, float("inf"), float("inf"))
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return Round(flooded_from, len(times) + lost, lost, round(statistics.median(times), 1), round(cuts[18], 1))


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def _visitor(session: aiohttp.ClientSession, url: str, number: int, until: float, times: list[float]) -> int:
    """Asks one question a second until the round is over; gives how many were not answered."""
    lost = 0
    examples = opening().examples
    while time.monotonic() < until:
        # A session takes ten messages at once and one in two seconds after that.
        async with session.ws_connect(f"{url}/ws", headers=_from(f"198.51.100.{number + 1}")) as socket:
            await socket.send_json({"v": 1, "type": "hello"})
            for turn in range(8):
                if time.monotonic() >= until:
                    break
                began = time.perf_counter()
                text = examples[(number + turn) % len(examples)]
                await socket.send_json({"v": 1, "type": "message", "client_id": f"q{turn}", "text": text})
                try:
                    async with asyncio.timeout(_PATIENCE):
                        await _answer(socket)
                except (TimeoutError, ConnectionError):
                    lost += 1
                else:
                    times.append((time.perf_counter() - began) * 1e3)
                await asyncio.sleep(max(0.0, 1.0 - (time.perf_counter() - began)))
    return lost


async def _answer(socket: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        message = await socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise ConnectionError
        frame = json.loads(message.data)
        if frame["type"] == "refused":
            raise ConnectionError(frame["sentence"])
        if frame["type"] == "message" and frame["role"] == "bot":
            return


async def _round(url: str, visitors: int, seconds: float, flooded_from: int = 0) -> Round:
    times: list[float] = []
    until = time.monotonic() + seconds
    async with aiohttp.ClientSession() as session:
        lost = await asyncio.gather(*(_visitor(session, url, n, until, times) for n in range(visitors)))
    return _measured(flooded_from, times, sum(lost))


class Flood:
    """The idle and the noisy connections, from so many addresses."""

    def __init__(self, url: str, idle: int, noisy: int, addresses: int) -> None:
        self._url = url
        self._host, self._port = "127.0.0.1", int(url.rsplit(":", 1)[1])
        self._idle, self._noisy = idle, noisy
        self._addresses = [f"203.0.{n // 250 + 113}.{n % 250 + 1}" for n in range(addresses)]
        self._tasks: list[asyncio.Task[None]] = []
        self.met: Counter[str] = Counter()

    async def __aenter__(self) -> Flood:
        addresses = itertools.cycle(self._addresses)
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        kinds = itertools.cycle((self._says_nothing, self._half_a_head, self._slow_body, self._silent_chat))
        for _ in range(self._idle):
            self._tasks.append(asyncio.create_task(next(kinds)(next(addresses))))
            await asyncio.sleep(0.002)
        for number in range(self._noisy):
            self._tasks.append(asyncio.create_task(self._noise(next(addresses), random.Random(number))))  # noqa: S311
        await asyncio.sleep(2)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _open(self, sent: bytes, dripping: bytes = b"") -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(self._host, self._port)
                writer.write(sent)
                gone = asyncio.ensure_future(self._gone(reader))
                while not gone.done():
                    await asyncio.wait({gone}, timeout=5)
                    writer.write(dripping)
                writer.close()
            self.met["let go"] += 1
            await asyncio.sleep(1)

    async def _gone(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(OSError):
            await reader.read()

    async def _says_nothing(self, _address: str) -> None:
        await self._open(b"")

    async def _half_a_head(self, address: str) -> None:
        await self._open(_HEAD % address.encode(), b"X")

    async def _slow_body(self, address: str) -> None:
        await self._open(_HEAD % address.encode() + b"Content-Length: 60000\r\n\r\n{", b" ")

    async def _silent_chat(self, address: str) -> None:
        while True:
            with contextlib.suppress(aiohttp.ClientError, OSError):
                async with self._session.ws_connect(f"{self._url}/ws", headers=_from(address)) as socket:
                    await socket.send_json({"v": 1, "type": "hello"})
                    async for _ in socket:
                        pass
            self.met["silent let go"] += 1
            await asyncio.sleep(5)

    async def _noise(self, address: str, dice: random.Random) -> None:
        while True:
            try:
                async with self._session.ws_connect(f"{self._url}/ws", headers=_from(address)) as socket:
                    await socket.send_json({"v": 1, "type": "hello"})
                    reading = asyncio.create_task(self._read(socket))
                    for turn in itertools.count():
                        if socket.closed or reading.done():
                            break
                        await socket.send_str(self._frame(turn, dice))
                        await asyncio.sleep(dice.random() * 0.1)
                    reading.cancel()
            except aiohttp.WSServerHandshakeError as error:
                self.met[f"status {error.status}"] += 1
            except (aiohttp.ClientError, OSError) as error:
                self.met[type(error).__name__] += 1
            await asyncio.sleep(dice.random())

    def _frame(self, turn: int, dice: random.Random) -> str:
        self.met["frames"] += 1
        kind = dice.random()
        if kind < 0.6:
            text = dice.choice(opening().examples) * dice.choice((1, 1, 20))
            return json.dumps({"v": 1, "type": "message", "client_id": f"n{turn}", "text": text})
        if kind < 0.95:
            return json.dumps({"v": 1, "type": dice.choice(("ping", "ping", "ping", "restart"))})
        return "no frame"

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                frame = json.loads(message.data)
                self.met[f"{frame['type']} {frame.get('code') or frame.get('role') or ''}".strip()] += 1


async def _run(arguments: argparse.Namespace) -> int:
    allow_many_connections()
    quiet: list[Round] = []
    flooded: dict[int, list[Round]] = {n: [] for n in arguments.addresses}
    met: dict[int, Counter[str]] = {n: Counter() for n in arguments.addresses}
    with TemporaryDirectory() as made:
        async with served(Path(made) / "data") as (url, process):
            await _round(url, arguments.visitors, 3)  # what is loaded at the first question
            for _ in range(arguments.rounds):
                for addresses in arguments.addresses:
                    quiet.append(await _round(url, arguments.visitors, arguments.seconds))
                    print(quiet[-1], flush=True)
                    async with Flood(url, arguments.idle, arguments.noisy, addresses) as flood:
                        flooded[addresses].append(await _round(url, arguments.visitors, arguments.seconds, addresses))
                        print(flooded[addresses][-1], dict(flood.met), flush=True)
                        met[addresses] += flood.met
                    await asyncio.sleep(3)
            alive = process.poll() is None
    before = statistics.median(one.p95 for one in quiet)
    result: dict[str, Any] = {
        "idle": arguments.idle,
        "noisy": arguments.noisy,
        "visitors": arguments.visitors,
        "cores": os.cpu_count(),
        "quiet_p95_ms": before,
        "quiet": [asdict(one) for one in quiet],
        "flooded": [
            {
                "from_addresses": addresses,
                "p95_ms": statistics.median(one.p95 for one in rounds),
                "times_quiet": round(statistics.median(one.p95 for one in rounds) / before, 2),
                "lost": sum(one.lost for one in rounds),
                "rounds": [asdict(one) for one in rounds],
                "met": dict(met[addresses]),
            }
            for addresses, rounds in flooded.items()
        ],
        "alive": alive,
    }
    print(json.dumps({k: v for k, v in result.items() if k not in ("quiet", "flooded")}, indent=1))
    for one in result["flooded"]:
        print(f"from {one['from_addresses']} addresses: p95 {one['p95_ms']} ms, {one['times_quiet']} times quiet")
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    bad = [one for one in result["flooded"] if one["times_quiet"] > GOAL or one["lost"]]
    return 1 if bad or not alive else 0


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--idle", type=int, default=1_000)
    parser.add_argument("--noisy", type=int, default=200)
    parser.add_argument("--from", dest="addresses", type=int, nargs="+", default=[1, 4, 200])
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path)
    sys.exit(asyncio.run(_run(parser.parse_args())))


if __name__ == "__main__":
    _main()
