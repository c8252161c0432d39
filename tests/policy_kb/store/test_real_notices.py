"""The repository's own notices and catalogue, built with the real reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.awards.book import load_book as read_book
from policy_kb.catalogue.load import load_catalogue as read_catalogue
from policy_kb.models import reading
from policy_kb.search import search
from policy_kb.store import repository
from policy_kb.store.build import build
from policy_kb.store.check import check
from policy_kb.store.export import export
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import CATALOGUE, SOURCES, real


@pytest.fixture(scope="module", params=backends())
def built(request: pytest.FixtureRequest, moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with moulds.engine(real, request.param, tmp_path_factory.mktemp("real")) as engine:
        yield engine


def test_every_notice_and_every_entry_is_there(built: Engine) -> None:
    with reading(built) as session:
        found = {document.doc_id for document in repository.documents(session)}
        assert found == {path.stem for path in SOURCES.glob("*.txt")}
        assert repository.load_catalogue(session) == read_catalogue(CATALOGUE)
        stored, written = repository.load_book(session), read_book(CATALOGUE)
        assert (stored.facts, stored.rules, stored.stacking) == (written.facts, written.rules, written.stacking)
        assert stored.rules


def test_every_quote_stands_in_its_notice(built: Engine) -> None:
    with reading(built) as session:
        report = check(session)
    assert report.quotes > 100
    assert [str(fault) for fault in report.faults] == []


def test_the_second_build_asks_only_whether_there_is_anything_to_do(built: Engine) -> None:
    asked: list[str] = []

    @sa.event.listens_for(built, "before_cursor_execute")
    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    assert not build(built, SOURCES, CATALOGUE).changed
    assert len(asked) <= 20, asked
    assert not [one for one in asked if one.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize(
    ("query", "doc_id", "clause"),
    [
        ("盘活存量专利", "zhangzhou-2024", "（七）"),
        ("ISO56005", "zhangzhou-2024", "（六）"),
        ("ISO 56005 评级补助", "zhangzhou-2024", "（六）"),
        ("GB/T33251", "zhangzhou-2024", "（三）"),
        ("質押貸款本金損失", "zhangzhou-2024", "（十）"),
        ("专利密集型产品备案怎么奖励", "zhangzhou-2024", "（九）"),
        ("淄博 纠纷 调解 仲裁院", "zibo-2023", "十、"),
        ("地标文旅 团体标准", "zhangzhou-2024", "（十五）"),
        ("漳州知识产权助理官", "zhangzhou-2024", "（十七）"),
        ("海外维权胜诉补助", "zhangzhou-2024", "（十二）"),
    ],
)
def test_search_finds_the_clause_first(built: Engine, query: str, doc_id: str, clause: str) -> None:
    with reading(built) as session:
        hits = search(session, query)
    assert hits
    assert (hits[0].doc_id, hits[0].clause) == (doc_id, clause)


def test_export_names_every_document(built: Engine) -> None:
    with reading(built) as session:
        exported = json.loads(json.dumps(export(session), ensure_ascii=False))
    by_id = {document["doc_id"]: document for document in exported["documents"]}
    assert len(by_id["zhangzhou-2024"]["awards"]) == 14
    assert len(by_id["jingjiang-2017"]["targets"]) == 20
    assert all(document["clauses"] and document["title"] for document in by_id.values())
