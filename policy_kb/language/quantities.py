"""Quantities in a message: 十二件, 三级, 100万元, 1/3, 八成, 十来件, 40件以上.

Text must have gone through ``normalise``. Numbers that name something are no quantities: ISO56005, GB/T 33251, 2024年,
第七条, 〔2017〕130号, 一站式, 一次性.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy_kb.language.numerals import NUMBER, PROPORTION, parse_number, parse_proportion

QuantityKind = Literal["count", "money", "proportion", "level", "rank", "bare"]
Qualifier = Literal["exact", "about", "ge", "gt", "le", "lt", "negative", "more", "less"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. ``value``: yuan for money, 0–1 for proportions, else the plain number."""

    kind: QuantityKind
    value: Decimal
    unit: str | None
    qualifier: Qualifier
    start: int
    end: int
    text: str


_MEASURE_WORDS = "件家项个级档名户所次款条宗笔位人篇份间张种批"
_MONEY_UNIT = re.compile(r"\s?(万|亿|百万|千万)?\s?(元|块钱|块|圆|rmb|人民币)")
_UNIT = re.compile(rf"\s?(多|几|来)?\s?(?:([{_MEASURE_WORDS}])(?!性|式|体|月|半))")
_NAMES_SOMETHING = re.compile(r"[a-z/_\-—–〔\[【.]$")
_LATIN_AFTER = re.compile(r"^[a-z_]")
_NO_QUANTITY_UNIT = re.compile(r"^\s?(年|月|日|号|点钟|分钟|小时|天|周|岁|时|[a-z]|[\-—–/]\d|条(?!件)|款(?!项))")
_LEVEL_BEFORE = re.compile(r"(?:level|lv|l|等级|级别|评级|级数)\s?(?:是|为|到|达到|:)?\s?$")
_ORDINAL_BEFORE = re.compile(r"第$")
_ABOUT_BEFORE = re.compile(r"(大约|大概|约|差不多|可能|估计|将近|近|上下|好像|大致)(?:有|是)?\s?$")
_ABOUT_AFTER = re.compile(r"^\s?(左右|上下|多(?!少|项|种|家企业)|来(?=[件家项个])|出头|以内左右|不到)")
_BEFORE: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    ("ge", re.compile(r"(不少于|不低于|至少|起码|最少|大于等于|>=|≥)\s?$")),
    ("gt", re.compile(r"(超过|多于|大于|高于|>)\s?$")),
    ("le", re.compile(r"(不超过|不多于|至多|最多|顶多|小于等于|<=|≤)\s?$")),
    ("lt", re.compile(r"(不到|少于|低于|不足|不满|小于|<)\s?$")),
    ("more", re.compile(r"(?:再|又|还|要是|如果|假如|若)(?:给|能|我|我们)?(?:多|增加|加|添)(?:了|个|上|转让|转)?\s?$")),
    ("less", re.compile(r"(?:再|又|要是|如果|假如|若|了)(?:我|我们)?(?:少|减少|减)(?:了|去|转让|转)?\s?$")),
    ("negative", re.compile(r"(?:(?<![\d件家项个级至到~])[-−]|负)\s?$")),
)
_AFTER: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    ("ge", re.compile(r"^\s?(以上|及以上|或以上|起)")),
    ("le", re.compile(r"^\s?(以下|以内|之内|及以下)")),
)
_VAGUE = re.compile(rf"(?:十|百|几十|好)?[几数]+(?:十|百)?(?:来|多)?([{_MEASURE_WORDS}])|十来([{_MEASURE_WORDS}])")
_HAN_SINGLE = re.compile(r"^[一二三四五六七八九两十百千万亿零〇俩仨半廿卅]$")


def find_quantities(text: str, *, taken: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """All quantities of ``text`` in order. ``taken`` spans (names the knowledge base knows) hold none."""
    spans = tuple(taken)
    found: list[Quantity] = []
    position = 0
    while position < len(text):
        match = _next_number(text, position)
        if match is None:
            break
        position = match.end()
        if any(start < match.end() and match.start() < end for start, end in spans):
            continue
        quantity = _quantity_at(text, match)
        if quantity is not None:
            found.append(quantity)
            position = max(position, quantity.end)
    return tuple(found)


def _next_number(text: str, position: int) -> re.Match[str] | None:
    candidates = [m for m in (PROPORTION.search(text, position), NUMBER.search(text, position)) if m]
    return min(candidates, key=lambda m: (m.start(), -m.end()), default=None)


def _quantity_at(text: str, match: re.Match[str]) -> Quantity | None:
    before, after = text[: match.start()], text[match.end() :]
    share = parse_proportion(match[0])
    if share is not None:
        return Quantity("proportion", share, "%", _qualifier(before, after), match.start(), match.end(), match[0])
    value = parse_number(match[0])
    if value is None:
        return None
    level = _LEVEL_BEFORE.search(before)
    if not level and _names_something(text, before, after):
        return None
    end, unit, kind = match.end(), None, "bare"
    about = False
    if money := _MONEY_UNIT.match(after):
        scale = {None: 1, "万": 10_000, "亿": 100_000_000, "百万": 1_000_000, "千万": 10_000_000}[money[1]]
        value, unit, kind, end = value * scale, "元", "money", match.end() + money.end()
    elif counted := _UNIT.match(after):
        about = counted[1] is not None
        unit, end = counted[2], match.end() + counted.end()
        kind = "level" if unit in "级档" else "count"
        if unit == "名" and _ORDINAL_BEFORE.search(before):
            kind = "rank"
        elif _ORDINAL_BEFORE.search(before) and kind != "level":
            return None
    elif _ORDINAL_BEFORE.search(before):
        kind = "rank" if re.search(r"(排|排名|排在|名列|位列|署名)(?:是|为)?第$", before) else "bare"
        if kind == "bare":
            return None
    elif level:
        kind, unit = "level", "级"
    elif _is_word_part(text, match):
        return None
    qualifier: Qualifier = "about" if about else _qualifier(before, text[end:])
    return Quantity(kind, value, unit, qualifier, match.start(), end, text[match.start() : end])  # type: ignore[arg-type]


def _names_something(text: str, before: str, after: str) -> bool:
    """Whether the number belongs to a name, a date or a clause label rather than to a count."""
    if _NAMES_SOMETHING.search(before) and not before.endswith((".", "-")):
        return True
    if before.endswith((".", "-")) and len(before) > 1 and before[-2].isalnum() and before[-2].isascii():
        return True
    return bool(_NO_QUANTITY_UNIT.match(after) or _LATIN_AFTER.match(after))


def _is_word_part(text: str, match: re.Match[str]) -> bool:
    """A Chinese numeral without unit counts only where it stands alone (十二; 是三, 有五)."""
    if match[0][0].isdigit():
        return False
    left = text[match.start() - 1] if match.start() else ""
    right = text[match.end()] if match.end() < len(text) else ""
    closed_right = not right or right in "，。,.!?！？;；、 吧呢啊哦哈的了"
    closed_left = not left or left in "，。,.!?！？;；:：、 是有为到共"
    return not (closed_left and closed_right)


def _qualifier(before: str, after: str) -> Qualifier:
    for name, pattern in _BEFORE:
        if pattern.search(before):
            return name
    if _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after):
        return "about"
    for name, pattern in _AFTER:
        if pattern.match(after):
            return name
    return "exact"


def find_vague(text: str) -> str | None:
    """A count that names no number (几件, 十来家, 好几个), as written; None where there is none."""
    match = _VAGUE.search(text)
    return match[0] if match else None
