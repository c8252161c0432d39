"""How likely a stretch of Chinese is: log-probabilities of words, taken from the frequency list that jieba ships."""

from __future__ import annotations

import math
from functools import lru_cache

import jieba
import opencc

MAX_WORD = 6
# The order in which administrative units are listed is fixed by usage; no frequency list contains brackets.
_FORMULAS = ("省（区、市）", "省（自治区、直辖市）", "县（市、区）", "县（区）", "区（县）", "市（州）", "市（县、区）")
_MARKS = frozenset("，。、：；（）〔〕《》“”！？—·\n　 ")
_FORMULA_SCORE = -9.0
_MARK_SCORE = -4.0
_PLAIN_SCORE = -9.0
UNKNOWN_SCORE = -30.0


@lru_cache(maxsize=1)
def _words() -> dict[str, float]:
    counts: dict[str, int] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, *_ = line.decode("utf-8").split(" ")
            if len(word) <= MAX_WORD:
                counts[word] = int(count)
    total = math.log(sum(counts.values()))
    scores = {word: math.log(count or 1) - total for word, count in counts.items()}
    for formula in _FORMULAS:
        # A formula may be cut off by the end of the context that is looked at.
        for length in range(3, len(formula) + 1):
            scores[formula[:length]] = _FORMULA_SCORE
    for mark in _MARKS:
        scores[mark] = _MARK_SCORE
    return scores


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def simple(char: str) -> str:
    """The simplified form of one character."""
    converted: str = _converter().convert(char)
    return converted


def char_score(char: str) -> float:
    """Log-probability of one character as a word of its own; UNKNOWN_SCORE for signs no notice is written with."""
    if char.isascii():
        return _PLAIN_SCORE
    return _words().get(simple(char), UNKNOWN_SCORE)


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    """The last two characters of every word; most pairs of characters end none, which ends the search early."""
    return frozenset(word[-2:] for word in _words() if len(word) > 1)


def extend(best: tuple[float, ...], tail: str) -> float:
    """Score of the best split into words of a text whose last characters are ``tail``.

    ``best`` holds the scores of the text's prefixes, the longest (one character shorter than the text) last.
    """
    words = _words()
    last = tail[-1]
    score = words.get(last)
    if score is None:
        score = _PLAIN_SCORE if last.isascii() else UNKNOWN_SCORE
    score += best[-1]
    if tail[-2:] in _endings():
        for length in range(2, min(MAX_WORD, len(tail), len(best)) + 1):
            word_score = words.get(tail[-length:])
            if word_score is not None:
                score = max(score, best[-length] + word_score)
    return score


def text_score(text: str) -> float:
    """Score of the best split of ``text`` (simplified) into words."""
    best: tuple[float, ...] = (0.0,)
    for end in range(1, len(text) + 1):
        best = (*best[-MAX_WORD:], extend(best, text[max(0, end - MAX_WORD) : end]))
    return best[-1]


@lru_cache(maxsize=1)
def _second_characters() -> dict[str, str]:
    seconds: dict[str, list[str]] = {}
    for word in _words():
        if len(word) == 2:
            seconds.setdefault(word[0], []).append(word[1])
    return {first: "".join(found) for first, found in seconds.items()}


def second_characters(first: str) -> str:
    """All characters that make a word of two behind ``first`` (simplified)."""
    return _second_characters().get(first, "")
