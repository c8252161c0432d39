"""Where a notice says something: the clause and its own words, found again in the text."""

from __future__ import annotations

import re
from datetime import date

from policy_kb.catalogue.check import PAGE_LABEL
from policy_kb.ingest.dates import parse_date
from policy_kb.notice import Notice

Json = dict[str, object]


def cite(notice: Notice, words: str, *, page: bool = False) -> Json | None:
    """The first place where these words stand, white space aside; ``page`` looks at what surrounds the notice too."""
    pieces = [re.escape(char) for char in words if not char.isspace()]
    return _search(notice, re.compile(r"\s*".join(pieces)), page) if pieces else None


def cite_day(notice: Notice, day: date, *, page: bool = False) -> Json | None:
    """The first place where a day stands, in digits or in characters."""
    numbers = re.compile(
        rf"{day.year}\s*[年./-]\s*0?{day.month}\s*[月./-]\s*0?{day.day}(?:\s*日|(?!\d))",
    )
    if (found := _search(notice, numbers, page)) is not None:
        return found
    for clause in notice.clauses:
        for line in clause.text.split("\n"):
            if len(line) < 40 and parse_date(line) == day:
                return {"clause": clause.cite_label, "quote": line.strip()}
    return None


def clause_of(notice: Notice, quote: str) -> str | None:
    """The label of the clause in which a quote stands verbatim."""
    return next((clause.cite_label for clause in notice.clauses if quote in clause.text), None)


def place_of(notice: Notice, found: Json) -> tuple[int, int]:
    """Where a cite stands in the cleaned text; (0, 0) for the page around it."""
    quote = str(found["quote"])
    for clause in notice.clauses:
        if clause.cite_label == found["clause"] and quote in clause.text:
            start = clause.start + clause.text.index(quote)
            return start, start + len(quote)
    return 0, 0


def _search(notice: Notice, pattern: re.Pattern[str], page: bool) -> Json | None:
    for clause in notice.clauses:
        if match := pattern.search(clause.text):
            return {"clause": clause.cite_label, "quote": match.group()}
    if page and (match := pattern.search(notice.raw_text)):
        return {"clause": PAGE_LABEL, "quote": match.group()}
    return None
