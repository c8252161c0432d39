"""Search terms made anew: one document, one transaction, resumed where it was interrupted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.models import DocumentRow, reading
from policy_kb.review.importing import import_notice
from policy_kb.search import search
from policy_kb.store import reindex as module
from policy_kb.store.reindex import reindex, stale
from tests.policy_kb.review.notices import PLAN, prepare
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.moulds import Moulds

ROOT = Path(__file__).parents[3]


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


def test_a_killed_process_is_gone_on_from(kb: Engine, data_folder: Path) -> None:
    import_some(kb, 30)
    before, hits = terms(kb), found(kb)
    outdate(kb)
    environment = {**os.environ, "IPDESK_DATA": str(data_folder)}
    environment["DATABASE_URL"] = kb.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "channels.cli.main", "kb", "reindex"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("[3/"):
            break
    process.kill()
    process.wait(10)
    process.stdout.close()
    left = stale(kb)
    assert left <= 27
    assert (terms(kb), found(kb)) == (before, hits)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert f"重做了 {left} 份文件的检索词，{30 - left} 份本来就是新的。" in done.stdout
    assert stale(kb) == 0
    assert (terms(kb), found(kb)) == (before, hits)
