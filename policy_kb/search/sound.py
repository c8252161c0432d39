"""How words sound, as far as people tell sounds apart when they type."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.seg.simpleseg import seg

_MOST_READINGS = 8
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,}")


def folded(letters: str) -> str:
    """zh/z, ch/c, sh/s, l/n, and ang/an, eng/en, ing/in sound alike in much of the country."""
    for heard, written in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("ü", "v")):
        letters = letters.replace(heard, written)
    return letters


@lru_cache(maxsize=50_000)
def sound(word: str) -> str | None:
    """The sound of a word of several Chinese characters, None for anything else."""
    return folded("".join(lazy_pinyin(word))) if _HAN_WORD.fullmatch(word) else None


@lru_cache(maxsize=50_000)
def sounds(text: str) -> frozenset[str]:
    """How Chinese characters may be meant to sound: characters of several readings are tried with each."""
    words = [_readings(word) for word in seg(text)]
    readings = [found for _, of_each in words for found in of_each]
    ways = islice(("".join(way) for way in product(*readings)), _MOST_READINGS)
    return frozenset((folded("".join(usual for usual, _ in words)), *ways))


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """How a word is usually spelt, and the folded readings of each of its characters. A text has few words but many
    parts, and pypinyin takes its time for each."""
    found = pinyin([word], Style.NORMAL, True)
    return "".join(lazy_pinyin([word])), tuple(tuple(dict.fromkeys(map(folded, one))) for one in found)
