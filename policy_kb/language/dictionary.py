"""Which words jieba's dictionary knows."""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from importlib.resources import as_file, files


@cache
def _dictionary() -> mmap.mmap:
    """The dictionary file, a word with its frequency and tag to a line; read in place, not loaded."""
    with as_file(files("jieba") / "dict.txt") as path, path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """Whether the dictionary has a word of two and more characters."""
    return len(word) > 1 and word.isalnum() and _dictionary().find(b"\n%s " % word.encode("utf-8", "ignore")) >= 0
