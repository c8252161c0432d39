"""How likely one character follows others, counted over sentences and words (interpolated as by I. Witten, T. Bell, 1991)."""

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

    With a ``base`` its counts are added to the own ones, so that a few words more cost no second counting of the rest.
    To be filled before it is asked for anything.
    """

    def __init__(self, base: Sequences | None = None, counts: Mapping[str, float] | None = None) -> None:
        self._layers: tuple[Sequences, ...] = (self,) if base is None else (self, base)
        self.counts: dict[str, float] = dict(counts or {})
        self._remembered: dict[str, float] = {}

    def add_sentences(self, sentences: Iterable[str], weight: float = 1.0) -> None:
        """Count whole sentences, their beginnings and ends included."""
        for sentence in sentences:
            self._add(f"{BREAK}{symbols(sentence)}{BREAK}", weight)

    def add_words(self, words: Iterable[tuple[str, float]]) -> None:
        """Count words with their weights; what stands before and behind them is not known."""
        for word, weight in words:
            self._add(symbols(word), weight)

    def _add(self, text: str, weight: float) -> None:
        counts = self.counts
        for size in range(1, CONTEXT + 2):
            for start in range(len(text) - size + 1):
                run = text[start : start + size]
                counts[run] = counts.get(run, 0.0) + weight

    def log_probability(self, run: str) -> float:
        """The natural logarithm of how likely the last symbol of a run of up to four follows those before it."""
        known = self._remembered.get(run)
        if known is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[run] = math.log(self._probability(run))
        return known

    def behind(self, symbol_: str) -> frozenset[str]:
        """The symbols that were seen behind one."""
        return self._seen(0, symbol_)

    def before(self, symbol_: str) -> frozenset[str]:
        """The symbols that were seen before one."""
        return self._seen(1, symbol_)

    def between(self, first: str, last: str) -> frozenset[str]:
        """The symbols that were seen between two."""
        return self._seen(2, first + last)

    def _seen(self, where: int, key: str) -> frozenset[str]:
        found = [layer._neighbours[where].get(key, _NOTHING) for layer in self._layers]
        return found[0] if len(found) == 1 else found[0] | found[1]

    def _probability(self, run: str) -> float:
        likely = _UNSEEN
        for start in range(len(run) - 1, -1, -1):
            context, whole = run[start:-1], run[start:]
            total = kinds = count = 0.0
            for layer in self._layers:
                more, other = layer._totals.get(context, (0.0, 0.0))
                total, kinds = total + more, kinds + other
                count += layer.counts.get(whole, 0.0)
            if not total:
                break
            likely = (count + kinds * likely) / (total + kinds)
        return likely

    @cached_property
    def _totals(self) -> dict[str, tuple[float, float]]:
        """For each context how often it was seen, and how many symbols followed it."""
        totals: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for run, count in self.counts.items():
            about = totals[run[:-1]]
            about[0] += count
            about[1] += min(1.0, count)
        return {context: (total, kinds) for context, (total, kinds) in totals.items()}

    @cached_property
    def _neighbours(self) -> tuple[dict[str, frozenset[str]], ...]:
        behind: defaultdict[str, set[str]] = defaultdict(set)
        before: defaultdict[str, set[str]] = defaultdict(set)
        between: defaultdict[str, set[str]] = defaultdict(set)
        for run in self.counts:
            if len(run) == 2:
                behind[run[0]].add(run[1])
                before[run[1]].add(run[0])
            elif len(run) == 3 and run[1] not in FIXED:
                between[run[0] + run[2]].add(run[1])
        return tuple({key: frozenset(seen) for key, seen in found.items()} for found in (behind, before, between))
