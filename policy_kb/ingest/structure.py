"""From cleaned text to its parts: headings and articles with labels, paths, citable names and places."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from policy_kb.ingest.attachments import attachment_heading, is_attachment_list
from policy_kb.ingest.labels import Label, find_label
from policy_kb.ingest.lines import Line, split_lines
from policy_kb.ingest.organs import is_date_line, is_organ_line
from policy_kb.ingest.titles import is_title
from policy_kb.ingest.units import find_units, is_unit_line
from policy_kb.notice import CLOSING_LABEL, OPENING_LABEL, Clause, ClauseKind

_BRACKETED_HEADING = re.compile(r"【(?P<heading>[^】]{1,60})】")
_SELF = re.compile(
    r"本(?:若干|实施)?(?:措施|办法|意见|方案|规定|细则|条例|通知|政策|规划|计划|指南|公告|规则|决定|标准)"
    r"(?:[（(][^）)]{1,20}[）)])?(?:自|由|有效期|从|施行|实施|执行|未尽)"
)
_NOTE = re.compile(r"[（(]?此件.{0,8}公开.{0,6}[)）]?|抄送[:：].*|主送[:：].*|[（(]联系(?:人|电话).*[)）]")
# Shorter lines that end in 意见 or 说明 are the captions of forms.
_ANNEXED_TITLE = 10
_LEADERS = re.compile(r"…{2,}|\.{6,}")


@dataclass(slots=True)
class _Part:
    """A clause in the making; ``end`` is set when the next one begins."""

    kind: ClauseKind
    label: str
    heading: str
    path: tuple[str, ...]
    start: int
    end: int = 0
    annexed: bool = False


@dataclass(slots=True)
class _Level:
    label: Label
    path: tuple[str, ...]


@dataclass(slots=True)
class _Outline:
    """State of reading line by line: finished parts, open headings, the attachment or annexed text one is in."""

    parts: list[_Part] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    root: tuple[str, ...] = ()
    listed: bool = False

    def place(self, label: Label) -> tuple[str, ...]:
        """Path of a new heading: beside the open one of its scheme, else below the innermost open one."""
        for depth, level in enumerate(self.levels):
            if level.label.scheme == label.scheme:
                del self.levels[depth:]
                break
        path = (*(self.levels[-1].path if self.levels else self.root), label.canonical)
        self.levels.append(_Level(label, path))
        return path

    def last_number(self, label: Label) -> int:
        return next((level.label.number for level in self.levels if level.label.scheme == label.scheme), 0)


def read_structure(text: str) -> tuple[Clause, ...]:
    """Clauses of a cleaned notice in order: 开头 if there is any, the numbered units, 文末 if there is any.

    For each, ``text[clause.start:clause.end] == clause.text``; the spans do not overlap.
    """
    lines = split_lines(text)
    outline = _Outline(parts=[_Part("opening", OPENING_LABEL, "", (OPENING_LABEL,), 0)])
    for index, line in enumerate(lines):
        if not line.content:
            continue
        _read_line(outline, lines, index, line)
    parts = _without_false_closings(outline.parts)
    for part, following in pairwise(parts):
        part.end = following.start
    parts[-1].end = len(text)
    return _finish(text, parts)


def _read_line(outline: _Outline, lines: list[Line], index: int, line: Line) -> None:
    started = len(outline.parts) > 1
    attachment = attachment_heading(line.content)
    if attachment is not None and (started or outline.listed):
        outline.root, outline.listed = (attachment,), False
        outline.levels.clear()
        heading = _next_content(lines, index)
        outline.parts.append(
            _Part("clause", attachment, "" if find_label(heading) else heading, (attachment,), line.start, annexed=True)
        )
        return
    label = None if _LEADERS.search(line.content) else find_label(line.content)
    if label is not None and label.doubtful and label.number != outline.last_number(label) + 1:
        label = None
    if label is not None and started and label.number == 1 and not outline.root and _restarts(outline, label):
        title = _annexed_title(lines, index)
        if title is not None:
            outline.root, outline.listed = (title,), False
            outline.levels.clear()
    if label is not None and not outline.listed:
        path = outline.place(label)
        heading, annexed = _heading(line.content, label), bool(outline.root)
        outline.parts.append(_Part("clause", label.canonical, heading, path, line.start, annexed=annexed))
        return
    if started and is_attachment_list(line.content) and not outline.root:
        outline.listed = True
        _close(outline, line.start)
    elif started and _ends_body(outline, lines, index, line):
        _close(outline, line.start)


def _close(outline: _Outline, start: int) -> None:
    """Begin the closing text, once; in an attachment such lines stay with it."""
    if not outline.root and outline.parts[-1].kind != "closing":
        outline.parts.append(_Part("closing", CLOSING_LABEL, "", (CLOSING_LABEL,), start))


def _without_false_closings(parts: list[_Part]) -> list[_Part]:
    """A closing text that numbered units of the same text follow belongs to the unit before it."""
    last = max((index for index, part in enumerate(parts) if part.kind == "clause" and not part.annexed), default=-1)
    return [part for index, part in enumerate(parts) if part.kind != "closing" or index > last]


def _ends_body(outline: _Outline, lines: list[Line], index: int, line: Line) -> bool:
    """Whether an unnumbered line no longer belongs to the clause above it."""
    if _NOTE.fullmatch(line.content) or _SELF.match(line.content):
        return True
    if is_organ_line(line.content):
        return any(is_date_line(found) for found in _contents(lines, index + 1, 12))
    if is_date_line(line.content):
        return True
    before = _content_before(lines, index)
    return is_unit_line(before) and not is_unit_line(line.content)


def _contents(lines: list[Line], start: int, count: int) -> list[str]:
    return [line.content for line in lines[start : start + count] if line.content]


def _next_content(lines: list[Line], index: int) -> str:
    return next(iter(_contents(lines, index + 1, 6)), "")


def _content_before(lines: list[Line], index: int) -> str:
    return next((line.content for line in reversed(lines[max(0, index - 4) : index]) if line.content), "")


def _restarts(outline: _Outline, label: Label) -> bool:
    outermost = outline.levels[0].label.scheme if outline.levels else None
    return outermost == label.scheme or outline.parts[-1].kind == "closing"


def _annexed_title(lines: list[Line], index: int) -> str | None:
    """Title of a text annexed to the numbered one before it, standing alone among the lines above the new 一、."""
    for line in reversed(lines[max(0, index - 12) : index]):
        if len(line.content) >= _ANNEXED_TITLE and is_title(line.content):
            return line.content
        if line.content and find_label(line.content):
            return None
    return None


def _heading(content: str, label: Label) -> str:
    body = content[label.length :].strip()
    bracketed = _BRACKETED_HEADING.match(body)
    if bracketed:
        return bracketed.group("heading").strip()
    if label.scheme == "article":
        return ""
    return body.partition("。")[0].strip().rstrip("；：，、;:,").strip()


def _finish(text: str, parts: list[_Part]) -> tuple[Clause, ...]:
    spans: list[tuple[_Part, int, int]] = []
    for part in parts:
        start, end = part.start, part.end
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if end > start:
            spans.append((part, start, end))
    names = _citable([part.path for part, _, _ in spans])
    clauses = []
    for (part, start, end), name in zip(spans, names, strict=True):
        own = text[start:end]
        units = find_units(own)
        clauses.append(
            Clause(
                kind=part.kind,
                label=part.label,
                heading=part.heading,
                path=part.path,
                cite_label=name,
                text=own,
                start=start,
                end=end,
                lead_units=units.lead,
                responsible_units=units.responsible,
            )
        )
    return tuple(clauses)


def _citable(paths: list[tuple[str, ...]]) -> list[str]:
    """How each path is cited: the shortest suffix that starts with a label which no other heading of its depth bears.

    Headings of the same depth below the same root are cited with equally many labels, so that a reader need not
    know which of them happens to be unique: where one （五） needs its 三、, all of them carry it.
    """
    owners: dict[tuple[int, str], set[tuple[str, ...]]] = {}
    everywhere = Counter(label for path in set(paths) for label in path[-1:])
    for path in set(paths):
        for depth in range(1, len(path) + 1):
            owners.setdefault((depth, path[depth - 1]), set()).add(path[:depth])
    skips: dict[int, int] = {}
    for path in set(paths):
        depth = len(path)
        skip = skips.get(depth, depth - 1)
        while skip > 0 and (
            len(owners[skip + 1, path[skip]]) > 1 or (skip == depth - 1 and everywhere[path[skip]] > 1)
        ):
            skip -= 1
        skips[depth] = skip
    names: list[str] = []
    used: Counter[str] = Counter()
    for path in paths:
        name = "".join(path[skips[len(path)] :])
        used[name] += 1
        names.append(name if used[name] == 1 else f"{name}·{used[name]}")
    return names
