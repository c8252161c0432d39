"""How fast the desk's search answers while somebody types: whole HTTP requests, on the notices that come with it.

    python bench/desk_search.py [--clients 1 8] [--rounds 3] [--json FILE]

Every beginning of every query is asked for, as a page does that searches at each key; sign-in, sessions, roles and the
answers to copy are part of what is measured. Answers are kept by the program: ``--clients 1 --rounds 1`` asks for each
beginning once.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path

import aiohttp

QUERIES = (
    "专利密集型产品奖励",
    "知识产权质押融资",
    "海外维权援助",
    "纠纷调解找哪个站",
    "ISO56005",
    "zscq",
    "zhuanli",
    "地理标志",
    "高价值发明专利拥有量",
    "商标品牌指导站",
    "知识铲权",
)
PASSWORD = "bench-horse-battery"  # noqa: S105 -- of a database that lives as long as this program


@dataclass(frozen=True, slots=True)
class Round:
    """Times in milliseconds, of one number of clients."""

    clients: int
    requests: int
    failed: int
    p50: float
    p95: float
    p99: float
    slowest: float


async def measure(address: str, clients: int, rounds: int) -> Round:
    """Each client types all queries ``rounds`` times, one request after the other."""
    typed = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
    times: list[float] = []
    failed = 0

    async def work(session: aiohttp.ClientSession, start: int) -> None:
        nonlocal failed
        source = cycle(typed[start:] + typed[:start])
        for _ in range(len(typed) * rounds):
            began = time.perf_counter()
            async with session.get(f"{address}/api/v1/desk/search", params={"q": next(source)}) as response:
                await response.read()
                failed += response.status != 200
            times.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        body = {"name": "bench", "password": PASSWORD}
        async with session.post(f"{address}/api/v1/session/open", json=body) as response:
            response.raise_for_status()
        async with session.get(f"{address}/api/v1/desk/search", params={"q": "专利"}) as response:
            response.raise_for_status()
        await asyncio.gather(*(work(session, number * len(typed) // clients) for number in range(clients)))
    cuts = statistics.quantiles(times, n=100)
    return Round(clients, len(times), failed, *(round(one, 1) for one in (cuts[49], cuts[94], cuts[98], max(times))))


async def run(clients: list[int], rounds: int) -> list[Round]:
    """One measurement for each number of clients."""
    from channels.accounts.users import Actor, add_user
    from channels.backend import Backend
    from channels.server import create_app, listening
    from channels.staff_store import upgrade
    from policy_kb.models.engine import connect

    async def nobody() -> None:
        raise RuntimeError("the assistant is not needed")

    upgrade(connect())
    add_user(connect(), "bench", PASSWORD, "clerk", Actor("bench"))
    found = []
    async with listening(create_app(Backend(nobody), "-"), "127.0.0.1", 0) as address:  # type: ignore[arg-type]
        print(f"{'clients':>8}{'requests':>10}{'failed':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}")
        for count in clients:
            one = await measure(address, count, rounds)
            found.append(one)
            print(
                f"{one.clients:>8}{one.requests:>10}{one.failed:>8}"
                f"{one.p50:>9}{one.p95:>9}{one.p99:>9}{one.slowest:>9}",
                flush=True,
            )
    return found


def main() -> None:
    """Build the notices that come with the program into a folder of our own, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"IPDESK_DATA": folder, "DATABASE_URL": "", "IPDESK_TODAY": "2026-06-01"}
        import policy_kb
        from policy_kb.models.engine import connect
        from policy_kb.store.build import build

        package = Path(policy_kb.__file__).parent
        build(connect(), package / "sources", package / "catalogue")
        rounds = asyncio.run(run(chosen.clients, chosen.rounds))
        connect().dispose()
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([asdict(one) for one in rounds], indent=2) + "\n", encoding="utf-8")
    sys.exit(any(one.failed for one in rounds))


if __name__ == "__main__":
    main()
