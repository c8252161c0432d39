"""Which words a text may be made of, and how sure one can be that such a word was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from importlib.resources import files

_LONGEST = 6
_FREQUENT = 20


class Standing(IntEnum):
    """How well a word is known here."""

    NONE = 0
    #: A word of two characters in the general dictionary: many arise by chance.
    COMMON = 1
    #: A word of the notices, or a longer one of the general dictionary.
    KNOWN = 2
    #: A name of the knowledge base, or a word that people use in their questions.
    OWN = 3


class Words:
    """Words by their standing; a few more may be laid over a ``base``."""

    def __init__(self, words: Mapping[str, Standing], base: Words | None = None) -> None:
        self._words, self._base = words, base

    def standing(self, word: str) -> Standing:
        """How well a word is known."""
        own = self._words.get(word, Standing.NONE)
        return own if self._base is None else max(own, self._base.standing(word))

    def covering(self, text: str, start: int, end: int) -> tuple[Standing, int]:
        """The standing and length of the best known word that holds ``text[start:end]``; of equals the longest."""
        best = (Standing.NONE, 0)
        for first in range(max(0, end - _LONGEST), start + 1):
            for last in range(max(end, first + 2), min(len(text), first + _LONGEST) + 1):
                standing = self.standing(text[first:last])
                if standing:
                    best = max(best, (standing, last - first))
        return best


def general_words() -> dict[str, int]:
    """The words of jieba's dictionary that are frequent enough to be meant, with how often they were counted."""
    words: dict[str, int] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if 1 < len(word) <= _LONGEST and int(count) >= _FREQUENT:
            words[word] = int(count)
    return words


def standings(own: Iterable[str] = (), known: Iterable[str] = (), general: Iterable[str] = ()) -> dict[str, Standing]:
    """Words of one character are none: they say nothing about their neighbours."""
    found = {word: Standing.COMMON if len(word) == 2 else Standing.KNOWN for word in general if len(word) > 1}
    found.update((word, Standing.KNOWN) for word in known if len(word) > 1)
    found.update((word, Standing.OWN) for word in own if len(word) > 1)
    return found
