"""Rows of a table without ruled lines: what stands side by side, cell after cell, is one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policy_kb.ingest.formats.pdf_lines import PrintedLine

# Boxes of characters reach a little into the lines above and below them.
_OVERLAP = 0.2
_CHINESE_ENDS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef][\u2e80-\u9fff\uff00-\uffef]")


def join_rows(lines: Iterable[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines in order, those that stand side by side and follow one another as one, with tabs between them.

    Only what the file draws one after the other is joined: the columns of a gazette are drawn each as a whole.
    """
    group: list[PrintedLine] = []
    for line in lines:
        if group and not _beside(group, line):
            yield from _joined(group)
            group = []
        group.append(line)
    yield from _joined(group)


def _beside(group: list[PrintedLine], line: PrintedLine) -> bool:
    if line.row or group[-1].row or line.slanted != group[-1].slanted:
        return False
    bottom, top = min(one.bottom for one in group), max(one.top for one in group)
    return min(top, line.top) - max(bottom, line.bottom) > _OVERLAP * min(top - bottom, line.top - line.bottom)


def _joined(group: list[PrintedLine]) -> Iterator[PrintedLine]:
    columns = _columns(group)
    if len(columns) < 2:
        yield from group
        return
    yield PrintedLine(
        text="\t".join(_cell(column) for column in columns),
        left=min(line.left for line in group),
        right=max(line.right for line in group),
        bottom=min(line.bottom for line in group),
        top=max(line.top for line in group),
        size=max(line.size for line in group),
        slanted=group[0].slanted,
    )


def _columns(group: list[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines of each cell, from left to right: those above one another are one cell."""
    columns: list[list[PrintedLine]] = []
    right = float("-inf")
    for line in sorted(group, key=lambda one: one.left):
        if columns and line.left < right:
            columns[-1].append(line)
        else:
            columns.append([line])
        right = max(right, line.right)
    return columns


def _cell(lines: list[PrintedLine]) -> str:
    text = ""
    for line in sorted(lines, key=lambda one: -one.bottom):
        gap = " " if text and not _CHINESE_ENDS.fullmatch(text[-1] + line.text[0]) else ""
        text += gap + line.text
    return text
