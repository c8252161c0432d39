"""How a text is typed: spaces, punctuation, widths, scripts, emoji. What it says stays the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import opencc

from evaluation.perturbations.data import read
from evaluation.perturbations.places import gaps

_MARKS = "，。、！？…；"
_MOST = 3
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def spaces(text: str, chance: random.Random) -> str | None:
    """Spaces between all characters, or in a few places."""
    places = gaps(text)
    if not places:
        return None
    some = places if chance.random() < 0.5 else chance.sample(places, min(chance.randint(1, _MOST), len(places)))
    return _with(text, dict.fromkeys(some, " "))


def punctuation(text: str, chance: random.Random) -> str | None:
    """One or two marks where none belongs."""
    places = gaps(text)
    chosen = chance.sample(places, min(chance.randint(1, 2), len(places)))
    return _with(text, {at: chance.choice(_MARKS) for at in chosen}) if chosen else None


def emoji(text: str, chance: random.Random) -> str | None:
    """One or two emoji at the ends or between clauses."""
    signs: Sequence[str] = read("manners")["emoji"]
    ends = [0, len(text), *(at for at in gaps(text) if text[at - 1] in "，。！？,;；")]
    chosen = chance.sample(ends, min(chance.randint(1, 2), len(ends)))
    return _with(text, {at: chance.choice(signs) for at in chosen})


def full_width(text: str, chance: random.Random) -> str | None:
    """Latin letters, digits and signs as wide as Chinese characters."""
    return text.translate(_FULL_WIDTH)


def traditional(text: str, chance: random.Random) -> str | None:
    """Traditional characters."""
    return str(_converter().convert(text))


def _with(text: str, put_in: dict[int, str]) -> str:
    """``text`` with something put before some of its places, ``len(text)`` being its end."""
    return "".join(put_in.get(at, "") + text[at : at + 1] for at in range(len(text) + 1))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
