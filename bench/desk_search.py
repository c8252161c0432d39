"""How fast the desk's search answers while somebody types, on the notices that come with the program.

    python bench/desk_search.py [--clients 1 4] [--rounds 3] [--past 10000] [--browser] [--json FILE]

Whole HTTP requests: every beginning of every query is asked for, as a page does that searches at each key; sign-in,
sessions, roles and the answers to copy are part of what is measured. Nobody is answered from what was kept of another's
question: the clients share the queries out among themselves, and before each round the kept answers are forgotten.
``--past`` stores so many past answers first.
``--browser`` types the queries in Chromium and measures from the key to the frame in which the result stands.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

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
    "漳州发明专利授权奖励多少钱",
    "高新技术企业贯标",
    "马德里商标国际注册",
    "快速维权中心",
    "wqyz",
    "数据知识产权登记",
    "转让专利给中小企业",
    "保险补贴",
    "集成电路布图设计",
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


def store_past_answers(count: int) -> None:
    """Conversations with the catalogue's sentences for questions and answers, half of them answered by staff."""
    from channels.conversations.migrations import upgrade
    from channels.conversations.models import ConversationRow, MessageRow, RatingRow
    from channels.past.writing import keep_up
    from policy_kb.knowledge import current
    from policy_kb.models.engine import connect, writing

    upgrade(connect())
    kb = current()
    said = [s for source in kb.sources.values() for clause in source.clauses for s in clause.text.split("。") if s]
    random = Random(7)  # noqa: S311
    at = datetime(2026, 5, 1, tzinfo=UTC)
    with writing(connect()) as rows:
        for number in range(count):
            staff, name = number % 2 == 0, f"{number:032x}"
            rows.add(
                ConversationRow(id=name, session=name, number=1, channel="web", started_at=at, last_at=at, last_seq=2)
            )
            question = MessageRow(
                conversation_id=name, seq=1, role="user", at=at, settled_at=at, text=random.choice(said)[:60] + "？"
            )
            text = "。".join(random.sample(said, 3))
            answer = MessageRow(conversation_id=name, seq=2, role="staff" if staff else "bot", at=at, text=text)
            rows.flush()
            rows.add_all([question, answer])
            rows.flush()
            if not staff:
                rows.add(RatingRow(message_id=answer.id, useful=True, why="", at=at))
    began = time.perf_counter()
    stored = keep_up(connect())
    print(f"{stored} past answers taken in within {time.perf_counter() - began:.1f} s")


def beginnings(queries: Sequence[str]) -> list[str]:
    """What a page asks for while the queries are typed."""
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]


async def measure(address: str, clients: int, rounds: int) -> Round:
    """The clients type the queries between them, ``rounds`` times, each one request after the other."""
    from channels.desk.finding import finder

    times: list[float] = []
    failed = 0

    async def work(session: aiohttp.ClientSession, typed: list[str]) -> None:
        nonlocal failed
        for text in typed:
            began = time.perf_counter()
            async with session.get(f"{address}/api/v1/desk/search", params={"q": text}) as response:
                await response.read()
                failed += response.status != 200
            times.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        body = {"name": "bench", "password": PASSWORD}
        async with session.post(f"{address}/api/v1/session/open", json=body) as response:
            response.raise_for_status()
        for _ in range(rounds):
            finder.cache_clear()
            async with session.get(f"{address}/api/v1/desk/search", params={"q": "首次"}) as response:
                response.raise_for_status()
            await asyncio.gather(*(work(session, beginnings(QUERIES[number::clients])) for number in range(clients)))
    cuts = statistics.quantiles(times, n=100)
    return Round(clients, len(times), failed, *(round(one, 1) for one in (cuts[49], cuts[94], cuts[98], max(times))))


#: Notes how long each key took until its result had been painted.
WATCH = """() => {
  const inside = (root, name) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.localName === name) return one;
      const found = one.shadowRoot && inside(one.shadowRoot, name);
      if (found) return found;
    }
    return null;
  };
  const view = inside(document, "ip-desk-search");
  const box = view.renderRoot.querySelector("#question");
  window.keyTimes = [];
  box.addEventListener("input", (event) => {
    const text = box.value;
    const look = () => {
      if (box.value !== text) return;
      if (view.renderRoot.querySelector(".list.stale") || !view.renderRoot.querySelector(".open, .empty")) {
        requestAnimationFrame(look);
        return;
      }
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.keyTimes.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
}"""


def in_browser(address: str) -> Round:
    """Types every query in Chromium, at 180 ms a key, or as slowly as results come."""
    from playwright.sync_api import sync_playwright

    from channels.desk.finding import finder

    finder.cache_clear()
    times: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.goto(f"{address}/desk")
        page.get_by_label("登录名").fill("bench")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        box = page.get_by_label("查政策、奖补、机构、名词")
        box.fill("首次")
        page.locator(".open").first.wait_for()
        box.fill("")
        page.evaluate(WATCH)
        for query in QUERIES:
            box.fill("")
            page.wait_for_timeout(100)
            page.evaluate("window.keyTimes = []")
            for count, character in enumerate(query, start=1):
                page.keyboard.insert_text(character)
                page.wait_for_function("count => window.keyTimes.length >= count", arg=count)
                page.wait_for_timeout(180 - min(150, page.evaluate("window.keyTimes.at(-1)")))
            times += page.evaluate("window.keyTimes")
        browser.close()
    cuts = statistics.quantiles(times, n=100)
    return Round(0, len(times), 0, *(round(one, 1) for one in (cuts[49], cuts[94], cuts[98], max(times))))


def show(what: str, one: Round) -> None:
    """One line."""
    print(
        f"{what:>8}{one.requests:>10}{one.failed:>8}{one.p50:>9}{one.p95:>9}{one.p99:>9}{one.slowest:>9}",
        flush=True,
    )


async def run(clients: list[int], rounds: int, *, browser: bool) -> list[Round]:
    """One measurement for each number of clients, and one in a browser (as that of no clients)."""
    from channels.accounts.users import Actor, add_user
    from channels.backend import Backend
    from channels.conversations.migrations import upgrade as upgrade_conversations
    from channels.server import create_app, listening
    from channels.staff_store import upgrade
    from policy_kb.models.engine import connect

    async def nobody() -> None:
        raise RuntimeError("the assistant is not needed")

    upgrade(connect())
    upgrade_conversations(connect())
    add_user(connect(), "bench", PASSWORD, "clerk", Actor("bench"))
    found = []
    async with listening(create_app(Backend(nobody), "-"), "127.0.0.1", 0) as address:  # type: ignore[arg-type]
        print(f"{'clients':>8}{'requests':>10}{'failed':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}")
        await measure(address, 1, 1)
        # As the server does once it has loaded what stays.
        gc.collect()
        gc.freeze()
        for count in clients:
            found.append(await measure(address, count, rounds))
            show(str(count), found[-1])
        if browser:
            found.append(await asyncio.to_thread(in_browser, address))
            show("browser", found[-1])
    return found


def main() -> None:
    """Build the notices that come with the program into a folder of our own, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--past", type=int, default=0)
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"IPDESK_DATA": folder, "DATABASE_URL": "", "IPDESK_TODAY": "2026-06-01"}
        import policy_kb
        from policy_kb.models.engine import connect
        from policy_kb.store.build import build

        package = Path(policy_kb.__file__).parent
        build(connect(), package / "sources", package / "catalogue")
        if chosen.past:
            store_past_answers(chosen.past)
        rounds = asyncio.run(run(chosen.clients, chosen.rounds, browser=chosen.browser))
        connect().dispose()
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([asdict(one) for one in rounds], indent=2) + "\n", encoding="utf-8")
    sys.exit(any(one.failed for one in rounds))


if __name__ == "__main__":
    main()
