"""Numbers in Chinese text: what a notice's quote or a caller's words say, as exact fractions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

FigureKind = Literal["plain", "money", "ratio", "parts"]

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_HAN = "零〇一二两三四五六七八九十百千"
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_HAN}]+)"

_FIGURES = re.compile(
    rf"(?P<code>[A-Za-z]+/?[A-Za-z]*\d+(?:[—\-.]\d+)*|〔\d+〕\d+号|一次性|一站式)"
    rf"|(?P<left>\d+)\s*[∶:]\s*(?P<right>\d+)"
    rf"|(?P<top>\d+)/(?P<bottom>\d+)"
    rf"|(?P<denominator>[{_HAN}]+)分之(?P<numerator>[{_HAN}]+)"
    rf"|(?P<percent>\d+(?:\.\d+)?)%"
    rf"|(?P<tenths>{_NUMBER})成(?![立果])"
    rf"|(?P<money>{_NUMBER})(?P<scale>[万亿])?元"
    rf"|(?P<first>{_NUMBER})级[到至—\-]+(?P<last>{_NUMBER})级"
    rf"|(?P<plain>{_NUMBER})(?P<plain_scale>[万亿])?"
    rf"|(?P<each>每)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number read from text; money in yuan, ``parts`` for the sides of a proportion such as 8∶2."""

    kind: FigureKind
    value: Fraction


def figures(text: str) -> tuple[Figure, ...]:
    """All numbers of ``text`` in order. 每 (each) counts as one; standard and document numbers are skipped."""
    return tuple(_scan(unicodedata.normalize("NFKC", text)))


def _scan(text: str) -> Iterator[Figure]:
    for match in _FIGURES.finditer(text):
        part = match.groupdict()
        if part["code"]:
            continue
        if part["left"]:
            yield Figure("parts", Fraction(part["left"]))
            yield Figure("parts", Fraction(part["right"]))
        elif part["top"]:
            if int(part["bottom"]):
                yield Figure("ratio", Fraction(int(part["top"]), int(part["bottom"])))
        elif part["denominator"]:
            bottom, top = read_number(part["denominator"]), read_number(part["numerator"])
            if bottom and top is not None:
                yield Figure("ratio", top / bottom)
        elif part["percent"]:
            yield Figure("ratio", Fraction(part["percent"]) / 100)
        elif part["tenths"]:
            yield from _figure("ratio", part["tenths"], Fraction(1, 10))
        elif part["money"]:
            yield from _figure("money", part["money"], Fraction(_LARGE.get(part["scale"] or "", 1)))
        elif part["first"]:
            first, last = read_number(part["first"]), read_number(part["last"])
            if first is not None and last is not None:
                yield from (Figure("plain", Fraction(level)) for level in range(int(first), int(last) + 1))
        elif part["plain"]:
            yield from _figure("plain", part["plain"], Fraction(_LARGE.get(part["plain_scale"] or "", 1)))
        else:
            yield Figure("plain", Fraction(1))


def _figure(kind: FigureKind, written: str, scale: Fraction) -> Iterator[Figure]:
    value = read_number(written)
    if value is not None:
        yield Figure(kind, value * scale)


def read_number(text: str) -> Fraction | None:
    """Read one complete number (``12``, ``１２``, ``1,200``, ``十二``, ``两万五``, ``7.5万``); None if it isn't one."""
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text):
        return Fraction(text.replace(",", ""))
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([万亿])(.*)", text)
    if mixed is not None:
        head = Fraction(mixed[1]) * _LARGE[mixed[2]]
        tail = _tail(mixed[3], _LARGE[mixed[2]])
        return None if tail is None else head + tail
    thousands = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千])", text)
    if thousands is not None:
        return Fraction(thousands[1]) * _SMALL[thousands[2]]
    return _read_han(text)


def _tail(text: str, unit: int) -> Fraction | None:
    if not text:
        return Fraction(0)
    digit = _DIGITS.get(text, int(text) if len(text) == 1 and text.isdecimal() else 0)
    if digit:
        return Fraction(digit * unit // 10)
    value = read_number(text)
    return None if value is None or value >= unit else value


def _read_han(text: str) -> Fraction | None:
    if not text or not all(char in _DIGITS or char in _SMALL or char in _LARGE for char in text):
        return None
    for char in "亿万":
        if char in text:
            left, _, right = text.partition(char)
            head = _read_han(left)
            tail = _tail(right, _LARGE[char])
            return None if not head or tail is None else head * _LARGE[char] + tail
    if not any(char in _SMALL for char in text):
        # 两三 and 七八 mean "two or three": only years and the like are written digit by digit.
        spelled = len(text) == 1 or len(text) > 3 or any(char in "零〇" for char in text)
        return Fraction(int("".join(str(_DIGITS[char]) for char in text))) if spelled else None
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        if char in _SMALL:
            unit = _SMALL[char]
            if unit >= last_unit or digit == 0:
                return None
            if digit is None and (unit != 10 or total):
                return None
            total, digit, last_unit = total + (1 if digit is None else digit) * unit, None, unit
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
            if digit == 0:
                digit = None
                last_unit = min(last_unit, 100)
    if digit is not None:
        colloquial = text[-2] in _SMALL and last_unit > 10
        total += digit * (last_unit // 10 if colloquial else 1)
    return Fraction(total)


def han_number(value: int) -> str:
    """Write 0..99 in Chinese numerals, as levels are read aloud (三级)."""
    names = "零一二三四五六七八九"
    if not 0 <= value <= 99:
        return str(value)
    tens, ones = divmod(value, 10)
    if tens == 0:
        return names[ones]
    return ("" if tens == 1 else names[tens]) + "十" + (names[ones] if ones else "")


def write_ratio(value: Fraction) -> str:
    """Write a share as a person would: 80% where that is exact, else 1/3."""
    percent = value * 100
    if (percent * 100).denominator == 1:
        decimal = Decimal(percent.numerator) / Decimal(percent.denominator)
        return f"{decimal.normalize():f}%"
    return f"{value.numerator}/{value.denominator}"


def to_decimal(value: Fraction) -> Decimal:
    """Turn a fraction that ends in decimals (every amount does) into a Decimal; ValueError otherwise."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(decimal) != value:
        raise ValueError(f"{value} has no exact decimal form")
    return decimal
