from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.models import DocumentRow, reading, writing
from policy_kb.search import Hit, matching, search
from policy_kb.search import index as search_index
from policy_kb.store.build import build
from tests.policy_kb.store.databases import backends, engine_on
from tests.policy_kb.store.sample import ALPHA, Sample, read


@pytest.fixture(scope="module", params=backends())
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("search")
    with engine_on(request.param, folder) as engine:
        sample = Sample(folder / "kb")
        build(engine, sample.sources, sample.catalogue, read_notice=read)
        yield engine


@pytest.fixture
def session(built: Engine) -> Iterator[Session]:
    with reading(built) as session:
        yield session


def places(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.doc_id, hit.clause) for hit in hits]


@pytest.mark.parametrize(
    ("query", "doc_id", "clause"),
    [
        ("盘活存量专利", "alpha-2024", "（一）"),
        ("转让专利能奖多少", "alpha-2024", "（一）"),
        ("商标维权", "alpha-2024", "（三）"),
        ("iso56005", "alpha-2024", "（四）"),
        ("ISO 56005", "alpha-2024", "（四）"),
        ("GB／T33251", "alpha-2024", "（四）"),
        ("33251", "alpha-2024", "（四）"),
        ("專利導航", "beta-2017", "（一）"),
        ("万人发明专利拥有量", "beta-2017", "一、"),
        ("商业秘密工作站", "gamma-2023", "二、"),
        ("甲州市的质押融资", "alpha-2024", "（二）"),
        ("乙江市的质押融资", "beta-2017", "（二）"),
    ],
)
def test_the_right_clause_comes_first(session: Session, query: str, doc_id: str, clause: str) -> None:
    assert places(search(session, query))[0] == (doc_id, clause)


def test_a_hit_says_where_it_stands(session: Session) -> None:
    hit = search(session, "盘活存量专利", on=date(2024, 6, 1))[0]
    assert (hit.title, hit.short_title, hit.kind) == ("甲州市知识产权奖补措施", "知识产权奖补措施", "措施")
    assert (hit.region_code, hit.region_name) == ("990100", "甲州市")
    assert hit.heading == "盘活存量专利"
    assert hit.path == ("一、", "（一）")
    assert hit.in_force
    assert hit.coverage == 1.0
    assert hit.score > 0
    shown = [hit.snippet.text[start:end] for start, end in hit.snippet.highlights]
    assert "盘活存量专利" in shown
    assert hit.snippet.text in ALPHA


def test_a_single_character_finds_the_words_that_begin_with_it(session: Session) -> None:
    assert ("alpha-2024", "（一）") in places(search(session, "奖"))


def test_too_few_hits_are_filled_up_with_the_rarest_terms(session: Session) -> None:
    hits = search(session, "盘活商标导航")
    assert {("alpha-2024", "（一）"), ("alpha-2024", "（三）"), ("beta-2017", "（一）")} <= set(places(hits))
    assert all(hit.coverage < 1 for hit in hits)


def test_words_that_stand_nowhere_find_nothing(session: Session) -> None:
    assert search(session, "量子纠缠") == []
    assert search(session, "股票涨停") == []


def test_region_and_document_and_kind(session: Session) -> None:
    assert {hit.doc_id for hit in search(session, "质押融资")} == {"alpha-2024", "beta-2017"}
    assert {hit.doc_id for hit in search(session, "质押融资", regions=["990200"])} == {"beta-2017"}
    assert {hit.doc_id for hit in search(session, "质押融资", docs={"alpha-2024", "gamma-2023"})} == {"alpha-2024"}
    assert {hit.doc_id for hit in search(session, "质押融资", kinds=["方案"])} == {"beta-2017"}
    assert search(session, "质押融资", regions=["990200"], docs=["alpha-2024"]) == []
    assert search(session, "质押融资", regions=[]) == []
    assert search(session, "质押融资", docs=["nowhere-2000", "\0'; --"]) == []


def test_in_force_on_a_day(session: Session) -> None:
    def found(day: date, in_force: bool | None) -> dict[str, bool]:
        return {hit.doc_id: hit.in_force for hit in search(session, "质押融资", on=day, in_force=in_force)}

    assert found(date(2025, 1, 1), True) == {"alpha-2024": True}
    assert found(date(2025, 1, 1), False) == {"beta-2017": False}
    assert found(date(2025, 1, 1), None) == {"alpha-2024": True, "beta-2017": False}
    assert found(date(2018, 12, 31), True) == {"beta-2017": True}
    assert found(date(2019, 1, 1), True) == {}
    assert found(date(2029, 3, 1), True) == {"alpha-2024": True}
    assert found(date(2029, 3, 2), True) == {}
    assert found(date(2024, 2, 29), True) == {}


def test_unit(session: Session) -> None:
    assert places(search(session, "质押融资", unit="金融监管局")) == [("alpha-2024", "（二）")]
    assert places(search(session, "质押融资", unit="市财政局")) == [("beta-2017", "（二）")]
    assert search(session, "质押融资", unit="%") == []
    assert search(session, "质押融资", unit="气象局") == []
    assert places(search(session, "质押", unit="监管局", regions=["990100"])) == [("alpha-2024", "（二）")]


def test_many_documents_are_selected_in_another_way_with_the_same_result(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = search(session, "质押融资", regions=["990200", "990100"])
    monkeypatch.setattr(search_index, "_FEW_DOCUMENTS", 0)
    assert search(session, "质押融资", regions=["990200", "990100"]) == few != []


def test_retired_documents_are_not_found(built: Engine) -> None:
    with writing(built) as session:
        session.execute(sa.update(DocumentRow).where(DocumentRow.doc_id == "beta-2017").values(status="retired"))
    try:
        with reading(built) as session:
            assert {hit.doc_id for hit in search(session, "质押融资")} == {"alpha-2024"}
            assert search(session, "质押融资", docs=["beta-2017"]) == []
    finally:
        with writing(built) as session:
            session.execute(sa.update(DocumentRow).where(DocumentRow.doc_id == "beta-2017").values(status="active"))


def test_limit(session: Session) -> None:
    every = search(session, "知识产权", limit=100)
    assert len(every) > 3
    assert search(session, "知识产权", limit=3) == every[:3]
    assert search(session, "知识产权", limit=0) == search(session, "知识产权", limit=-1) == []
    assert len(search(session, "知识产权", limit=10**9)) == len(every)


HOSTILE = [
    "",
    " \t\n",
    "\0",
    '"',
    "'",
    '""" OR """',
    "专利*",
    "专利 NEAR(商标, 2)",
    "heading_tokens : 专利",
    "{tokens} : 专利",
    "-专利 +商标 ^专利",
    "(((((",
    "专利 AND",
    "NOT",
    "a & b | !c <-> d:*",
    "'; DROP TABLE documents; --",
    "%s %(x)s :expression {conditions}",
    "\\",
    "\ud800",
    "😀🏽‍🦱",
    "ﷺ",
    "<script>alert(1)</script>",
    "d1",
    "专利" * 2500,
    "专 利 " * 1700,
    "(" * 5000,
    "奖" * 5000,
    "".join(chr(code) for code in range(0x4E00, 0x4E00 + 5000)),
    " ".join(f"w{number}" for number in range(1500)),
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_a_query(session: Session, query: str) -> None:
    for hit in search(session, query, unit=query or None, limit=100) + search(session, query):
        assert 0 <= hit.coverage <= 1
    assert session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) == 3


def test_the_token_of_a_document_cannot_be_searched_for(session: Session) -> None:
    for number in session.scalars(sa.select(DocumentRow.id)):
        assert search(session, f"d{number}") == search(session, f"d {number}")


@pytest.mark.parametrize("many_tied", [0, 1_000])
def test_ties_are_ordered_by_document_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_tied: int
) -> None:
    monkeypatch.setattr(search_index, "_MANY_TIED", many_tied)
    same = "{}\n引言。\n一、转让补助。\n二、转让补助。\n完。"
    for backend in backends():
        folder = tmp_path / backend
        folder.mkdir()
        sample = Sample(folder / "kb")
        for name in ("delta-1", "echo-2", "beta-3"):
            sample.write_source(name, same.format("转让补助通知"))
        with engine_on(backend, folder) as engine:
            build(engine, sample.sources, sample.catalogue, read_notice=read)
            with reading(engine) as session:
                found = places(search(session, "转让补助", docs=["delta-1", "echo-2", "beta-3"]))
                for limit in range(1, len(found)):
                    assert places(search(session, "转让补助", limit=limit)) == found[:limit]
        tied = [place for place in found if place[1] in ("一、", "二、")]
        assert tied == [(name, label) for name in ("beta-3", "delta-1", "echo-2") for label in ("一、", "二、")]


QUERIES = [
    "知识产权",
    "质押融资",
    "专利",
    "商标维权 调解",
    "奖",
    "导航 平台 银行",
    "ISO56005 补助",
    "盘活商标导航",
    "市 专利 12",
]


@pytest.mark.parametrize("other", [backend for backend in backends() if backend != "sqlite"])
def test_every_database_gives_the_same_as_sqlite(other: str, tmp_path: Path) -> None:
    sample = Sample(tmp_path / "kb")
    results: list[list[list[Hit]]] = []
    for backend in ("sqlite", other):
        with engine_on(backend, tmp_path) as engine:
            build(engine, sample.sources, sample.catalogue, read_notice=read)
            with reading(engine) as session:
                results.append([search(session, query, limit=50, on=date(2025, 1, 1)) for query in QUERIES])
    assert results[0] == results[1]
    assert all(results[0])


@pytest.mark.parametrize("at_once", [0, 1, 2, 10**6])
def test_how_lists_are_read_changes_nothing(session: Session, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    found = [search(session, query, limit=100) for query in QUERIES]
    monkeypatch.setattr(matching, "READ_AT_ONCE", at_once)
    assert [search(session, query, limit=100) for query in QUERIES] == found


def test_a_limit_cuts_the_same_order(session: Session) -> None:
    for query in QUERIES:
        every = search(session, query, limit=100)
        for limit in range(1, len(every)):
            assert search(session, query, limit=limit) == every[:limit]


def test_new_units_are_known_at_once(tmp_path: Path) -> None:
    for backend in backends():
        folder = tmp_path / backend
        folder.mkdir()
        sample = Sample(folder / "kb")
        with engine_on(backend, folder) as engine:
            for office in ("市财政局", "市气象局", "市粮食局"):
                sample.write_source("delta-1", f"通知\n引言。\n一、质押融资。\n责任单位：{office}\n完。")
                build(engine, sample.sources, sample.catalogue, read_notice=read)
                with reading(engine) as session:
                    assert ("delta-1", "一、") in places(search(session, "质押融资", unit=office))
            with reading(engine) as session:
                assert search(session, "质押融资", unit="气象局") == []
