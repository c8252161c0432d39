"""Numbers written another way: 12件, 十二件, 壹拾贰件, １２件. The value stays the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from policy_kb.language.numerals import parse_number

_HAN = "零一二三四五六七八九"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_MEASURES = "件家个项级所位名条笔款种万亿元"
#: A number before a measure word. 十 in 几十家 is none, and 56005 in ISO56005 is a name.
_COUNT = re.compile(
    rf"(?<![A-Za-z\d.．+＋/:∶：比几数来之])(?:\d+(?:\.\d+)?|[零一二三四五六七八九十百千两]+)(?=[{_MEASURES}])"
)
_LARGEST = 9_999


def rewritten(text: str, chance: random.Random) -> str | None:
    """Every count in one other way of writing."""
    styles: list[Callable[[Decimal], str]] = [_arabic, _wide, in_han, _formal]
    for style in chance.sample(styles, len(styles)):
        changed = _COUNT.sub(partial(_written, style), text)
        if changed != text:
            return changed
    return None


def in_han(value: Decimal) -> str:
    """A number from 0 to 9999 in Chinese numerals, decimals digit by digit: 205 is 二百零五, 37.5 is 三十七点五."""
    whole, _, decimals = _arabic(value).partition(".")
    written, zero = "", False
    for place, digit in zip(range(len(whole) - 1, -1, -1), whole, strict=True):
        if digit == "0":
            zero = bool(written)
            continue
        written += ("零" if zero else "") + _HAN[int(digit)] + ("", "十", "百", "千")[place]
        zero = False
    written = re.sub("^一十", "十", written) or "零"
    return written + ("点" + "".join(_HAN[int(digit)] for digit in decimals) if decimals else "")


def _written(style: Callable[[Decimal], str], match: re.Match[str]) -> str:
    value = parse_number(match[0])
    return match[0] if value is None or value > _LARGEST else style(value)


def _arabic(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _wide(value: Decimal) -> str:
    return _arabic(value).translate(_WIDE)


def _formal(value: Decimal) -> str:
    written = in_han(value)
    return (f"一{written}" if written.startswith("十") else written).translate(_FORMAL)
