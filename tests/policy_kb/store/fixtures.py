"""Fixtures that the tests of store and search share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from policy_kb.migrations import upgrade
from policy_kb.settings import settings
from tests.policy_kb.store.databases import backends, engine_on
from tests.policy_kb.store.moulds import Moulds
from tests.policy_kb.store.sample import Sample


@pytest.fixture(scope="module", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder for these tests: the tokenizer keeps its cache there."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPDESK_DATA", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        settings.cache_clear()
        yield folder
    settings.cache_clear()


@pytest.fixture(params=backends())
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables, on each of the databases that can be reached."""
    with engine_on(request.param, tmp_path) as engine:
        yield engine


def with_tables(engine: Engine, _folder: Path) -> None:
    """For moulds."""
    upgrade(engine)


@pytest.fixture(params=backends())
def engine(request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path) -> Iterator[Engine]:
    """A database with empty tables, on each of the databases that can be reached."""
    with moulds.engine(with_tables, request.param, tmp_path) as engine:
        yield engine


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample(tmp_path / "kb")
