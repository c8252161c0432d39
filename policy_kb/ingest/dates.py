"""Dates as notices write them: 2024年2月2日, 2018-09-21, 二〇二四年二月二日."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

from policy_kb.ingest.numerals import parse_numeral

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零Ｏ一二三四五六七八九]{3})"
_ORDINAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
MONTH = rf"{_YEAR}\s*年\s*{_ORDINAL}\s*月"
DATE = rf"{MONTH}\s*{_ORDINAL}\s*日"
_PARTS = re.compile(rf"({_YEAR})\s*年\s*([\d一二三四五六七八九十]+)\s*月(?:\s*([\d一二三四五六七八九十]+)\s*日)?")
_NUMERIC = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})")
_CN_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


def parse_date(text: str) -> date | None:
    """The first date in ``text``, None if there is none or it is no day of the calendar."""
    plain = unicodedata.normalize("NFKC", text.replace("Ｏ", "〇"))
    match = _PARTS.search(plain)
    if match and match.group(3):
        return _day(_year(match.group(1)), parse_numeral(match.group(2)), parse_numeral(match.group(3)))
    numeric = _NUMERIC.search(plain)
    return _day(*(int(group) for group in numeric.groups())) if numeric else None


def month_end(text: str) -> date | None:
    """Last day of the first month named in ``text``."""
    match = _PARTS.search(text)
    if match is None:
        return None
    year, month = _year(match.group(1)), parse_numeral(match.group(2))
    if month is None or not 1 <= month <= 12:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(start: date, months: int) -> date:
    """The corresponding day; the month's last where it has none (Civil Code, article 202)."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(years, month + 1, min(start.day, calendar.monthrange(years, month + 1)[1]))


def _year(text: str) -> int:
    return int(text.translate(_CN_DIGITS))


def _day(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
