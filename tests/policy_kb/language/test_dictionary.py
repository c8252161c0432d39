"""Words and nouns by jieba's dictionary."""

from __future__ import annotations

from importlib.resources import files

import pytest

from policy_kb.language.dictionary import is_noun, is_word


@pytest.mark.parametrize(
    ("word", "noun"), [("企业", True), ("漳州", True), ("今年", True), ("退回", False), ("漂亮", False)]
)
def test_words(word: str, noun: bool) -> None:
    assert is_word(word)
    assert is_noun(word) is noun


@pytest.mark.parametrize("word", ["", "企", "业企", "企业\n", "件发", "知识铲权", "a"])
def test_no_words(word: str) -> None:
    assert not is_word(word)
    assert not is_noun(word)


def test_every_word_of_the_dictionary_is_found() -> None:
    words = (files("jieba") / "dict.txt").read_text(encoding="utf-8").split()[::3]
    missing = [word for word in words[::50] if len(word) > 1 and word.isalnum() and not is_word(word)]
    assert len(words) > 300_000
    assert missing == []
