"""Stock Rasa and our server side by side: the same model, domain, actions and knowledge base, over REST, in one run.

    python bench/against_stock.py [--clients 1 8 64] [--rounds 3] [--seconds 10]
                                  [--collection] [--output FOLDER]

Stock is `rasa run` with its SQLite tracker store and `rasa run actions`; ours is `ipdesk serve` with its dialogues in
SQLite. All run all the time; they are asked in turns, so that whatever else the machine does falls on both, and the
medians of the rounds are compared. Each client asks the page's own examples, or with ``--collection`` the questions of
the test collection, of which each comes once before any comes again, and begins a new conversation every five turns.
Our server remembers what it worked out for the same question in the same state: the examples show what that does, the
collection what a new question costs. Writes a table, and with ``--output`` ``against_stock.json`` and
``against_stock.png``.
"""

# ruff: noqa: INP001, S603, T201

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from channels.load_test import Round, measure
from channels.loading import model_folder, newest_model
from channels.opening import opening
from evaluation.collection import load
from policy_kb.settings import settings

ROOT = Path(__file__).parents[1]
COLLECTION = ROOT / "tests" / "conversations"
_BIN = Path(sys.executable).parent
_PATH = "/webhooks/rest/webhook"
_WARM_UP = 30
_READY_SECONDS = 240
GOAL = 8.0


@dataclass(frozen=True)
class Compared:
    """Medians of the rounds, times in milliseconds; of each ratio more is better. ``cpu`` is what a message takes of
    the servers' processor time (of stock's, both processes), ``failed`` are messages without an answer."""

    clients: int
    stock_rate: float
    our_rate: float
    stock_p50: float
    our_p50: float
    stock_p95: float
    our_p95: float
    stock_cpu: float
    our_cpu: float
    stock_failed: int
    our_failed: int

    @property
    def faster(self) -> float:
        """How many times stock's throughput."""
        return self.our_rate / self.stock_rate

    @property
    def cheaper(self) -> float:
        """How many times less processor time a message takes: what tells most on a machine that is busy otherwise."""
        return self.stock_cpu / self.our_cpu

    @property
    def sooner(self) -> float:
        """How many times shorter the 95th percentile is."""
        return self.stock_p95 / self.our_p95


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _running(folder: Path) -> Iterator[tuple[tuple[str, list[int]], tuple[str, list[int]]]]:
    """Both servers, stock first: the address of the REST channel and the ids of the processes."""
    model = newest_model(model_folder(settings()))
    data = folder / "data"
    (data / "model").mkdir(parents=True)
    shutil.copy(model, data / "model" / model.name)
    environment = {
        **os.environ,
        "IPDESK_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'ipdesk.sqlite3'}",
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    subprocess.run((_BIN / "ipdesk", "kb", "build"), cwd=ROOT, env=environment, check=True, capture_output=True)
    stock, action, ours = _free_port(), _free_port(), _free_port()
    (folder / "endpoints.yml").write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{action}/webhook\n"
        # Without a query SQLAlchemy 2.1 refuses the address that Rasa makes of it.
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {folder / 'stock.sqlite3'}\n  query: {{}}\n",
        encoding="utf-8",
    )
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    commands: tuple[tuple[Any, ...], ...] = (
        (_BIN / "rasa", "run", "actions", "--actions", "actions", "--port", action),
        (
            *(_BIN / "rasa", "run", "--model", model, "--port", stock, "--interface", "127.0.0.1"),
            *("--endpoints", folder / "endpoints.yml", "--credentials", folder / "credentials.yml"),
        ),
        (_BIN / "ipdesk", "serve"),
    )
    environment["IPDESK_PORT"] = str(ours)
    with (folder / "log").open("wb") as log:
        started = [
            subprocess.Popen([str(word) for word in words], cwd=ROOT, env=environment, stdout=log, stderr=log)
            for words in commands
        ]
        try:
            action_server, rasa, ipdesk = (process.pid for process in started)
            yield (
                (f"http://127.0.0.1:{stock}{_PATH}", [action_server, rasa]),
                (f"http://127.0.0.1:{ours}{_PATH}", [ipdesk]),
            )
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(30)


async def _ready(url: str) -> None:
    """Wait until a question is answered."""
    end = time.monotonic() + _READY_SECONDS
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < end:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.post(url, json={"sender": "ready", "message": opening().examples[0]}) as response:
                    if response.status == 200 and await response.json():
                        return
            await asyncio.sleep(0.5)
    raise SystemExit(f"{url} does not answer")


def _cpu_seconds(processes: Sequence[int]) -> float:
    ticks = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _questions(*, of_collection: bool) -> list[str]:
    if not of_collection:
        return list(opening().examples)
    questions = [question.user for question in load(COLLECTION).questions]
    return [question for question in questions if question.strip()]


async def compare(
    clients: Sequence[int], rounds: int, seconds: float, questions: Sequence[str] | None = None
) -> list[Compared]:
    """Each number of clients in so many rounds of about so many seconds."""
    asked = questions or opening().examples
    begun = [0, 0]
    with TemporaryDirectory() as folder, _running(Path(folder)) as servers:
        for url, _ in servers:
            await _ready(url)
            await measure(url, opening().examples, _WARM_UP, 1)
        found = []
        for count in clients:
            measured: tuple[list[Round], list[Round]] = ([], [])
            cpu: tuple[list[float], list[float]] = ([], [])
            messages = [max(count * 5, _WARM_UP)] * 2
            for _ in range(rounds):
                for which, (url, processes) in enumerate(servers):
                    before = _cpu_seconds(processes)
                    start = begun[which] % len(asked)
                    one = await measure(url, [*asked[start:], *asked[:start]], messages[which], count)
                    begun[which] += messages[which]
                    cpu[which].append((_cpu_seconds(processes) - before) / one.messages * 1_000)
                    measured[which].append(one)
                    messages[which] = max(count * 5, round(one.rate * seconds))
            found.append(_compared(count, measured, cpu))
            print(_line(found[-1]))
    return found


def _compared(
    clients: int, measured: tuple[list[Round], list[Round]], cpu: tuple[list[float], list[float]]
) -> Compared:
    fields = [
        statistics.median(getattr(one, name) for one in rounds)
        for name in ("rate", "p50", "p95")
        for rounds in measured
    ]
    fields += [statistics.median(times) for times in cpu]
    failed = [sum(one.failed for one in rounds) for rounds in measured]
    return Compared(clients, *(round(field, 2) for field in fields), *failed)


_HEAD = (
    " clients  stock/s   ours/s  times  stock p95  our p95  times  stock cpu  our cpu  times  stock failed  our failed"
)


def _line(one: Compared) -> str:
    return (
        f"{one.clients:>8}{one.stock_rate:>9.1f}{one.our_rate:>9.1f}{one.faster:>7.1f}"
        f"{one.stock_p95:>11.1f}{one.our_p95:>9.1f}{one.sooner:>7.1f}"
        f"{one.stock_cpu:>11.1f}{one.our_cpu:>9.1f}{one.cheaper:>7.1f}{one.stock_failed:>14}{one.our_failed:>12}"
    )


def _plot(found: list[Compared], file: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (rates, waits) = pyplot.subplots(1, 2, figsize=(9, 3.6))
    places = range(len(found))
    for axes, names, title in (
        (rates, ("stock_rate", "our_rate"), "messages per second"),
        (waits, ("stock_p95", "our_p95"), "95th percentile, ms"),
    ):
        for shift, name, label, colour in (
            (-0.2, names[0], "stock Rasa", "#999"),
            (0.2, names[1], "ipdesk", "#07c160"),
        ):
            heights = [getattr(one, name) for one in found]
            bars = axes.bar([place + shift for place in places], heights, 0.4, label=label, color=colour)
            axes.bar_label(bars, fmt="%.0f", fontsize=8)
        axes.set_yscale("log")
        axes.set_title(title)
        axes.set_xticks(places, [f"{one.clients} client{'s' * (one.clients > 1)}" for one in found])
        axes.legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(file, dpi=120)


def _machine() -> dict[str, Any]:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--collection", action="store_true")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    machine = _machine()
    questions = _questions(of_collection=given.collection)
    print(f"{len(questions)} questions")
    print(_HEAD)
    found = asyncio.run(compare(given.clients, given.rounds, given.seconds, questions))
    least = min(one.faster for one in found)
    print(f"goal: {GOAL:.0f} times stock's throughput at each; least {least:.1f}")
    if given.output is not None:
        given.output.mkdir(parents=True, exist_ok=True)
        ratios = ("faster", "sooner", "cheaper")
        results = [{**vars(one), **{name: round(getattr(one, name), 2) for name in ratios}} for one in found]
        text = json.dumps(
            {"machine": machine, "rounds": given.rounds, "questions": len(questions), "results": results},
            indent=2,
            ensure_ascii=False,
        )
        (given.output / "against_stock.json").write_text(text + "\n", encoding="utf-8")
        _plot(found, given.output / "against_stock.png")


if __name__ == "__main__":
    main()
