"""Search terms made anew: one document, one transaction, resumed where it was interrupted."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.models import DocumentRow, create_engine, reading
from policy_kb.review.importing import import_notice
from policy_kb.search import search
from policy_kb.store import reindex as module
from policy_kb.store.reindex import reindex, stale
from tests.policy_kb.review.notices import PLAN, prepare
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds
from tests.processes import processes


@pytest.fixture(params=backends())
def kb(request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path) -> Iterator[Engine]:
    with moulds.engine(prepare, request.param, tmp_path) as engine:
        yield engine


def import_some(engine: Engine, count: int) -> None:
    for number in range(count):
        text = PLAN.replace("行动", f"第{number}号行动")
        import_notice(engine, text.encode(), f"{number}.txt", who="张三")


def terms(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(sa.text("SELECT term, clause_count FROM search_terms ORDER BY term"))
        ]


def found(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {hit.doc_id for hit in search(session, "快速维权机制", limit=50)}


def outdate(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(DocumentRow).values(indexed_with="other words"))


def test_only_what_is_out_of_date_is_done(kb: Engine) -> None:
    import_some(kb, 3)
    assert reindex(kb).indexed == 0
    before, hits = terms(kb), found(kb)
    outdate(kb)
    assert stale(kb) == 3
    told: list[tuple[int, int, str]] = []
    report = reindex(kb, progress=lambda *one: told.append(one))
    assert (report.indexed, report.left_alone, stale(kb)) == (3, 0, 0)
    assert [(number, total) for number, total, _ in told] == [(1, 3), (2, 3), (3, 3)]
    assert (terms(kb), found(kb)) == (before, hits)
    assert reindex(kb, anew=True).indexed == 3
    assert terms(kb) == before


def test_an_interruption_leaves_whole_documents(kb: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    import_some(kb, 4)
    before, hits = terms(kb), found(kb)
    real, calls = module.index_again, []

    def third_is_interrupted(*given: object) -> None:
        calls.append(given)
        real(*given)  # type: ignore[arg-type]
        if len(calls) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "index_again", third_is_interrupted)
        with pytest.raises(KeyboardInterrupt):
            reindex(kb, anew=True)
    assert stale(kb) == 2
    assert (terms(kb), found(kb)) == (before, hits)
    assert reindex(kb).indexed == 2
    assert (terms(kb), found(kb)) == (before, hits)


def _reindex(url: str, told: Connection) -> None:
    reindex(create_engine(url), progress=lambda number, *_: told.send(number))


def test_a_killed_process_is_gone_on_from(kb: Engine) -> None:
    import_some(kb, 30)
    before, hits = terms(kb), found(kb)
    outdate(kb)
    heard, told = processes().Pipe(duplex=False)
    process = processes().Process(target=_reindex, args=(kb.url.render_as_string(hide_password=False), told))
    process.start()
    told.close()
    while heard.recv() < 3:
        pass
    process.kill()
    process.join(300)
    assert process.exitcode == -signal.SIGKILL
    left = stale(kb)
    assert left <= 27
    assert (terms(kb), found(kb)) == (before, hits)
    done = reindex(kb)
    assert (done.indexed, done.left_alone) == (left, 30 - left)
    assert stale(kb) == 0
    assert (terms(kb), found(kb)) == (before, hits)
