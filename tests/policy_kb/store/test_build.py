from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.awards.book import load_book as read_book
from policy_kb.catalogue.load import CatalogueError
from policy_kb.catalogue.load import load_catalogue as read_catalogue
from policy_kb.models import (
    AwardRow,
    ClauseRow,
    ClauseUnitRow,
    DocumentRow,
    RepairRow,
    SearchTermRow,
    VersionRow,
    create_engine,
    reading,
)
from policy_kb.notice import Notice
from policy_kb.store import repository
from policy_kb.store.build import BuildError, BuildReport, build
from tests.policy_kb.store.databases import backends, database
from tests.policy_kb.store.indexed import indexed
from tests.policy_kb.store.sample import ALPHA, BETA, FACTS, GAMMA, TERM, Sample, read
from tests.processes import processes


def run(engine: Engine, sample: Sample) -> BuildReport:
    return build(engine, sample.sources, sample.catalogue, read_notice=read)


def dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All content without row ids and times."""
    with reading(engine) as session:
        documents = session.execute(
            sa.select(DocumentRow.doc_id, DocumentRow.text, DocumentRow.content_hash).order_by(DocumentRow.doc_id)
        )
        clauses = session.execute(
            sa.select(DocumentRow.doc_id, ClauseRow.cite_label, ClauseRow.text)
            .join(ClauseRow.document)
            .order_by(DocumentRow.doc_id, ClauseRow.position)
        )
        units = session.execute(
            sa.select(ClauseUnitRow.role, ClauseUnitRow.name).order_by(ClauseUnitRow.name, ClauseUnitRow.role)
        )
        terms = session.execute(sa.select(SearchTermRow.term, SearchTermRow.clause_count).order_by(SearchTermRow.term))
        found = {
            name: [tuple(row) for row in rows]
            for name, rows in (("documents", documents), ("clauses", clauses), ("units", units), ("terms", terms))
        }
        return {**found, "index": sorted((*place, sorted(held.items())) for place, held in indexed(session).items())}


def count(engine: Engine, model: type) -> int:
    with reading(engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_everything_is_stored(empty: Engine, sample: Sample) -> None:
    steps: list[tuple[int, int, str]] = []
    report = build(empty, sample.sources, sample.catalogue, lambda *step: steps.append(step), read_notice=read)
    assert report.changed
    assert report.documents == 3
    assert report.written == ("alpha-2024", "beta-2017", "gamma-2023")
    assert report.clauses == count(empty, ClauseRow) == 8 + 6 + 4
    assert [step[:2] for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert "甲州市知识产权奖补措施" in steps[0][2]
    assert "8 个条款" in steps[0][2]
    with reading(empty) as session:
        alpha = repository.document(session, "alpha-2024")
        assert alpha is not None
        assert (alpha.region_code, alpha.region_name, alpha.kind) == ("990100", "甲州市", "措施")
        assert (str(alpha.effective_on), str(alpha.valid_until)) == ("2024-03-01", "2029-03-01")
        assert alpha.validity_quote == "本措施自2024年3月1日起施行，有效期五年。"
        gamma = repository.document(session, "gamma-2023")
        assert gamma is not None
        assert gamma.region_code is None
        assert gamma.title == "丙海市商业秘密保护通知"
        assert repository.document(session, "delta-2020") is None
        clause = repository.clause(session, "alpha-2024", "（一）")
        assert clause is not None
        assert clause.lead_units == ("市市场监管局",)
        assert clause.responsible_units == ("市财政局", "市教育局")
        assert clause.path == ("一、", "（一）")
        assert clause.heading == "盘活存量专利"
        assert repository.clause(session, "alpha-2024", "（九）") is None
        assert repository.text(session, "alpha-2024") == ALPHA
        parents: dict[str, str] = dict(
            session.execute(
                sa.text(
                    "SELECT c.cite_label, p.cite_label FROM clauses c JOIN clauses p ON p.id = c.parent_id "
                    "JOIN documents d ON d.id = c.document_id WHERE d.doc_id = 'alpha-2024'"
                )
            ).all()
        )
        assert parents == {"（一）": "一、", "（二）": "一、", "（三）": "二、", "（四）": "二、"}
        repair = session.scalar(sa.select(RepairRow))
        assert repair is not None
        assert (repair.rule, repair.start_offset, repair.before) == ("example", 3, "﹒")


def test_clauses_are_the_readers_clauses(engine: Engine, sample: Sample) -> None:
    run(engine, sample)
    with reading(engine) as session:
        for doc_id, text in (("alpha-2024", ALPHA), ("beta-2017", BETA), ("gamma-2023", GAMMA)):
            assert repository.clauses(session, doc_id) == list(read(text.encode()).clauses)
        assert repository.clauses(session, "delta-2020") == []


def test_reviewed_entries_come_back_equal(engine: Engine, sample: Sample) -> None:
    run(engine, sample)
    with reading(engine) as session:
        assert repository.load_catalogue(session) == read_catalogue(sample.catalogue)
        stored, written = repository.load_book(session), read_book(sample.catalogue)
        assert (stored.facts, stored.rules, stored.stacking) == (written.facts, written.rules, written.stacking)
        assert list(stored.facts) == [fact["id"] for fact in FACTS["facts"]]
        assert list(stored.rules) == ["alpha-2024/transfer", "alpha-2024/loss", "alpha-2024/standard"]


def test_drafts_are_not_calculated_with(engine: Engine, sample: Sample) -> None:
    run(engine, sample)
    with engine.begin() as connection:
        connection.execute(sa.update(AwardRow).where(AwardRow.rule_id == "loss").values(status="draft"))
    with reading(engine) as session:
        assert list(repository.load_book(session).rules) == ["alpha-2024/transfer", "alpha-2024/standard"]


def test_second_build_reads_and_writes_nothing(engine: Engine, sample: Sample) -> None:
    first = run(engine, sample)

    def refuse(raw: bytes, *, filename: str = "") -> Notice:
        raise AssertionError("nothing has to be read again")

    steps: list[str] = []
    second = build(
        engine, sample.sources, sample.catalogue, lambda _d, _t, sentence: steps.append(sentence), read_notice=refuse
    )
    assert not second.changed
    assert second.version == first.version
    assert second.clauses == first.clauses
    assert len(steps) == 1
    assert "最新" in steps[0]


def test_only_what_changed_is_written(engine: Engine, sample: Sample) -> None:
    first = run(engine, sample)
    sample.write_source("beta-2017", BETA.replace("公共服务平台", "信息服务平台"))
    second = run(engine, sample)
    assert second.written == ("beta-2017",)
    assert second.version == first.version + 1
    with reading(engine) as session:
        clause = repository.clause(session, "beta-2017", "（一）") or repository.clause(
            session, "beta-2017", "二、（一）"
        )
        assert clause is not None
        assert "信息服务平台" in clause.text


def test_a_changed_review_writes_its_document(engine: Engine, sample: Sample) -> None:
    first = run(engine, sample)
    sample.write("alpha-2024/institutions.yaml", {"institutions": []})
    second = run(engine, sample)
    assert second.written == ("alpha-2024",)
    assert second.version > first.version
    with reading(engine) as session:
        assert repository.load_catalogue(session) == read_catalogue(sample.catalogue)


def test_a_changed_list_is_written_alone(engine: Engine, sample: Sample) -> None:
    first = run(engine, sample)
    sample.write("glossary.yaml", {"terms": [{**TERM, "text": "换了一种说法。"}]})
    second = run(engine, sample)
    assert second.written == ()
    assert second.lists_written
    assert second.version == first.version + 1
    with reading(engine) as session:
        assert repository.load_catalogue(session).terms[0].text == "换了一种说法。"


def test_a_comment_in_a_file_changes_no_version(engine: Engine, sample: Sample) -> None:
    first = run(engine, sample)
    path = sample.catalogue / "topics.yaml"
    path.write_text("# checked again\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    second = run(engine, sample)
    assert not second.changed
    assert second.version == first.version


def test_what_is_gone_is_removed_with_everything(engine: Engine, sample: Sample, tmp_path: Path) -> None:
    run(engine, sample)
    (sample.sources / "gamma-2023.txt").unlink()
    report = run(engine, sample)
    assert report.removed == ("gamma-2023",)
    assert report.documents == 2
    with reading(engine) as session:
        assert session.get(SearchTermRow, "秘密") is None
        assert session.scalar(sa.select(VersionRow.clause_count)) == count(engine, ClauseRow) == 14


def test_changes_lead_to_the_same_state_as_a_fresh_build(engine: Engine, sample: Sample, tmp_path: Path) -> None:
    sample.write_source("alpha-2024", ALPHA.replace("支持商标维权", "支持专利维权"))
    run(engine, sample)
    sample.write_source("alpha-2024", ALPHA)
    run(engine, sample)
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    run(fresh, sample)
    assert dump(engine) == dump(fresh)
    with reading(engine) as session, reading(fresh) as other:
        assert repository.version(session).content_hash == repository.version(other).content_hash
        assert repository.version(session).number > repository.version(other).number
    fresh.dispose()


def test_term_counts_are_those_of_the_clauses(engine: Engine, sample: Sample) -> None:
    run(engine, sample)
    with reading(engine) as session:
        expected: Counter[str] = Counter()
        for held in indexed(session).values():
            assert held
            expected.update(held.keys())
        stored = dict(session.execute(sa.select(SearchTermRow.term, SearchTermRow.clause_count)).all())
    assert stored == expected
    assert stored["质押"] == 2


class Interrupted(BaseException):
    """Stands for Ctrl-C or a killed process."""


def test_an_interrupted_document_leaves_nothing_behind(
    engine: Engine, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(engine, sample)
    before = dump(engine)
    version = count(engine, VersionRow)
    sample.write_source("alpha-2024", ALPHA.replace("5000元", "6000元").replace("（四）推行", "（四）大力推行"))

    def interrupt(*_: object) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr("policy_kb.store.build._add_entries", interrupt)
        sample.write("alpha-2024/awards.yaml", {"document": "alpha-2024", "rules": []})
        with pytest.raises(Interrupted):
            run(engine, sample)
    assert dump(engine) == before
    assert count(engine, VersionRow) == version
    resumed = run(engine, sample)
    assert resumed.written == ("alpha-2024",)


def test_a_build_goes_on_where_it_was_interrupted(engine: Engine, sample: Sample) -> None:
    def stop(done: int, _total: int, _sentence: str) -> None:
        if done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        build(engine, sample.sources, sample.catalogue, stop, read_notice=read)
    assert count(engine, DocumentRow) == 2
    report = run(engine, sample)
    assert report.written == ("gamma-2023",)
    assert report.documents == 3


def test_documents_stored_otherwise_stay(engine: Engine, sample: Sample) -> None:
    run(engine, sample)
    with engine.begin() as connection:
        connection.execute(sa.update(DocumentRow).where(DocumentRow.doc_id == "gamma-2023").values(origin="import"))
    (sample.sources / "gamma-2023.txt").unlink()
    assert run(engine, sample).removed == ()
    assert count(engine, DocumentRow) == 3


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (lambda s: (s.sources / "alpha-2024.txt").unlink(), BuildError, "alpha-2024"),
        (lambda s: (s.sources / "beta-2017.html").write_text("<p>"), BuildError, "beta-2017"),
        (lambda s: s.write_source("gamma-2023", "坏文件"), BuildError, "gamma-2023.txt"),
        (lambda s: s.write("alpha-2024/document.yaml", {"doc_id": "alpha-2024"}), CatalogueError, "document.yaml"),
    ],
)
def test_files_that_cannot_be_used_are_named(  # type: ignore[no-untyped-def]
    tmp_path: Path, sample: Sample, change, error: type[Exception], said: str
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'kb.sqlite3'}")
    change(sample)
    with pytest.raises(error, match=said):
        run(engine, sample)
    engine.dispose()


def test_a_missing_folder_is_named(tmp_path: Path, sample: Sample) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'kb.sqlite3'}")
    with pytest.raises(BuildError, match="nowhere"):
        build(engine, tmp_path / "nowhere", sample.catalogue, read_notice=read)
    engine.dispose()


def _build_in_process(url: str, sources: Path, catalogue: Path) -> None:
    engine = create_engine(url)
    build(engine, sources, catalogue, read_notice=read)
    engine.dispose()


@pytest.mark.parametrize("backend", backends())
def test_two_builds_at_once(backend: str, sample: Sample, tmp_path: Path) -> None:
    with database(backend, tmp_path) as url:
        both = [
            processes().Process(target=_build_in_process, args=(url, sample.sources, sample.catalogue))
            for _ in range(2)
        ]
        for process in both:
            process.start()
        for process in both:
            process.join(300)
        assert [process.exitcode for process in both] == [0, 0]
        engine = create_engine(url)
        assert count(engine, DocumentRow) == 3
        assert count(engine, ClauseRow) == 18
        fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
        run(fresh, sample)
        assert dump(engine) == dump(fresh)
        engine.dispose()
        fresh.dispose()
