"""How alike Chinese characters look: by the order of their strokes, the parts they share, and their four corners.

The tables (strokes, parts and four-corner codes of 21,000 characters) are those of the package char-similar.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

_ORDER, _PART, _CORNERS = 0.5, 0.25, 0.25
_SINGLE_STROKES = frozenset("一丨丿丶乙亅乚㇏乛")
_DEEPEST = 3
_NO_CODE = "     "


def lookalikes(characters: Sequence[str], least: float) -> Iterator[tuple[str, str, float]]:
    """Pairs of ``characters`` with a likeness of at least ``least``, which lies between 0 and 1.

    Of characters at random one pair in a hundred is more alike than a half. Costs some seconds for 4,000 characters.
    """
    characters = [character for character in characters if _orders().get(character)]
    orders = [_orders()[character] for character in characters]
    lengths = np.array([len(order) for order in orders])
    alike = _ORDER * cdist(orders, orders, scorer=Levenshtein.normalized_similarity)
    for corner in range(5):
        codes = np.array([ord(_corners().get(character, _NO_CODE)[corner]) for character in characters])
        alike += _CORNERS / 5 * ((codes[:, None] == codes) & (codes != ord(_NO_CODE[corner])))
    alike += _PART * np.minimum(1.0, _shared(characters) / np.maximum(lengths[:, None], lengths))
    for one, other in np.argwhere(np.triu(alike >= least, 1)).tolist():
        yield characters[one], characters[other], float(alike[one, other])


def _shared(characters: Sequence[str]) -> npt.NDArray[np.float32]:
    """How many strokes the largest part has that two characters have in common."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for place, character in enumerate(characters):
        for part in _parts(character):
            having[part].append(place)
    shared = np.zeros((len(characters), len(characters)), dtype=np.float32)
    for part, places in having.items():
        both = np.ix_(places, places)
        shared[both] = np.maximum(shared[both], len(_orders().get(part, "")))
    return shared


@lru_cache(maxsize=8192)
def _parts(character: str, depth: int = 0) -> frozenset[str]:
    """The character and what it is made of, down to parts of more than one stroke."""
    made_of = _components().get(character, [])
    if depth >= _DEEPEST or made_of == [character]:
        made_of = []
    found = {character}.union(*(_parts(part, depth + 1) for part in made_of))
    return frozenset(found - _SINGLE_STROKES)


@cache
def _orders() -> dict[str, str]:
    """The strokes of a character in writing order, each as one of five digits."""
    return {character: str(order) for character, order in _table("char_order").items()}


@cache
def _components() -> dict[str, list[str]]:
    return {character: list(parts) for character, parts in _table("char_stroke").items()}


@cache
def _corners() -> dict[str, str]:
    """Codes of five digits (the four corners and one beside)."""
    return {character: str(code).ljust(5) for character, code in _table("char_fourangle").items()}


def _table(name: str) -> dict[str, Any]:
    """A table of char-similar, read as data: importing the package would load what it computes with."""
    package = find_spec("char_similar")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("char-similar is not installed; make run and make test install it")
    path = Path(package.submodule_search_locations[0]) / "data" / f"{name}.dict"
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table
