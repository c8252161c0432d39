"""The real notices and catalogue, built once per test run into a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from policy_kb.knowledge import KnowledgeBase, load
from policy_kb.settings import settings
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.real import real

ROOT = Path(__file__).resolve().parents[2]
#: A day on which the Zhangzhou measures are in force and the Jingjiang plan has ended.
AS_OF = date(2026, 6, 1)

SetDay = Callable[[date], None]


@pytest.fixture(scope="session")
def kb(moulds: Moulds, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """One snapshot of the real knowledge base."""
    with moulds.engine(real, "sqlite", tmp_path_factory.mktemp("knowledge")) as engine:
        snapshot = load(engine)
    assert len(snapshot.sources) == 5
    return snapshot


@pytest.fixture(autouse=True)
def day(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetDay]:
    """Answers come from that snapshot, as of AS_OF; call the fixture for another day."""

    def set_day(to: date) -> None:
        monkeypatch.setenv("IPDESK_TODAY", to.isoformat())
        settings.cache_clear()

    monkeypatch.setattr("actions.respond.current", lambda: kb)
    monkeypatch.delenv("IPDESK_HUMAN_CONTACT", raising=False)
    set_day(AS_OF)
    yield set_day
    monkeypatch.undo()
    settings.cache_clear()
