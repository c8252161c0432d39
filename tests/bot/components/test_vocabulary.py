from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bot.components.vocabulary import PolicyWords, Vocabulary


def snapshot(**texts: str) -> Any:
    return SimpleNamespace(
        sources={doc_id: SimpleNamespace(clauses=(SimpleNamespace(text=text),)) for doc_id, text in texts.items()}
    )


def test_origin_prefers_the_notices():
    words = Vocabulary({"专利"}, {"专利", "调解"})
    assert [words.origin(w) for w in ("专利", "调解", "火锅", "锅", "abc")] == ["P", "T2", "F2", "F1", "FL"]


def test_a_new_notice_brings_its_words():
    words = PolicyWords()
    first = snapshot(one="专利质押融资")
    assert "质押" in words.of(first)
    assert "湿地" not in words.of(first)
    assert {"质押", "湿地"} <= words.of(snapshot(one="专利质押融资", two="保护湿地"))


def test_a_changed_notice_loses_its_old_words():
    words = PolicyWords()
    words.of(snapshot(one="保护湿地"))
    assert "湿地" not in words.of(snapshot(one="专利质押融资"))


def test_one_snapshot_is_cut_once():
    words, kept = PolicyWords(), snapshot(one="专利质押融资")
    assert words.of(kept) is words.of(kept)
