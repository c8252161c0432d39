"""Which words jieba's dictionary knows, and which of them name something, by its parts of speech."""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from importlib.resources import as_file, files

#: jieba's tags: nouns and names (n…), abbreviations, places, directions, times, and verbs used as nouns.
_NAMING = ("n", "j", "s", "f", "t", "vn")


@cache
def _dictionary() -> mmap.mmap:
    """The dictionary file, a word with its frequency and tag to a line; read in place, not loaded."""
    with as_file(files("jieba") / "dict.txt") as path, path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=8192)
def _tag(word: str) -> str | None:
    """The first part of speech of a word of two and more characters, None where the dictionary hasn't got it."""
    if len(word) < 2 or not word.isalnum():
        return None
    dictionary, start = _dictionary(), b"\n%s " % word.encode("utf-8", "ignore")
    place = dictionary.find(start)
    if place < 0:
        return None
    return dictionary[place + 1 : dictionary.find(b"\n", place + 1)].decode("utf-8").split(" ")[-1]


def is_word(word: str) -> bool:
    """Whether the dictionary has a word of two and more characters."""
    return _tag(word) is not None


def is_noun(word: str) -> bool:
    """Whether the dictionary has a word of two and more characters as a noun first of all."""
    tag = _tag(word)
    return tag is not None and tag.startswith(_NAMING)
