"""The doctor sees what is wrong, says what to run, and changes nothing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from datetime import datetime
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

from bot.training import fingerprint
from channels import site
from channels.conversations import migrations as conversations
from channels.doctor import examine, machine
from channels.staff_store import UserRow
from channels.staff_store import upgrade as upgrade_staff
from policy_kb.models.engine import changing, create_engine
from policy_kb.settings import SHANGHAI, Settings
from policy_kb.store.build import build
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.sample import Sample, read


def complete(engine, folder):
    """A database in which nothing is missing, for moulds."""
    with TemporaryDirectory() as files:
        sample = Sample(Path(files) / "sample")
        build(engine, sample.sources, sample.catalogue, read_notice=read)
    conversations.upgrade(engine)
    upgrade_staff(engine)
    now = datetime.now(SHANGHAI)
    with changing(engine) as session:
        session.add(
            UserRow(name="li", display_name="李", password_hash="$", role="admin", created_at=now, password_set_at=now)
        )


@pytest.fixture(params=backends())
def healthy(request, moulds, tmp_path, monkeypatch):
    """The settings of an installation in which nothing is missing."""
    data, pages = tmp_path / "data", tmp_path / "dist"
    (data / "model").mkdir(parents=True)
    pages.mkdir()
    for name in ("chat.html", "desk.html", "kiosk.html", "widget.js"):
        (pages / name).write_text("x")
    monkeypatch.setattr(site, "DIST", pages)
    monkeypatch.delenv("IPDESK_TODAY", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    (data / "model" / "ipdesk-1.tar.gz").write_bytes(b"x")
    (data / "model" / "fingerprint.json").write_text(
        json.dumps({"fingerprint": fingerprint(), "model": "ipdesk-1.tar.gz"})
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Settings(IPDESK_DATA=str(data), DATABASE_URL=moulds.url(complete, request.param, data), IPDESK_PORT=port)


def states(settings):
    return {finding.name: (finding.state, finding.sentence) for finding in examine(settings)}


def changed(settings, **values):
    return settings.model_copy(update=values)


def test_a_healthy_installation(healthy):
    found = states(healthy)
    assert [name for name, (state, _) in found.items() if state != "good"] == []
    assert len(found) == 12


@pytest.fixture
def lame(healthy):
    """An engine on the healthy installation's database, to break something."""
    engine = create_engine(healthy.database_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "name", "state", "words"),
    [
        ("UPDATE alembic_version SET version_num = '0003'", "数据库", "bad", "ipdesk kb build"),
        ("UPDATE alembic_version SET version_num = '9999'", "数据库", "bad", "更新的程序"),
        ("UPDATE conversations_version SET version_num = '9999'", "数据库", "bad", "更新的程序"),
        ("DELETE FROM conversations_version", "数据库", "warning", "ipdesk serve"),
        ("DELETE FROM kb_version", "知识库", "bad", "ipdesk kb build"),
        ("DELETE FROM staff_users", "账号", "warning", "ipdesk users add"),
    ],
)
def test_a_database_that_does_not_fit(healthy, lame, statement, name, state, words):
    from policy_kb.models.version import VersionRow

    with lame.begin() as connection:
        connection.execute(sa.text(statement.replace("kb_version", VersionRow.__tablename__)))
    found = states(healthy)[name]
    assert found[0] == state
    assert words in found[1]


def test_a_damaged_file(healthy, lame):
    if lame.dialect.name != "sqlite":
        lame.dispose()
        found = states(changed(healthy, database_url_given="postgresql://nobody:secret@127.0.0.1:9/x"))
        assert found["数据库"][0] == found["知识库"][0] == "bad"
        assert "secret" not in str(found)
        return
    file = Path(lame.url.database)
    with lame.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    lame.dispose()
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 8192 - 4096)
    file.write_bytes(bytes(content))
    assert states(healthy)["数据库"][0] == "bad"


def test_nothing_there(healthy, tmp_path):
    nowhere = tmp_path / "nowhere"
    found = states(changed(healthy, data=nowhere, database_url_given=None))
    assert {name for name, (state, _) in found.items() if state == "bad"} == {
        "数据文件夹",
        "数据库",
        "知识库",
        "问答模型",
    }
    assert not nowhere.exists(), "looking makes nothing"


def test_a_model_of_other_files(healthy):
    file = healthy.data / "model" / "fingerprint.json"
    file.write_text(json.dumps({"fingerprint": "other", "model": "ipdesk-1.tar.gz"}))
    state, sentence = states(healthy)["问答模型"]
    assert (state, "ipdesk train" in sentence) == ("bad", True)


def test_a_taught_model_that_counts_no_more(healthy):
    choice = {"model": f"{'a' * 32}.tar.gz", "before": [], "base": "old"}
    (healthy.data / "model" / "choice.json").write_text(json.dumps(choice))
    assert states(healthy)["问答模型"][0] == "warning"


def test_pages_that_were_not_built(healthy):
    (site.DIST / "kiosk.html").unlink()
    state, sentence = states(healthy)["网页"]
    assert (state, "scripts/web.sh" in sentence) == ("bad", True)


def test_a_port_that_is_taken(healthy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", healthy.port))
        taken.listen()
        state, sentence = states(healthy)["端口"]
    assert (state, "IPDESK_PORT" in sentence) == ("bad", True)


def test_a_key_that_others_can_read(healthy):
    key = healthy.data / "session.key"
    key.write_bytes(b"k" * 32)
    key.chmod(0o644)
    assert "chmod 600" in states(healthy)["数据文件夹"][1]


def test_other_packages(healthy, monkeypatch):
    monkeypatch.setattr(
        metadata, "requires", lambda _: ["aiohttp<1", "no-such-package-of-ours", "pytest ; extra == 'x'"]
    )
    state, sentence = states(healthy)["依赖"]
    assert state == "bad"
    assert "aiohttp" in sentence
    assert "缺少 no-such-package-of-ours" in sentence
    assert "pytest" not in sentence


def test_a_clock_that_is_behind(healthy, monkeypatch, tmp_path):
    later = tmp_path / "machine.py"
    later.write_text("")
    os.utime(later, (4e9, 4e9))
    monkeypatch.setattr(machine, "__file__", str(later))
    assert states(healthy)["时钟"][0] == "bad"


def test_a_day_that_was_set(healthy, monkeypatch):
    monkeypatch.setenv("IPDESK_TODAY", "2025-01-31")
    assert states(healthy)["时钟"][0] == "warning"


@pytest.mark.parametrize(("free", "state"), [(10 << 20, "bad"), (1 << 30, "warning"), (5 << 30, "good")])
def test_disk_space(healthy, monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert states(healthy)["磁盘空间"][0] == state


@pytest.mark.parametrize(
    ("answer", "state"), [(b"+PONG\r\n", "good"), (b"-NOAUTH x\r\n", "good"), (b"HTTP/1.1 400", "bad")]
)
def test_redis_where_it_is_named(healthy, answer, state):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line, _ = server.accept()
            with line:
                line.recv(64)
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"redis://:secret@127.0.0.1:{server.getsockname()[1]}/0"
        found = states(changed(healthy, redis_url=url))
        thread.join()
    assert found["Redis"][0] == state
    assert "secret" not in str(found)


def test_redis_that_is_away(healthy):
    assert states(changed(healthy, redis_url="redis://127.0.0.1:9/0"))["Redis"][0] == "bad"


def test_a_check_that_fails_is_a_finding(healthy, monkeypatch):
    def broken(_):
        raise RuntimeError("secret")

    monkeypatch.setattr("channels.doctor.examination.CHECKS", (("坏的", broken),))
    (found,) = examine(healthy)
    assert (found.state, "secret" in found.sentence) == ("bad", False)


def test_the_command_ends_with_one_where_something_is_wrong(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "channels.cli.main", "doctor", "--json"],
        capture_output=True,
        text=True,
        timeout=300,
        env=environment | {"IPDESK_DATA": str(tmp_path / "nowhere")},
        check=False,
    )
    assert done.returncode == 1, done.stderr
    found = {one["name"]: one["state"] for one in json.loads(done.stdout)}
    assert (found["Python"], found["问答模型"]) == ("good", "bad")
