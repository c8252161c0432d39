"""Targets of a plan: what shall be reached, how much of it and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from policy_kb.extract.figures import plain
from policy_kb.extract.forms import template_spans
from policy_kb.language.numerals import parse_number
from policy_kb.notice import Clause, Notice

TargetComparison = Literal["reach", "ge", "full"]

_HEADING = re.compile(r"目标|指标")
_GOAL = re.compile(r"力争|目标|到20\d\d年|至20\d\d年|20\d\d年底?[，前]|年底前")
_BY = re.compile(r"(?:到|至|截至)?\s?(?P<year>20\d\d)\s?年(?:(?P<month>\d{1,2})月)?(?P<end>底|末|年底)?")
_REACHED = (
    "突破|达到|达|超过|增长到|提高到|提高至|提升至|提升到|增至|增长|提高|提升|保持在|不低于|不少于|新增|完成|实现|累计"
    "|引进和培养|引进|培养|培育|培训|开展|建成|建设|举办|认定|形成|打造|占"
)
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,4})?|[一二两三四五六七八九十百千]{1,6}(?=[件个家项名人次]))"
_UNIT = (
    r"(?P<unit>个百分点|%|％|万?亿元|万元|元|万?件次?|万?家次?"
    r"|万?个|万?项|万?名|万?人次?|万?次|万?户|万?所|分|倍|种|篇|批|场|套|处|对|条)"
)
_FIGURE = re.compile(rf"(?P<about>不低于|不少于|至少)?{_NUMBER}{_UNIT}(?P<more>以上|左右|及以上)?")
_FULL = re.compile(r"(?:实现)?(?P<what>[^，。；、]{2,30}?)(?:全覆盖|覆盖率达?到?100%)")
_JOINED = re.compile(
    r"(?P<first>[^，。；]{2,40}?)(?P<tail>(?:申请|授权|登记|注册|许可|转让)?量?)和(?P<second>[^，。；]{2,20}?)分别(?:为|达到?|增长|超过)$"
)
_BACKGROUND = re.compile(r"去年|上年|同比|已(?:达|有|经)|截至目前|目前|“十三五”期间|“十二五”期间|五年来")
_LEAD = re.compile(
    r"^(?:力争|确保|预计|全市|全省|全区|全县|每年|年均(?=引进|培养)|累计|新增|实现|完成|引进和培养|引进|培养|培训|开展|建立|形成|打造|使得?|其中|并|且|到\d{4}年底?|至\d{4}年底?|各类)+"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A target; ``by`` is the last day, None where the notice names none."""

    name: str
    value: Decimal
    unit: str
    comparison: TargetComparison
    by: date | None
    by_quote: str
    clause: str
    quote: str
    start: int


def find_targets(notice: Notice) -> list[Target]:
    """The targets below a heading such as 主要目标, and those of sentences that name a year to reach them by."""
    found: list[Target] = []
    spans = template_spans(notice.clauses)
    headings = {clause.path: clause.heading for clause in notice.clauses}
    deadlines: dict[tuple[str, ...], tuple[date, str]] = {}
    for clause in notice.clauses:
        if clause.kind != "clause" or any(start <= clause.start < end for start, end in spans):
            continue
        root = next(
            (
                clause.path[:depth]
                for depth in range(1, len(clause.path) + 1)
                if _is_goal(headings.get(clause.path[:depth], ""))
            ),
            None,
        )
        found += _in_clause(clause, root, deadlines)
    return found


def _is_goal(heading: str) -> bool:
    return len(heading) <= 20 and _HEADING.search(heading) is not None


def _in_clause(
    clause: Clause, root: tuple[str, ...] | None, deadlines: dict[tuple[str, ...], tuple[date, str]]
) -> Iterator[Target]:
    text = plain(clause.text)
    body = text.find("\n") + 1 if root == clause.path and "\n" in text else 0
    for sentence in re.finditer(r"[^。\n]+", text[body:]):
        words, offset = sentence.group(), body + sentence.start()
        if root is None and not _GOAL.search(words):
            continue
        named = _deadline(words)
        if named is not None and root is not None:
            deadlines.setdefault(root, named)
        by = named or (deadlines.get(root) if root is not None else None)
        if root is None and by is None:
            continue
        if _BACKGROUND.search(words):
            continue
        yield from _in_sentence(clause, words, offset, by)


def _deadline(words: str) -> tuple[date, str] | None:
    for match in _BY.finditer(words):
        if match.group().startswith(("到", "至", "截至")) or match["end"]:
            try:
                month = int(match["month"]) if match["month"] else 12
                last = 31 if month in (1, 3, 5, 7, 8, 10, 12) else 30 if month != 2 else 28
                return date(int(match["year"]), month, last), match.group()
            except ValueError:
                continue
    return None


def _in_sentence(clause: Clause, words: str, offset: int, by: tuple[date, str] | None) -> Iterator[Target]:
    for piece in re.finditer(r"[^，；,;：]+", words):
        text = piece.group()
        before = 0
        figures = [match for match in _FIGURE.finditer(text) if not re.search(r"(?:20\d\d|第)$", text[: match.start()])]
        if not figures:
            full = _FULL.search(text)
            if full:
                yield _target(clause, _tidy(full["what"]), Decimal(100), "%", "full", by, text, offset + piece.start())
            continue
        joined = _JOINED.search(text[: figures[0].start()])
        if joined and len(figures) == 2:
            yield from _distributed(clause, joined, figures, by, text, offset + piece.start())
            continue
        for match in figures:
            name = _name(text[before : match.start()], text[match.end() :])
            if match["unit"] in "%％" and re.search(r"增长$", text[: match.start()]) and name:
                name += "增长"
            before = match.end()
            value = _value(match)
            if name and value is not None:
                comparison: TargetComparison = (
                    "ge" if match["more"] in ("以上", "及以上") or match["about"] else "reach"
                )
                yield _target(clause, name, value, _unit(match), comparison, by, text, offset + piece.start())


def _distributed(
    clause: Clause,
    joined: re.Match[str],
    figures: list[re.Match[str]],
    by: tuple[date, str] | None,
    text: str,
    start: int,
) -> Iterator[Target]:
    """专利申请量和授权量分别达到5000件和2000件 are two targets with one subject."""
    first, second = _tidy(joined["first"] + joined["tail"]), joined["second"]
    kind = re.search(r"(?:申请|授权|登记|注册|许可|转让|拥有)量?$", first)
    whole = first[: kind.start()] + second if kind else second
    for name, match in zip((first, whole), figures, strict=True):
        value = _value(match)
        if value is not None:
            yield _target(clause, name, value, _unit(match), "reach", by, text, start)


def _target(
    clause: Clause,
    name: str,
    value: Decimal,
    unit: str,
    comparison: TargetComparison,
    by: tuple[date, str] | None,
    text: str,
    start: int,
) -> Target:
    quote = clause.text[start : start + len(text)].strip()
    lead = len(text) - len(text.lstrip())
    return Target(
        name,
        value,
        unit,
        comparison,
        by[0] if by else None,
        by[1] if by else "",
        clause.cite_label,
        quote,
        clause.start + start + lead,
    )


def _value(match: re.Match[str]) -> Decimal | None:
    number = match["number"].replace(",", "")
    value = parse_number(number)
    if value is None:
        return None
    scale = re.match(r"万亿|[万亿]", match["unit"])
    factor = parse_number("一" + scale.group()) if scale else None
    return value * factor if factor else value


def _unit(match: re.Match[str]) -> str:
    return match["unit"].replace("％", "%").lstrip("万亿") or "元"


def _name(before: str, after: str) -> str:
    """What the figure counts: the words before it without the verb, else those behind it."""
    words = re.sub(rf"(?:{_REACHED}|为|至|到|约|的比例|比例|以|率先|共|分别|、|和|了)+$", "", before.strip())
    words = _tidy(re.sub(r"^(?:以上|左右|及以上)?[、和及]?", "", words))
    if len(words) >= 2:
        return words
    behind = re.match(r"(?:以上|左右)?的?(?P<what>[\u4e00-\u9fff“”《》、]{2,30})", after)
    return _tidy(behind["what"]) if behind else ""


def _tidy(words: str) -> str:
    plain_words = re.sub(r"^[\d.]+[.、]\s*|^（[^（）]{1,4}）", "", words.strip())
    return _LEAD.sub("", plain_words).strip("、的 ")
