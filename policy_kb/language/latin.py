"""Latin letters and digits in a Chinese text, where no space tells words apart."""

from __future__ import annotations


def stands_whole(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is no part of a longer run of Latin letters and digits; Chinese never is."""
    left = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    return not (left or (end < len(text) and _latin(text[end - 1]) and _latin(text[end])))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
