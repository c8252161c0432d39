"""Line ends, indents and blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_kb.ingest.cleaning.draft import Edit

_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+")
_BLANK = "\\t \u00a0\u2000-\u200a\u202f\u3000"
_EDGE = re.compile(rf"(?:(?<=\n)|\A)[{_BLANK}]+|(?<![{_BLANK}])[{_BLANK}]+(?=\n|\Z)")
_HARD_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f]")
_EMPTY_LINES = re.compile(r"\A\n+|\n{3,}|\n+\Z")


def unify_line_ends(text: str) -> Iterator[Edit]:
    """Every line ends in ``\\n``."""
    for match in _LINE_END.finditer(text):
        yield Edit(match.start(), match.end(), "\n")


def drop_invisible(text: str) -> Iterator[Edit]:
    """Zero-width and control characters go."""
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "")


def trim_lines(text: str) -> Iterator[Edit]:
    """Indents and trailing blanks go; a hard blank inside a line becomes a plain one."""
    edits = [Edit(match.start(), match.end(), "") for match in _EDGE.finditer(text)]
    edges = {position for edit in edits for position in range(edit.start, edit.end)}
    edits.extend(Edit(at, at + 1, " ") for match in _HARD_BLANK.finditer(text) if (at := match.start()) not in edges)
    return iter(sorted(edits, key=lambda edit: edit.start))


def close_gaps(text: str) -> Iterator[Edit]:
    """At most one empty line in a row, none at the beginning or the end."""
    for match in _EMPTY_LINES.finditer(text):
        outside = match.start() == 0 or match.end() == len(text)
        yield Edit(match.start(), match.end(), "" if outside else "\n\n")
