"""A server that runs long: its memory over many messages and model swaps, and how it reads while a model is trained.

    python bench/serving.py [--messages 100000] [--swaps 20] [--clients 8] [--no-training] [--json FILE]

The server runs in this process, its dialogues in SQLite. Clients ask the questions of the test collection, in
conversations of five; each swap loads the model anew beside the one that answers, and then lets it answer, while they
go on asking. An opening question has to get the answer that it got at first: what is lost or answered otherwise is
counted. Then single texts are read while nothing else happens, and others while another process trains a model.
The defaults are the full run, which takes an hour or so.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot.runtime import Assistant
from channels.backend import Backend
from channels.conversations.dialogues import Dialogues
from channels.conversations.migrations import upgrade
from channels.load_test import TURNS_PER_CONVERSATION
from channels.loading import load_assistant, model_folder, newest_model
from channels.server import create_app, listening
from evaluation.collection import load
from policy_kb.models.engine import create_engine
from policy_kb.settings import settings

ROOT = Path(__file__).parents[1]
COLLECTION = ROOT / "tests" / "conversations"
#: One text every so many seconds, so that they spread over the time of a training.
_EACH_SECONDS = 0.1
_QUIET_TEXTS = 300
#: As `ipdesk retrain` has it.
_NICENESS = 10


@dataclass(frozen=True)
class Memory:
    """Megabytes of this process after so many messages and swaps: resident, and proportional (of shared pages its
    part)."""

    messages: int
    swaps: int
    resident: float
    proportional: float


@dataclass(frozen=True)
class Running:
    """The long run. ``growth`` is what the last third of the measurements has more than the second, in megabytes."""

    seconds: float
    lost: int
    answered_otherwise: int
    memory: list[Memory]

    @property
    def growth(self) -> float:
        """How much more memory there is in the last third of the run than in the second, in megabytes."""
        sizes = [one.resident for one in self.memory]
        third = max(1, len(sizes) // 3)
        return round(statistics.mean(sizes[-third:]) - statistics.mean(sizes[-2 * third : -third] or sizes[:1]), 1)


@dataclass(frozen=True)
class Training:
    """Milliseconds to read a text, while nothing else happens and while a model is trained; ``seconds`` of that."""

    quiet_p50: float
    quiet_p95: float
    training_p50: float
    training_p95: float
    texts: int
    seconds: float

    @property
    def slower(self) -> float:
        """How many times longer the 95th percentile is."""
        return round(self.training_p95 / self.quiet_p95, 2)


def _memory(messages: int, swaps: int) -> Memory:
    sizes = {}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]:
        name, _, size = line.partition(":")
        sizes[name] = int(size.split()[0]) / 1024
    return Memory(messages, swaps, round(sizes["Rss"], 1), round(sizes["Pss"], 1))


class _Clients:
    """Ask question after question, and compare the answers to opening ones with what they were at first."""

    def __init__(self, url: str, questions: Sequence[str]) -> None:
        self._url, self._questions = url, questions
        self._first: dict[str, Any] = {}
        self._asked = 0
        self.lost = self.otherwise = 0

    async def ask(self, messages: int, clients: int) -> None:
        """So many messages, by so many clients at a time."""
        left = iter(range(messages))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=clients)) as session:
            await asyncio.gather(*(self._client(session, left) for _ in range(clients)))

    async def _client(self, session: aiohttp.ClientSession, left: Any) -> None:
        sender, turn = uuid.uuid4().hex, 0
        for _ in left:
            question = self._questions[self._asked % len(self._questions)]
            self._asked += 1
            async with session.post(self._url, json={"sender": sender, "message": question}) as response:
                answer = await response.json() if response.status == 200 else []
            if not answer or "error_number" in (answer[0].get("custom") or {}):
                self.lost += 1
            elif turn == 0:
                said = [{**one, "recipient_id": ""} for one in answer]
                self.otherwise += self._first.setdefault(question, said) != said
            turn += 1
            if turn == TURNS_PER_CONVERSATION:
                sender, turn = uuid.uuid4().hex, 0


async def run_long(backend: Backend, url: str, messages: int, swaps: int, clients: int) -> Running:
    """So many messages with so many swaps spread over them."""
    asking = _Clients(url, [question.user for question in load(COLLECTION).questions])
    model = newest_model(model_folder(settings()))
    blocks = max(swaps, 10)
    memory = [_memory(0, 0)]
    began, done, swapped = time.monotonic(), 0, 0
    for block in range(blocks):
        size = messages * (block + 1) // blocks - done
        asked = asyncio.create_task(asking.ask(size, clients))
        if swapped < swaps:
            await backend.swap(lambda old: Assistant.load(model, after=old if isinstance(old, Assistant) else None))
            swapped += 1
        await asked
        done += size
        memory.append(_memory(done, swapped))
        last = memory[-1]
        print(f"{done:>9} messages {swapped:>3} swaps {last.resident:>8.1f} MB resident {last.proportional:>8.1f} MB")
    return Running(round(time.monotonic() - began, 1), asking.lost, asking.otherwise, memory)


async def beside_training(assistant: Assistant, folder: Path) -> Training:
    """Read texts that nobody asked before: every second one of the collection in quiet, the others beside it."""
    collection = load(COLLECTION)
    texts = [question.user for question in collection.questions]
    texts += [turn.user for dialogue in collection.dialogues for turn in dialogue.turns]
    texts = list(dict.fromkeys(texts))
    quiet = [await _read(assistant, text) for text in texts[::2][:_QUIET_TEXTS]]
    environment = {**os.environ, "IPDESK_DATA": str(folder), "DATABASE_URL": settings().database_url}
    began = time.monotonic()
    words = (sys.executable, "-W", "ignore", "-m", "channels.cli.main", "train", "--force")
    training = await asyncio.create_subprocess_exec(
        *("nice", "-n", str(_NICENESS), *words),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    busy = []
    for text in texts[1::2]:
        if training.returncode is not None:
            break
        busy.append(await _read(assistant, text))
    code = await training.wait()
    if code:
        raise SystemExit(f"training failed: {code}")
    seconds = time.monotonic() - began
    return Training(*_cuts(quiet), *_cuts(busy), len(busy), round(seconds, 1))


async def _read(assistant: Assistant, text: str) -> float:
    await asyncio.sleep(_EACH_SECONDS)
    began = time.perf_counter()
    await assistant.parse(text)
    return (time.perf_counter() - began) * 1_000


def _cuts(times: Sequence[float]) -> tuple[float, float]:
    return round(statistics.median(times), 2), round(statistics.quantiles(times, n=20, method="inclusive")[18], 2)


async def measure(messages: int, swaps: int, clients: int, *, training: bool) -> dict[str, Any]:
    """Everything, as JSON."""
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/dialogues.sqlite3")
        upgrade(engine)
        loaded: list[Assistant] = []

        async def assistant() -> Assistant:
            loaded.append(await load_assistant(settings(), Dialogues(engine)))
            return loaded[-1]

        backend = Backend(assistant)
        began = time.monotonic()
        await backend.start()
        found: dict[str, Any] = {"load_seconds": round(time.monotonic() - began, 1)}
        if training:
            beside = await beside_training(loaded.pop(), Path(folder) / "data")
            print(json.dumps({**asdict(beside), "slower": beside.slower}))
            found["training"] = {**asdict(beside), "slower": beside.slower}
        loaded.clear()
        gc.collect()
        app = create_app(backend, settings().human_contact)
        async with listening(app, "127.0.0.1", 0) as address:
            running = await run_long(backend, f"{address}/webhooks/rest/webhook", messages, swaps, clients)
        engine.dispose()
    print(f"lost {running.lost}, answered otherwise {running.answered_otherwise}, growth {running.growth} MB")
    return {**found, "running": {**asdict(running), "growth": running.growth}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--swaps", type=int, default=20)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--no-training", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = asyncio.run(measure(given.messages, given.swaps, given.clients, training=not given.no_training))
    if given.json is not None:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
