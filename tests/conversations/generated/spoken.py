"""Numbers as people type them: 12件, 十二件, 12 件, １２件, 一百万, 1,000,000元."""

from __future__ import annotations

from decimal import Decimal
from random import Random

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_WAN = 10_000
_YI = 100_000_000


def chinese(number: int) -> str:
    """A whole number below ten thousand in Chinese numerals."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return (text[1:] if text.startswith("一十") else text) or "零"


def count(rng: Random, number: int, unit: str) -> str:
    """A count with its measure word in one of the usual ways."""
    style = rng.random()
    if style < 0.45 or not number:  # 零件 are spare parts
        return f"{number}{unit}"
    if style < 0.6:
        return f"{number} {unit}"
    if style < 0.75:
        return f"{str(number).translate(_WIDE)}{unit}"
    return f"{'两' if number == 2 else chinese(number)}{unit}"


def level(rng: Random, number: int) -> str:
    """A level: 三级, 3级, ３级."""
    return rng.choice(
        [f"{chinese(number)}级", f"{chinese(number)}级", f"{number}级", f"{str(number).translate(_WIDE)}级"]
    )


def rank(rng: Random, number: int) -> str:
    """A place in an order: 第二, 第2位."""
    return rng.choice([f"第{chinese(number)}", f"第{number}", f"第{number}位", f"第{chinese(number)}位"])


def money(rng: Random, yuan: Decimal) -> str:
    """A sum of money in one of the usual ways."""
    if yuan >= _YI and yuan % (_WAN * 1000) == 0:
        return f"{_plain(yuan / _YI)}亿" + rng.choice(["", "元"])
    if yuan < _WAN or yuan % 100:
        return f"{_plain(yuan)}元"
    wan = yuan / _WAN
    ways = [f"{_plain(wan)}万", f"{_plain(wan)}万元", f"{_plain(wan)} 万元", f"{_plain(yuan)}元", f"{yuan:,.0f}元"]
    if wan == wan.to_integral_value() and wan < _WAN and wan != 2:
        ways.append(f"{chinese(int(wan))}万")
    return rng.choice(ways)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
