"""Lines of a printed page, with their places on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# Wider than the blank between the characters of 通  知, narrower than the gap between two columns of a table.
_COLUMN_GAP = 2.6
_OTHER_LINE = 0.6


class Glyph(NamedTuple):
    """One character and its box; ``left`` is None for those the reader put in, such as line breaks."""

    char: str
    left: float | None = None
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0
    slanted: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line: text, box (points from the lower left corner), and the size of its type."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    slanted: bool = False
    row: bool = False

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def build_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Lines in the order of the file; columns that stand apart on one line are parted by tabs."""
    return [line for run in _runs(glyphs) if (line := _line(run)) is not None]


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    last: Glyph | None = None
    for glyph in glyphs:
        # The reader leaves out some line breaks, and 2 above 2 must not become 22.
        if glyph.char in "\r\n" or _elsewhere(last, glyph):
            if run:
                yield run
            run, last = [], None
        if glyph.char not in "\r\n":
            run.append(glyph)
            last = last if glyph.left is None else glyph
    if run:
        yield run


def _elsewhere(before: Glyph | None, glyph: Glyph) -> bool:
    """Whether a character stands on another line than the one before it; those of a small note do not."""
    if before is None or before.left is None or glyph.left is None or before.slanted or glyph.slanted:
        return False
    size = max(before.top - before.bottom, glyph.top - glyph.bottom)
    return abs(before.bottom + before.top - glyph.bottom - glyph.top) / 2 > _OTHER_LINE * size


def _line(run: list[Glyph]) -> PrintedLine | None:
    shown = [glyph for glyph in run if glyph.left is not None and not glyph.char.isspace()]
    if not shown:
        return None
    heights = sorted(glyph.top - glyph.bottom for glyph in shown)
    size = heights[len(heights) // 2]
    pieces: list[str] = []
    gap = ""
    before: Glyph | None = None
    for glyph in run:
        if glyph.left is None or glyph.char.isspace():
            gap += glyph.char if glyph.char.isspace() else ""
            continue
        if before is not None:
            wide = size > 0 and glyph.left - before.right > _COLUMN_GAP * size
            pieces.append("\t" if wide else gap)
        pieces.append(glyph.char)
        before, gap = glyph, ""
    return PrintedLine(
        text="".join(pieces),
        left=min(glyph.left for glyph in shown if glyph.left is not None),
        right=max(glyph.right for glyph in shown),
        bottom=min(glyph.bottom for glyph in shown),
        top=max(glyph.top for glyph in shown),
        size=size,
        slanted=sum(glyph.slanted for glyph in shown) * 2 > len(shown),
    )
