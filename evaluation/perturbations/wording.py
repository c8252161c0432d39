"""The same words in another language: as people in Guangdong type them, or some of them in English."""

from __future__ import annotations

import random
import re
from functools import cache

from evaluation.perturbations.data import read

_MOST_ENGLISH = 2


def cantonese(text: str, chance: random.Random) -> str | None:
    """Every word that has a Cantonese one."""
    words = read("cantonese")
    return _any_word("cantonese").sub(lambda match: words[match[0]], text)


def english(text: str, chance: random.Random) -> str | None:
    """One or two words in English."""
    words = read("english")
    found = list(_any_word("english").finditer(text))
    for match in sorted(chance.sample(found, min(chance.randint(1, _MOST_ENGLISH), len(found))), key=_from_the_end):
        before, after = text[: match.start()], text[match.end() :]
        text = f"{before}{_apart(before[-1:])}{words[match[0]]}{_apart(after[:1])}{after}"
    return text


def _from_the_end(match: re.Match[str]) -> int:
    return -match.start()


def _apart(neighbour: str) -> str:
    return " " if neighbour.isascii() and neighbour.isalnum() else ""


@cache
def _any_word(name: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(read(name), key=len, reverse=True)))
