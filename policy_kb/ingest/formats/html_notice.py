"""Where on a page the notice stands.

Measured by sentences, not by tags: a site may call its parts as it likes, but menus, footers and link lists hold no
sentences outside of links. The smallest part of the page that holds all of them is taken, with the title above it and
the signature below it. What stays in doubt stays in the text; the rules for plain text look at it next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from policy_kb.ingest.attachments import attachment_heading, is_attachment_list
from policy_kb.ingest.cleaning.furniture import INDEX_FIELD
from policy_kb.ingest.formats.html_lines import PageLine
from policy_kb.ingest.labels import find_label
from policy_kb.ingest.organs import is_date_line, is_organ_line
from policy_kb.ingest.titles import is_title
from policy_kb.ingest.units import is_unit_line

_NEGLIGIBLE = 40
_LINES_ABOVE = 40
_LINES_BELOW = 15
_FLAG_LIMIT = 0.3
_FILE = re.compile(r".*(?:附件|附表|\.(?:docx?|pdf|wps|xlsx?|ofd|zip|rar)\b).*", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；]|.{20,}[，,]")


def notice_span(lines: list[PageLine], body: Any, title: str) -> tuple[int, int]:
    """First line of the notice, and the one behind its last; all lines where no sentence is found."""
    weights = [_weight(line) for line in lines]
    _doubt_flags(lines, weights)
    container = _container(lines, weights, body)
    inside = [index for index, line in enumerate(lines) if _stands_in(line.block, container)]
    if not inside or sum(weights) == 0:
        return 0, len(lines)
    first, end = inside[0], inside[-1] + 1
    first = _with_title(lines, first, end, title)
    end = _with_signature(lines, end)
    while end > first + 1 and _is_tail(lines[end - 1]):
        end -= 1
    return first, end


def is_furniture(line: PageLine) -> bool:
    """Whether a line between those of the notice is a button or a menu of the page."""
    return (
        line.furniture and not line.heading and not _weight(line) and len(line.text) <= 30 and not _belongs(line.text)
    )


def _weight(line: PageLine) -> int:
    """How much of a line is a text of its own: sentences, numbered parts, rows of tables."""
    text = line.text.strip()
    own = len(text) - line.linked
    if line.is_link or own < 4:
        return 0
    if line.row or find_label(text) is not None or is_unit_line(text):
        return max(own, _NEGLIGIBLE + 1)
    return own if own >= 8 and _SENTENCE.search(text) else 0


def _doubt_flags(lines: list[PageLine], weights: list[int]) -> None:
    """A part that is called a side bar but holds much of the text is none."""
    flagged = sum(weight for line, weight in zip(lines, weights, strict=True) if line.furniture)
    if flagged > _FLAG_LIMIT * sum(weights):
        for line in lines:
            line.furniture = False


def _container(lines: list[PageLine], weights: list[int], body: Any) -> Any:
    held: dict[Any, int] = defaultdict(int)
    for line, weight in zip(lines, weights, strict=True):
        if not weight or line.furniture:
            continue
        element = line.block
        while element is not None:
            held[element] += weight
            if element is body:
                break
            element = element.getparent()
    found = body
    while True:
        child = max(found, key=lambda element: held.get(element, 0), default=None)
        if child is None or held.get(child, 0) < held[found] - _NEGLIGIBLE or held.get(child, 0) == 0:
            return found
        found = child


def _stands_in(block: Any, container: Any) -> bool:
    element = block
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False


def _with_title(lines: list[PageLine], first: int, end: int, title: str) -> int:
    if any(_is_page_title(line, title) for line in lines[first : min(end, first + 6)]):
        return _with_index_table(lines, first)
    above = range(first - 1, max(-1, first - 1 - _LINES_ABOVE), -1)
    at = next((index for index in above if _is_page_title(lines[index], title)), None)
    if at is None:
        at = next((index for index in above if lines[index].heading and not lines[index].furniture), None)
    if at is None:
        at = next((index for index in above if is_title(lines[index].text.strip()) and not lines[index].is_link), first)
    return _with_index_table(lines, at)


def _is_page_title(line: PageLine, title: str) -> bool:
    text = "".join(line.text.split())
    return len(text) >= 6 and (text == title or (len(text) >= 10 and title.startswith(text)))


def _with_index_table(lines: list[PageLine], first: int) -> int:
    found = first
    for index in range(first - 1, max(-1, first - 13), -1):
        if INDEX_FIELD.match(lines[index].text.strip()):
            found = index
        elif index < found - 2:
            break
    return found


def _with_signature(lines: list[PageLine], end: int) -> int:
    found = end
    for index in range(end, min(len(lines), end + _LINES_BELOW)):
        if lines[index].furniture:
            break
        if _belongs(lines[index].text):
            found = index + 1
        elif index > found + 1:
            break
    return found


def _belongs(line: str) -> bool:
    text = line.strip()
    return (
        is_organ_line(text)
        or is_date_line(text)
        or is_attachment_list(text)
        or attachment_heading(text) is not None
        or (_FILE.fullmatch(text) is not None and len(text) < 80)
    )


def _is_tail(line: PageLine) -> bool:
    """Links and buttons behind the last line of the notice."""
    return (line.is_link or line.furniture) and not _belongs(line.text)
