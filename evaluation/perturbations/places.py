"""Where a text may be changed without asking another question: not in numbers, Latin letters and negations."""

from __future__ import annotations

import re

_NUMERALS = "0-9０-９〇零一二三四五六七八九十百千万亿两半几多廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_UNITS = "万元|亿元|元|块|件|家|个|项|级|所|位|名|条|次|年|月|日|天|成|倍|打|笔|款|种|人|号|份|%|％"
_QUANTITY = re.compile(rf"第?[{_NUMERALS}]+(?:(?:分之|[.．,:∶：/／比点+＋])?[{_NUMERALS}]+)*(?:{_UNITS})?")
_LATIN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+(?:[./\-_@][A-Za-z0-9]+)*")
_KEPT = re.compile(rf"[{_NUMERALS}不没未非无否冇唔别]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def is_kept(character: str) -> bool:
    """Whether a character is a numeral or a negation, which no slip may hit or bring in."""
    return _KEPT.match(character) is not None


def slippery(text: str) -> list[int]:
    """The places of the Chinese characters that a slip may hit."""
    whole = _whole(text)
    return [
        at for at, character in enumerate(text) if _HAN.match(character) and not whole[at] and not is_kept(character)
    ]


def gaps(text: str) -> list[int]:
    """The places between two characters where something may be put in: ``text[:at]`` and ``text[at:]``.

    None is in a quantity or behind it, where a mark would take it away from what it counts.
    """
    closed = {at for match in _QUANTITY.finditer(text) for at in range(match.start() + 1, match.end() + 1)}
    closed |= {at for match in _LATIN.finditer(text) for at in range(match.start() + 1, match.end())}
    return [at for at in range(1, len(text)) if at not in closed]


def _whole(text: str) -> list[bool]:
    covered = [False] * len(text)
    for match in _QUANTITY.finditer(text):
        covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    return covered
