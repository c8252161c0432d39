"""How fast search is at a given size: p50, p95, p99 by kind of query, how long the index takes to build, and its size.

    python bench/search.py [--clauses 10000,100000] [--database sqlite|postgresql] [--queries 600]

The clauses are made by bench/made_notices.py, the same ones in each run. Queries are what people type: rare words,
common words, a measure's name, whole questions, searches with filters, words that stand nowhere, and words written as
they sound (with the time that it takes to find out what was meant). PostgreSQL: a database of its own is created on
``--server`` and dropped afterwards.
"""

# ruff: noqa: INP001, S608, S311, T201

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from made_notices import BUREAUS, KINDS, Made, Maker, PartsTokenizer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.migrations import upgrade
from policy_kb.models import ClauseRow, ClauseUnitRow, DocumentRow, SearchTermRow, create_engine, reading, writing
from policy_kb.search import did_you_mean, search
from policy_kb.search.writing import index_documents
from policy_kb.settings import settings
from policy_kb.store.build import bump

CLAUSES_PER_DOCUMENT = 50
DOCUMENTS_AT_ONCE = 320
COMMON = (
    "知识产权",
    "专利",
    "商标",
    "企业",
    "服务",
    "奖励",
    "保护",
    "管理",
    "质押融资",
    "专利 奖励",
    "知识产权 服务 企业",
)
QUESTIONS = (
    "我们公司今年在{place}申请了不少{word}方面的发明专利，想问一下{phrase}能拿到多少奖励，应该找哪个部门办理",
    "请问{place}对{word}企业{phrase}有什么支持政策，怎么申请",
    "{phrase}的补助标准是多少，{word}相关的高校和科研院所可以申报吗",
)
SLIPS = ("知识铲权", "质鸭融资", "商标品排", "专力导航", "维权元助", "zhuanli zhuanhua", "风险补尝", "zhiyarongzi")
NOWHERE = ("量子纠缠猫", "qwertyuiop", "踰躞", "圕宔", "xkcd 8374652", "魑魅魍魉鼟")


@dataclass(frozen=True, slots=True)
class Asked:
    kind: str
    text: str
    filters: Mapping[str, Any]


@contextmanager
def database(kind: str, server: str, keep: str | None) -> Iterator[Engine]:
    """An empty database that is gone afterwards, or one that is kept."""
    if keep:
        engine = create_engine(keep)
        yield engine
        engine.dispose()
        return
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            engine = create_engine(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
            yield engine
            engine.dispose()
        return
    name = f"ipdesk_bench_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    engine = create_engine(sa.make_url(server).set(database=name).render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


def fill(engine: Engine, first: int, wanted: int, maker: Maker, tokenizer: PartsTokenizer) -> tuple[float, float]:
    """Seconds that making and storing the notices took, and seconds that indexing them took."""
    started, indexed = time.perf_counter(), 0.0
    number = first // CLAUSES_PER_DOCUMENT
    while number * CLAUSES_PER_DOCUMENT < wanted:
        count = min(DOCUMENTS_AT_ONCE, wanted // CLAUSES_PER_DOCUMENT - number)
        rows = range(number + 1, number + count + 1)
        with writing(engine) as session:
            for row, made in zip(rows, maker.notices(count, CLAUSES_PER_DOCUMENT), strict=True):
                store(session, row, made)
            before = time.perf_counter()
            index_documents(session, rows, tokenizer)
            indexed += time.perf_counter() - before
        number += count
        print(f"\r  {number * CLAUSES_PER_DOCUMENT:,} of {wanted:,} clauses", end="", flush=True)
    print()
    with writing(engine) as session:
        bump(session)
    tidy(engine)
    return time.perf_counter() - started - indexed, indexed


def store(session: Session, row: int, made: Made) -> None:
    """One notice as ``write_document`` stores it, without the objects in between."""
    notice = made.notice
    name = f"bench-{hashlib.sha256(str(row).encode()).hexdigest()[:12]}"
    document = {
        "id": row, "doc_id": name, "title": notice.title, "short_title": notice.title, "kind": made.kind,
        "issuers": list(notice.issuers), "region_code": made.region[0], "region_name": made.region[1],
        "issued_on": notice.issued_on, "effective_on": notice.validity.effective_on,
        "valid_until": notice.validity.until, "cited_documents": [], "origin": "import", "source_name": name,
        "raw_sha256": "", "content_hash": name, "raw_text": "", "text": notice.text,
    }  # fmt: skip
    session.execute(sa.insert(DocumentRow), [document])
    first = (row - 1) * CLAUSES_PER_DOCUMENT + 1
    clauses = [
        {
            "id": first + place, "document_id": row, "position": place, "kind": clause.kind, "label": clause.label,
            "heading": clause.heading, "path": list(clause.path), "cite_label": clause.cite_label,
            "text": clause.text, "start_offset": clause.start, "end_offset": clause.end,
        }
        for place, clause in enumerate(notice.clauses)
    ]  # fmt: skip
    session.execute(sa.insert(ClauseRow), clauses)
    units = [
        {"clause_id": first + place, "role": role, "position": order, "name": name}
        for place, clause in enumerate(notice.clauses)
        for role, names in (("lead", clause.lead_units), ("responsible", clause.responsible_units))
        for order, name in enumerate(names)
    ]
    if units:
        session.execute(sa.insert(ClauseUnitRow), units)


def tidy(engine: Engine) -> None:
    """What PostgreSQL does by itself sooner or later."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def queries(engine: Engine, count: int, maker: Maker, tokenizer: PartsTokenizer) -> list[Asked]:
    chance = random.Random(11)
    with reading(engine) as session:
        terms = session.execute(
            sa.select(SearchTermRow.term, SearchTermRow.clause_count).order_by(SearchTermRow.term)
        ).all()
    rare = [row.term for row in terms if 1 <= row.clause_count <= 20 and len(row.term) > 1]
    regions = [code for code, _ in maker.regions]

    def words(most: int) -> str:
        found = [word for word in tokenizer.words(maker.phrase()) if len(word) > 1]
        return " ".join(chance.sample(found, min(most, len(found))))

    def question() -> str:
        place = chance.choice(maker.regions)[1]
        return chance.choice(QUESTIONS).format(place=place, word=chance.choice(maker.words), phrase=maker.phrase())

    def filters() -> dict[str, Any]:
        return chance.choice(
            [
                {"regions": chance.sample(regions, 1)},
                {"regions": chance.sample(regions, 20), "in_force": True},
                {"in_force": True, "on": date(chance.randint(2012, 2026), 6, 1)},
                {"kinds": [chance.choice(KINDS)], "in_force": True},
                {"unit": chance.choice(BUREAUS)},
                {"unit": chance.choice(maker.regions)[1] + chance.choice(BUREAUS)},
            ]
        )

    kinds: dict[str, Callable[[], str]] = {
        "rare word": lambda: chance.choice(rare),
        "common words": lambda: chance.choice(COMMON),
        "words of a phrase": lambda: words(3) or "专利",
        "a measure's name": maker.heading,
        "question": question,
        "with filters": lambda: chance.choice([words(2), maker.heading(), question(), chance.choice(COMMON)]),
        "nowhere": lambda: chance.choice(NOWHERE),
        "slip": lambda: chance.choice(SLIPS),
    }
    mix = ["rare word", "common words", "words of a phrase", "words of a phrase", "a measure's name", "question"]
    mix += ["question", "with filters", "with filters", "slip"]
    made: list[Asked] = []
    for number in range(count):
        kind = "nowhere" if number % 20 == 19 else mix[number % len(mix)]
        made.append(Asked(kind, kinds[kind](), filters() if kind == "with filters" else {}))
    chance.shuffle(made)
    return made


def ask(session: Session, asked: Asked) -> int:
    found = len(search(session, asked.text, **asked.filters))
    if asked.kind in {"slip", "nowhere"}:
        did_you_mean(session, asked.text)
    return found


def measure(engine: Engine, asked: list[Asked], repeat: int) -> list[tuple[float, Asked]]:
    """Milliseconds of each query, the least of ``repeat`` times: what others do on the machine is not measured."""
    for one in asked[:30]:
        with reading(engine) as session:
            ask(session, one)
    least = [float("inf")] * len(asked)
    for _ in range(repeat):
        for number, one in enumerate(asked):
            before = time.perf_counter()
            with reading(engine) as session:
                ask(session, one)
            least[number] = min(least[number], (time.perf_counter() - before) * 1000)
    return list(zip(least, asked, strict=True))


def sizes(engine: Engine) -> dict[str, float]:
    """MB of the clauses' text, of the index, and of the database."""
    index = ("search_postings", "search_terms", "search_spans")
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            listed = " + ".join(f"pg_total_relation_size('{name}')" for name in index)
            text = "SELECT sum(octet_length(text)) FROM clauses"
            whole = "SELECT pg_database_size(current_database())"
        else:
            names = ", ".join(f"'{name}'" for name in index)
            tables = f"SELECT name FROM sqlite_master WHERE tbl_name IN ({names})"
            listed = f"(SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN ({tables}))"
            text = "SELECT sum(length(CAST(text AS BLOB))) FROM clauses"
            whole = "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1"
        asked = {"text": text, "index": f"SELECT {listed}", "database": whole}
        return {name: float(connection.exec_driver_sql(sql).scalar() or 0) / 1e6 for name, sql in asked.items()}


def report(engine: Engine, size: int, times: list[tuple[float, Asked]]) -> None:
    cuts = statistics.quantiles([spent for spent, _ in times], n=100)
    slowest = max(spent for spent, _ in times)
    print(
        f"{engine.dialect.name}, {size:,} clauses, {len(times)} queries: "
        f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms, slowest {slowest:.1f} ms"
    )
    by_kind: defaultdict[str, list[float]] = defaultdict(list)
    for spent, one in times:
        by_kind[one.kind].append(spent)
    for kind, found in by_kind.items():
        cuts = statistics.quantiles(found, n=100)
        print(f"    {kind:18} p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  ({len(found)})")
    for spent, one in sorted(times, key=lambda item: -item[0])[:5]:
        print(f"    {spent:6.1f} ms  {one.text}  {dict(one.filters) or ''}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", default="10000,100000")
    parser.add_argument("--queries", type=int, default=600)
    parser.add_argument("--repeat", type=int, default=1, help="ask so many times and take the least")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--server", default="postgresql+psycopg2://root@127.0.0.1:5432/test")
    parser.add_argument("--keep", metavar="URL", help="use this database, and leave it there to be measured again")
    options = parser.parse_args()
    with database(options.database, options.server, options.keep) as engine:
        upgrade(engine)
        tokenizer = PartsTokenizer(settings().data)
        with reading(engine) as session:
            filled = session.scalar(sa.select(sa.func.count()).select_from(ClauseRow)) or 0
        maker = Maker(tokenizer, seed=7 + filled)
        for size in sorted(int(part) for part in options.clauses.split(",")):
            stored, indexed = fill(engine, filled, size, maker, tokenizer) if filled < size else (0, 0)
            now = max(filled, size)
            asked = queries(engine, options.queries, Maker(tokenizer, seed=11), tokenizer)
            report(engine, now, measure(engine, asked, options.repeat))
            if filled < now:
                rate = (now - filled) / max(indexed, 0.001)
                print(
                    f"    added {now - filled:,} clauses: {stored:.0f} s to make and store, "
                    f"{indexed:.0f} s to index ({rate:,.0f} clauses/s)"
                )
            mb = sizes(engine)
            print(
                f"    text {mb['text']:.1f} MB, index {mb['index']:.1f} MB "
                f"({mb['index'] / mb['text']:.2f} of the text), database {mb['database']:.1f} MB",
                flush=True,
            )
            filled = now


if __name__ == "__main__":
    main()
