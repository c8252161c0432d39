"""ipdesk backup, restore and copy-database as they are typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.conversations.store import Store
from tests.channels.backup.conftest import Make
from tests.policy_kb.store.databases import backends, database


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "IPDESK_DATA")}
    return subprocess.run(
        [sys.executable, "-m", "channels.cli.main", *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        env=kept | environment,
        check=False,
    )


def test_back_up_check_and_restore(filled: Make, tmp_path: Path) -> None:
    made, file = filled("sqlite"), tmp_path / "backup.zip"
    saved = _run("backup", str(file), IPDESK_DATA=str(made.data))
    assert saved.returncode == 0, saved.stderr
    assert "4 个文件，已核对" in saved.stdout
    again = _run("backup", str(file), IPDESK_DATA=str(made.data))
    assert (again.returncode, again.stdout) == (1, "")
    assert "已经存在" in again.stderr
    checked = _run("restore", str(file), "--check", IPDESK_DATA=str(tmp_path / "new"))
    assert checked.stdout.startswith("备份是好的：")
    assert not (tmp_path / "new").exists()
    restored = _run("restore", str(file), IPDESK_DATA=str(tmp_path / "new"))
    assert restored.stdout.startswith("已恢复："), restored.stderr
    refused = _run("restore", str(file), IPDESK_DATA=str(tmp_path / "new"))
    assert refused.returncode == 1
    assert "--overwrite" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_from_sqlite_to_postgresql_by_one_command(filled: Make, tmp_path: Path) -> None:
    if "postgresql" not in backends():
        pytest.fail("PostgreSQL can't be reached")
    made = filled("sqlite")
    with database("postgresql", tmp_path) as url:
        moved = _run("copy-database", url, IPDESK_DATA=str(made.data))
        assert moved.returncode == 0, moved.stderr
        engine = sa.create_engine(url)
        store = Store(engine)
        assert [message.text for message in store.history(store.current("s" * 32).id)] == [
            "漳州高价值专利奖励多少",
            "最高6万元",
        ]
        engine.dispose()
        assert _run("copy-database", url, IPDESK_DATA=str(made.data)).returncode == 1
    assert sorted(made.data.glob("tmp*")) == []


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    refused = _run("copy-database", "mysql://u:secret@h/db", IPDESK_DATA=str(tmp_path))
    assert refused.returncode == 1
    assert "DATABASE_URL" in refused.stderr
    assert "secret" not in refused.stderr


def test_a_place_that_is_not_there(filled: Make, tmp_path: Path) -> None:
    made = filled("sqlite")
    refused = _run("backup", str(tmp_path / "nowhere" / "backup.zip"), IPDESK_DATA=str(made.data))
    assert refused.returncode == 1
    assert "先建好" in refused.stderr
