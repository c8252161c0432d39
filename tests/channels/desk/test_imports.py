"""Handing in files: as a job, read by a child with limits, never half stored."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import FormData
from docx import Document
from sqlalchemy import Engine

from channels.api.endpoint import Upload
from channels.desk import reading_apart, reading_child
from channels.desk.importing import Importer, TooManyImports, find_import
from channels.desk.imports_api import MAX_FILE
from channels.desk.reading_apart import Reader
from channels.staff_store import ImportRow
from policy_kb.ingest import UnreadableNotice
from policy_kb.ingest.cleaning.decoding import MAX_BYTES
from policy_kb.ingest.reader import read_notice
from policy_kb.models import DocumentRow, reading
from policy_kb.models.engine import writing
from policy_kb.notice import Notice
from tests.channels.staff import Person, SignIn
from tests.policy_kb.review.city import CITY, DOC_ID

IMPORTS = "/api/v1/desk/imports"


def form(content: bytes, name: str, **fields: str) -> FormData:
    made = FormData(quote_fields=False)
    made.add_field("file", content, filename=name)
    for key, value in fields.items():
        made.add_field(key, value)
    return made


async def hand_in(someone: Person, content: bytes, name: str, status: int = 202, **fields: str) -> Any:
    response = await someone.client.post(
        IMPORTS, data=form(content, name, **fields), headers={"X-CSRF-Token": someone.csrf}
    )
    assert response.status == status, await response.text()
    return await response.json()


async def ended(someone: Person, job: str) -> Any:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        found = await someone.get(f"{IMPORTS}/{job}")
        if found["progress"] == 100:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("the import does not end")


def documents(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) or 0


async def test_a_notice_is_imported_and_waits_for_review(person: SignIn, tmp_path: Path) -> None:
    editor = await person("editor")
    taken = await hand_in(editor, CITY.encode(), "安庆措施.txt")
    assert (taken["who"], taken["file_name"]) == ("zhang.san", "安庆措施.txt")
    assert taken["state"] in ("queued", "reading")
    done = await ended(editor, taken["id"])
    assert (done["state"], done["doc_id"]) == ("done", DOC_ID)
    assert "已导入《安庆市知识产权高质量发展若干措施》" in done["sentence"]
    assert done["drafts"]["award"] >= 3
    assert (await editor.get(f"/api/v1/desk/notices/{DOC_ID}"))["drafts"] == sum(done["drafts"].values())
    assert list((tmp_path / "up").iterdir()) == []
    again = await ended(editor, (await hand_in(editor, CITY.encode(), "又一份.txt"))["id"])
    assert (again["state"], again["doc_id"]) == ("known", DOC_ID)
    assert "以前导入过" in again["sentence"]
    assert [one["state"] for one in (await editor.get(IMPORTS))["imports"]] == ["known", "done"]
    audit = await (await person("admin")).get("/api/v1/audit", who="zhang.san")
    actions = [entry["action"] for entry in audit["entries"]]
    assert actions.count("import.hand_in") == 2
    assert actions.count("notice.import") == 1


def _docx() -> bytes:
    document = Document()
    for line in CITY.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


async def test_a_word_file_is_read_too(person: SignIn) -> None:
    editor = await person("editor")
    done = await ended(editor, (await hand_in(editor, _docx(), "安庆.docx"))["id"])
    assert done["state"] == "done"


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 300_000_000)
    return file.getvalue()


def _at_once(_reader: Reader, file: Path, name: str) -> Notice:
    """Reads as the child does, without the seconds in which one imports all it needs."""
    return read_notice(file.read_bytes(), filename=name)


@pytest.mark.parametrize(
    ("content", "name", "words", "apart"),
    [
        (b"", "空.txt", "空的", False),
        (b"\x89PNG\r\n", "图.png", "图片", False),
        (b"PK\x03\x04 broken word/", "坏.docx", "坏.docx", True),
        (b"%PDF-1.7 broken", "坏.pdf", "坏.pdf", False),
        (b"hello world", "英文.txt", "没有中文", False),
        ("关于促进专利转化的通知\n一、支持转化。\n二、加强保护。\n".encode(), "无地区.txt", "写明地区", False),
        (_bomb(), "炸弹.docx", "炸弹.docx", True),
    ],
    ids=["empty", "picture", "broken docx", "broken pdf", "no Chinese", "no region", "bomb"],
)
async def test_what_can_not_be_read_is_told_and_leaves_nothing(
    person: SignIn,
    database: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    name: str,
    words: str,
    apart: bool,
) -> None:
    if not apart:
        monkeypatch.setattr(Reader, "read", _at_once)
    editor = await person("editor")
    before = documents(database)
    failed = await ended(editor, (await hand_in(editor, content, name))["id"])
    assert failed["state"] == "failed"
    assert words in failed["sentence"]
    assert "doc_id" not in failed
    assert documents(database) == before
    assert list((tmp_path / "up").iterdir()) == []


async def test_a_region_that_does_not_exist_is_told_at_once(person: SignIn) -> None:
    editor = await person("editor")
    answer = await hand_in(editor, CITY.encode(), "x.txt", 422, region="亚特兰蒂斯")
    assert "亚特兰蒂斯" in answer["fields"]["region"]


async def test_a_file_above_the_limit_is_not_taken(person: SignIn) -> None:
    assert MAX_FILE == MAX_BYTES
    answer = await hand_in(await person("editor"), b"x" * (MAX_FILE + 1), "大.txt", 413)
    assert "20MB" in answer["error"]


async def test_an_import_whose_process_is_gone_is_told_as_failed(person: SignIn, database: Engine) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with writing(database) as session:
        session.add(
            ImportRow(
                id="a" * 32,
                who="x",
                file_name="x",
                size=1,
                state="reading",
                sentence="正在读文件…",
                created_at=long_ago,
                updated_at=long_ago,
            )
        )
    found = await (await person("editor")).get(f"{IMPORTS}/{'a' * 32}")
    assert (found["state"], found["progress"]) == ("failed", 100)
    assert "没有留下半份文件" in found["sentence"]
    await (await person("editor")).get(f"{IMPORTS}/{'b' * 32}", 404)


def _child(code: str) -> subprocess.CompletedProcess[str]:
    program = f"from channels.desk import reading_child\nreading_child.limit_myself()\n{code}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False)


def test_the_child_can_not_take_more_than_its_share(tmp_path: Path) -> None:
    assert "MemoryError" in _child(f"bytearray({reading_child.MEMORY})").stderr
    written = _child(
        f"try: open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x')\n"
        "except OSError as error: print(error)\n"
        "[open('/dev/null') for _ in range(100)]"
    )
    assert "File too large" in written.stdout
    assert "Too many open files" in written.stderr


def test_a_child_that_computes_for_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(CITY, encoding="utf-8")
    with pytest.raises(UnreadableNotice, match="时间太长"):
        Reader(seconds=0.2).read(file, "x.txt")


def test_a_stop_in_mid_import_stores_nothing_and_says_so(database: Engine, tmp_path: Path) -> None:
    file = tmp_path / "upload-x"
    file.write_text(CITY, encoding="utf-8")
    before = documents(database)
    importer = Importer(lambda: database)
    jobs = [importer.take(Upload(file, "安庆.txt", 1, {}), "zhang.san", "127.0.0.1", None) for _ in range(3)]
    importer.close()
    for job in jobs:
        told = find_import(database, job)
        assert told is not None
        assert (told.state, "中断" in told.sentence) == ("failed", True)
    assert documents(database) == before
    assert list(tmp_path.glob("import-*")) == []
    with pytest.raises(TooManyImports):
        importer.take(Upload(file, "安庆.txt", 1, {}), "zhang.san", "127.0.0.1", None)


def test_the_child_gets_no_passwords(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, str] = {}
    real = subprocess.Popen

    def popen(command: list[str], **options: Any) -> Any:
        seen.update(options["env"])
        return real(command, **options)

    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@host/base")
    monkeypatch.setattr(reading_apart.subprocess, "Popen", popen)
    file = tmp_path / "x.txt"
    file.write_text(CITY, encoding="utf-8")
    assert Reader().read(file, "x.txt").title == "安庆市知识产权高质量发展若干措施"
    assert "PATH" in seen or "PATH" not in os.environ
    assert "password" not in " ".join(seen.values())


def test_what_the_child_says_is_data_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(CITY, encoding="utf-8")
    monkeypatch.setattr(reading_apart, "_MODULE", "json.tool")
    with pytest.raises(UnreadableNotice, match="读不出来"):
        Reader().read(file, "x.txt")
    monkeypatch.setattr(reading_apart, "_MODULE", "this")
    with pytest.raises(UnreadableNotice, match="读不出来"):
        Reader().read(file, "x.txt")
