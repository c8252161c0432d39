"""Numbers in Chinese text: what a notice's quote or a caller's words say, as exact fractions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from policy_kb.language.numerals import read_number
from policy_kb.language.numerals import write_number as han_number

__all__ = ["Figure", "FigureKind", "figures", "han_number", "read_number", "to_decimal", "write_ratio"]

FigureKind = Literal["plain", "money", "ratio", "parts"]

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


def holds(quote: str, kind: FigureKind, value: Fraction) -> bool:
    """Whether a number stands in a quote."""
    return any(figure.kind == kind and figure.value == value for figure in figures(quote))


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
