"""Tables of a page as lines of text: cells parted by tabs, merged cells in each row that they reach into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_MAX_COLUMNS = 60
_LONG_CELL = 500
# A label is worth repeating in each row that its cell reaches into; a page of text is not.
LONGEST_REPEATED = 200
_SPACE = re.compile(r"\s+")
_UNSEEN = {"script", "style", "noscript", "template"}
_BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt"}


def is_data_table(table: Any) -> bool:
    """Whether a table holds data: old pages are laid out with tables, whose cells hold whole articles."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    lengths = [[len("".join(cell.itertext())) for cell in _cells(row)] for row in _rows(table)]
    if len(lengths) < 2 or max((len(row) for row in lengths), default=0) < 2:
        return False
    longest = max(length for row in lengths for length in row)
    return longest <= _LONG_CELL or longest <= 0.6 * sum(map(sum, lengths))


def table_lines(table: Any) -> list[str]:
    """One line for each row. A cell over several rows is repeated in each, one over several columns stands once."""
    lines: list[str] = []
    reaching: dict[int, tuple[int, str]] = {}
    for row in _rows(table):
        texts: list[str] = []
        for cell in _cells(row):
            _fill(texts, reaching)
            if len(texts) >= _MAX_COLUMNS:
                break
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for column, text in enumerate([cell_text(cell), *[""] * (width - 1)], start=len(texts)):
                texts.append(text)
                if height > 1:
                    reaching[column] = (height - 1, text if len(text) <= LONGEST_REPEATED else "")
        _fill(texts, reaching)
        line = "\t".join(texts[:_MAX_COLUMNS]).rstrip("\t")
        if line.strip():
            lines.append(line)
    return lines


def cell_text(cell: Any) -> str:
    """Text of a cell on one line."""
    pieces: list[str] = []
    for element in cell.iter():
        gap = "\n" if element.tag in _BREAKS and element is not cell else ""
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            pieces += [gap, element.text or ""]
        if element is not cell:
            pieces += [gap, element.tail or ""]
    return _SPACE.sub(" ", "".join(pieces)).strip()


def _rows(table: Any) -> Iterator[Any]:
    return iter(table.iterdescendants("tr"))


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _fill(texts: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    """Cells of the rows above that reach into this row at the next column."""
    while len(texts) in reaching and len(texts) < _MAX_COLUMNS:
        column = len(texts)
        left, text = reaching.pop(column)
        texts.append(text)
        if left > 1:
            reaching[column] = (left - 1, text)


def _span(cell: Any, name: str) -> int:
    value = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(int(value.group(1)), 1), _MAX_COLUMNS if name == "colspan" else 1000) if value else 1
