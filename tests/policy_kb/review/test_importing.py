from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.ingest import UnreadableNotice
from policy_kb.models import (
    Base,
    ClauseRow,
    DocumentRow,
    DraftRow,
    OriginalRow,
    ReviewLogRow,
    SearchTermRow,
    create_engine,
    reading,
)
from policy_kb.notice import Notice
from policy_kb.review.decisions import drafts
from policy_kb.review.errors import ImportRefused, ReviewError
from policy_kb.review.folder import files_of, import_files
from policy_kb.review.importing import import_notice
from policy_kb.review.log import history
from policy_kb.search import search
from policy_kb.store import repository
from policy_kb.store.build import build
from tests.policy_kb.review.notices import MEASURES, NOWHERE, PLAN, faults
from tests.processes import processes

POLICIES = Path(__file__).parents[4] / "shared" / "policies"


def rows(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        return {
            table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_everything_of_a_notice_is_stored_at_once(kb: Engine) -> None:
    with reading(kb) as session:
        before = repository.version(session).number
    found = import_notice(kb, MEASURES.encode(), "措施.txt", who="张三")
    assert found.new
    assert found.doc_id == "zhangzhou-2025-zljbrgcs"
    assert (found.title, found.region) == ("漳州市专利奖补若干措施", "漳州市")
    assert found.drafts == {
        "document": 1,
        "window": 1,
        "contact": 1,
        "award": 2,
        "institution": 1,
        "target": 1,
        "units": 1,
    }
    with reading(kb) as session:
        assert repository.version(session).number == before + 1
        row = session.scalar(sa.select(DocumentRow))
        assert row is not None
        assert (row.origin, row.region_code, row.source_name, row.payload) == ("import", "350600", "措施.txt", None)
        assert str(row.valid_until) == "2028-03-31"
        original = session.get(OriginalRow, row.id)
        assert original is not None
        assert original.content == MEASURES.encode()
        hits = search(session, "漳州 首次认定奖励")
        assert (hits[0].doc_id, hits[0].clause) == (found.doc_id, "（一）")
        assert faults(kb) == []
        # Drafts are never calculated with.
        assert not repository.load_book(session).rules
    [act] = history(kb)
    assert (act.who, act.action, act.doc_id) == ("张三", "import", found.doc_id)
    for draft in drafts(kb):
        assert draft.status == "draft"
        assert f"{draft.before}{draft.quote}{draft.after}" in MEASURES


def test_the_same_file_again_changes_nothing(kb: Engine) -> None:
    first = import_notice(kb, MEASURES.encode(), "措施.txt", who="张三")
    before = rows(kb)
    again = import_notice(kb, MEASURES.encode(), "换了名字.txt", who="李四")
    assert not again.new
    assert (again.doc_id, again.clauses, again.drafts) == (first.doc_id, first.clauses, first.drafts)
    assert rows(kb) == before


def test_another_text_of_that_title_gets_an_id_of_its_own(kb: Engine) -> None:
    first = import_notice(kb, MEASURES.encode(), "a.txt", who="张三")
    second = import_notice(kb, MEASURES.replace("5万元", "6万元").encode(), "b.txt", who="张三")
    assert second.doc_id == f"{first.doc_id}-2"


def test_the_region_is_asked_for_where_the_notice_names_none(kb: Engine) -> None:
    before = rows(kb)
    with pytest.raises(ImportRefused, match="--region"):
        import_notice(kb, NOWHERE.encode(), "通知.txt", who="张三")
    with pytest.raises(ImportRefused, match="不认识“火星”"):
        import_notice(kb, NOWHERE.encode(), "通知.txt", who="张三", region="火星")
    with pytest.raises(ImportRefused, match="六位代码"):
        import_notice(kb, NOWHERE.encode(), "通知.txt", who="张三", region="鼓楼区")
    assert rows(kb) == before
    assert import_notice(kb, NOWHERE.encode(), "通知.txt", who="张三", region="漳州").region == "漳州市"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("福建省漳州市专利措施", "350600"),
        ("漳州市芗城区专利措施", "350602"),
        ("四川省专利条例", "510000"),
        ("广州南沙新区（自贸片区）扶持办法", "440115"),
    ],
)
def test_the_region_of_a_title(kb: Engine, title: str, code: str) -> None:
    found = import_notice(kb, f"{title}\n一、支持专利。\n二、保护专利。\n".encode(), "x.txt", who="张三")
    with reading(kb) as session:
        stored = repository.document(session, found.doc_id)
    assert stored is not None
    assert stored.region_code == code


@pytest.mark.parametrize(
    ("raw", "error", "said"),
    [
        (b"", UnreadableNotice, "空的"),
        (b"\x89PNG\r\n" + b"x" * 100, UnreadableNotice, "OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), UnreadableNotice, "密码"),
        (b"%PDF-1.7 broken", UnreadableNotice, "。"),
        (b"A" * (21 * 1024 * 1024), UnreadableNotice, "MB"),
        (b"only English text", UnreadableNotice, "。"),
        (NOWHERE.encode(), ImportRefused, "--region"),
    ],
)
def test_what_is_refused_stores_nothing(kb: Engine, raw: bytes, error: type[Exception], said: str) -> None:
    before = rows(kb)
    with pytest.raises(error, match=said):
        import_notice(kb, raw, "文件", who="张三")
    assert rows(kb) == before


def test_somebody_has_to_have_done_it(kb: Engine) -> None:
    with pytest.raises(ReviewError, match="谁"):
        import_notice(kb, MEASURES.encode(), "x.txt", who=" ")


def test_a_build_leaves_imported_notices_alone(kb: Engine, tmp_path: Path) -> None:
    found = import_notice(kb, MEASURES.encode(), "x.txt", who="张三")
    before = rows(kb)
    report = build(kb, tmp_path / "none", tmp_path / "lists")
    assert report.removed == ()
    assert rows(kb) == before
    with reading(kb) as session:
        assert repository.document(session, found.doc_id) is not None


def test_a_failure_at_the_end_leaves_nothing(kb: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(kb)
    with monkeypatch.context() as patch:
        patch.setattr("policy_kb.review.importing.bump", lambda _session: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            import_notice(kb, MEASURES.encode(), "x.txt", who="张三")
    assert rows(kb) == before


def address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


class Interrupted(BaseException):
    """Stands for Ctrl-C."""


def _folder(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / "notices"
    folder.mkdir()
    for number in range(count):
        text = PLAN.replace("行动方案", f"第{number}号行动方案")
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def test_an_interrupted_folder_goes_on_where_it_was(kb: Engine, tmp_path: Path) -> None:
    files = files_of(_folder(tmp_path, 6))

    def stop(done: int, *_: object) -> None:
        if done == 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        import_files(kb, files, who="张三", progress=stop)
    assert rows(kb)["documents"] == 4
    report = import_files(kb, files, who="张三")
    assert (len(report.known), len(report.stored), report.failed) == (4, 2, ())
    assert rows(kb)["documents"] == 6


def test_one_bad_file_does_not_stop_the_others(kb: Engine, tmp_path: Path) -> None:
    folder = _folder(tmp_path, 2)
    (folder / "000a.txt").write_bytes(b"")
    (folder / "000b.txt").write_text(NOWHERE, encoding="utf-8")
    (folder / "~$x.docx").write_bytes(b"lock")
    (folder / "readme.md").write_text("no notice", encoding="utf-8")
    with (folder / "huge.pdf").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    report = import_files(kb, files_of(folder), who="张三")
    assert len(report.stored) == 2
    assert [path.name for path, _ in report.failed] == ["000a.txt", "000b.txt", "huge.pdf"]
    assert "200MB" in report.failed[2][1]


def test_a_folder_without_notices_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="没有政策文件"):
        files_of(tmp_path)
    with pytest.raises(ReviewError, match="检查路径"):
        files_of(tmp_path / "nowhere")


def _import_slowly(url: str, raw: bytes, ready: str) -> None:
    """Imports up to the last step of the transaction and waits there to be killed."""
    from policy_kb.review import importing

    def wait(_session: object) -> None:
        Path(ready).write_text("now", encoding="utf-8")
        time.sleep(600)

    importing.bump = wait
    importing.import_notice(create_engine(url), raw, "x.txt", who="张三")


def test_a_killed_import_leaves_nothing_behind(kb: Engine, tmp_path: Path) -> None:
    before = rows(kb)
    ready = tmp_path / "ready"
    process = processes().Process(target=_import_slowly, args=(address(kb), MEASURES.encode(), str(ready)))
    process.start()
    deadline = time.monotonic() + 300
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert ready.exists()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(300)
    assert process.exitcode == -signal.SIGKILL
    assert rows(kb) == before
    # Nothing holds a lock, either.
    assert import_notice(kb, MEASURES.encode(), "x.txt", who="张三").new


def _import(url: str, raws: list[bytes], region: str) -> None:
    engine = create_engine(url)
    for raw in raws:
        import_notice(engine, raw, "x.txt", who="张三", region=region)
    engine.dispose()


def test_two_imports_at_once(kb: Engine) -> None:
    raws = [PLAN.replace("行动方案", f"第{number}号行动方案").encode() for number in range(6)]
    both = [processes().Process(target=_import, args=(address(kb), order, "泉州市")) for order in (raws, raws[::-1])]
    for process in both:
        process.start()
    for process in both:
        process.join(300)
    assert [process.exitcode for process in both] == [0, 0]
    with reading(kb) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) == 6
        assert session.scalar(sa.select(sa.func.count()).select_from(ReviewLogRow)) == 6
        clauses = session.scalar(sa.select(sa.func.count()).select_from(ClauseRow))
        plain = session.get(SearchTermRow, "泉州市") or session.get(SearchTermRow, "泉州")
        assert plain is not None
        assert plain.clause_count == clauses


@pytest.mark.skipif(not POLICIES.is_dir(), reason="../shared/policies isn't there: real notices to import")
@pytest.mark.parametrize("name", ["02_nansha", "03_nansha", "05_nansha", "12_luoyang"])
def test_real_notices(kb: Engine, name: str) -> None:
    [path] = POLICIES.glob(f"{name}*.txt")
    found = import_notice(kb, path.read_bytes(), path.name, who="张三")
    assert found.new
    assert found.region in {"南沙区", "洛阳市"}
    assert found.drafts["award"] >= 1
    assert faults(kb) == []
    with reading(kb) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(DraftRow)) == sum(found.drafts.values())
        text = repository.text(session, found.doc_id)
        assert text is not None
        for row in session.scalars(sa.select(DraftRow)):
            assert text[row.start_offset : row.end_offset] == row.quote


def test_a_reader_can_be_given(kb: Engine) -> None:
    def read(raw: bytes, *, filename: str = "") -> Notice:
        raise UnreadableNotice(f"{filename}读不了")

    with pytest.raises(UnreadableNotice, match=r"x\.txt读不了"):
        import_notice(kb, b"x", "x.txt", who="张三", read_notice=read)
