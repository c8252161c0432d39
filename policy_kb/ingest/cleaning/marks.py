"""Punctuation: odd full stops behind numbers, half-width marks in Chinese sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_kb.ingest.cleaning.draft import Edit

_SMALL_STOP = re.compile(r"(?<=\d)[﹒．](?=\D|$)")
_HALF_MARK = re.compile(r"[,;:?!]")
_FULL_MARK = str.maketrans(",;:?!()", "，；：？！（）")
_BRACKET = re.compile(r"[()（）\n]")
_CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e“”‘’—…·×∶]")
_CHINESE_OR_GAP = re.compile(r"[\u3001-\u303f\u3400-\u9fff“”‘’]")


def plain_stops(text: str) -> Iterator[Edit]:
    """``1﹒`` and ``1．`` before text become ``1.``; between digits they stay, as they may be a decimal point."""
    for match in _SMALL_STOP.finditer(text):
        yield Edit(match.start(), match.end(), ".")


def widen_marks(text: str) -> Iterator[Edit]:
    """Half-width ``,;:?!`` beside a Chinese character become full-width, with the typist's blank behind them.

    Between two Latin letters or digits (16:04, 1,000, http://) they stay. Nothing is added where no mark stands.
    """
    for match in _HALF_MARK.finditer(text):
        start, end = match.start(), match.end()
        before = text[start - 1] if start else ""
        after = text[end] if end < len(text) else ""
        gap = 0
        if after == " " and end + 1 < len(text) and _CHINESE_OR_GAP.match(text[end + 1]):
            gap, after = 1, text[end + 1]
        if _is_chinese(before) or _is_chinese(after) or (before == ")" and after == "\n"):
            yield Edit(start, end + gap, match.group().translate(_FULL_MARK))


def widen_brackets(text: str) -> Iterator[Edit]:
    """A pair of brackets on one line becomes full-width if it holds, or stands beside, Chinese text."""
    edits: list[Edit] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            opened.clear()
        elif mark in "(（":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if _chinese_pair(text, start, at):
                edits.extend(Edit(p, p + 1, text[p].translate(_FULL_MARK)) for p in (start, at) if text[p] in "()")
        elif mark == ")" and _is_chinese(text[at - 1 : at]):
            edits.append(Edit(at, at + 1, "）"))
    return iter(sorted(edits, key=lambda edit: edit.start))


def _chinese_pair(text: str, start: int, end: int) -> bool:
    if text[start] == "（" or text[end] == "）":
        return True
    # Only the ends of the content are looked at: brackets nest, and the whole must stay linear.
    inside = text[start + 1 : min(end, start + 40)]
    return (
        _is_chinese(text[start - 1 : start])
        or _is_chinese(text[end + 1 : end + 2])
        or any(_is_chinese(char) for char in inside)
    )


def _is_chinese(char: str) -> bool:
    return bool(char) and _CHINESE.match(char) is not None
