"""Shortened words: 专员 is 专职人员, 知产险 知识产权保险, 侵权责任险 侵权责任保险.

Chinese shortens a phrase to the beginnings of its words, or the end of the last one. A word that no notice has is
looked up as such a shortening of the words that follow each other in one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

_LONGEST_PHRASE = 4
_SHORTEST, _LONGEST = 2, 6
#: What may be short for more phrases than this is no known shortening.
_MOST = 3


class Abbreviations:
    """Finds the phrases of some texts that a word may be short for."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """``texts`` are given by their words in order; a phrase does not reach over the end of a text."""
        self._texts = [tuple(words) for words in texts]
        self._begin: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(self._texts):
            for position, word in enumerate(words):
                self._begin[word[0]].append((number, position))

    def phrases(self, word: str) -> tuple[str, ...]:
        """Phrases that ``word`` shortens, none where it may be short for many."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return ()
        found: dict[str, None] = {}
        for number, position in self._begin.get(word[0], ()):
            words = self._texts[number][position : position + _LONGEST_PHRASE]
            if (count := _shortened(word, words)) and (phrase := "".join(words[:count])) != word:
                found[phrase] = None
                if len(found) > _MOST:
                    return ()
        return tuple(found)


def _shortened(word: str, words: tuple[str, ...]) -> int:
    """How many of ``words`` a word is short for by a part of each, none of them left out; 0 for no shortening."""
    if not words or not word:
        return 0
    first, *rest = words
    if len(word) == 1:
        return 1 if word in (first[0], first[-1]) else 0
    for size in range(min(len(first), len(word) - 1), 0, -1):
        if first.startswith(word[:size]) and (count := _shortened(word[size:], tuple(rest))):
            return count + 1
    return 0
