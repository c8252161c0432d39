"""The word of which a message asks the meaning: 什么是X, X是啥意思."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from channels.teaching.sameness import LONGEST, bare, polite

_FILE = Path(__file__).with_name("terms.yaml")
_PLACE = "TERM"


def term_asked_for(text: str) -> frozenset[str]:
    """The word, as ``term_key`` gives it; several readings where a message may be cut in several ways (X到底是什么).

    Empty for a message that asks something else.
    """
    if len(text) > LONGEST:
        return frozenset()
    asked = polite(bare(text))
    return frozenset(found[1] for frame in _frames() if (found := frame.fullmatch(asked)))


def term_key(term: str) -> str:
    """What all spellings of a word have in common."""
    return bare(term)


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    frames: list[str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(re.compile(re.escape(frame).replace(_PLACE, "(.+)")) for frame in frames)
