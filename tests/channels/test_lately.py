"""What happened lately counts, what was long ago hardly."""

from __future__ import annotations

import pytest

from channels.conversations import lately
from channels.conversations.lately import HALF_LIFE, Lately


def test_counts_halve_with_time() -> None:
    counts = Lately()
    for _ in range(4):
        counts.add("one", 10.0)
    assert counts.of("one", 10.0) == 4
    assert counts.of("one", 10.0 + HALF_LIFE) == 2
    assert counts.of("another", 10.0) == 0


def test_names_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "_NAMES", 2)
    counts = Lately()
    for name in ("one", "two", "one", "three"):
        counts.add(name, 1.0)
    assert [counts.of(name, 1.0) for name in ("one", "two", "three")] == [2, 0, 1]
