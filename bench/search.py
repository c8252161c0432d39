"""How fast search is at a given size: p50, p95 and p99 in milliseconds, the import rate, and the size of the database.

    python bench/search.py [--clauses 10000 100000] [--queries 500] [--database URL]

The clauses are put together at random from sentences of the notices in policy_kb/sources (seeded, so that two runs
measure the same). Queries are what people type: measure names, words out of one sentence, single common words, whole
questions, and words that hardly occur. ``--database`` names an empty database; by default a new SQLite file is used.
"""

# ruff: noqa: INP001, S311, T201

from __future__ import annotations

import argparse
import hashlib
import random
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

import policy_kb
from policy_kb.ingest.reader import read_notice
from policy_kb.migrations import upgrade
from policy_kb.models import ClauseRow, create_engine, reading, writing
from policy_kb.notice import Clause, Notice, Validity
from policy_kb.search import search
from policy_kb.search.query import parse_query
from policy_kb.search.tokenizer import Tokenizer, stopwords
from policy_kb.settings import settings
from policy_kb.store.build import bump, write_document

SOURCES = Path(policy_kb.__file__).parent / "sources"
CLAUSES_PER_DOCUMENT = 50
QUESTIONS = ("怎么申请{}", "{}能补多少钱", "{}归哪个部门管", "我们企业想了解{}的规定")


class SentenceTokenizer(Tokenizer):
    """Remembers the terms of each sentence: the text repeats, and cutting it anew is not what is measured."""

    def __init__(self, cache_folder: Path) -> None:
        super().__init__(cache_folder)
        self._terms: dict[str, list[str]] = {}

    def index_terms(self, text: str) -> list[str]:
        terms: list[str] = []
        for sentence in re.split(r"(?<=。)", text):
            if sentence not in self._terms:
                self._terms[sentence] = super().index_terms(sentence)
            terms += self._terms[sentence]
        return terms


def material() -> tuple[list[str], list[str]]:
    """Sentences and headings of the notices."""
    sentences: list[str] = []
    headings: list[str] = []
    for path in sorted(SOURCES.glob("*.txt")):
        for clause in read_notice(path.read_bytes(), filename=path.name).clauses:
            if clause.heading:
                headings.append(clause.heading)
            sentences += [part for part in re.split(r"(?<=。)|\n", clause.text) if len(part) > 12]
    return sentences, headings


def notice(number: int, size: int, sentences: Sequence[str], headings: Sequence[str], chance: random.Random) -> Notice:
    clauses: list[Clause] = []
    parts: list[str] = []
    position = 0
    for index in range(size):
        label, heading = f"第{index + 1}条", chance.choice(headings)
        text = label + heading + "。" + "".join(chance.choices(sentences, k=chance.randint(2, 6)))
        clauses.append(Clause("clause", label, heading, (label,), label, text, position, position + len(text)))
        parts.append(text)
        position += len(text) + 1
    text = "\n".join(parts)
    return Notice(text, text, (), f"第{number}号通知", (), None, None, None, Validity(None, None, None), tuple(clauses))


def fill(engine: Engine, wanted: int, tokenizer: Tokenizer, chance: random.Random) -> None:
    sentences, headings = material()
    with reading(engine) as session:
        stored = session.scalar(sa.select(sa.func.count()).select_from(ClauseRow)) or 0
    for first in range(stored, wanted, CLAUSES_PER_DOCUMENT * 20):
        with writing(engine) as session:
            for start in range(first, min(wanted, first + CLAUSES_PER_DOCUMENT * 20), CLAUSES_PER_DOCUMENT):
                number = start // CLAUSES_PER_DOCUMENT
                made = notice(number, min(CLAUSES_PER_DOCUMENT, wanted - start), sentences, headings, chance)
                write_document(
                    session,
                    f"bench-{number}",
                    made,
                    None,
                    tokenizer,
                    raw_sha256=hashlib.sha256(made.text.encode()).hexdigest(),
                    source_name=f"bench-{number}.txt",
                    content_hash=str(number),
                )
            bump(session)
        print(f"\r  {min(wanted, first + CLAUSES_PER_DOCUMENT * 20):,} of {wanted:,} clauses", end="", flush=True)
    print()
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO clause_fts(clause_fts) VALUES ('optimize')")
            connection.exec_driver_sql("ANALYZE")
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE clauses")


def queries(count: int, tokenizer: Tokenizer, chance: random.Random) -> list[str]:
    sentences, headings = material()
    made: list[str] = []
    for number in range(count):
        words = [
            word for word in tokenizer.words(chance.choice(sentences)) if len(word) > 1 and word not in stopwords()
        ]
        kind = number % 5
        if kind == 0:
            made.append(chance.choice(headings)[:20])
        elif kind == 1:
            made.append(" ".join(chance.sample(words, min(2, len(words)))))
        elif kind == 2:
            made.append(chance.choice(["知识产权", "专利", "商标", "企业", "服务", "奖励", "保护", "管理"]))
        elif kind == 3:
            made.append(chance.choice(QUESTIONS).format("".join(words[:2])))
        else:
            made.append(" ".join(chance.sample(words, min(3, len(words)))) + chance.choice(["", " 深圳", " 12件"]))
    return [query for query in made if parse_query(query, tokenizer)]


def measure(engine: Engine, asked: Sequence[str]) -> tuple[list[float], dict[str, float]]:
    """Milliseconds of each query, and the slowest ones by query."""
    with reading(engine) as session:
        for query in asked[:20]:
            search(session, query)
    times: list[float] = []
    slowest: dict[str, float] = {}
    for query in asked:
        before = time.perf_counter()
        with reading(engine) as session:
            search(session, query)
        times.append((time.perf_counter() - before) * 1000)
        slowest[query] = times[-1]
    return times, dict(sorted(slowest.items(), key=lambda item: -item[1])[:5])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(options.database or f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        upgrade(engine)
        tokenizer = SentenceTokenizer(settings().data)
        chance = random.Random(7)
        stored = 0
        for size in sorted(options.clauses):
            before = time.perf_counter()
            fill(engine, size, tokenizer, chance)
            rate = (size - stored) / (time.perf_counter() - before)
            stored = size
            times, slowest = measure(engine, queries(options.queries, tokenizer, random.Random(11)))
            cuts = statistics.quantiles(times, n=100)
            print(
                f"{engine.dialect.name}, {size:,} clauses: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, "
                f"p99 {cuts[98]:.1f} ms, slowest {max(times):.1f} ms; import {rate:,.0f} clauses/s"
            )
            for query, spent in slowest.items():
                print(f"    {spent:6.1f} ms  {query}")
            if engine.dialect.name == "sqlite":
                with engine.connect() as connection:
                    pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
                    page = connection.exec_driver_sql("PRAGMA page_size").scalar() or 0
                    text = connection.exec_driver_sql("SELECT sum(length(CAST(text AS BLOB))) FROM clauses").scalar()
                print(f"    database {pages * page / 1e6:.0f} MB, clause text {(text or 0) / 1e6:.0f} MB")
        engine.dispose()


if __name__ == "__main__":
    main()
