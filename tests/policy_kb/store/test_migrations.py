from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import policy_kb.migrations
from policy_kb.migrations import HEAD, MigrationError, upgrade
from policy_kb.migrations.revision import current
from policy_kb.models import Base, PracticalRow, create_engine
from policy_kb.models.engine import write_connection


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return kind != "table" or name != "alembic_version"


def test_upgrade_makes_the_tables_of_the_models(empty: Engine) -> None:
    assert upgrade(empty) is True
    with empty.connect() as connection:
        assert current(connection) == HEAD
        context = MigrationContext.configure(
            connection, opts={"include_object": _ours, "compare_type": True, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_upgrade_twice_changes_nothing(empty: Engine) -> None:
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(sa.text("INSERT INTO search_terms (term, clause_count) VALUES ('专利', 3)"))
    assert upgrade(empty) is False
    with empty.connect() as connection:
        assert connection.execute(sa.text("SELECT clause_count FROM search_terms")).scalar() == 3


def test_a_failed_upgrade_leaves_nothing(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.create_index", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            upgrade(empty)
    with empty.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    assert upgrade(empty) is True


def test_a_database_of_the_first_revision_keeps_its_content(empty: Engine) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(Path(policy_kb.migrations.__file__).parent))
    with write_connection(empty) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text("INSERT INTO facts (position, key, payload) VALUES (0, 'old', '{}')"))
    assert upgrade(empty) is True
    with empty.connect() as connection:
        assert current(connection) == HEAD
        rows = [tuple(row) for row in connection.execute(sa.text("SELECT key, origin FROM facts"))]
        assert rows == [("old", "sources")]
        assert connection.execute(sa.text("SELECT count(*) FROM review_log")).scalar() == 0


def test_a_newer_database_is_refused_with_a_sentence(empty: Engine) -> None:
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(MigrationError, match=r"9999.*DATABASE_URL"):
        upgrade(empty)


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(policy_kb.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_sqlite_is_set_up(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'kb.sqlite3'}")
    upgrade(engine)
    with engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert values == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 15_000}


def test_what_was_approved_on_applying_is_carried_over(empty: Engine) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(Path(policy_kb.migrations.__file__).parent))
    with write_connection(empty) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(
            sa.text(
                "INSERT INTO documents (id, doc_id, title, short_title, issuers, cited_documents, origin, source_name, "
                "raw_sha256, status, content_hash, raw_text, text) "
                "VALUES (1, 'a-2020', 't', 't', '[]', '[]', 'import', 'a.txt', '', 'active', '', '', '')"
            )
        )
        for position, (kind, status) in enumerate(
            (("window", "approved"), ("contact", "rejected"), ("contact", "approved"), ("award", "approved"))
        ):
            connection.execute(
                sa.text(
                    "INSERT INTO drafts (document_id, position, kind, status, clause, quote, start_offset, end_offset, "
                    "payload, found, approved) "
                    "VALUES (1, :position, :kind, :status, '一、', 'q', 0, 1, '{}', '{}', :entry)"
                ),
                {"position": position, "kind": kind, "status": status, "entry": '{"quote": "q"}'},
            )
    assert upgrade(empty) is True
    with empty.connect() as connection:
        rows = connection.execute(sa.select(PracticalRow.kind, PracticalRow.position, PracticalRow.payload)).all()
    assert sorted(map(tuple, rows)) == [("contact", 2, {"quote": "q"}), ("window", 0, {"quote": "q"})]
