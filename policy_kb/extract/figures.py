"""Sums and shares in a text, with their places: 5000元, 四千元, 100、50、30万元, 10—30万元, 0.5%, 三分之二, 1:1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy_kb.language.numerals import parse_number, parse_proportion

FigureKind = Literal["money", "ratio", "parts"]

_FULL_WIDTH = str.maketrans("０１２３４５６７８９％．∶", "0123456789%.:")
_HAN = "零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,15}}(?:\.\d{{1,8}})?|[{_HAN}]{{1,12}}(?:点[{_HAN}]{{1,6}})?)"
_SCALE = "[十百千]?万亿|[十百千]?[万亿]|[百千]"
_FOREIGN = "美元|美金|欧元|港元|港币|日元|英镑|韩元|澳元|加元|新台币|澳门元|新加坡元"
_MONEY = re.compile(
    rf"(?<![\d.])(?P<number>{_NUMBER})\s{{0,2}}(?P<scale>{_SCALE})?\s{{0,2}}"
    rf"(?:(?P<foreign>{_FOREIGN})|(?P<yuan>元(?!旦|素|首|老|件|年)|圆(?!形|满))(?:整|人民币)?"
    rf"|(?<=[万亿])(?=$|[\s，。；、：:;,（()）\-—–~～至到/]|以上|以下|以内|的|奖|补|资|元|不等|封顶|人民币))"
)
_RATIO = re.compile(
    rf"(?<![\d.])(?:\d{{1,6}}(?:\.\d{{1,6}})?\s?[%‰]|[百千万]分之{_NUMBER}|[{_HAN}]{{1,4}}分之[{_HAN}]{{1,4}}"
    rf"|\d{{1,3}}(?:\.\d{{1,4}})?个百分点|[一二三四五六七八九]成(?![立果员功本为就效交品])|(?<=的)一半)"
)
_PARTS = re.compile(
    r"(?<![\d:.])(?P<first>\d{1,3}(?:\.\d{1,2})?)(?P<others>(?:\s?:\s?\d{1,3}(?:\.\d{1,2})?){1,3})(?![\d:])(?=[^，。；\n]{0,18}(?:比例|配|给|补|的|承|分|资|奖))"
)
_INCLUDED = r"(?:\s?[（(][^（）()]{0,12}[)）])?"
_RANGE_JOINT = rf"{_INCLUDED}\s?(?:至|到|-|－|—|–|~|～|——)\s?"
_LIST_JOINT = r"\s?(?:、|/|和|或|及)\s?"
_BEFORE = re.compile(
    rf"(?<![\d.第年月])(?P<number>{_NUMBER})(?P<scale>{_SCALE})?(?P<sign>[%‰])?(?:(?P<range>{_RANGE_JOINT})|{_LIST_JOINT})\Z"
)
_REACH = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum or share: one value, or both ends of a range. ``currency`` is 元 for money that needs no exchange."""

    kind: FigureKind
    values: tuple[Decimal, ...]
    start: int
    end: int
    currency: str = "元"

    @property
    def is_range(self) -> bool:
        """Whether it runs from one value to another."""
        return len(self.values) > 1


def plain(text: str) -> str:
    """The text with digits and signs in half width; every character keeps its place."""
    return text.translate(_FULL_WIDTH)


def find_figures(text: str) -> list[Figure]:
    """All sums and shares of ``text`` in order."""
    text = plain(text)
    found: list[Figure] = []
    found += _join_ranges(text, [money for match in _MONEY.finditer(text) if (money := _money(match))])
    found += _join_ranges(text, [share for match in _RATIO.finditer(text) if (share := _ratio(match))])
    found += [parts for match in _PARTS.finditer(text) if (parts := _parts(match))]
    complete: list[Figure] = []
    last_end = 0
    for figure in sorted(found, key=lambda one: one.start):
        complete += _listed_before(text, figure, last_end)
        last_end = figure.end
    return sorted(complete, key=lambda one: one.start)


def _money(match: re.Match[str]) -> Figure | None:
    written = match["number"].replace(",", "") + (match["scale"] or "")
    value = parse_number(written)
    if value is None:
        return None
    return Figure("money", (value,), match.start(), match.end(), match["foreign"] or "元")


def _ratio(match: re.Match[str]) -> Figure | None:
    written = match.group().replace(" ", "")
    if written.endswith("‰"):
        number = parse_number(written[:-1])
        value = number / 1000 if number is not None else None
    elif written == "一半":
        value = Decimal("0.5")
    elif written.endswith("个百分点"):
        number = parse_number(written.removesuffix("个百分点"))
        value = number / 100 if number is not None else None
    else:
        value = parse_proportion(written)
    return Figure("ratio", (value,), match.start(), match.end()) if value is not None else None


def _parts(match: re.Match[str]) -> Figure | None:
    parts = tuple(Decimal(part) for part in (match["first"] + match["others"]).replace(" ", "").split(":"))
    return Figure("parts", parts, match.start(), match.end()) if all(parts) else None


def _join_ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """10万元至20万元 as one figure."""
    joined: list[Figure] = []
    for figure in figures:
        before = joined[-1] if joined else None
        between = text[before.end : figure.start] if before else ""
        if before and not before.is_range and len(between) < 20 and re.fullmatch(_RANGE_JOINT, between):
            joined[-1] = Figure(
                figure.kind, (*before.values, *figure.values), before.start, figure.end, figure.currency
            )
        else:
            joined.append(figure)
    return joined


def _listed_before(text: str, figure: Figure, floor: int) -> list[Figure]:
    """The figure and those before it that leave their unit to it: 100、50、30万元 and 10—30万元."""
    if figure.kind == "parts":
        return [figure]
    unit = _unit(text[figure.start : figure.end])
    found = [figure]
    while True:
        first = found[0]
        window = max(floor, first.start - _REACH)
        match = _BEFORE.search(text[window : first.start])
        if match is None:
            return found
        scaled = match["scale"] or (match["sign"] or "" if figure.kind == "ratio" else unit)
        if figure.kind == "ratio":
            value = _share(match["number"], match["sign"] or unit)
        else:
            value = parse_number(match["number"].replace(",", "") + scaled)
        if value is None:
            return found
        start = window + match.start()
        if match["range"]:
            if first.is_range:
                return found
            if value > first.values[0] and not match["scale"] and figure.kind == "money":
                value = parse_number(match["number"]) or value
            found[0] = Figure(first.kind, (value, first.values[0]), start, first.end, first.currency)
        else:
            if not match["scale"] and figure.kind == "money" and not unit and "元" not in text[first.start : first.end]:
                return found
            found.insert(0, Figure(first.kind, (value,), start, window + match.end(), first.currency))


def _share(number: str, sign: str) -> Decimal | None:
    value = parse_number(number)
    if value is None or sign not in "%‰" or not sign:
        return None
    return value / (100 if sign == "%" else 1000)


def _unit(written: str) -> str:
    """万 of 30万元, % of 50%, nothing of 500元."""
    match = re.search(rf"(?:({_SCALE})\s{{0,2}})?(?:元|圆|{_FOREIGN})?(?:整|人民币)?\Z|([%‰])\Z", written)
    if match is None:
        return ""
    scale = match[1] or ""
    return match[2] or ("" if scale in ("百", "千") else scale)
