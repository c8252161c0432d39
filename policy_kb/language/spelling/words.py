"""Which words a text may be made of, and how sure one can be that such a word was meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache
from importlib.resources import files

_LONGEST = 6
_FREQUENT = 20
#: A character that is a word by itself in this share of its places is not bound to others.
_FREE = 0.25
_NOTHING: frozenset[str] = frozenset()


class Standing(IntEnum):
    """How well a word is known here."""

    NONE = 0
    #: A word of two characters in the general dictionary: many arise by chance.
    COMMON = 1
    #: A word of the notices, or a longer one of the general dictionary.
    KNOWN = 2
    #: A word that people use in their questions.
    ASKED = 3
    #: A name of the knowledge base.
    NAME = 4


class Pairs:
    """Pairs of characters, found by either of the two."""

    def __init__(self, pairs: Iterable[str]) -> None:
        second: defaultdict[str, set[str]] = defaultdict(set)
        first: defaultdict[str, set[str]] = defaultdict(set)
        for pair in pairs:
            second[pair[0]].add(pair[1])
            first[pair[1]].add(pair[0])
        self._second = {character: frozenset(found) for character, found in second.items()}
        self._first = {character: frozenset(found) for character, found in first.items()}

    def behind(self, character: str) -> frozenset[str]:
        """The characters that make a pair behind this one."""
        return self._second.get(character, _NOTHING)

    def before(self, character: str) -> frozenset[str]:
        """The characters that make a pair before this one."""
        return self._first.get(character, _NOTHING)


class Words:
    """Words by their standing."""

    def __init__(self, words: Mapping[str, Standing]) -> None:
        self._words = words
        #: Pairs that are words, and pairs that stand in a word which people use in their questions or in a name.
        self.pairs = Pairs(word for word in words if len(word) == 2)
        self.pairs_asked = Pairs(
            word[at : at + 2]
            for word, standing in words.items()
            if standing >= Standing.ASKED
            for at in range(len(word) - 1)
        )

    def standing(self, word: str) -> Standing:
        """How well a word is known."""
        return self._words.get(word, Standing.NONE)

    def held(self, text: str) -> list[bool]:
        """For each character whether a word holds it."""
        held = [False] * len(text)
        for first in range(len(text)):
            for last in range(first + 2, min(len(text), first + _LONGEST) + 1):
                if not all(held[first:last]) and text[first:last] in self._words:
                    held[first:last] = [True] * (last - first)
        return held

    def torn(self, text: str, at: int, standing: Standing) -> bool:
        """Whether each word of a standing that holds ``text[at]`` ends inside another: 漳川企业 holds no 川企."""
        spans = [
            (first, last)
            for first in range(max(0, at - _LONGEST + 1), at + 1)
            for last in range(max(at + 1, first + 2), min(len(text), first + _LONGEST) + 1)
            if self._words.get(text[first:last]) is standing
        ]
        return bool(spans) and all(self._tears(text, at, first, last) for first, last in spans)

    def _tears(self, text: str, at: int, first: int, last: int) -> bool:
        """Whether a word that does not hold ``text[at]`` shares characters with one that does and goes on beyond it."""
        behind = (
            text[start:end]
            for start in range(at + 1, last)
            for end in range(last + 1, min(len(text), start + _LONGEST) + 1)
        )
        before = (text[start:end] for end in range(first + 1, at + 1) for start in range(max(0, end - _LONGEST), first))
        return any(self._words.get(word, Standing.NONE) >= Standing.ASKED for word in (*behind, *before))

    def covering(self, text: str, start: int, end: int) -> tuple[Standing, int]:
        """The standing and length of the best known word that holds ``text[start:end]``; of equals the longest."""
        best, known = (Standing.NONE, 0), self._words
        for first in range(max(0, end - _LONGEST), start + 1):
            for last in range(max(end, first + 2), min(len(text), first + _LONGEST) + 1):
                standing = known.get(text[first:last])
                if standing is not None and (standing, last - first) > best:
                    best = (standing, last - first)
        return best


def general_words() -> dict[str, int]:
    """The words of jieba's dictionary that are frequent enough to be meant, with how often they were counted."""
    return {word: count for word, count in _dictionary() if 1 < len(word) <= _LONGEST and count >= _FREQUENT}


@cache
def pairs_in_dictionary() -> frozenset[str]:
    """All words of two characters that jieba's dictionary has, however rare."""
    return frozenset(word for word, _ in _dictionary() if len(word) == 2)


def bound_characters() -> dict[str, float]:
    """How seldom a character is a word by itself (究, 阶, 料), by the counts of jieba's dictionary.

    From 1 for never to 0, which is left out, for those that are one in a quarter of their places and more.
    """
    alone: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for word, count in _dictionary():
        for character in set(word):
            (alone if len(word) == 1 else inside)[character] += count
    shares = {character: alone[character] / (alone[character] + count) for character, count in inside.items() if count}
    return {character: 1 - share / _FREE for character, share in shares.items() if share < _FREE}


def _dictionary() -> Iterator[tuple[str, int]]:
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        yield word, int(count)


def general_standing(word: str) -> Standing:
    """The standing of a word of the general dictionary."""
    return Standing.COMMON if len(word) == 2 else Standing.KNOWN
