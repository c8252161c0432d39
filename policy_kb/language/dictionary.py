"""Which words jieba's dictionary knows, and which of them name something, by its parts of speech."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: jieba's tags: nouns and names (n…), abbreviations, places, directions, times, and verbs used as nouns.
_NAMING = ("n", "j", "s", "f", "t", "vn")


class _Dictionary(NamedTuple):
    """The words by their hash values in ascending order, shape (words,): a tenth of what they take as strings."""

    hashes: NDArray[np.int64]
    naming: NDArray[np.bool_]


@cache
def _dictionary() -> _Dictionary:
    fields = (files("jieba") / "dict.txt").read_text(encoding="utf-8").split()  # word, frequency, tag
    words, tags = fields[::3], fields[2::3]
    hashes = np.fromiter(map(hash, words), np.int64, len(words))
    names = {tag for tag in set(tags) if tag.startswith(_NAMING)}
    naming = np.fromiter((tag in names for tag in tags), np.bool_, len(tags))
    order = np.argsort(hashes, kind="stable")
    return _Dictionary(hashes[order], naming[order])


@lru_cache(maxsize=8192)
def _place(word: str) -> int | None:
    """Where a word of two and more characters stands, None where the dictionary hasn't got it."""
    if len(word) < 2 or not word.isalnum():
        return None
    hashes, sought = _dictionary().hashes, hash(word)
    place = int(np.searchsorted(hashes, sought))
    return place if place < len(hashes) and hashes[place] == sought else None


def is_word(word: str) -> bool:
    """Whether the dictionary has a word of two and more characters."""
    return _place(word) is not None


def is_noun(word: str) -> bool:
    """Whether the dictionary has a word of two and more characters as a noun first of all."""
    place = _place(word)
    return place is not None and bool(_dictionary().naming[place])
