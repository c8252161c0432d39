"""The databases of the store's tests, with facts and topics in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.policy_kb.review.notices import prepare
from tests.policy_kb.store.databases import backends
from tests.policy_kb.store.fixtures import data_folder, engine
from tests.policy_kb.store.moulds import Moulds

__all__ = ["data_folder", "engine", "kb"]


@pytest.fixture(params=backends())
def kb(request: pytest.FixtureRequest, moulds: Moulds, tmp_path: Path) -> Iterator[Engine]:
    with moulds.engine(prepare, request.param, tmp_path) as engine:
        yield engine
