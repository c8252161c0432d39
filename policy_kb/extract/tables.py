"""Tables in running text: rows whose cells are parted by tabs or bars, with the column that tells what is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    """A row of a table that says what is paid, and in which columns at most."""

    start: int
    end: int
    head: str
    amounts: tuple[Decimal, ...]
    caps: tuple[Decimal, ...]
    ratio: Decimal | None


class _Column(NamedTuple):
    """A column that says what is paid: the unit of its bare numbers, and whether it is called a limit."""

    unit: Decimal | None
    limit: bool


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
    about = granting or _grants(caption)
    height = _header_height(rows)
    names = _names(rows[:height], max(len(row) for row in rows))
    columns = _paying(names, rows[height:], about, _scale(caption)) if height else {}
    if not height and about:
        columns = {len(names) - 1: _Column(_scale(caption), limit=False)}
    for row, line in zip(rows[height:], lines[height:], strict=True):
        yield from _row(text, row, line, columns)


def _header_height(rows: Sequence[Sequence[_Cell]]) -> int:
    """How many rows name the columns: the first without a sum, and the next where the first spans several columns."""
    if any(_value(cell.text, None) for cell in rows[0]):
        return 0
    spans = len(rows) > 2 and (len(rows[0]) < len(rows[1]) or any(not cell.text.strip() for cell in rows[0]))
    return 2 if spans and not any(re.search(r"\d", cell.text) for cell in rows[1]) else 1


def _names(header: Sequence[Sequence[_Cell]], width: int) -> list[str]:
    """What each column is called, the names of all header rows together; a cell over several columns names all."""
    names = [""] * width
    for row in header:
        last = ""
        for index in range(width):
            own = row[index].text.strip() if index < len(row) else ""
            spanned = own or (last if row is not header[-1] else "")
            names[index] += spanned if spanned != names[index] else ""
            last = own or last
    return names


def _paying(
    names: Sequence[str], rows: Sequence[Sequence[_Cell]], about: bool, unit: Decimal | None
) -> dict[int, _Column]:
    """The columns that say what is paid; one without a single sum is none of them."""
    columns: dict[int, _Column] = {}
    for index, name in enumerate(names):
        if (_grants(name) or (about and _SUM.search(name) is not None)) and not _measures(name):
            own = _scale(name)
            columns[index] = _Column(own if own is not None else unit, _limits(name))
    columns = {
        index: column
        for index, column in columns.items()
        if any(index < len(row) and _value(row[index].text, column.unit) for row in rows)
    }
    if not columns and about and unit is not None:
        columns = {
            index: _Column(unit, _limits(name)) for index, name in enumerate(names) if index and not _measures(name)
        }
    return columns


def _limits(name: str) -> bool:
    return any(cue.kind == "cap" for cue in find_cues(name))


def _row(text: str, row: list[_Cell], line: Line, columns: dict[int, _Column]) -> Iterator[Row]:
    amounts: list[Decimal] = []
    caps: list[Decimal] = []
    ratio: Decimal | None = None
    for index, column in columns.items():
        if index >= len(row):
            continue
        found = _value(row[index].text, column.unit)
        if found is None:
            continue
        values, share, limited = found
        (caps if limited or column.limit else amounts).extend(values)
        ratio = share if share is not None else ratio
    if amounts or caps or ratio is not None:
        head = next((cell.text.strip() for cell in row if cell.text.strip()), "")
        end = line.start + len(text[line.start : line.end].rstrip())
        yield Row(line.start, end, head, tuple(amounts), tuple(caps), ratio)


def _value(cell: str, unit: Decimal | None) -> tuple[list[Decimal], Decimal | None, bool] | None:
    figures = [figure for figure in find_figures(cell) if figure.currency == "元" and figure.kind != "parts"]
    if figures:
        if any(cue.kind in ("measure", "compare", "penalty") for cue in find_cues(cell)):
            return None
        if re.match(r"\s?(?:及|（含）)?以[上下]", cell[figures[-1].end :]):
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
