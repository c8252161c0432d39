"""The staff's tables on each database: made by revisions, apart from the knowledge base's; and a log that stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from channels.accounts.errors import AccountError
from channels.accounts.sessions import caller_of
from channels.accounts.signing_in import sign_in
from channels.accounts.throttle import TooManyAttempts
from channels.accounts.users import Actor, add_user, set_disabled
from channels.api.call import Act
from channels.audit.log import entries, record_all
from channels.staff_store import AuditRow, Base, ImportRow, upgrade
from channels.staff_store.revision import VERSION_TABLE, StoreError
from policy_kb.migrations import upgrade as upgrade_knowledge_base
from policy_kb.models.engine import reading, writing
from tests.policy_kb.store.fixtures import engine

__all__ = ["engine"]


def test_the_revisions_make_what_the_models_say(engine: Engine) -> None:
    upgrade_knowledge_base(engine)
    assert upgrade(engine)
    assert not upgrade(engine)
    with engine.connect() as connection:
        options = {
            "version_table": VERSION_TABLE,
            "include_name": lambda name, kind, _: kind != "table" or (name in Base.metadata.tables),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        tables = set(sa.inspect(connection).get_table_names())
    assert {"alembic_version", VERSION_TABLE, "documents", "staff_users"} <= tables


def test_several_starts_at_once_make_them_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda _: upgrade(engine), range(4)))
    assert sorted(outcomes) == [False, False, False, True]


def test_tables_of_a_newer_program_are_left_alone(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = 'staff9999'"))  # noqa: S608
    with pytest.raises(StoreError, match="更新的程序"):
        upgrade(engine)


def test_the_audit_log_is_only_added_to(engine: Engine) -> None:
    upgrade(engine)
    record_all(engine, "zhang.san", [Act("a", "一", {"x": 1}, {"y": "长" * 9000}), Act("b", "二")], "10.0.0.1")
    for statement in (sa.update(AuditRow).values(who="li.si"), sa.delete(AuditRow)):
        with pytest.raises(DBAPIError, match="only added to"), writing(engine) as session:
            session.execute(statement)
    second, first = entries(engine)
    assert (second.action, first.action, first.who, first.before) == ("b", "a", "zhang.san", {"x": 1})
    assert first.after is not None
    assert len(first.after["y"]) < 2100
    assert first.at.tzinfo is not None
    assert [entry.action for entry in entries(engine, before=second.id)] == ["a"]
    assert entries(engine, who="nobody") == []


def test_times_are_times_of_the_world(engine: Engine) -> None:
    upgrade(engine)
    now = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    row = {"who": "x", "file_name": "x", "size": 1, "state": "queued", "sentence": "x"}
    with writing(engine) as session:
        session.add(ImportRow(id="1" * 32, created_at=now, updated_at=now, **row))
    with reading(engine) as session:
        assert session.scalars(sa.select(ImportRow.created_at)).one() == now


def test_accounts_work_on_each_database(engine: Engine) -> None:
    upgrade(engine)
    by = Actor("tests")
    add_user(engine, "zhang.san", "correct-horse-7", "editor", by)
    token = sign_in(engine, "zhang.san", "correct-horse-7", "10.0.0.1")
    caller = caller_of(engine, token)
    assert caller is not None
    assert (caller.name, caller.role) == ("zhang.san", "editor")
    later = datetime.now(UTC) + timedelta(minutes=5)
    assert caller_of(engine, token, later) is not None  # writes when it was seen
    for _ in range(5):
        with pytest.raises(AccountError):
            sign_in(engine, "zhang.san", "wrong-password", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        sign_in(engine, "zhang.san", "correct-horse-7", "10.0.0.1")
    set_disabled(engine, "zhang.san", by, disabled=True)
    assert caller_of(engine, token) is None
    actions = [entry.action for entry in entries(engine)]
    assert actions == ["user.disable", *["session.refused"] * 5, "session.open", "user.add"]
