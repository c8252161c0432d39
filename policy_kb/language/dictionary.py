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
    with (files("jieba") / "dict.txt").open(encoding="utf-8") as lines:
        fields = (line.split(" ") for line in lines)  # word, frequency, tag
        words = np.fromiter(
            ((hash(word), tag.startswith(_NAMING)) for word, _, tag in fields),
            np.dtype([("hash", np.int64), ("naming", np.bool_)]),
        )
    order = np.argsort(words["hash"], kind="stable")
    return _Dictionary(words["hash"][order], words["naming"][order])


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
