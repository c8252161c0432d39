"""Words in a message: where they stand, and the clause and the sentence around a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

#: What ends a clause.
BREAKS = "，,。.;；!！?？、\n"
BREAK = re.compile(f"[{BREAKS}]")
_SENTENCE_END = re.compile(r"[。;；!！?？\n]")
_CONTEXT_REACH = 80
#: Nobody states more than this in one message; what comes after is not read, so that no message takes long.
MOST_STATEMENTS = 32


def occurrences(text: str, words: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where ``words`` stand, in order; of those that overlap, the one that begins first, and of these the longest.

    A * in a word stands for up to eight characters of the same clause (刚从*搬).
    """
    pattern = _pattern(tuple(words))
    return [(m.start(), m.end(), m[0]) for m in pattern.finditer(text)] if pattern else []


def is_one_of(found: str, words: Iterable[str]) -> bool:
    """Whether what was found is wholly one of ``words``, with * as in :func:`occurrences`."""
    pattern = _pattern(tuple(words))
    return pattern is not None and pattern.fullmatch(found) is not None


def context(text: str, start: int, end: int, words: Sequence[str]) -> str:
    """The clause around a place, or its whole sentence where the clause holds none of ``words`` beside it."""
    clause = _around(text, start, end, BREAK)
    rest = clause.replace(text[start:end], "", 1)
    return clause if any(word in rest for word in words) else _around(text, start, end, _SENTENCE_END)


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    gap = rf"[^{BREAKS}\d]{{0,8}}?"
    return re.compile("|".join(re.escape(word).replace(r"\*", gap) for word in ordered)) if ordered else None


def clause_around(text: str, start: int, end: int) -> tuple[str, str]:
    """The clause around a place, without what stands there: what is before it and what after."""
    first, last = max(0, start - _CONTEXT_REACH), min(len(text), end + _CONTEXT_REACH)
    left = max((m.end() for m in BREAK.finditer(text, first, start)), default=first)
    right = BREAK.search(text, end, last)
    return text[left:start], text[end : right.start() if right else last]


def _around(text: str, start: int, end: int, stop: re.Pattern[str]) -> str:
    first, last = max(0, start - _CONTEXT_REACH), min(len(text), end + _CONTEXT_REACH)
    left = max((m.end() for m in stop.finditer(text, first, start)), default=first)
    right = stop.search(text, end, last)
    return text[left : right.start() if right else last]
