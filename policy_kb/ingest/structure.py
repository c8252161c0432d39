"""From cleaned text to its parts: headings and articles with labels, paths, citable names and places."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from policy_kb.ingest.attachments import (
    attachment_heading,
    attachment_title,
    is_attachment_list,
    listed_attachment,
    plain_name,
)
from policy_kb.ingest.labels import Label, find_label, find_outline_label
from policy_kb.ingest.lines import Line, split_lines
from policy_kb.ingest.organs import is_date_line, is_organ_line
from policy_kb.ingest.titles import is_title
from policy_kb.ingest.units import find_units, is_unit_line
from policy_kb.ingest.unnumbered import plain_headings
from policy_kb.notice import CLOSING_LABEL, OPENING_LABEL, Clause, ClauseKind

_BRACKETED_HEADING = re.compile(r"【(?P<heading>[^】]{1,60})】")
_SELF = re.compile(
    r"本(?:若干|实施)?(?:措施|办法|意见|方案|规定|细则|条例|通知|政策|规划|计划|指南|公告|规则|决定|标准)"
    r"(?:[（(][^）)]{1,20}[）)])?(?:自|由|有效期|从|施行|实施|执行|未尽)"
)
_NOTE = re.compile(r"[（(]?此件.{0,8}公开.{0,6}[)）]?|抄送[:：].*|主送[:：].*|[（(]联系(?:人|电话).*[)）]")
# Shorter lines that end in 意见 or 说明 are the captions of forms.
_ANNEXED_TITLE = 10
_ITEM_END = re.compile(r"[；;。]")
# Labels behind which another may follow on the same line, and those that do.
_OUTER, _INNER = frozenset(("article", "cn", "bracket_cn")), frozenset(("bracket_cn", "digit", "bracket_digit"))
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
    names: dict[str, str] = field(default_factory=dict)
    plain: dict[int, str] = field(default_factory=dict)

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

    def follows(self, label: Label) -> bool:
        """Whether a label such as 1.2 stands below its 1. and behind its 1.1."""
        for level in self.levels:
            if level.label.scheme == label.scheme:
                return level.label.above == label.above and level.label.number + 1 == label.number
        top = self.levels[-1].label if self.levels else None
        if top is None or label.number != 1:
            return False
        return top.number == label.above[-1] and (not top.above or top.above == label.above[:-1])


def read_structure(text: str) -> tuple[Clause, ...]:
    """Clauses of a cleaned notice in order: 开头 if there is any, the numbered units, 文末 if there is any.

    For each, ``text[clause.start:clause.end] == clause.text``; the spans do not overlap.
    """
    lines = split_lines(text)
    outline = _Outline(parts=[_Part("opening", OPENING_LABEL, "", (OPENING_LABEL,), 0)], plain=plain_headings(lines))
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
    attachment = attachment_heading(line.content) or _named_attachment(outline, line)
    if attachment is not None and (started or outline.listed):
        outline.root, outline.listed = (attachment,), False
        outline.names = {name: label for name, label in outline.names.items() if label != attachment}
        outline.levels.clear()
        heading = _attachment_title(lines, index)
        outline.parts.append(
            _Part("clause", attachment, "" if find_label(heading) else heading, (attachment,), line.start, annexed=True)
        )
        return
    if index in outline.plain and not outline.listed and not outline.root:
        heading = outline.plain[index]
        path = outline.place(Label("plain", len(outline.parts), heading, len(heading)))
        outline.parts.append(_Part("clause", heading, heading, path, line.start))
        return
    label = _label(outline, line.content)
    if label is not None and started and label.number == 1 and not outline.root and _restarts(outline, label):
        title = _annexed_title(lines, index)
        if title is not None:
            outline.root, outline.listed = (title,), False
            outline.levels.clear()
    if label is not None and not outline.listed:
        _open(outline, line, label)
        return
    lists = is_attachment_list(line.content) and not outline.root
    if outline.listed or (lists and (started or _lists_several(lines, index))):
        if not outline.listed:
            outline.listed = True
            _close(outline, line.start)
        listed = listed_attachment(line.content)
        if listed is not None and listed.name:
            outline.names.setdefault(listed.name, f"附件{listed.number}")
    elif started and _ends_body(outline, lines, index, line):
        _close(outline, line.start)


def _lists_several(lines: list[Line], index: int) -> bool:
    """Whether a second attachment is named below the first: its 2. is no part of a notice that has no 1."""
    first, second = listed_attachment(lines[index].content), listed_attachment(_next_content(lines, index))
    return first is not None and first.number == "1" and second is not None and second.number == "2"


def _label(outline: _Outline, content: str) -> Label | None:
    """The label of a line, if it is one here: doubtful ones only where they are next in order."""
    if _LEADERS.search(content):
        return None
    deeper = find_outline_label(content)
    if deeper is not None and outline.follows(deeper):
        return deeper
    label = find_label(content)
    if label is not None and label.doubtful and label.number != outline.last_number(label) + 1:
        return None
    return label


def _attachment_title(lines: list[Line], index: int) -> str:
    """On the line that opens the attachment, where that is its name, or on the next."""
    content = lines[index].content
    if attachment_heading(content) is None and not is_attachment_list(content):
        return content
    return attachment_title(content) or _next_content(lines, index)


def _named_attachment(outline: _Outline, line: Line) -> str | None:
    """Label of the attachment whose name, as the list gives it, is the whole line."""
    if not outline.names:
        return None
    if is_attachment_list(line.content):
        again = listed_attachment(line.content)
        label = outline.names.get(again.name) if again is not None else None
        return label if again is not None and label == f"附件{again.number}" else None
    return outline.names.get(plain_name(line.content)) if find_label(line.content) is None else None


def _open(outline: _Outline, line: Line, label: Label) -> None:
    """Begin the part that a line opens, and the first one within it where its label follows at once: 第五条（一）…."""
    annexed = bool(outline.root)
    path = outline.place(label)
    rest = line.content[label.length :]
    inner = find_label(rest) if label.scheme in _OUTER and line.end - line.start == len(line.content) else None
    if inner is None or inner.number != 1 or inner.scheme not in _INNER or _is_list_on_one_line(rest, inner):
        heading = _heading(line.content, label)
        outline.parts.append(_Part("clause", label.canonical, heading, path, line.start, annexed=annexed))
        return
    outline.parts.append(_Part("clause", label.canonical, "", path, line.start, annexed=annexed))
    path = outline.place(inner)
    start = line.start + label.length
    outline.parts.append(_Part("clause", inner.canonical, _heading(rest, inner), path, start, annexed=annexed))


def _is_list_on_one_line(rest: str, first: Label) -> bool:
    """Whether the second item follows on the line of the first: ``1.甲；2.乙。``."""
    if first.doubtful:
        return True
    following = (find_label(rest[mark.end() : mark.end() + 12].strip()) for mark in _ITEM_END.finditer(rest))
    return any(label is not None and label.scheme == first.scheme and label.number == 2 for label in following)


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
