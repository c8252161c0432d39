"""Ordinal numerals in headings: 十二 is 12."""

from __future__ import annotations

from policy_kb.language.numerals import read_number, write_number


def parse_numeral(text: str) -> int | None:
    """Value of a Chinese or Arabic ordinal below 10,000, None if ``text`` is neither."""
    value = read_number(text)
    return int(value) if value is not None and value.denominator == 1 and value < 10_000 else None


def chinese_numeral(number: int) -> str:
    """Numeral as headings write it, for 1 to 99."""
    return write_number(number)
