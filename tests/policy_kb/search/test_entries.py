from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from policy_kb.models import reading
from policy_kb.search import search_entries
from policy_kb.store.build import build
from tests.policy_kb.search.test_search import HOSTILE, built, session
from tests.policy_kb.store.databases import backends, engine_on
from tests.policy_kb.store.sample import Sample, read

__all__ = ["built", "session"]


def found(session: Session, query: str, **filters: Any) -> list[tuple[str, str]]:
    return [(hit.kind, hit.id) for hit in search_entries(session, query, **filters)]


def test_a_measure_by_its_name_and_by_its_words(session: Session) -> None:
    hit = search_entries(session, "转让奖励")[0]
    assert (hit.kind, hit.id, hit.name) == ("measure", "transfer", "转让奖励")
    assert (hit.doc_id, hit.clause, hit.region_code) == ("alpha-2024", "（一）", "990100")
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.highlights]
    assert found(session, "ISO56005补助")[0] == ("measure", "standard")


def test_a_station(session: Session) -> None:
    assert found(session, "知识产权保护中心", entry_kinds=["station"]) == [("station", "alpha_centre")]
    assert ("station", "alpha_centre") in found(session, "纠纷调解")


def test_a_target_and_a_term(session: Session) -> None:
    assert ("target", "patents") in found(session, "万人发明专利拥有量")
    assert found(session, "导航", entry_kinds=["term"]) == [("term", "专利导航")]


def test_filters(session: Session) -> None:
    assert found(session, "专利", regions=["990200"], entry_kinds=["measure"]) == []
    assert ("target", "patents") in found(session, "专利", regions=["990200"])
    assert ("term", "专利导航") in found(session, "专利导航", docs=["beta-2017"])
    assert ("term", "专利导航") not in found(session, "专利导航", docs=["alpha-2024"])
    assert found(session, "专利", in_force=True, on=date(2025, 1, 1), entry_kinds=["target"]) == []
    assert found(session, "专利", in_force=True, on=date(2018, 1, 1), entry_kinds=["target"]) == [("target", "patents")]
    assert found(session, "质押", unit="金融监管局") == [("measure", "loss")]
    assert found(session, "专利", regions=[]) == []


def test_limit_and_order(session: Session) -> None:
    every = search_entries(session, "专利")
    assert len(every) >= 3
    assert search_entries(session, "专利", limit=2) == every[:2]
    assert search_entries(session, "专利", limit=0) == []
    assert search_entries(session, "量子纠缠") == []


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_a_query(session: Session, query: str) -> None:
    for hit in search_entries(session, query):
        assert 0 < hit.coverage <= 1


@pytest.mark.parametrize("other", [backend for backend in backends() if backend != "sqlite"])
def test_every_database_gives_the_same_as_sqlite(other: str, tmp_path: Path) -> None:
    sample = Sample(tmp_path / "kb")
    results = []
    for backend in ("sqlite", other):
        with engine_on(backend, tmp_path) as engine:
            build(engine, sample.sources, sample.catalogue, read_notice=read)
            with reading(engine) as session:
                results.append([search_entries(session, query) for query in ("专利", "质押", "补助", "导航", "奖")])
    assert results[0] == results[1]
    assert all(results[0])
