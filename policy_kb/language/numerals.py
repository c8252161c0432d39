"""Numbers as Chinese texts write them: 12, １２, 十二, 3万5, 1亿2000万, 两百, 廿, 半, 1/3, 三分之一, 80%, 八成, 8∶2.

The grammar is the one of GB/T 15835-2011 (arabic and Chinese numerals) with the spoken short forms 三万五 (= 35000) and
一百二 (= 120). All functions expect text that went through ``normalise``.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE_UNITS = {"万": 10_000, "亿": 100_000_000}
_TENS = {"廿": 20, "卅": 30}

_HAN_DIGIT = "零〇一二两俩仨三四五六七八九"
_HAN = _HAN_DIGIT + "十百千万亿廿卅"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

#: Matches one number, arabic or Chinese, with the multipliers that belong to it.
NUMBER = re.compile(
    rf"(?:{_ARABIC})(?:\s?[百千]?[万亿]|[百千])*(?:(?:{_ARABIC})[百千]?万?(?![\d.]))?"
    rf"|[{_HAN}壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[{_HAN_DIGIT}]+[万亿]?)?(?:半(?=[万亿件家项个名]))?"
)
_MIXED_PART = re.compile(rf"({_ARABIC})\s?([百千]?[万亿]|[百千])?")


def parse_number(text: str) -> Decimal | None:
    """The value of one number in ``text``, or None where it is not one (``abc``, ``十十``, an empty string)."""
    text = text.strip().translate(_FORMAL)
    if not text:
        return None
    if text[0].isdigit():
        return _parse_arabic(text)
    return _parse_chinese(text)


def _parse_arabic(text: str) -> Decimal | None:
    total, last_scale, position = Decimal(0), None, 0
    while position < len(text):
        match = _MIXED_PART.match(text, position)
        if not match:
            return None
        try:
            value = Decimal(match[1].replace(",", ""))
        except InvalidOperation:
            return None
        scale = _scale(match[2] or "")
        if last_scale is not None:
            if match[2] is None and value < 10 and match[1].isdigit() and last_scale >= 10_000:
                scale = last_scale // 10  # 3万5 is 35000
            if scale >= last_scale:
                return None
        total += value * scale
        last_scale, position = scale, match.end()
    return total


def _scale(units: str) -> int:
    scale = 1
    for unit in units:
        scale *= _SMALL_UNITS.get(unit) or _LARGE_UNITS[unit]
    return scale


def _parse_chinese(text: str) -> Decimal | None:
    if "半" in text:
        if text == "半":
            return Decimal("0.5")
        head = parse_number(text.removesuffix("半"))
        return None if head is None or not text.endswith("半") else head + Decimal("0.5")
    if "点" in text:
        return _parse_decimal(text)
    if len(text) > 1 and all(c in _DIGITS for c in text):  # 二〇二四
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, None
    last_unit, zero = 0, False
    for char in text:
        if char in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit, zero = _DIGITS[char], zero or _DIGITS[char] == 0
        elif char in _TENS:
            if digit:
                return None
            section, digit, last_unit = section + _TENS[char], None, 10
        elif char in _SMALL_UNITS:
            unit = _SMALL_UNITS[char]
            if last_unit and unit >= last_unit and section:
                return None
            section, digit, last_unit, zero = section + (1 if digit is None else digit) * unit, None, unit, False
        elif char in _LARGE_UNITS:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            scale = _LARGE_UNITS[char]
            total = total + section * scale if 0 < scale < total else (total + section) * scale
            section, digit = 0, None
            last_unit, zero = _LARGE_UNITS[char], False
        else:
            return None
    if digit is not None:
        short = last_unit >= 100 and not zero and digit  # 三万五, 一百二
        section += digit * (last_unit // 10) if short else digit
    return Decimal(total + section)


def _parse_decimal(text: str) -> Decimal | None:
    scale = 1
    if text[-1] in _LARGE_UNITS:
        text, scale = text[:-1], _LARGE_UNITS[text[-1]]
    whole, _, fraction = text.partition("点")
    head = parse_number(whole)
    if head is None or not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return (head + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))) * scale


_PERCENT = re.compile(rf"百分之([{_HAN}]+(?:点[{_HAN_DIGIT}]+)?|\d+(?:\.\d+)?)|({_ARABIC})\s?%|([{_HAN_DIGIT}十\d])成")
_FRACTION = re.compile(rf"([{_HAN}\d]+)分之([{_HAN}\d]+)|(?<!\d)(\d{{1,3}})/(\d{{1,3}})(?!\d)")
_RATIO = re.compile(r"(?<!\d)(\d{1,2})\s?[::∶比]\s?(\d{1,2})(?!\d)")

#: Matches a share of a whole: 80%, 百分之八十, 八成, 三分之一, 1/3.
PROPORTION = re.compile(f"{_PERCENT.pattern}|{_FRACTION.pattern}")


def parse_proportion(text: str) -> Decimal | None:
    """80%, 百分之八十, 八成, 三分之一 and 1/3 as a number between 0 and more; None for anything else."""
    if match := _PERCENT.fullmatch(text):
        if match[3]:
            tenths = parse_number(match[3])
            return None if tenths is None else tenths / 10
        value = parse_number(match[1] or match[2])
        return None if value is None else value / 100
    if match := _FRACTION.fullmatch(text):
        below, above = parse_number(match[1] or match[4]), parse_number(match[2] or match[3])
        return above / below if below and above is not None else None
    return None


def parse_ratio(text: str) -> tuple[Decimal, Decimal] | None:
    """8:2 or 8∶2 as a pair, None where the text holds no ratio."""
    match = _RATIO.search(text)
    return (Decimal(match[1]), Decimal(match[2])) if match else None
