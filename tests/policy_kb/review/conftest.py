"""The databases of the store's tests, with facts and topics in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.policy_kb.review.notices import prepare
from tests.policy_kb.store.fixtures import data_folder, engine

__all__ = ["data_folder", "engine", "kb"]


@pytest.fixture
def kb(engine: Engine, tmp_path: Path) -> Engine:
    prepare(engine, tmp_path)
    return engine
