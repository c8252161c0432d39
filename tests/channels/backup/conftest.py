"""Installations with something in every part, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, MetaData

from channels.conversations import migrations as conversations
from channels.conversations.store import Counted, Draft, Store
from channels.staff_store import AuditRow, TaughtRow, UserRow
from channels.staff_store import upgrade as upgrade_staff
from policy_kb.models.engine import changing, create_engine
from policy_kb.store.build import build
from tests.policy_kb.store.databases import backends, database
from tests.policy_kb.store.fixtures import data_folder  # noqa: F401 -- a fixture
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
            if file.is_file() and not file.name.startswith((".", "ipdesk.sqlite3"))
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
            url = (
                f"sqlite:///{folder / 'ipdesk.sqlite3'}"
                if backend == "sqlite"
                else stack.enter_context(database(backend, folder))
            )
            engine = create_engine(url)
            stack.callback(engine.dispose)
            return Installation(engine, folder)

        yield make


@pytest.fixture
def filled(empty: Make, tmp_path: Path) -> Make:
    """Makes one with a knowledge base, conversations, staff, models and a key."""

    def make(backend: str) -> Installation:
        made = empty(backend)
        sample = Sample(tmp_path / f"sample-{made.data.name}")
        build(made.engine, sample.sources, sample.catalogue, read_notice=read)
        conversations.upgrade(made.engine)
        upgrade_staff(made.engine)
        store = Store(made.engine)
        talk = store.current("s" * 32, "kiosk")
        asked, _ = store.add_from_user(talk.id, "c1", "漳州高价值专利奖励多少")
        answer = Draft("bot", "最高6万元", {"buttons": [{"title": "怎么申请"}]}, counted=Counted(kind="award", ms=12))
        stored = store.settle(talk.id, asked.seq, [answer])
        assert stored
        store.rate(talk.id, stored[0].seq, True, "说得清楚")
        store.ask_for_person(talk.id)
        with changing(made.engine) as session:
            now = datetime(2025, 1, 31, 8, 30, 5, 123456, tzinfo=UTC)
            session.add(
                UserRow(
                    name="li", display_name="李工", password_hash="$", role="admin", created_at=now, password_set_at=now
                )
            )
            session.add(
                AuditRow(at=now, who="li", action="user.add", subject="li", after={"role": "admin"}, address="")
            )
            session.add(TaughtRow(text="补贴咋领", key="补贴咋领", intent="how_to_apply", who="li", at=now))
        (made.data / "session.key").write_bytes(bytes(range(32)))
        (made.data / "model" / "taught").mkdir(parents=True)
        (made.data / "model" / "choice.json").write_text('{"model": null}')
        (made.data / "model" / "ipdesk-0123456789ab.tar.gz").write_bytes(b"\x1f\x8b" + bytes(3_000_000))
        (made.data / "model" / "taught" / f"{'a' * 32}.tar.gz").write_bytes(b"taught")
        return made

    return make


@pytest.fixture(params=backends())
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)
