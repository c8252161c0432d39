from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.knowledge import load
from policy_kb.models import ClauseRow, DocumentRow, EndingRow, SearchTermRow, create_engine, reading
from policy_kb.review.catalogue_files import export_catalogue
from policy_kb.review.decisions import approve, pending, reject
from policy_kb.review.errors import ReviewError
from policy_kb.review.importing import import_notice
from policy_kb.review.versions import supersede
from policy_kb.store import repository
from policy_kb.store.build import build
from policy_kb.store.check import check
from policy_kb.store.export import export
from tests.policy_kb.review.city import CITY
from tests.policy_kb.review.notices import MEASURES, NEWER, PLAN
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real


def content(engine: Engine) -> dict[str, Any]:
    """All that answers are made from, without row ids, times and file names."""
    with reading(engine) as session:
        clauses = session.execute(
            sa.select(DocumentRow.doc_id, ClauseRow.cite_label, ClauseRow.text, ClauseRow.heading)
            .join(ClauseRow.document)
            .order_by(DocumentRow.doc_id, ClauseRow.position)
        ).all()
        texts = session.execute(
            sa.select(
                DocumentRow.doc_id, DocumentRow.raw_text, DocumentRow.text, DocumentRow.status, DocumentRow.stacking
            ).order_by(DocumentRow.doc_id)
        ).all()
        terms = session.execute(sa.select(SearchTermRow.term, SearchTermRow.clause_count)).all()
        endings = session.execute(sa.select(EndingRow.doc_id, EndingRow.ended_on, EndingRow.successor)).all()
        book = repository.load_book(session)
        whole = export(session)
        return {
            "catalogue": repository.load_catalogue(session),
            "facts": dict(book.facts),
            "rules": dict(book.rules),
            "stacking": dict(book.stacking),
            "documents": whole["documents"],
            "clauses": [tuple(row) for row in clauses],
            "texts": [tuple(row) for row in texts],
            "terms": dict(tuple(row) for row in terms),
            "endings": sorted(tuple(row) for row in endings),
        }


@pytest.fixture(params=backends())
def filled(request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path) -> Iterator[Engine]:
    """With the notices that come with the program."""
    with moulds.engine(real, request.param, tmp_path) as engine:
        yield engine


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    yield engine
    engine.dispose()


def test_there_and_back_without_loss(filled: Engine, fresh: Engine, tmp_path: Path) -> None:
    old = import_notice(filled, MEASURES.encode("gb18030"), "措施.txt", who="张三").doc_id
    page = f"<html><body><div>{''.join(f'<p>{line}</p>' for line in NEWER.split(chr(10)))}</div></body></html>"
    new = import_notice(filled, page.encode(), "措施.html", who="张三").doc_id
    for draft in pending(filled):
        if draft.kind == "document" and draft.doc_id == new:
            entry = {**draft.entry, "short_title": "新的奖补措施", "aliases": ["新的奖补措施"]}
            approve(filled, draft.id, "李四", entry)
        else:
            approve(filled, draft.id, "李四")
    supersede(filled, old, new, "李四")
    folder = tmp_path / "out"
    found = export_catalogue(filled, folder)
    assert {old, new, "zhangzhou-2024"} <= set(found.reviewed)
    assert found.unreviewed == ()
    assert (folder / "sources" / f"{old}.txt").read_bytes() == MEASURES.encode("gb18030")
    assert (folder / "sources" / f"{new}.html").read_bytes() == page.encode()
    for doc_id in (old, new):
        names = {path.name for path in (folder / doc_id).iterdir()}
        assert {
            "applying.yaml",
            "awards.yaml",
            "document.yaml",
            "institutions.yaml",
            "targets.yaml",
            "units.yaml",
        } == names
    build(fresh, folder / "sources", folder)
    assert content(fresh) == content(filled)
    with reading(fresh) as session:
        assert check(session).faults == ()
        ended = repository.document(session, old)
    assert ended is not None
    assert ended.ended_on == date(2026, 4, 1)
    # And once more: the files come out the same.
    again = tmp_path / "again"
    export_catalogue(fresh, again)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == first


def test_how_to_apply_offices_and_stacking_come_back(filled: Engine, fresh: Engine, tmp_path: Path) -> None:
    doc = import_notice(filled, CITY.encode(), "安庆.txt", who="张三").doc_id
    for draft in pending(filled):
        if (draft.kind, draft.clause) == ("award", "一、（二）"):
            reject(filled, draft.id, "李四", "要合成一条")
        elif draft.kind == "units":
            first, *_ = draft.entry["units"]
            approve(filled, draft.id, "李四", {"units": [{**first, "lead": ["市市场监管局"], "responsible": []}]})
        elif draft.kind == "stacking":
            group = {
                "id": "once",
                "rules": [rule.id for rule in load(filled).book.of(doc)],
                "clause": "六、（一）",
                "quote": "按照就高不重复的原则执行",
            }
            approve(filled, draft.id, "李四", {**draft.entry, "groups": [group]})
        else:
            approve(filled, draft.id, "李四")
    folder = tmp_path / "out"
    export_catalogue(filled, folder)
    build(fresh, folder / "sources", folder)
    assert content(fresh) == content(filled)
    source = load(fresh).sources[doc]
    assert source.applying == load(filled).sources[doc].applying
    assert len(source.applying.contacts) == 2
    clause = source.clause("一、（一）")
    assert clause is not None
    assert (clause.lead_units, clause.responsible_units) == (("市市场监管局",), ())
    assert len(load(fresh).book.stacking[doc].groups[0].rules) == 2
    with reading(fresh) as session:
        assert check(session).faults == ()


def test_files_of_the_repository_take_the_place_of_the_import(filled: Engine, tmp_path: Path) -> None:
    doc = import_notice(filled, MEASURES.encode(), "措施.txt", who="张三").doc_id
    for draft in pending(filled):
        approve(filled, draft.id, "李四")
    before = content(filled)
    folder = tmp_path / "out"
    export_catalogue(filled, folder)
    assert doc in build(filled, folder / "sources", folder).written
    assert content(filled) == before


def test_what_cannot_be_exported_is_named(kb: Engine, tmp_path: Path) -> None:
    plan = import_notice(kb, PLAN.encode(), "plan.txt", who="张三").doc_id
    folder = tmp_path / "out"
    assert export_catalogue(kb, folder).unreviewed == (plan,)
    with pytest.raises(ReviewError, match="空的"):
        export_catalogue(kb, folder)
    doc = import_notice(kb, MEASURES.encode(), "措施.txt", who="张三").doc_id
    award = next(draft for draft in pending(kb, doc) if draft.kind == "award")
    approve(kb, award.id, "李四")
    with pytest.raises(ReviewError, match=doc):
        export_catalogue(kb, tmp_path / "other")
    assert not (tmp_path / "other").exists()
