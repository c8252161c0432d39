"""Load on the REST channel: the server runs on a free port of this process, the clients ask the page's own examples."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from itertools import cycle
from tempfile import TemporaryDirectory

import aiohttp

from channels.backend import Backend
from channels.conversations.dialogues import Dialogues
from channels.conversations.migrations import upgrade
from channels.loading import load_assistant
from channels.opening import opening
from channels.server import create_app, listening
from policy_kb.models.engine import create_engine
from policy_kb.settings import Settings

TURNS_PER_CONVERSATION = 5


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement: rate in messages per second, times in milliseconds."""

    clients: int
    messages: int
    failed: int
    rate: float
    p50: float
    p95: float
    slowest: float

    def as_json(self) -> dict[str, float]:
        """The fields by name."""
        return asdict(self)


async def run(settings: Settings, messages: int, clients: Sequence[int], report: Callable[[str], None]) -> list[Round]:
    """Measure one round for each number of clients. Dialogues are stored as by the service, in a SQLite database that
    goes afterwards. Raises UserError if there is no model."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        engine = create_engine(f"sqlite:///{folder}/dialogues.sqlite3")
        stack.callback(engine.dispose)
        upgrade(engine)
        backend = Backend(lambda: load_assistant(settings, Dialogues(engine)))
        await backend.start()
        address = await stack.enter_async_context(
            listening(create_app(backend, settings.human_contact), "127.0.0.1", 0)
        )
        report(f"{'clients':>8}{'messages':>10}{'failed':>8}{'msg/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
        rounds = []
        for count in clients:
            measured = await measure(f"{address}/webhooks/rest/webhook", opening().examples, messages, count)
            rounds.append(measured)
            report(
                f"{measured.clients:>8}{measured.messages:>10}{measured.failed:>8}{measured.rate:>9.1f}"
                f"{measured.p50:>9.1f}{measured.p95:>9.1f}{measured.slowest:>9.1f}"
            )
    return rounds


async def measure(url: str, questions: Sequence[str], messages: int, clients: int) -> Round:
    """Send ``messages`` questions with ``clients`` at a time; each client starts a new conversation every few turns."""
    times: list[float] = []
    failed = 0
    numbers = iter(range(messages))
    asked: Iterator[str] = cycle(questions)

    async def client(session: aiohttp.ClientSession) -> None:
        nonlocal failed
        sender = uuid.uuid4().hex
        for turn, _number in enumerate(numbers, start=1):
            began = time.perf_counter()
            async with session.post(url, json={"sender": sender, "message": next(asked)}) as response:
                answer = await response.json()
            times.append((time.perf_counter() - began) * 1_000)
            if response.status != 200 or not answer or "error_number" in (answer[0].get("custom") or {}):
                failed += 1
            if turn % TURNS_PER_CONVERSATION == 0:
                sender = uuid.uuid4().hex

    connector = aiohttp.TCPConnector(limit=clients)
    async with aiohttp.ClientSession(connector=connector) as session:
        began = time.perf_counter()
        await asyncio.gather(*(client(session) for _ in range(clients)))
        took = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Round(clients, len(times), failed, len(times) / took, statistics.median(times), cuts[18], max(times))
