"""What importing costs: clauses and notices per second as the knowledge base grows, and the memory it takes.

    python bench/kb_import.py [--sizes 100 1000 5000] [--memory 500] [--database URL]

Every notice goes the whole way of ``ipdesk kb import``: read from its bytes, cleaned, taken apart, facts extracted,
stored with its search terms and drafts in a transaction of its own. The notices are put together at random from the
sentences of those in policy_kb/sources, under the numbering of a real one (seeded, so that two runs measure the same).
Memory is measured in a process of its own. Clauses per CPU second tell the growth on a machine that others use, too;
with PostgreSQL they leave out the server's share. ``--database`` names an empty database; by default a new SQLite file
is used.
"""

# ruff: noqa: INP001, S311, T201

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import policy_kb
from policy_kb.ingest.reader import read_notice
from policy_kb.migrations import upgrade
from policy_kb.models import create_engine
from policy_kb.review.importing import import_notice

SOURCES = Path(policy_kb.__file__).parent / "sources"
CITIES = (
    "石家庄市",
    "太原市",
    "沈阳市",
    "长春市",
    "南京市",
    "杭州市",
    "合肥市",
    "福州市",
    "南昌市",
    "济南市",
    "郑州市",
)
AWARDS = (
    "对首次获得{0}的企业，一次性给予{1}万元奖励。",
    "按实际支付费用的{0}%给予补助，每家企业每年最高不超过{1}万元。",
    "对国家级、省级示范单位，分别给予{1}万元、{0}万元奖励。",
)
NUMERALS = "一二三四五六七八九十"


def sentences() -> list[str]:
    """Sentences of the notices that come with the program."""
    found: list[str] = []
    for path in sorted(SOURCES.glob("*.txt")):
        for clause in read_notice(path.read_bytes(), filename=path.name).clauses:
            found += [part.strip() for part in re.split(r"(?<=。)|\n", clause.text) if 20 < len(part) < 200]
    return found


def notices(count: int, material: list[str], chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of notices with 4 parts of 8 measures, each with an amount to find."""
    for number in range(count):
        city = chance.choice(CITIES)
        lines = [f"{city}知识产权促进办法（第{number + 1}号）", f"{city}人民政府办公室", "2024年3月5日"]
        for part in NUMERALS[:4]:
            lines.append(f"{part}、支持措施")
            for item in NUMERALS[:8]:
                award = chance.choice(AWARDS).format(chance.randint(2, 50), chance.randint(1, 200))
                lines.append(f"（{item}）" + "".join(chance.choices(material, k=chance.randint(1, 3))) + award)
                lines.append("责任单位：市市场监管局、财政局、科技局")
        lines.append("本办法自2024年4月1日起施行，有效期五年。")
        yield f"{number}.txt", "\n".join(lines).encode()


def growth(sizes: list[int], url: str) -> None:
    """Import until each of the sizes is reached, and tell the rate of the last hundred notices before it."""
    engine = create_engine(url)
    upgrade(engine)
    seconds: list[float] = []
    busy: list[float] = []
    clauses: list[int] = []
    print(f"{'notices':>8} {'clauses':>9} {'clauses/s':>10} {'p50 ms':>8} {'p95 ms':>8} {'clauses per CPU second':>23}")
    for done, (name, raw) in enumerate(notices(max(sizes), sentences(), random.Random(1)), start=1):
        start, begun = time.perf_counter(), time.process_time()
        clauses.append(import_notice(engine, raw, name, who="bench").clauses)
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - begun)
        if done in sizes:
            last = min(100, done)
            times, count = sorted(seconds[-last:]), sum(clauses[-last:])
            p50, p95 = statistics.median(times) * 1000, times[int(0.95 * (last - 1))] * 1000
            rate, cpu = count / sum(times), count / sum(busy[-last:])
            print(f"{done:8} {sum(clauses):9} {rate:10.0f} {p50:8.0f} {p95:8.0f} {cpu:23.0f}", flush=True)
    engine.dispose()


def memory(count: int, url: str) -> None:
    """Peak memory of this process after the first notice and after the last."""
    engine = create_engine(url)
    upgrade(engine)
    for done, (name, raw) in enumerate(notices(count, sentences(), random.Random(2)), start=1):
        import_notice(engine, raw, name, who="bench")
        if done in (1, count):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"peak memory after {done} notices: {peak:.0f} MB", flush=True)
    engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--memory", type=int, default=500)
    parser.add_argument("--database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.memory:
            url = f"sqlite:///{folder}/memory.sqlite"
            process = multiprocessing.get_context("spawn").Process(target=memory, args=(options.memory, url))
            process.start()
            process.join()
        growth(sorted(options.sizes), options.database or f"sqlite:///{folder}/growth.sqlite")


if __name__ == "__main__":
    main()
