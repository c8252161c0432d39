"""How likely one character follows others, by counts interpolated as in I. Witten, T. Bell, IEEE Trans. IT 37, 1991."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

#: What stands for every mark, for the beginning and for the end of a text.
BREAK = "\n"
#: What is counted but never changed: numerals, Latin letters and anything else that is no Chinese character.
FIXED = frozenset(f"{BREAK}0a*")
#: How many symbols before one its probability depends on.
CONTEXT = 3
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两")
#: The share of all characters that were never seen.
_UNSEEN = 1e-6
#: Most questions are made of the same runs.
_MOST_REMEMBERED = 100_000
_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=16384)
def symbol(character: str) -> str:
    """A character as it is counted: numerals are one, Latin letters are one, marks are one."""
    if character in _NUMERALS:
        return "0"
    if "\u3400" <= character <= "\u9fff":
        return character
    if character.isascii() and character.isalpha():
        return "a"
    return "*" if character.isalnum() else BREAK


def symbols(text: str) -> str:
    """A text as it is counted, character for character."""
    return "".join(map(symbol, text))


class Sequences:
    """Counts of runs of up to four symbols, and what follows from them.

    With a ``base`` it begins as a copy of that one, so that a few words more cost no second counting of the rest. To be
    filled before it is asked for anything.
    """

    def __init__(self, base: Sequences | None = None) -> None:
        self._base = base
        self.counts: dict[str, float] = {}
        #: For each context how often it was seen, and how many symbols followed it.
        self._totals: dict[str, tuple[float, float]] = {}
        if base is not None:
            self.counts |= base.counts
            self._totals |= base._totals
        self._added: dict[str, None] = {}
        self._remembered: dict[str, float] = {}

    @classmethod
    def of_counts(cls, counts: Mapping[str, float]) -> Sequences:
        """From the counts of another one, as they were stored."""
        sequences = cls()
        for run, count in counts.items():
            sequences._count(run, count)
        return sequences

    def add_sentences(self, sentences: Iterable[str], weight: float = 1.0) -> None:
        """Count whole sentences, their beginnings and ends included."""
        for sentence in sentences:
            self._add(f"{BREAK}{symbols(sentence)}{BREAK}", weight)

    def add_words(self, words: Iterable[tuple[str, float]]) -> None:
        """Count words with their weights; what stands before and behind them is not known."""
        for word, weight in words:
            self._add(symbols(word), weight)

    def _add(self, text: str, weight: float) -> None:
        for size in range(1, CONTEXT + 2):
            for start in range(len(text) - size + 1):
                self._count(text[start : start + size], weight)

    def _count(self, run: str, weight: float) -> None:
        before = self.counts.get(run, 0.0)
        self.counts[run] = before + weight
        total, kinds = self._totals.get(run[:-1], (0.0, 0.0))
        self._totals[run[:-1]] = total + weight, kinds + min(1.0, before + weight) - min(1.0, before)
        if not before:
            self._added[run] = None

    def log_probability(self, run: str) -> float:
        """The natural logarithm of how likely the last symbol of a run of up to four follows those before it."""
        known = self._remembered.get(run)
        if known is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[run] = math.log(self._probability(run))
        return known

    def _probability(self, run: str) -> float:
        likely = _UNSEEN
        for start in range(len(run) - 1, -1, -1):
            about = self._totals.get(run[start:-1])
            if about is None:
                break
            total, kinds = about
            likely = (self.counts.get(run[start:], 0.0) + kinds * likely) / (total + kinds)
        return likely

    def behind(self, before: str) -> frozenset[str]:
        """The symbols that were seen behind one."""
        return self._neighbours[0].get(before, _NOTHING)

    def before(self, behind: str) -> frozenset[str]:
        """The symbols that were seen before one."""
        return self._neighbours[1].get(behind, _NOTHING)

    @cached_property
    def _neighbours(self) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
        behind: defaultdict[str, set[str]] = defaultdict(set)
        before: defaultdict[str, set[str]] = defaultdict(set)
        for run in self._added:
            if len(run) == 2:
                behind[run[0]].add(run[1])
                before[run[1]].add(run[0])
        old = self._base._neighbours if self._base is not None else ({}, {})
        return _joined(old[0], behind), _joined(old[1], before)


def _joined(old: Mapping[str, frozenset[str]], new: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {**old, **{key: old.get(key, _NOTHING) | found for key, found in new.items()}}
