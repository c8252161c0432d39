"""Ordinal numerals in headings: 十二 is 12."""

from __future__ import annotations

from policy_kb.language.numerals import read_number, write_number


def parse_numeral(text: str) -> int | None:
    """Value of a Chinese or Arabic ordinal below 10,000, None if ``text`` is neither."""
    value = read_number(text)
    return int(value) if value is not None and value.denominator == 1 and value < 10_000 else None


def chinese_numeral(number: int) -> str:
    """Numeral as headings write it, for 1 to 999: 十二, 一百零一, 一百一十."""
    if not 100 <= number < 1000:
        return write_number(number)
    hundreds, rest = divmod(number, 100)
    between = "" if not rest else "零" if rest < 10 else "一" if rest < 20 else ""
    return f"{write_number(hundreds)}百{between}{write_number(rest) if rest else ''}"
