"""The id of a notice, made from its region, year and title: the same notice always gets the same."""

from __future__ import annotations

import re
from collections.abc import Callable

from pypinyin import Style, lazy_pinyin

from policy_kb.notice import Notice
from policy_kb.regions import region_table

_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST = 24


def doc_id(notice: Notice, region: str, taken: Callable[[str], bool]) -> str:
    """Such as ``luoyang-2012-zlcjybhtl``; with a number behind it where another notice has that id."""
    table = region_table()
    name = table.name(region)
    short = min((*table.short_names(region), name), key=len)
    title = notice.title.removeprefix(name).removeprefix(short)
    place = _plain("".join(lazy_pinyin(short))) or "notice"
    words = _plain("".join(lazy_pinyin(title, style=Style.FIRST_LETTER)))[:_LONGEST] or "notice"
    base = f"{place if place[0].isalpha() else f'r{place}'}-{_year(notice)}-{words}"
    found, number = base, 2
    while taken(found):
        found, number = f"{base}-{number}", number + 1
    return found


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("", text.casefold())


def _year(notice: Notice) -> str:
    for day in (notice.issued_on, notice.published_on, notice.validity.effective_on):
        if day is not None:
            return str(day.year)
    match = _YEAR.search(f"{notice.doc_number or ''} {notice.title}")
    return match.group() if match else "undated"
