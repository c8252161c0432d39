"""One slip of hand, ear or eye in a Chinese character."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from bot.components.slips import misheard
from evaluation.perturbations.data import read
from evaluation.perturbations.places import is_kept, slippery

#: A character and the dice to another one for it, or itself where there is none.
_Other = Callable[[str, random.Random], str]

_SHORTEST = 4
_TRIES = 10


def homophone(text: str, chance: random.Random) -> str | None:
    """Another common character of the same sound in one place."""
    return _replaced(text, chance, misheard)


def similar_shape(text: str, chance: random.Random) -> str | None:
    """Another common character of similar shape in one place."""
    return _replaced(text, chance, lambda character, dice: dice.choice(_lookalikes().get(character, [character])))


def missing(text: str, chance: random.Random) -> str | None:
    """One character left out."""
    at = _place(text, chance)
    return None if at is None else text[:at] + text[at + 1 :]


def doubled(text: str, chance: random.Random) -> str | None:
    """One character typed twice."""
    at = _place(text, chance)
    return None if at is None else text[: at + 1] + text[at:]


def _place(text: str, chance: random.Random) -> int | None:
    places = slippery(text)
    return chance.choice(places) if places and len(text) >= _SHORTEST else None


def _replaced(text: str, chance: random.Random, other: _Other) -> str | None:
    places = slippery(text) if len(text) >= _SHORTEST else []
    for at in chance.sample(places, len(places)):
        for _ in range(_TRIES):
            written = other(text[at], chance)
            if written != text[at] and not is_kept(written):
                return text[:at] + written + text[at + 1 :]
    return None


@cache
def _lookalikes() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in read("similar_shapes"):
        for one, other in line.split():
            found[one].append(other)
            found[other].append(one)
    return dict(found)
