"""Ordinal numerals in headings: 十二 is 12."""

from __future__ import annotations

import unicodedata

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NAMES = "〇一二三四五六七八九"


def parse_numeral(text: str) -> int | None:
    """Value of a Chinese or Arabic ordinal up to 999, None if ``text`` is neither."""
    plain = unicodedata.normalize("NFKC", text)
    if plain.isdecimal() and len(plain) <= 4:
        return int(plain)
    total, digit, seen = 0, 0, False
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "十":
            total += (digit or 1) * 10
            digit = 0
        elif char == "百":
            total += (digit or 1) * 100
            digit = 0
        elif char == "廿":
            total += 20
            digit = 0
        else:
            return None
        seen = True
    return total + digit if seen else None


def chinese_numeral(number: int) -> str:
    """Numeral as headings write it, for 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _NAMES[tens] + "十"
    return head + (_NAMES[ones] if ones else "")
