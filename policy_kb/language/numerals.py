"""Numbers as Chinese texts write them: 12, 十二, 3万5, 1亿2000万, 50w, 两百五, 廿三, 1e12, 三分之一, 80%, 八成, 8∶2.

The one grammar of this project: that of GB/T 15835-2011 with the spoken short forms 三万五 (35000) and 一百二 (120).
Values are exact: a third is ``Fraction(1, 3)``. What is no single number (两三, 十来, 百) is not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

#: Anything greater reads as this; nothing that is counted or paid comes near it.
LARGEST = Fraction(10**40)

_LONGEST_COMPOUND = 40

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "幺": 1}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_SPELLINGS = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩點弐", "一二二三三四五六六七八九十百千万亿两点二")
_TENS = (("廿", "二十"), ("卅", "三十"), ("卌", "四十"))

_HAN_DIGIT = "零〇○一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_HAN_UNIT = "十百千万亿拾佰仟廿卅卌"
_SCALE = "十百千万亿拾佰仟"
#: 12, 1,200, 2.5, 1e12, 10^12
_ARABIC = (
    r"(?:\d{1,3}(?:,\d{3})++(?![\d,])(?:\.\d++)?|\d++(?:\.\d++)?)(?:e\+?\d{1,6}(?![a-z\d])|(?:\^|\*\*)\d{1,6}(?!\d))?+"
)

_NEXT_THING = r"(?!(?<=[百千万亿])一[笔家所个件项名位款户])"

#: Matches the longest run that is written like one number; ``read_number`` says whether it is one. Nobody writes 12十:
#: in iso56005十级 the numeral begins after the code; in 100万一笔 and 五千一件 the next thing is one 笔, one 件.
NUMBER = re.compile(
    rf"(?:(?<!\d)(?<!\d\.){_ARABIC}|(?:{_NEXT_THING}[{_HAN_DIGIT}{_HAN_UNIT}])++(?:点(?=[{_HAN_DIGIT}])[{_HAN_DIGIT}]++)?+)"
    rf"(?:(?!(?<=\d\d)[十拾])[{_SCALE}]++(?:{_NEXT_THING}[{_HAN_DIGIT}{_HAN_UNIT}])*+|(?<=[{_SCALE}零]){_ARABIC}|(?<=\d)w(?![a-z\d])"
    rf"|(?<=\d)k(?=\s?(?:[件家个项元块，,。.;；!！?？吧呢啊的了]|$)))*+"
    rf"(?:(?<=[百千万亿])半(?![年月天日个数价径夜]))?+"
)
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d+(?:\.\d+)?)(?:(e)\+?|\^|\*\*)(\d{1,6})", re.ASCII)
_PART = re.compile(rf"({_ARABIC}|[零〇○一二两三四五六七八九])([十百千])?", re.ASCII)


def read_number(text: str) -> Fraction | None:
    """The exact value of one complete number, None where ``text`` isn't one (abc, 两三, 百, 1,20, an empty string)."""
    text = unicodedata.normalize("NFKC", text).strip().lower().translate(_SPELLINGS)
    if re.fullmatch(r".*\d[wk]", text):
        text = text[:-1] + ("万" if text[-1] == "w" else "千")
    if text == "半":
        return Fraction(1, 2)
    if re.fullmatch(r"\d{41,}[十百千万亿]*", text):
        return LARGEST
    for sign, tens in _TENS:
        text = text.replace(sign, tens)
    value = _plain(text)
    if value is None:
        value = _spelled(text)
    if value is None and len(text) <= _LONGEST_COMPOUND:
        value = _compound(text)
    return None if value is None else min(value, LARGEST)


def parse_number(text: str) -> Decimal | None:
    """Like ``read_number``, as a Decimal (exact: every number but a fraction ends in decimals)."""
    value = read_number(text)
    return None if value is None else to_decimal(value)


def to_decimal(value: Fraction) -> Decimal:
    """A fraction as a Decimal, rounded to 28 places where it has no end."""
    return Decimal(value.numerator) / Decimal(value.denominator) if value.denominator > 1 else Decimal(value.numerator)


def write_number(value: int) -> str:
    """0 to 99 in Chinese numerals, as levels and labels are read aloud; other integers in digits."""
    if not 0 <= value <= 99:
        return str(value)
    names = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if tens == 0:
        return names[ones]
    return ("" if tens == 1 else names[tens]) + "十" + (names[ones] if ones else "")


def _plain(text: str) -> Fraction | None:
    """12, 1,200, 2.5, 1e12, 10^12."""
    if _PLAIN.fullmatch(text):
        whole, _, decimals = text.replace(",", "").partition(".")
        if len(whole.lstrip("0")) > 40:
            return LARGEST
        return Fraction(f"{whole}.{decimals[:40]}" if decimals else whole)
    if match := _SCIENTIFIC.fullmatch(text):
        base, exponent = _plain(match[1]), int(match[3])
        if base is None or base == 0:
            return base
        if match[2]:
            return LARGEST if exponent > 40 else base * 10**exponent
        if base.denominator > 1:
            return None
        return base if base == 1 else LARGEST if exponent > 140 else base**exponent
    return None


def _spelled(text: str) -> Fraction | None:
    """Digit by digit: 二〇二四, 五六零零五. 两三 means "two or three": only long runs and those with 零 are spelled."""
    if len(text) < 2 or any(char not in _DIGITS for char in text) or "两" in text:
        return None
    if len(text) < 4 and not any(char in "零〇○幺" for char in text):
        return None
    if len(text) > 40:
        return LARGEST
    return Fraction(int("".join(str(_DIGITS[char]) for char in text)))


def _compound(text: str) -> Fraction | None:
    """What is made with units: sections up to 千 times 万, times 亿."""
    for unit in "亿万":
        head, found, tail = text.partition(unit)
        if not found:
            continue
        if unit == "万" and tail.startswith("亿"):
            return None
        value = Fraction(1, 2) if head == "半" else read_number(head)
        rest = _tail(tail, _LARGE[unit])
        if not value or rest is None or (unit == "万" and rest and value.denominator > 1):
            return None
        return value * _LARGE[unit] + rest
    if "点" in text:
        return _with_point(text)
    return _section(text)


def _tail(text: str, unit: int) -> Fraction | None:
    """What follows 万 or 亿: a lone digit stands for the next unit below (3万5), 半 for half the unit."""
    if not text:
        return Fraction(0)
    if text == "半":
        return Fraction(unit, 2)
    if len(text) == 1 and text not in "零〇○":
        digit = _DIGITS.get(text, int(text) if text.isdecimal() else 0)
        if digit:
            return Fraction(digit * unit, 10)
    value = read_number(text.removeprefix("零") if len(text) > 1 else text)
    if value is None or value >= unit or value.denominator > 1:
        return None
    return value


def _with_point(text: str) -> Fraction | None:
    whole, _, decimals = text.partition("点")
    unit = Fraction(1)
    while decimals and decimals[-1] in _SMALL:
        unit *= _SMALL[decimals[-1]]
        decimals = decimals[:-1]
    head = read_number(whole)
    if head is None or head.denominator > 1 or not decimals or len(decimals) > 40:
        return None
    if not all(char in _DIGITS or char.isdecimal() for char in decimals):
        return None
    digits = "".join(str(_DIGITS.get(char, char)) for char in decimals)
    return (head + Fraction(f"0.{digits}")) * unit


def _section(text: str) -> Fraction | None:
    """A number below 万 written with 十, 百, 千: 一千零一, 两百五, 3千5, 7.5千."""
    total, last_unit, position, zero = Fraction(0), 10_000, 0, False
    if text.endswith("半") and len(text) > 1 and text[-2] in "百千":
        head = _section(text[:-1])
        return None if head is None else head + Fraction(_SMALL[text[-2]], 2)
    while position < len(text):
        if text[position] == "十" and (position == 0 or (last_unit == 100 and not zero)):
            total, last_unit, position = total + 10, 10, position + 1  # 十五, and 一百十五 as said in the east
            continue
        if text[position] in "零〇○" and 0 < position < len(text) - 1:
            if zero:
                return None
            zero, position = True, position + 1
            continue
        match = _PART.match(text, position)
        if match is None:
            return None
        value = Fraction(_DIGITS[match[1]]) if match[1] in _DIGITS else _plain(match[1])
        if value is None:
            return None
        position = match.end()
        if match[2]:
            unit = _SMALL[match[2]]
            if unit >= last_unit or value == 0 or (total and value >= 10):
                return None
            total, last_unit, zero = total + value * unit, unit, False
            continue
        if position < len(text) or (total and (value >= 10 or value.denominator > 1) and not match[1].isdecimal()):
            return None
        if total and (value >= last_unit or value.denominator > 1 or value == 0):
            return None
        short = 10 < last_unit < 10_000 and not zero and value < 10
        return total + (value * last_unit / 10 if short else value)
    return total if position and total else None


# 成立, 成果, 成员 … begin another word.
_NO_WORD = r"(?![立果员功本为就长绩都熟年效交品色因人语套群]|分(?!之))"
_SHARE = re.compile(r"(?P<below>[^分]{1,40})分之(?P<above>.{1,40})")
_SLASH = re.compile(r"(\d{1,6})\s?/\s?(\d{1,6})", re.ASCII)
_TENTHS = re.compile(rf"(?P<tenths>\d(?:\.\d)?|[{_HAN_DIGIT}十])成(?P<more>[{_HAN_DIGIT}半\d])?")
_RATIO = re.compile(r"(?<![\d:])(\d{1,3})\s?[:∶：比]\s?(\d{1,3})(?![\d:])", re.ASCII)
_BOUNDED = rf"(?:[{_HAN_DIGIT}{_HAN_UNIT}]{{1,12}}+(?:点[{_HAN_DIGIT}]{{1,6}})?+|\d{{1,12}}+(?:\.\d{{1,6}}+)?+)"

#: Matches a share of a whole: 80%, 百分之八十, 八成, 三分之一, 1/3, 一半.
PROPORTION = re.compile(
    rf"(?<![{_HAN_DIGIT}{_HAN_UNIT}\d./])(?:{_BOUNDED}分之{_BOUNDED}"
    rf"|{_BOUNDED}\s?%"
    rf"|(?:\d(?:\.\d)?|[{_HAN_DIGIT}十])成"
    rf"(?:[{_HAN_DIGIT}半\d](?![{_HAN_DIGIT}{_HAN_UNIT}\d件家项个级]))?{_NO_WORD}"
    rf"|\d{{1,6}}+\s?/\s?\d{{1,6}}+(?![\d/.]))"
    r"|一半(?![年月天个])|半数"
)


def read_proportion(text: str) -> Fraction | None:
    """A share of a whole, exact: 80%, 百分之八十, 千分之五, 八成, 三成五, 1/3, 三分之一, 一半; None for others."""
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2044", "/")
    if text in ("一半", "半数"):
        return Fraction(1, 2)
    if text.endswith("%"):
        value = read_number(text[:-1])
        return None if value is None else value / 100
    if match := _SHARE.fullmatch(text):
        below = {"百": Fraction(100), "千": Fraction(1_000), "万": Fraction(10_000)}.get(match["below"])
        above = {"百": Fraction(100)}.get(match["above"])
        below = read_number(match["below"]) if below is None else below
        above = read_number(match["above"]) if above is None else above
        return above / below if below and above is not None else None
    if match := _SLASH.fullmatch(text):
        return Fraction(int(match[1]), int(match[2])) if int(match[2]) else None
    if match := _TENTHS.fullmatch(text):
        tenths = read_number(match["tenths"])
        more = read_number(match["more"]) if match["more"] else Fraction(0)
        if tenths is None or more is None:
            return None
        return tenths / 10 + (more / 10 if match["more"] == "半" else more / 100)
    return None


def parse_proportion(text: str) -> Decimal | None:
    """Like ``read_proportion``, as a Decimal of 28 places."""
    value = read_proportion(text)
    return None if value is None else to_decimal(value)


def parse_ratio(text: str) -> tuple[Decimal, Decimal] | None:
    """8:2 or 8∶2 as a pair, None where the text holds no ratio."""
    match = _RATIO.search(text)
    return (Decimal(match[1]), Decimal(match[2])) if match else None
