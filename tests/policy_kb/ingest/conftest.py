from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from policy_kb.ingest import read_notice
from policy_kb.notice import Clause, Notice

SOURCES = Path(__file__).parents[3] / "policy_kb" / "sources"


@functools.lru_cache(maxsize=8)
def _read(doc_id: str) -> Notice:
    return read_notice((SOURCES / f"{doc_id}.txt").read_bytes(), filename=f"{doc_id}.txt")


@pytest.fixture(scope="session")
def seed() -> Callable[[str], Notice]:
    return _read


@pytest.fixture(scope="session")
def clause() -> Callable[[str, str], Clause]:
    def find(doc_id: str, cite_label: str) -> Clause:
        found = [part for part in _read(doc_id).clauses if part.cite_label == cite_label]
        assert len(found) == 1, (doc_id, cite_label)
        return found[0]

    return find
