"""Throughput of one, two and more processes on one PostgreSQL and one Redis, in one run.

    python bench/scale.py [--processes 1 2 3] [--clients 24] [--rounds 3] [--seconds 5] [--output FOLDER]
                          [--postgresql URL] [--redis URL]

All processes run all the time and are asked in turns: one of them, two of them at once, and so on, and one more that
knows nothing of the others (no Redis), so that it shows what sharing costs. Clients and servers share the machine: more
processes than cores can't bring more. Writes a table, and with ``--output`` ``scale.json``.
"""

# ruff: noqa: INP001, S603, T201

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from channels.load_test import measure
from channels.loading import model_folder, newest_model
from channels.opening import opening
from policy_kb.settings import settings

ROOT = Path(__file__).parents[1]
_MAIN = (sys.executable, "-m", "channels.cli.main")
_PATH = "/webhooks/rest/webhook"
_WARM_UP = 60
_READY_SECONDS = 300


@dataclass(frozen=True)
class Server:
    """A process that answers at ``port``."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}{_PATH}"


@dataclass(frozen=True)
class Measured:
    """Medians of the rounds: messages per second of all processes together, milliseconds, processor time of the
    servers for a message in milliseconds."""

    processes: str
    rate: float
    p50: float
    p95: float
    cpu: float
    failed: int


@contextlib.contextmanager
def _schema(server: str) -> Iterator[str]:
    """The address of a schema of our own, dropped afterwards."""
    name = f"scale_{uuid.uuid4().hex}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    try:
        yield f"{server}?options=-csearch_path%3D{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
        admin.dispose()


@contextlib.contextmanager
def _running(count: int, postgresql: str, redis: str) -> Iterator[tuple[Server, list[Server]]]:
    """One process that is alone, and those that know of each other."""
    model = newest_model(model_folder(settings()))
    with TemporaryDirectory() as folder, _schema(postgresql) as database, contextlib.ExitStack() as stack:
        data = Path(folder) / "data"
        (data / "model").mkdir(parents=True)
        (data / "model" / model.name).symlink_to(model.resolve())
        shared = {
            **{name: value for name, value in os.environ.items() if not name.startswith("IPDESK_")},
            "IPDESK_DATA": str(data),
            "DATABASE_URL": database,
        }
        shared.pop("REDIS_URL", None)
        subprocess.run((*_MAIN, "kb", "build"), cwd=ROOT, env=shared, check=True, capture_output=True)
        together = {**shared, "REDIS_URL": redis, "IPDESK_REDIS_PREFIX": f"scale-{uuid.uuid4().hex[:12]}"}
        log = stack.enter_context((Path(folder) / "log").open("wb"))
        servers = []
        for environment in (shared, *[together] * count):
            port = _free_port()
            process = subprocess.Popen(
                (*_MAIN, "serve"),
                cwd=ROOT,
                env={**environment, "IPDESK_PORT": str(port)},
                stdout=log,
                stderr=log,
            )
            stack.callback(_end, process)
            servers.append(Server(port, process))
            _wait(servers[-1])
        yield servers[0], servers[1:]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(server: Server) -> None:
    end = time.monotonic() + _READY_SECONDS
    while time.monotonic() < end:
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/readyz", timeout=5),
        ):
            return
        if server.process.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit("a server did not start")


def _cpu_seconds(servers: Sequence[Server]) -> float:
    ticks = 0
    for server in servers:
        stat = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8")
        fields = stat.rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _round(servers: Sequence[Server], clients: int, messages: int) -> dict[str, float]:
    before, began = _cpu_seconds(servers), time.perf_counter()
    each = max(1, clients // len(servers))
    rounds = await asyncio.gather(
        *(measure(server.url, opening().examples, messages // len(servers), each) for server in servers)
    )
    took, sent = time.perf_counter() - began, sum(one.messages for one in rounds)
    return {
        "rate": sent / took,
        "p50": statistics.median(one.p50 for one in rounds),
        "p95": max(one.p95 for one in rounds),
        "cpu": (_cpu_seconds(servers) - before) / sent * 1_000,
        "failed": sum(one.failed for one in rounds),
    }


async def compare(groups: dict[str, Sequence[Server]], clients: int, rounds: int, seconds: float) -> list[Measured]:
    """Each group in so many rounds of about so many seconds, one after the other."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in groups}
    messages = {name: _WARM_UP * len(servers) for name, servers in groups.items()}
    for servers in groups.values():
        await _round(servers, clients, _WARM_UP * len(servers))
    for _ in range(rounds):
        for name, servers in groups.items():
            found[name].append(await _round(servers, clients, messages[name]))
            messages[name] = max(_WARM_UP, round(found[name][-1]["rate"] * seconds))
    return [
        Measured(
            name,
            *(round(statistics.median(one[field] for one in all_rounds), 2) for field in ("rate", "p50", "p95", "cpu")),
            int(sum(one["failed"] for one in all_rounds)),
        )
        for name, all_rounds in found.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--postgresql", default="postgresql+psycopg2://postgres@127.0.0.1:5432/test")
    parser.add_argument("--redis", default="redis://127.0.0.1:6379/0")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    with _running(max(given.processes), given.postgresql, given.redis) as (alone, together):
        load = os.getloadavg()[0]
        groups: dict[str, Sequence[Server]] = {"1, alone": [alone]}
        groups |= {str(count): together[:count] for count in given.processes}
        found = asyncio.run(compare(groups, given.clients, given.rounds, given.seconds))
    print(f"{'processes':>10}{'msg/s':>9}{'times':>7}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>8}{'failed':>8}")
    first = next(one for one in found if one.processes != "1, alone")
    for one in found:
        print(
            f"{one.processes:>10}{one.rate:>9.1f}{one.rate / first.rate:>7.2f}{one.p50:>9.1f}{one.p95:>9.1f}"
            f"{one.cpu:>8.1f}{one.failed:>8}"
        )
    if given.output is not None:
        given.output.mkdir(parents=True, exist_ok=True)
        machine: dict[str, Any] = {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load_before": round(load, 1),
        }
        results = [asdict(one) | {"times": round(one.rate / first.rate, 2)} for one in found]
        text = json.dumps({"machine": machine, "clients": given.clients, "results": results}, indent=2)
        (given.output / "scale.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
