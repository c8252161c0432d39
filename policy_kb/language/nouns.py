"""Which words name something, by the parts of speech in jieba's dictionary."""

from __future__ import annotations

import importlib
from functools import cache, lru_cache

#: jieba's tags: nouns and names (n…), abbreviations, places, directions, times, and verbs used as nouns.
_NAMING = ("n", "j", "s", "f", "t", "vn")


@cache
def _tags() -> dict[str, str]:
    posseg = importlib.import_module("jieba.posseg")
    tokenizer = posseg.POSTokenizer()
    tokenizer.initialize()
    tags: dict[str, str] = tokenizer.word_tag_tab
    return tags


@lru_cache(maxsize=8192)
def is_noun(word: str) -> bool:
    """Whether the dictionary has a word of two and more characters as a noun first of all."""
    return len(word) > 1 and _tags().get(word, "").startswith(_NAMING)
