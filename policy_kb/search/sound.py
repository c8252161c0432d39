"""How words sound, as far as people tell sounds apart when they type."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

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
    readings = [list(dict.fromkeys(folded(one) for one in found)) for found in pinyin(text, Style.NORMAL, True)]
    ways = islice(("".join(way) for way in product(*readings)), _MOST_READINGS)
    return frozenset((folded("".join(lazy_pinyin(text))), *ways))
