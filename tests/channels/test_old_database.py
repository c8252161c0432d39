"""A database of an earlier release: a sentence on what to run, and everything is there after it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from sqlalchemy import Engine

import policy_kb.migrations
from channels.cli import main as cli
from channels.errors import UserError
from channels.loading import probe_knowledge_base
from policy_kb.knowledge import KnowledgeBaseMissing, load
from policy_kb.migrations import HEAD, outdated
from policy_kb.models import create_engine
from policy_kb.models.engine import connect, write_connection
from policy_kb.settings import settings

READING = [
    ["check"],
    ["clause"],
    ["history"],
    ["export", "--json"],
    ["export", "--catalogue", "nowhere"],
]


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Engine:
    """A database with the tables of an earlier revision."""
    from alembic import command

    monkeypatch.setenv("IPDESK_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.cache_clear()
    engine = create_engine(settings().database_url)
    config = Config()
    config.set_main_option("script_location", str(Path(policy_kb.migrations.__file__).parent))
    with write_connection(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, getattr(request, "param", "0002"))
        connection.execute(
            sa.text(
                "INSERT INTO kb_version (id, number, content_hash, inputs_hash, clause_count, changed_at) "
                "VALUES (1, 1, '', '', 0, '2026-01-01 00:00:00')"
            )
        )
    return engine


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["ipdesk", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("old", ["0001", "0002", "0003"], indirect=True)
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_command_that_reads_says_what_to_run(
    old: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(monkeypatch, "kb", *words) == 1
    said = capsys.readouterr().err.strip()
    assert len(said.splitlines()) == 1
    assert "请运行 ipdesk kb build 升级" in said


def test_server_and_assistant_say_it_too(old: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="ipdesk kb build"):
        probe_knowledge_base(settings())
    with pytest.raises(KnowledgeBaseMissing, match="ipdesk kb build"):
        load(old)
    assert run(monkeypatch, "serve") == 1


def test_a_newer_database_is_told_apart(
    old: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with old.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert run(monkeypatch, "kb", "check") == 1
    assert "更新的程序" in capsys.readouterr().err


def test_commands_that_write_upgrade(
    old: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "kb", "reindex") == 0
    assert outdated(connect(settings().database_url)) is None
    with old.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    capsys.readouterr()
