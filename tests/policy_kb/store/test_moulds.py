"""What a test did to a copied database is not what the next one gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from policy_kb.migrations import upgrade
from policy_kb.models import DocumentRow, ReviewLogRow, SearchTermRow, reading, writing
from policy_kb.review.importing import import_notice
from tests.policy_kb.review.notices import MEASURES, PLAN, prepare
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds


def with_a_notice(engine: Engine, folder: Path) -> None:
    prepare(engine, folder)
    import_notice(engine, PLAN.encode(), "plan.txt", who="张三")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Moulds]:
    made = Moulds(tmp_path)
    yield made
    made.close()


def held(engine: Engine) -> tuple[object, ...]:
    with reading(engine) as session:
        documents = session.scalars(sa.select(DocumentRow.doc_id)).all()
        acts = session.scalars(sa.select(ReviewLogRow.action)).all()
        terms = dict(session.execute(sa.select(SearchTermRow.term, SearchTermRow.clause_count)).all())
    return documents, acts, terms


@pytest.mark.parametrize("backend", backends())
def test_each_gets_it_as_it_was_made(own: Moulds, tmp_path: Path, backend: str) -> None:
    found, numbers = [], []
    for name in ("first", "second", "third"):
        with own.engine(with_a_notice, backend, tmp_path / name) as engine:
            found.append(held(engine))
            assert (tmp_path / name / "lists" / "facts.yaml").is_file()
            import_notice(engine, MEASURES.encode(), "x.txt", who="李四")
            with reading(engine) as session:
                numbers.append(session.scalar(sa.select(sa.func.max(DocumentRow.id))))
            assert held(engine) != found[-1]
            with pytest.raises(DatabaseError), writing(engine) as session:
                session.execute(sa.delete(ReviewLogRow))
    assert found[0] == found[1] == found[2]
    assert len(set(numbers)) == 1, "numbers of new rows are the same each time, too"


@pytest.mark.parametrize("backend", backends())
def test_tables_that_were_changed_are_made_anew(own: Moulds, tmp_path: Path, backend: str) -> None:
    for name, statement in (
        ("first", "DROP TABLE search_terms"),
        ("second", "ALTER TABLE documents ADD COLUMN x TEXT"),
        ("third", "CREATE TABLE more (x TEXT)"),
    ):
        with own.engine(with_a_notice, backend, tmp_path / name) as engine:
            assert held(engine)[0] == ["quanzhou-2024-zscqbhxdfa"]
            assert not sa.inspect(engine).has_table("more")
            assert upgrade(engine) is False
            with writing(engine) as session:
                session.execute(sa.text(statement))
