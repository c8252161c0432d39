"""Installations with something in every part, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, MetaData

from channels.conversations import migrations as conversations
from channels.conversations.models import DialogueAnswerRow, DialogueRow, dialogue_of
from channels.conversations.store import Counted, Draft, Store
from channels.staff_store import AuditRow, TaughtRow, UserRow
from channels.staff_store import upgrade as upgrade_staff
from policy_kb.models.engine import changing
from policy_kb.store.build import build
from tests.policy_kb.store.databases import SQLITE_FILE, backends, engine_on
from tests.policy_kb.store.fixtures import data_folder  # noqa: F401 -- a fixture
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.sample import Sample, read


@dataclass
class Installation:
    engine: Engine
    data: Path

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, comparable between databases."""
        metadata = MetaData()
        with self.engine.connect() as connection:
            metadata.reflect(connection)
            return {
                table.name: [
                    tuple(_plain(value) for value in row)
                    for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
                ]
                for table in metadata.sorted_tables
                if table.name != "ipdesk_restores"
            }

    def files(self) -> dict[str, bytes]:
        return {
            file.relative_to(self.data).as_posix(): file.read_bytes()
            for file in sorted(self.data.rglob("*"))
            if file.is_file() and not file.name.startswith((".", SQLITE_FILE))
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return bytes(value) if isinstance(value, memoryview) else value


Make = Callable[[str], Installation]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Make]:
    """Makes an installation on a kind of database with nothing in it."""
    with ExitStack() as stack:

        def make(backend: str) -> Installation:
            folder = tmp_path / f"installation-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return Installation(stack.enter_context(engine_on(backend, folder)), folder)

        yield make


def in_use(engine: Engine, data: Path) -> None:
    """An installation with a knowledge base, conversations, staff, models and a key; for moulds."""
    with TemporaryDirectory() as folder:
        sample = Sample(Path(folder) / "sample")
        build(engine, sample.sources, sample.catalogue, read_notice=read)
    conversations.upgrade(engine)
    upgrade_staff(engine)
    store = Store(engine)
    talk = store.current("s" * 32, "kiosk")
    asked, _ = store.add_from_user(talk.id, "c1", "漳州高价值专利奖励多少")
    answer = Draft("bot", "最高6万元", {"buttons": [{"title": "怎么申请"}]}, counted=Counted(kind="award", ms=12))
    stored = store.settle(talk.id, asked.seq, [answer])
    assert stored
    store.rate(talk.id, stored[0].seq, True, "说得清楚")
    store.ask_for_person(talk.id)
    with changing(engine) as session:
        now = datetime(2025, 1, 31, 8, 30, 5, 123456, tzinfo=UTC)
        session.add(
            UserRow(
                name="li", display_name="李工", password_hash="$", role="admin", created_at=now, password_set_at=now
            )
        )
        session.add(AuditRow(at=now, who="li", action="user.add", subject="li", after={"role": "admin"}, address=""))
        row = DialogueRow(sender=dialogue_of(talk.id), version=7, at=now, state='[{"event": "restart"}]')
        session.add(row)
        session.flush()
        session.add(DialogueAnswerRow(sender=row.sender, version=7, message="1", replies="[]"))
        session.add(TaughtRow(text="补贴咋领", key="补贴咋领", intent="how_to_apply", who="li", at=now))
    (data / "session.key").write_bytes(bytes(range(32)))
    (data / "model" / "taught").mkdir(parents=True)
    (data / "model" / "choice.json").write_text('{"model": null}')
    (data / "model" / "ipdesk-0123456789ab.tar.gz").write_bytes(b"\x1f\x8b" + bytes(3_000_000))
    (data / "model" / "taught" / f"{'a' * 32}.tar.gz").write_bytes(b"taught")


@pytest.fixture
def filled(moulds: Moulds, tmp_path: Path) -> Iterator[Make]:
    """Makes one that has been in use; the second on PostgreSQL takes the place of the first."""
    with ExitStack() as stack:

        def make(backend: str) -> Installation:
            folder = tmp_path / f"installation-{len(list(tmp_path.iterdir()))}"
            return Installation(stack.enter_context(moulds.engine(in_use, backend, folder)), folder)

        yield make


@pytest.fixture(params=backends())
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)
