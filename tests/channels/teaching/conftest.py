"""The application with a trainer that takes a moment and trains nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from channels.backend import Backend
from channels.server import create_app
from channels.staff_api import staff_api
from channels.teaching.endpoints import TeachingApi
from channels.teaching.trainer import Trainer
from channels.written_answers import WrittenAnswers
from policy_kb.settings import settings
from tests.channels.inbox.conftest import CONTACT, Script, conversations, script, visit
from tests.channels.staff import cheap_passwords, database, person

__all__ = ["backend", "cheap_passwords", "conversations", "database", "person", "script", "visit"]

FAKE = Path(__file__).with_name("fake_trainer.py")


@pytest.fixture
def backend(script: Script, database: Any) -> Backend:
    async def load() -> Script:
        return script

    return Backend(load, beside=WrittenAnswers(lambda: database, CONTACT))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Any) -> Path:
    monkeypatch.setenv("IPDESK_DATA", str(tmp_path / "var"))
    settings.cache_clear()
    return tmp_path / "var" / "model"


@pytest.fixture
async def application(
    database: Any, tmp_path: Path, models: Path, aiohttp_server: Any, conversations: Any, backend: Any
) -> Any:
    await backend.start()

    async def load(file: Path | None, before: Script) -> Script:
        loaded = Script("" if file is None else "新")
        loaded.heard, loaded.answers = before.heard, before.answers
        return loaded

    trainer = Trainer(lambda: database, (sys.executable, str(FAKE)))
    api = staff_api(lambda: database, tmp_path / "up", TeachingApi(lambda: database, trainer, load))
    return await aiohttp_server(create_app(backend, CONTACT, conversations=conversations, api=api))
