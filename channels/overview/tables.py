"""The overview as a CSV or XLSX file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from channels.overview.making import channel_name
from channels.overview.parts import Counts, Overview, Share

Cell = str | int | None
Rows = list[Sequence[Cell]]

_HEADINGS: dict[str, str] = {
    "conversations": "对话",
    "questions": "提问",
    "answers": "助手回答",
    "declined": "没有答上",
    "asked_back": "反问",
    "handovers": "转人工",
    "taken": "人工接待",
    "useful": "评价有用",
    "useless": "评价没用",
    "ms_p50": "回答用时中位数（毫秒）",
    "ms_p95": "回答用时95%以内（毫秒）",
    "waited_p50": "等人工中位数（秒）",
}
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def sheets(found: Overview) -> Iterator[tuple[str, Rows]]:
    """Name and rows of each table, headings first."""
    daily: Rows = [["日期", "渠道", *_HEADINGS.values()]]
    daily += [[day.day.isoformat(), channel_name(day.channel), *_counts(day)] for day in found.days]
    daily.append([f"{found.since.isoformat()}至{found.until.isoformat()}", "合计", *_counts(found.totals)])
    yield "每天", daily
    for name, shares in (
        ("回答类型", found.kinds),
        ("意图", found.intents),
        ("主题", found.topics),
        ("地区", found.regions),
        ("渠道", found.channels),
    ):
        yield name, _table(name, shares)


def as_csv(found: Overview) -> bytes:
    """All tables below each other, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, (_, rows) in enumerate(sheets(found)):
        if number:
            writer.writerow([])
        writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(found: Overview) -> bytes:
    """A workbook with a sheet for each table."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets(found):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 1, 24)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [safe(cell) for cell in row], None if number else bold)
    return out.getvalue()


def _counts(counts: Counts) -> list[Cell]:
    return [getattr(counts, name) for name in _HEADINGS]


def _table(name: str, shares: Sequence[Share]) -> Rows:
    rows: Rows = [[name, "次数"]]
    rows += [[share.name, share.count] for share in shares]
    return rows
