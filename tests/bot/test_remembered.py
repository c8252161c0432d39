"""Results that are not worked out again."""

from __future__ import annotations

import pytest

from bot import remembered
from bot.remembered import Remembered, digest
from policy_kb.knowledge import KnowledgeBase


def test_whoever_gets_a_result_may_change_it(kb: KnowledgeBase) -> None:
    results = Remembered(10_000)
    assert results.get("a") is None
    results.keep("a", {"said": ["one"]})
    results.get("a")["said"].append("two")
    assert results.get("a") == {"said": ["one"]}


def test_no_more_bytes_than_allowed_and_the_least_used_goes_first(kb: KnowledgeBase) -> None:
    results = Remembered(3_500)
    results.get("")
    for name in "abc":
        results.keep(name, name * 1_000)
    assert results.get("a") is not None
    results.keep("d", "d" * 1_000)
    assert [name for name in "abcd" if results.get(name)] == ["a", "c", "d"]
    results.keep("a", "short")
    results.keep("e", "e" * 900)
    assert [name for name in "acde" if results.get(name)] == ["a", "c", "d", "e"]
    results.keep("whole", "x" * 5_000)
    assert len(results) == 0


def test_another_knowledge_base_is_another_answer(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    results = Remembered(10_000)
    results.get("a")
    results.keep("a", 1)
    assert results.get("a") == 1
    monkeypatch.setattr(remembered, "current", object)
    assert results.get("a") is None


def test_digests_keep_texts_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") == digest("a")
    assert digest("\ud800") != digest("?")
