"""A backup brings back everything, from either kind of database into either; a restore does all or nothing."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.backup import files, restoring, tables
from channels.backup.archive import MANIFEST, Archive, opened
from channels.backup.restoring import copy_tables, finish_interrupted, restore
from channels.backup.taking import back_up
from channels.conversations.store import Draft, Store
from channels.errors import UserError
from policy_kb.models.engine import writing
from tests.channels.backup.conftest import Installation, Make
from tests.policy_kb.store.databases import backends


@pytest.fixture
def saved(filled: Make, tmp_path: Path) -> tuple[Installation, Path]:
    """An installation on SQLite and its backup."""
    made = filled("sqlite")
    file = tmp_path / "backup.zip"
    back_up(made.engine, made.data, file)
    return made, file


@pytest.mark.parametrize("target", backends())
def test_everything_comes_back(filled: Make, empty: Make, tmp_path: Path, kind: str, target: str) -> None:
    made, other = filled(kind), empty(target)
    file = tmp_path / "backup.zip"
    manifest = back_up(made.engine, made.data, file)
    restore(other.engine, other.data, file)
    assert manifest.database == kind
    rows = made.rows()
    assert other.rows() == rows
    filled_tables = {name for name, found in rows.items() if found}
    assert {"documents", "messages", "ratings", "handovers", "staff_users", "staff_taught"} <= filled_tables
    assert {"dialogues", "dialogue_answers"} <= filled_tables
    assert other.files() == made.files()
    assert len(made.files()) == 4
    assert not list(other.data.glob(".restore-*"))
    # Rows that come later get numbers of their own, and the log still refuses changes.
    store = Store(other.engine)
    assert store.add(store.current("s" * 32).id, Draft("event", "新的一行")).seq == 3
    with pytest.raises(sa.exc.DatabaseError), writing(other.engine) as session:
        session.execute(sa.text("DELETE FROM staff_audit"))


def test_the_file_is_for_its_owner_only(saved: tuple[Installation, Path]) -> None:
    assert stat.S_IMODE(saved[1].stat().st_mode) == 0o600


def test_a_backup_does_not_replace_another(saved: tuple[Installation, Path]) -> None:
    made, file = saved
    before = file.read_bytes()
    with pytest.raises(UserError, match="已经存在"):
        back_up(made.engine, made.data, file)
    assert file.read_bytes() == before
    back_up(made.engine, made.data, file, overwrite=True)
    with opened(file) as archive:
        archive.check()


def test_writers_go_on_and_one_moment_is_kept(filled: Make, empty: Make, tmp_path: Path, kind: str) -> None:
    """Every conversation has as many messages as its row counts, though messages were stored all the time."""
    made, other = filled(kind), empty("sqlite")
    stop, began = threading.Event(), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        store = Store(made.engine)
        talks = [store.current(f"{number:032x}").id for number in range(5)]
        while not stop.is_set():
            store.add(talks[written % 5], Draft("event", f"第{written}行"))
            written += 1
            began.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert began.wait(120)
        before = written
        back_up(made.engine, made.data, tmp_path / "backup.zip")
        during = written - before
    finally:
        stop.set()
        writer.join()
    restore(other.engine, other.data, tmp_path / "backup.zip")
    assert during > 0
    with other.engine.connect() as connection:
        counted = connection.execute(
            sa.text(
                "SELECT c.last_seq, (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id) "
                "FROM conversations c"
            )
        ).all()
    assert len(counted) == 6
    assert all(last == messages for last, messages in counted)
    assert before <= sum(last for last, _ in counted) - 2 <= written


@pytest.mark.parametrize("what", ["database", "file"])
def test_data_is_not_replaced_unasked(saved: tuple[Installation, Path], empty: Make, kind: str, what: str) -> None:
    _, file = saved
    other = empty(kind)
    if what == "database":
        restore(other.engine, other.data, file)
        (other.data / "session.key").unlink()
        for model in other.data.rglob("model/**/*.*"):
            model.unlink()
    else:
        (other.data / "session.key").write_bytes(b"x" * 32)
    rows, kept = other.rows(), other.files()
    with pytest.raises(UserError, match="--overwrite"):
        restore(other.engine, other.data, file)
    assert (other.rows(), other.files()) == (rows, kept)


def test_asked_to_it_replaces_all(saved: tuple[Installation, Path], filled: Make, kind: str) -> None:
    made, file = saved
    other = filled(kind)
    store = Store(other.engine)
    store.add(store.current("t" * 32).id, Draft("event", "后来的"))
    (other.data / "model" / "taught" / f"{'b' * 32}.tar.gz").write_bytes(b"later")
    restore(other.engine, other.data, file, overwrite=True)
    assert other.rows() == made.rows()
    assert other.files() == made.files()


def _damage(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _other_row(members: dict[str, bytes]) -> None:
    members["tables/messages.jsonl"] = members["tables/messages.jsonl"].replace(b"c1", b"c2")


def _no_manifest(members: dict[str, bytes]) -> None:
    del members[MANIFEST]


def _member_more(members: dict[str, bytes]) -> None:
    members["files/../../evil"] = b"x"


def _path_outside(members: dict[str, bytes]) -> None:
    members[MANIFEST] = members[MANIFEST].replace(b'"path": "session.key"', b'"path": "../session.key"')


def _newer(members: dict[str, bytes]) -> None:
    manifest = json.loads(members[MANIFEST])
    manifest["revisions"]["conversations"] = "9999"
    members[MANIFEST] = json.dumps(manifest).encode()


def _row_missing(members: dict[str, bytes]) -> None:
    manifest = json.loads(members[MANIFEST])
    next(part for part in manifest["tables"] if part["name"] == "staff_taught")["rows"] = 2
    members[MANIFEST] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_row, "损坏"),
        (_no_manifest, "清单"),
        (_member_more, "对不上"),
        (_path_outside, "不该有的文件"),
        (_newer, "更新的程序"),
        (_row_missing, "应有 2 行"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    saved: tuple[Installation, Path], filled: Make, kind: str, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    _, file = saved
    other = filled(kind)
    rows, kept = other.rows(), other.files()
    _damage(file, change)
    with pytest.raises(UserError, match=words):
        restore(other.engine, other.data, file, overwrite=True)
    assert (other.rows(), other.files()) == (rows, kept)
    assert not list(other.data.glob(".restore-*"))


@pytest.mark.parametrize("length", [0, 100, -50])
def test_a_file_cut_short_is_no_backup(saved: tuple[Installation, Path], empty: Make, length: int) -> None:
    _, file = saved
    file.write_bytes(file.read_bytes()[:length])
    other = empty("sqlite")
    with pytest.raises(UserError, match="损坏"):
        restore(other.engine, other.data, file)


class Killed(BaseException):
    """Stands for the process's end."""


@pytest.mark.parametrize("where", ["staging", "database", "files"])
def test_killed_on_the_way(
    saved: tuple[Installation, Path],
    filled: Make,
    kind: str,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Until the database has it all is as before, afterwards the next start moves the files."""
    made, file = saved
    other = filled(kind)
    store = Store(other.engine)
    store.add(store.current("t" * 32).id, Draft("event", "后来的"))
    (other.data / "session.key").write_bytes(b"k" * 32)
    rows, kept = other.rows(), other.files()

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if where == "staging":
            patch.setattr(Archive, "blocks", _killed_at(Archive.blocks, 60))
        elif where == "database":
            patch.setattr(tables, "_go_on_counting", _killed_at(tables._go_on_counting, 5))
        else:
            patch.setattr(files, "swap", killed)
        # What a process that is gone would not have done.
        settle = restoring._settle
        calls = iter([settle, killed])

        def once(*args: Path) -> None:
            next(calls)(*args)

        patch.setattr(restoring, "_settle", once)
        with pytest.raises(Killed):
            restore(other.engine, other.data, file, overwrite=True)
    assert list(other.data.glob(".restore-*"))
    finish_interrupted(other.engine, other.data)
    assert not list(other.data.glob(".restore-*"))
    if where == "files":
        assert (other.rows(), other.files()) == (made.rows(), made.files())
    else:
        assert (other.rows(), other.files()) == (rows, kept)


def _killed_at(work: Callable[..., object], call: int) -> Callable[..., object]:
    count = 0

    def counted(*args: object) -> object:
        nonlocal count
        count += 1
        if count == call:
            raise Killed
        return work(*args)

    return counted


def test_moving_files_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder, data = tmp_path / "staged", tmp_path / "data"
    (folder / "new" / "model").mkdir(parents=True)
    (folder / "new" / "model" / "a.json").write_text("new")
    (folder / "new" / "session.key").write_text("new")
    (data / "model").mkdir(parents=True)
    (data / "model" / "b.json").write_text("old")
    (folder / "old").mkdir()
    # Stopped between the two moves of one.
    (data / "model").rename(folder / "old" / "model")
    files.swap(folder, data)
    assert sorted(file.name for file in data.rglob("*")) == ["a.json", "model", "session.key"]
    files.swap(folder, data)
    assert (data / "session.key").read_text() == "new"


def test_a_reader_that_does_not_let_go_is_named(
    saved: tuple[Installation, Path], filled: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "postgresql" not in backends():
        pytest.fail("PostgreSQL can't be reached")
    _, file = saved
    other = filled("postgresql")
    rows = other.rows()
    monkeypatch.setattr(restoring, "_LOCK_SECONDS", 1)
    with other.engine.connect() as reader:
        reader.execute(sa.text("SELECT count(*) FROM messages")).all()
        with pytest.raises(UserError, match="先停下服务"):
            restore(other.engine, other.data, file, overwrite=True)
    assert other.rows() == rows


def test_one_restore_at_a_time(saved: tuple[Installation, Path], empty: Make) -> None:
    _, file = saved
    other = empty("sqlite")
    with restoring._alone(other.data), pytest.raises(UserError, match="正在恢复"):
        restore(other.engine, other.data, file)


def test_a_model_that_goes_while_it_is_backed_up(filled: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled("sqlite")
    gone = made.data / "model" / "taught" / f"{'a' * 32}.tar.gz"
    listed = files.owned

    def list_then_lose(data: Path) -> list[str]:
        found = listed(data)
        gone.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(files, "owned", list_then_lose)
    manifest = back_up(made.engine, made.data, tmp_path / "backup.zip")
    assert [part.path for part in manifest.files] == [
        "session.key",
        "model/choice.json",
        "model/ipdesk-0123456789ab.tar.gz",
    ]
    assert not list(tmp_path.glob(".*.part"))


def test_the_database_alone_into_another_kind(saved: tuple[Installation, Path], empty: Make, kind: str) -> None:
    made, file = saved
    other = empty(kind)
    copy_tables(other.engine, file)
    assert other.rows() == made.rows()
    assert other.files() == {}
    with pytest.raises(UserError, match="没有覆盖"):
        copy_tables(other.engine, file)


def test_nothing_to_back_up(empty: Make, tmp_path: Path, kind: str) -> None:
    made = empty(kind)
    with pytest.raises(UserError, match="还没有内容"):
        back_up(made.engine, made.data, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()
    assert made.files() == {}
