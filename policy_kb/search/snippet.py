"""The part of a clause that shows best why it was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from policy_kb.search.tokenizer import fold

WIDTH = 120
_LOOK_BACK = 30
_SENTENCE_END = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Snippet:
    """``text`` is verbatim, from character ``start`` of the clause; ``highlights`` are (start, end) within ``text``."""

    text: str
    start: int
    highlights: tuple[tuple[int, int], ...]


def snippet(text: str, terms: Mapping[str, float], width: int = WIDTH) -> Snippet:
    """The ``width`` characters of ``text`` with the most weight of different ``terms``, begun at a sentence if one
    begins near."""
    found = _matches(text, terms)
    start = _start(text, _best(found, terms, width), width)
    end = min(len(text), start + width)
    merged: list[tuple[int, int]] = []
    for left, right, _ in found:
        if left < start or right > end:
            continue
        if merged and left - start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], right - start)
        else:
            merged.append((left - start, right - start))
    return Snippet(text[start:end], start, tuple(merged))


def _matches(text: str, terms: Mapping[str, float]) -> list[tuple[int, int, str]]:
    if not terms:
        return []
    return [(match.start(), match.end(), match.group()) for match in _pattern(tuple(terms)).finditer(fold(text))]


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_bounded(term) for term in sorted(terms, key=lambda term: (-len(term), term))))


def _bounded(term: str) -> str:
    if term.isdigit():
        return rf"(?<![0-9]){term}(?![0-9])"
    if term.isascii():
        return rf"(?<![a-z]){re.escape(term)}(?![a-z])"
    return re.escape(term)


def _best(found: list[tuple[int, int, str]], terms: Mapping[str, float], width: int) -> int:
    best, best_weight = 0, 0.0
    for index, (left, _, _) in enumerate(found):
        inside: set[str] = set()
        for _, right, term in found[index:]:
            if right - left > width:
                break
            inside.add(term)
        weight = sum(terms[term] for term in inside)
        if weight > best_weight + 1e-9:
            best, best_weight = left, weight
    return best


def _start(text: str, best: int, width: int) -> int:
    if best + width // 2 <= width or len(text) <= width:
        return 0
    for position in range(best, max(0, best - _LOOK_BACK), -1):
        if text[position - 1] in _SENTENCE_END:
            return position
    return max(0, best - _LOOK_BACK // 3)
