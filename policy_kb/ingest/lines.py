"""A text as lines with their places."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """``text[start:end]`` is the line without its line end; ``text[start:next]`` with it."""

    start: int
    end: int
    next: int
    content: str


def split_lines(text: str) -> list[Line]:
    """All lines of ``text``, ``content`` without blanks at its ends."""
    found: list[Line] = []
    position = 0
    for piece in text.split("\n"):
        end = position + len(piece)
        found.append(Line(position, end, min(end + 1, len(text)), piece.strip()))
        position = end + 1
    return found
