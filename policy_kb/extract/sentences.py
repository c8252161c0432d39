"""A clause as paragraphs, sentences, segments and pieces, each with its place in the text of the notice.

A sentence ends with 。！？ or its line, a segment with ； and a piece with ，or ：. What stands in brackets is an inner
piece: it is hidden from the piece around it, where every character keeps its place. What stands in quotation marks is
a name or somebody's words: it is hidden, too, and is no piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from policy_kb.ingest.labels import find_label

_OPEN, _CLOSE = "（(【〔[", "）)】〕]"
_HIDDEN = "\u0001"
_QUOTED = re.compile(r"“[^“”]{1,60}”")
_STOPS = "。；：！？;:!?”）)】"
# Shorter lines without a stop are headings and captions.
_WRAPPED = 30


@dataclass(slots=True)
class Piece:
    """Text between two commas. ``shown`` is ``text`` with the inside of brackets hidden; ``ends_with`` its mark."""

    start: int
    text: str
    shown: str
    ends_with: str
    inner: list[Piece] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where it ends, without its mark."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Segment:
    """Pieces up to a semicolon or the end of the sentence."""

    pieces: list[Piece]

    @property
    def start(self) -> int:
        """Where its first piece begins."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where its last piece ends."""
        return self.pieces[-1].end


@dataclass(slots=True)
class Sentence:
    """Segments up to a full stop; ``line`` counts the lines of the clause."""

    segments: list[Segment]
    line: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.segments[-1].end

    @property
    def introduces(self) -> bool:
        """Whether it announces what follows: it ends with a colon."""
        return self.segments[-1].pieces[-1].ends_with == "："


def read_sentences(text: str, start: int = 0) -> Iterator[Sentence]:
    """The sentences of ``text``, whose first character stands at ``start``."""
    position = 0
    for number, line in enumerate(_unwrapped(text).split("\n")):
        yield from _line(line, start + position, number)
        position += len(line) + 1


def _unwrapped(text: str) -> str:
    """The text with a blank for each line end inside of a sentence, as converted files have them."""
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        goes_on = before.rstrip().endswith(("，", "、")) or (
            len(before.strip()) >= _WRAPPED and before.rstrip()[-1] not in _STOPS and line.strip() != ""
        )
        joined.append(
            (" " if goes_on and find_label(line.strip()) is None and "\t" not in before + line else "\n") + line
        )
    return "".join(joined)


def _line(line: str, start: int, number: int) -> Iterator[Sentence]:
    shown = _hide(line)
    segments: list[Segment] = []
    pieces: list[Piece] = []
    begin = 0
    for at in range(len(shown) + 1):
        char = shown[at] if at < len(shown) else "\n"
        mark = _mark(shown, at, char)
        if not mark:
            continue
        piece = _piece(line, shown, begin, at, start, mark)
        if piece is not None:
            pieces.append(piece)
        elif pieces:
            pieces[-1].ends_with = mark if mark != "。" or pieces[-1].ends_with != "：" else "："
        begin = at + 1
        if mark in "；。" and pieces:
            segments.append(Segment(pieces))
            pieces = []
        if mark == "。" and segments:
            yield Sentence(segments, number)
            segments = []


def _mark(shown: str, at: int, char: str) -> str:
    if char in "。！？!?\n":
        return "。"
    if char in "；;":
        return "；"
    if char in "，,：:":
        digits = 0 < at < len(shown) - 1 and shown[at - 1].isdigit() and shown[at + 1].isdigit()
        if digits and char in ",:：":
            return ""
        return "，" if char in "，," else "："
    return ""


def _piece(line: str, shown: str, begin: int, end: int, start: int, mark: str) -> Piece | None:
    while begin < end and line[begin].isspace():
        begin += 1
    while end > begin and line[end - 1].isspace():
        end -= 1
    if begin == end:
        return None
    return Piece(start + begin, line[begin:end], shown[begin:end], mark, list(_inner(line, shown, begin, end, start)))


def _inner(line: str, shown: str, begin: int, end: int, start: int) -> Iterator[Piece]:
    for match in re.finditer(f"{_HIDDEN}+", shown[begin:end]):
        first, last = begin + match.start(), begin + match.end()
        if line[first - 1] == "“":
            continue
        content = line[first:last]
        position = 0
        for part in re.split(r"[，。；：]", content):
            if part.strip():
                yield Piece(start + first + position, part, part, "）")
            position += len(part) + 1


def _hide(line: str) -> str:
    """The line with everything between brackets hidden; a bracket that never closes hides nothing."""
    quiet = _QUOTED.sub(lambda match: "“" + _HIDDEN * (len(match.group()) - 2) + "”", line)
    chars = list(quiet)
    stack: list[int] = []
    for at, char in enumerate(quiet):
        if char in _OPEN:
            stack.append(at)
        elif char in _CLOSE and stack:
            opened = stack.pop()
            if not stack:
                chars[opened + 1 : at] = _HIDDEN * (at - opened - 1)
    return "".join(chars)
