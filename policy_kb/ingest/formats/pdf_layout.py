"""From printed pages to running text: what was printed on the margins goes, broken sentences are joined again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy_kb.ingest.cleaning.draft import Edit
from policy_kb.ingest.formats.page import Page, Removal
from policy_kb.ingest.formats.pdf_lines import PrintedLine
from policy_kb.ingest.labels import find_label
from policy_kb.ingest.organs import is_date_line, is_organ_line
from policy_kb.ingest.units import is_unit_line

_MARGIN = 0.13
_PAGE_NUMBER = re.compile(
    r"[\s—–\-_－·.]*(?:\d{1,4}|[ivxlc]{1,6})[\s—–\-_－·.]*"
    r"|[\s—–-]*第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页(?:[\s，,/／、(（]*共\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页[)）]?)?[\s—–-]*"
    r"|(?:page\s*)?\d{1,4}\s*(?:/|／|of)\s*\d{1,4}",
    re.IGNORECASE,
)
_ENDS = tuple("。；：！？;:!?”）)】」")
_STOPS = tuple("。；：！？;:!?")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,})\s*\d*$")
_DIGITS = re.compile(r"\d+")
_LATIN_BREAK = re.compile(r"[A-Za-z]\n[A-Za-z]")


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page and its height."""

    lines: Sequence[PrintedLine]
    height: float


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the lines of the body begin and end, and whether its paragraphs are indented."""

    left: float
    right: float
    size: float
    indented: bool


def running_text(pages: Sequence[PrintedPage]) -> Page:
    """Text of all pages as it is printed, with the changes that make running text of it."""
    furniture = _furniture(pages)
    body = [
        (line, (number, at) in furniture) for number, page in enumerate(pages) for at, line in enumerate(page.lines)
    ]
    column = _column([line for line, dropped in body if not dropped])
    text = "".join(f"{line.text}\n" for line, _ in body)
    return Page(text, tuple(_removals(pages, furniture, column)))


def _removals(
    pages: Sequence[PrintedPage], furniture: dict[tuple[int, int], str], column: _Column | None
) -> Iterator[Removal]:
    position = 0
    before: tuple[PrintedLine, int] | None = None
    pending: list[Removal] = []
    for number, page in enumerate(pages):
        for at, line in enumerate(page.lines):
            start, end = position, position + len(line.text) + 1
            position = end
            rule = furniture.get((number, at))
            if rule is not None:
                pending.append(Removal(rule, Edit(start, end, "")))
                continue
            if before is not None and column is not None and _goes_on(before[0], line, column):
                glue = " " if _LATIN_BREAK.search(f"{before[0].text[-1]}\n{line.text[0]}") else ""
                yield Removal("line break in a sentence", Edit(before[1] - 1, before[1], glue))
            yield from pending
            pending = []
            before = (line, end)
    yield from pending


def _furniture(pages: Sequence[PrintedPage]) -> dict[tuple[int, int], str]:
    """Lines that do not belong to the text, by page and place, with the name of the rule that says so."""
    found: dict[tuple[int, int], str] = {}
    repeated: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for at, line in enumerate(page.lines):
            outside = line.middle < _MARGIN * page.height or line.middle > (1 - _MARGIN) * page.height
            if line.row:
                continue
            if line.slanted:
                found[number, at] = "watermark"
            elif outside and _PAGE_NUMBER.fullmatch(line.text.strip()):
                found[number, at] = "page number"
            elif outside:
                repeated[_DIGITS.sub("0", "".join(line.text.split())), round(line.middle / 6)].append((number, at))
    least = 2 if len(pages) < 6 else max(3, len(pages) // 3)
    for places in repeated.values():
        for alike in _counted_alike(pages, places):
            if len({number for number, _ in alike}) >= least:
                found.update(dict.fromkeys(alike, "running head"))
    return found


def _counted_alike(
    pages: Sequence[PrintedPage], places: Sequence[tuple[int, int]]
) -> Iterator[Sequence[tuple[int, int]]]:
    """Places whose numbers stay or grow with the pages. Rows of a table differ in numbers, too, but not like that."""
    left = list(places)
    while left:
        first, *others = left
        alike = [first, *(place for place in others if _counts_pages(pages, first, place))]
        left = [place for place in others if place not in alike]
        yield alike


def _counts_pages(pages: Sequence[PrintedPage], first: tuple[int, int], other: tuple[int, int]) -> bool:
    numbers, others = (_DIGITS.findall(pages[page].lines[at].text) for page, at in (first, other))
    between = other[0] - first[0]
    return len(numbers) == len(others) and all(
        one == two or int(two[-9:]) - int(one[-9:]) == between for one, two in zip(numbers, others, strict=True)
    )


def _column(lines: Sequence[PrintedLine]) -> _Column | None:
    """The body's margins, told by its full lines."""
    texts = [line for line in lines if not line.row and "\t" not in line.text]
    if not texts:
        return None
    sizes = Counter[float]()
    for line in texts:
        sizes[round(line.size)] += len(line.text)
    size = max(sizes.most_common(1)[0][0], 1.0)
    own = [line for line in texts if abs(line.size - size) <= 0.15 * size] or texts
    rights = sorted((line.right for line in own), reverse=True)
    right = rights[min(len(rights) - 1, len(rights) // 20)]
    lefts = sorted(line.left for line in own)
    left = lefts[len(lefts) // 50]
    indented = sum(1.2 * size < line.left - left < 3.5 * size for line in own)
    return _Column(left, right, size, indented * 12 >= len(own))


def _goes_on(before: PrintedLine, line: PrintedLine, column: _Column) -> bool:
    """Whether ``line`` goes on where ``before`` was cut off by the margin."""
    if before.row or line.row or "\t" in before.text or "\t" in line.text:
        return False
    if _is_headline_pair(before, line, column):
        return True
    if not _same_type(before, line) or _LEADERS.search(before.text) or line.left > column.left + 1.2 * column.size:
        return False
    full = before.right >= column.right - 2.2 * column.size
    ended = before.text.endswith(_STOPS)
    alone = is_unit_line(line.text) or is_organ_line(line.text) or is_date_line(line.text)
    if not full:
        # Text that is not justified breaks early; where paragraphs are indented, a line that is not still goes on.
        long = before.right - column.left > 0.6 * (column.right - column.left)
        return column.indented and long and not ended and not alone and not is_organ_line(before.text)
    label = find_label(line.text)
    numbered = label is not None and not label.doubtful
    if column.indented:
        return not (numbered and ended and before.left <= column.left + 0.5 * column.size)
    return not (ended or alone or (numbered and before.text.endswith(_ENDS)))


def _same_type(before: PrintedLine, line: PrintedLine) -> bool:
    return abs(before.size - line.size) <= 0.2 * max(before.size, line.size)


def _is_headline_pair(before: PrintedLine, line: PrintedLine, column: _Column) -> bool:
    """Two lines of a title: larger type, both centred, the first without an end."""
    middle = (column.left + column.right) / 2
    return (
        before.size > 1.15 * column.size
        and _same_type(before, line)
        and not before.text.endswith(_ENDS)
        and find_label(line.text) is None
        and 0 < before.bottom - line.bottom < 2.5 * before.size
        and all(abs((part.left + part.right) / 2 - middle) < 2 * part.size for part in (before, line))
        and not is_organ_line(before.text)
    )
