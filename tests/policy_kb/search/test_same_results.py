"""The same content gives the same results: on each database, in whatever order it came, and read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from policy_kb import migrations
from policy_kb.models import ClauseRow, reading
from policy_kb.models.engine import write_connection
from policy_kb.search import Hit, did_you_mean, matching, parse_query, postings, search
from policy_kb.search.tokenizer import tokenizer
from policy_kb.store.build import build
from tests.policy_kb.search import many
from tests.policy_kb.store.databases import backends, engine_on
from tests.policy_kb.store.indexed import indexed
from tests.policy_kb.store.sample import Sample, read

FILTERS: list[dict[str, Any]] = [
    {},
    {"regions": ["990100"]},
    {"regions": ["990100", "990300"], "kinds": ["措施", "办法"]},
    {"in_force": True, "on": date(2019, 6, 1)},
    {"in_force": False, "on": date(2019, 6, 1)},
    {"unit": "财政局"},
    {"unit": "甲州市财政局", "kinds": ["方案"]},
    {"docs": ["notice-003", "notice-017"], "unit": "市"},
]
QUERIES = [
    *many.WORDS,
    "专利 奖励",
    "知识产权质押融资风险补偿",
    "高校转让专利给企业能拿多少补助",
    "商标 仲裁 公证 海外",
    "运营 交易 评估",
    "奖",
    "专 商",
    "知识铲权",
    "没有这个词",
]


@pytest.fixture(scope="module", autouse=True)
def short_segments() -> Iterator[None]:
    """Segments of 32 clauses, so that lists have many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "SEGMENT_BITS", 5)
        patch.setattr(postings, "SEGMENT_SIZE", 32)
        yield


@pytest.fixture(scope="module", params=backends())
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_on(request.param, tmp_path_factory.mktemp("many")) as engine:
        order = list(many.NUMBERS)
        many.write(engine, order if request.param == "sqlite" else order[::-1])
        yield engine


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_on("sqlite", tmp_path_factory.mktemp("plain")) as engine:
        many.write(engine, many.NUMBERS)
        yield engine


@pytest.fixture(scope="module")
def expected(plain: Engine) -> list[list[Hit]]:
    return found(plain)


def found(engine: Engine, limit: int = 100) -> list[list[Hit]]:
    with reading(engine) as session:
        return [search(session, query, limit=limit, **filters) for query in QUERIES for filters in FILTERS]


def test_results_do_not_depend_on_database_and_order(full: Engine, expected: list[list[Hit]]) -> None:
    results = found(full)
    assert results == expected
    assert sum(map(bool, results)) > len(results) / 2
    assert found(full, limit=7) == [hits[:7] for hits in results]


def test_suggestions_do_not_depend_on_them(full: Engine, plain: Engine) -> None:
    with reading(full) as one, reading(plain) as other:
        for query in (*QUERIES, "zhiyarongzi", "专力导航"):
            assert did_you_mean(one, query) == did_you_mean(other, query)


def test_what_was_removed_leaves_no_trace(tmp_path: Path) -> None:
    for backend in backends():
        folder = tmp_path / backend
        folder.mkdir()
        with engine_on(backend, folder) as engine, engine_on("sqlite", folder / "fresh") as fresh:
            many.write(engine, range(8))
            many.remove(engine, [1, 4, 7])
            many.write(engine, [4])
            many.write(fresh, [0, 2, 3, 4, 5, 6])
            with reading(engine) as one, reading(fresh) as other:
                assert indexed(one) == indexed(other)
            assert found(engine) == found(fresh)


@pytest.mark.parametrize("filters", FILTERS)
def test_a_clause_with_all_words_is_never_missed(full: Engine, filters: dict[str, Any]) -> None:
    """Against a reading of all clauses one by one."""
    with reading(full) as session:
        held = indexed(session)
        inside = {
            (clause.document.doc_id, clause.cite_label)
            for clause in session.scalars(sa.select(ClauseRow))
            if _fits(clause, filters)
        }
        for query in QUERIES:
            parsed = parse_query(query, tokenizer())
            if parsed.prefix:
                continue
            expected = {place for place in inside if held[place].keys() >= set(parsed.required)}
            hits = search(session, query, limit=100, **filters)
            places = {(hit.doc_id, hit.clause) for hit in hits}
            if len(expected) >= matching.ENOUGH:
                assert places <= expected
                assert len(hits) == min(100, len(expected))
                assert all(hit.coverage == 1 for hit in hits)
            else:
                assert expected <= places <= inside
            assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def _fits(clause: ClauseRow, filters: dict[str, Any]) -> bool:
    document, on, unit = clause.document, filters.get("on"), filters.get("unit")
    counts = on is None or (
        document.effective_on is not None
        and document.effective_on <= on
        and (document.valid_until is None or on <= document.valid_until)
    )
    return (
        document.region_code in filters.get("regions", [document.region_code])
        and document.kind in filters.get("kinds", [document.kind])
        and document.doc_id in filters.get("docs", [document.doc_id])
        and ("in_force" not in filters or counts == filters["in_force"])
        and (unit is None or any(unit in one.name for one in clause.units))
    )


def test_common_words_beside_telling_ones_are_left_out(full: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def ranked(query: str) -> list[tuple[str, str, float, float]]:
        with reading(full) as session:
            hits = search(session, query, limit=100)
        return [(hit.doc_id, hit.clause, hit.score, hit.coverage) for hit in hits]

    every, few, two = ranked("运营 交易 评估 专利"), ranked("运营 交易 评估"), ranked("专利 商标")
    monkeypatch.setattr(matching, "COMMON", 50)
    assert ranked("运营 交易 评估 专利") == ranked("运营 交易 评估") == few != every
    assert ranked("专利 商标") == two


def test_among_very_many_the_strongest_are_ranked(
    full: Engine, plain: Engine, expected: list[list[Hit]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "STRONGEST", 20)
    assert found(full) == expected
    monkeypatch.setattr(matching, "SURE", 5)
    narrowed = found(full)
    assert narrowed == found(plain)
    assert [bool(hits) for hits in narrowed] == [bool(hits) for hits in expected]


@pytest.mark.parametrize("backend", backends())
def test_a_database_of_an_older_program_is_indexed_by_the_next_build(backend: str, tmp_path: Path) -> None:
    sample = Sample(tmp_path / "kb")
    with engine_on(backend, tmp_path) as engine:
        build(engine, sample.sources, sample.catalogue, read_notice=read)
        many.write(engine, range(3))
        with reading(engine) as session:
            before = search(session, "专利 质押融资", limit=100)
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        with write_connection(engine) as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0003")
        build(engine, sample.sources, sample.catalogue, read_notice=read)
        with reading(engine) as session:
            assert search(session, "专利 质押融资", limit=100) == before != []
