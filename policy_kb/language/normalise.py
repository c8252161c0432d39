"""One spelling for everything that is compared: NFKC, simplified characters, single spaces, lower-case Latin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

_SPACES = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters become simplified ones; everything else stays."""
    return str(_to_simplified().convert(text))


def normalise(text: str) -> str:
    """The form in which messages are understood.

    Half-width, simplified, lower case, without invisible characters; white space between Chinese characters is dropped
    (people and input methods leave it there), elsewhere it is one space.
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = simplify(text).lower()
    text = _SPACES.sub(" ", text).strip()
    return _BETWEEN_HAN.sub("", text)
