"""Tables in running text: rows whose cells are parted by tabs or bars, with the column that tells what is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from policy_kb.extract.figures import find_figures, plain
from policy_kb.extract.vocabulary import find_cues
from policy_kb.ingest.labels import find_label
from policy_kb.ingest.lines import Line, split_lines
from policy_kb.language.numerals import parse_number

_UNIT = re.compile(
    r"(?:单位[:：]?|[（(])\s?(?:人民币)?(?P<scale>[十百千]?[万亿])?元(?:/[\u4e00-\u9fff]{1,3})?\s?[)）]?"
)
_BARE = re.compile(
    r"\s*(?P<limit>最高|不超过|≤)?\s*(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?:/[\u4e00-\u9fff]{1,3})?\s*"
)
_SUM = re.compile(r"标准|金额|额度|数额")
_REACH = 200


class Row(NamedTuple):
    """A row of a table that says what is paid."""

    start: int
    end: int
    head: str
    amounts: tuple[Decimal, ...]
    ratio: Decimal | None
    at_most: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


def is_row(line: str) -> bool:
    """Whether a line is a row of cells rather than prose with a stray tab."""
    label = find_label(line)
    return len([cell for cell in _split(line[label.length if label else 0 :]) if cell.strip()]) >= 2


def read_tables(text: str, granting: bool) -> Iterator[Row]:
    """The paying rows of all tables in ``text``; ``granting``: whether the text around them is about awards."""
    group: list[Line] = []
    caption = ""
    for line in split_lines(text):
        if line.content and is_row(text[line.start : line.end]):
            group.append(line)
            continue
        if group:
            yield from _table(text, group, caption, granting)
            group, caption = [], ""
        if line.content:
            caption = (caption + line.content)[-_REACH:]
    if group:
        yield from _table(text, group, caption, granting)


def table_lines(text: str) -> list[tuple[int, int]]:
    """Where the rows of tables stand."""
    return [
        (line.start, line.end) for line in split_lines(text) if line.content and is_row(text[line.start : line.end])
    ]


def _split(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.split("|") if line.count("|") >= 2 else [line]


def _cells(text: str, line: Line) -> list[_Cell]:
    cells: list[_Cell] = []
    position = line.start
    for cell in _split(text[line.start : line.end]):
        cells.append(_Cell(cell, position))
        position += len(cell) + 1
    return cells


def _grants(text: str) -> bool:
    kinds = {cue.kind for cue in find_cues(text)}
    return "grant" in kinds


def _measures(text: str) -> bool:
    return any(cue.kind in ("measure", "fund", "compare") for cue in find_cues(text))


def _table(text: str, lines: list[Line], caption: str, granting: bool) -> Iterator[Row]:
    rows = [_cells(text, line) for line in lines]
    header = rows[0]
    about = granting or _grants(caption)
    unit = _scale(caption)
    has_header = not any(_value(cell.text, None) for cell in header)
    columns: dict[int, Decimal | None] = {}
    if has_header:
        for index, cell in enumerate(header):
            named = _grants(cell.text) or (about and _SUM.search(cell.text) is not None)
            if named and not _measures(cell.text):
                own = _scale(cell.text)
                columns[index] = own if own is not None else unit
        if not columns and about and unit is not None:
            columns = {index: unit for index, cell in enumerate(header) if index and not _measures(cell.text)}
    elif about:
        columns = {max(len(row) for row in rows) - 1: unit}
    if not columns:
        return
    for row, line in zip(rows[1:] if has_header else rows, lines[1:] if has_header else lines, strict=True):
        yield from _row(text, row, line, columns)


def _row(text: str, row: list[_Cell], line: Line, columns: dict[int, Decimal | None]) -> Iterator[Row]:
    amounts: list[Decimal] = []
    ratio: Decimal | None = None
    at_most = False
    for index, unit in columns.items():
        if index >= len(row):
            continue
        found = _value(row[index].text, unit)
        if found is None:
            continue
        values, share, limited = found
        amounts += values
        ratio = share if share is not None else ratio
        at_most = at_most or limited
    if amounts or ratio is not None:
        head = next((cell.text.strip() for cell in row if cell.text.strip()), "")
        end = line.start + len(text[line.start : line.end].rstrip())
        yield Row(line.start, end, head, tuple(amounts), ratio, at_most)


def _value(cell: str, unit: Decimal | None) -> tuple[list[Decimal], Decimal | None, bool] | None:
    figures = [figure for figure in find_figures(cell) if figure.currency == "元" and figure.kind != "parts"]
    if figures:
        if any(cue.kind in ("measure", "compare", "penalty") for cue in find_cues(cell)):
            return None
        if re.match(r"\s?(?:及|（含）)?以上", cell[figures[-1].end :]):
            return None
        money = [value for figure in figures if figure.kind == "money" for value in figure.values]
        shares = [figure.values[0] for figure in figures if figure.kind == "ratio"]
        limited = any(cue.kind == "cap" for cue in find_cues(cell))
        return money, shares[0] if shares else None, limited
    bare = _BARE.fullmatch(plain(cell))
    if bare is None or unit is None:
        return None
    number = parse_number(bare["number"].replace(",", ""))
    return None if number is None else ([number * unit], None, bare["limit"] is not None)


def _scale(text: str) -> Decimal | None:
    match = _UNIT.search(text)
    if match is None:
        return None
    return parse_number("一" + match["scale"]) if match["scale"] else Decimal(1)
