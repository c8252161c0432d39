"""Tables of a printed page, found by the lines that are ruled around their cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from policy_kb.ingest.formats.html_tables import LONGEST_REPEATED
from policy_kb.ingest.formats.pdf_lines import Glyph, PrintedLine, build_lines
from policy_kb.ingest.formats.pdf_rows import join_rows

_NEAR = 3.0
_MAX_RULES = 400
_MAX_CELLS = 4000
_LONG_CELL = 500
_HAN_BREAK = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]\n|\n[\u2e80-\u9fff\uff00-\uffef]")


class Rule(NamedTuple):
    """A ruled line, upright or level: at ``place`` (x or y), from ``start`` to ``end`` along the other axis."""

    upright: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Borders of rows (from above) and columns, and for each cell the first cell that it is merged with."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    merged: dict[tuple[int, int], tuple[int, int]]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell that holds a point."""
        row = next((at for at, (top, bottom) in enumerate(pairwise(self.rows)) if bottom <= y <= top), None)
        column = next((at for at, (left, right) in enumerate(pairwise(self.columns)) if left <= x <= right), None)
        return None if row is None or column is None else self.merged[row, column]


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Tables of at least two rows and two columns; none on a page so full of lines that it must be a drawing."""
    joined = _joined(rules)
    if not 5 <= len(joined) <= _MAX_RULES:
        return []
    grids = []
    for group in _groups(joined):
        columns = _places([rule.place for rule in group if rule.upright])
        rows = _places([rule.place for rule in group if not rule.upright])[::-1]
        if len(columns) >= 3 and len(rows) >= 3 and len(columns) * len(rows) <= _MAX_CELLS:
            grids.append(Grid(tuple(columns), tuple(rows), _merged(group, rows, columns)))
    return grids


def lay_out(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> list[PrintedLine]:
    """Lines of a page, with each table as one line for each of its rows."""
    inside: dict[int, list[Glyph]] = defaultdict(list)
    order: list[Glyph | int] = []
    for glyph in glyphs:
        at = _grid_of(glyph, grids)
        if at is None:
            order.append(glyph)
            continue
        if at not in inside:
            order.append(at)
        inside[at].append(glyph)
    lines: list[PrintedLine] = []
    waiting: list[Glyph] = []
    for part in order:
        if isinstance(part, Glyph):
            waiting.append(part)
            continue
        lines += join_rows(build_lines(waiting))
        waiting = []
        lines += _table_lines(grids[part], inside[part])
    return [*lines, *join_rows(build_lines(waiting))]


def _grid_of(glyph: Glyph, grids: Sequence[Grid]) -> int | None:
    if glyph.left is None:
        return None
    x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return next((at for at, grid in enumerate(grids) if grid.cell_at(x, y) is not None), None)


def _table_lines(grid: Grid, glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    cells: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        cell = grid.cell_at(((glyph.left or 0.0) + glyph.right) / 2, (glyph.bottom + glyph.top) / 2)
        if cell is not None:
            cells[cell] += _broken(cells[cell], glyph)
    texts = {cell: _cell_text(found) for cell, found in cells.items()}
    longest, total = max(map(len, texts.values()), default=0), sum(map(len, texts.values()))
    if longest > _LONG_CELL and longest > 0.6 * total:
        return build_lines(glyph for cell in sorted(cells) for glyph in (*cells[cell], Glyph("\n")))
    return list(_row_lines(grid, texts))


def _broken(before: list[Glyph], glyph: Glyph) -> list[Glyph]:
    """The character, behind a line break where it stands on another line than the one before it."""
    last = before[-1] if before else None
    if last is None or abs(last.bottom - glyph.bottom) < 0.6 * max(glyph.top - glyph.bottom, 1.0):
        return [glyph]
    return [Glyph("\n"), glyph]


def _row_lines(grid: Grid, texts: dict[tuple[int, int], str]) -> Iterator[PrintedLine]:
    # Double borders make rows and columns of their own, in which no cell begins.
    used = sorted({column for (_, column), text in texts.items() if text})
    for row, (top, bottom) in enumerate(pairwise(grid.rows)):
        if not any(text and cell[0] == row for cell, text in texts.items()):
            continue
        shown = []
        for column in used:
            first = grid.merged[row, column]
            text = texts.get(first, "") if first[1] == column else ""
            shown.append(text if first[0] == row or len(text) <= LONGEST_REPEATED else "")
        line = "\t".join(shown).rstrip("\t")
        if line.strip():
            yield PrintedLine(line, grid.columns[0], grid.columns[-1], bottom, top, top - bottom, row=True)


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    text = "\n".join(line.text.replace("\t", " ") for line in build_lines(glyphs))
    while (match := _HAN_BREAK.search(text)) is not None:
        text = text[: match.start()] + match.group().replace("\n", "") + text[match.end() :]
    return text.replace("\n", " ").strip()


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules of one piece where they were drawn cell by cell."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.upright, round(rule.place), rule.start)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.upright == rule.upright
            and round(last.place) == round(rule.place)
            and rule.start <= last.end + _NEAR
        ):
            joined[-1] = last._replace(end=max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or by others."""
    left = list(rules)
    groups: list[list[Rule]] = []
    while left:
        group, reached = [], [left.pop()]
        while reached:
            rule = reached.pop()
            group.append(rule)
            touching = [other for other in left if _touch(rule, other)]
            left = [other for other in left if not _touch(rule, other)]
            reached += touching
        groups.append(group)
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    if one.upright == other.upright:
        return (
            abs(one.place - other.place) <= _NEAR and one.start - _NEAR <= other.end and other.start - _NEAR <= one.end
        )
    return one.start - _NEAR <= other.place <= one.end + _NEAR and other.start - _NEAR <= one.place <= other.end + _NEAR


def _places(values: Sequence[float]) -> list[float]:
    """Distinct places in rising order; both edges of a drawn line count as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _merged(
    rules: Sequence[Rule], rows: Sequence[float], columns: Sequence[float]
) -> dict[tuple[int, int], tuple[int, int]]:
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            cell = (row, column)
            if column and not _ruled(rules, True, left, (top + bottom) / 2):
                cell = first[row, column - 1]
            if row and not _ruled(rules, False, top, (left + right) / 2):
                cell = min(cell, first[row - 1, column])
            first[row, column] = cell
    return first


def _ruled(rules: Sequence[Rule], upright: bool, place: float, at: float) -> bool:
    return any(
        rule.upright == upright and abs(rule.place - place) <= _NEAR and rule.start - 1 <= at <= rule.end + 1
        for rule in rules
    )
