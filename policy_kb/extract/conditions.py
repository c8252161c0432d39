"""What an applicant must be and reach: comparisons with numbers, and whom a sentence is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policy_kb.extract.figures import find_figures, plain
from policy_kb.language.numerals import NUMBER, PROPORTION, parse_number, parse_proportion

Operator = Literal["ge", "gt", "le", "lt"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``what`` compared with ``value`` ``unit``; ``quote`` are the notice's words, at ``start``."""

    what: str
    operator: Operator
    value: Decimal
    unit: str
    quote: str
    start: int


_BEFORE: tuple[tuple[str, Operator], ...] = (
    ("不超过|不高于|不多于|不大于|至多", "le"),
    ("不低于|不少于|不小于|达到|达|至少|满", "ge"),
    ("超过|突破|高于|大于|多于", "gt"),
    ("低于|少于|不足|不满|未达到?", "lt"),
)
_AFTER: tuple[tuple[str, Operator], ...] = (("以上|及以上", "ge"), ("以下|以内|及以下", "le"))
_WHAT = r"(?P<what>[\u4e00-\u9fffA-Za-z“”《》]{2,24}?)"
_OPERATORS = "|".join(words for words, _ in _BEFORE)
_BEFORE_RANGE = re.compile(r"[\u4e00-\u9fff]{2,24}$")
_UNITS = (
    r"(?P<unit>(?:[十百千]?[万亿])?(?:美元|欧元|元)|平方米|个百分点"
    r"|[件项家户个人名篇部台套辆吨亩年月天次场分位级款种]|%|％)?"
)
_COMPARED = re.compile(
    rf"{_WHAT}(?:（[^（）]{{0,12}}）)?(?P<before>{_OPERATORS})?(?P<number>{PROPORTION.pattern}|{NUMBER.pattern})\s?{_UNITS}"
    rf"(?:[（(]含[^（）]{{0,10}}[)）])?(?P<after>以上|及以上|以下|及以下|以内)?"
)
_LONGEST = 400
_MOST = 40


def find_comparisons(text: str, start: int = 0) -> tuple[Comparison, ...]:
    """Comparisons of the conditions in ``text``, whose first character stands at ``start``."""
    found: list[Comparison] = []
    for piece in re.finditer(r"[^，,。；;：:\n]+", plain(text)[:_LONGEST]):
        if len(found) >= _MOST:
            break
        found += _ranges(piece.group(), text, piece.start(), start)
        for match in _COMPARED.finditer(piece.group()):
            operator = _operator(match)
            value = parse_proportion(match["number"]) or parse_number(match["number"])
            if operator is None or value is None:
                continue
            unit = match["unit"] or ("%" if "%" in match["number"] or "分之" in match["number"] else "")
            at = piece.start() + match.start()
            quote = text[at : piece.start() + match.end()]
            found.append(
                Comparison(
                    _what(match["what"]), operator, _scaled(value, unit), unit.lstrip("十百千万亿"), quote, start + at
                )
            )
    return tuple(found)


def _ranges(piece: str, text: str, offset: int, start: int) -> list[Comparison]:
    """500万（含）至5000万元 as two comparisons: the lower end counts, the upper one only where 含 says so."""
    found: list[Comparison] = []
    for figure in find_figures(piece):
        what = _BEFORE_RANGE.search(piece[: figure.start])
        if not figure.is_range or figure.kind != "money" or what is None:
            continue
        quote = text[offset + what.start() : offset + figure.end]
        at = start + offset + what.start()
        upper: Operator = "le" if piece.startswith(("（含", "(含"), figure.end) else "lt"
        name = _what(what.group())
        found.append(Comparison(name, "ge", figure.values[0], figure.currency, quote, at))
        found.append(Comparison(name, upper, figure.values[1], figure.currency, quote, at))
    return found


def _operator(match: re.Match[str]) -> Operator | None:
    before, after = match["before"], match["after"]
    for words, operator in _BEFORE:
        if before and re.fullmatch(words, before):
            return operator
    for words, operator in _AFTER:
        if after and re.fullmatch(words, after):
            return operator
    return None


def _scaled(value: Decimal, unit: str) -> Decimal:
    scale = re.match(r"[十百千]?[万亿]", unit)
    factor = parse_number("一" + scale.group()) if scale else None
    return value * factor if factor else value


def _what(text: str) -> str:
    return re.sub(r"^(?:对于?|且|并|或|及|其|的|在我[区市县]|上一?年度|当年度?|年度)+", "", text)


_FOR = re.compile(
    r"(?<![针面应])对(?:于)?(?P<who>(?:[^，。；：\n（）]|（[^（）]{0,40}）){2,90}?)(?=，|：|给予|予以|奖励|每|一次性|按|分别|。|；|$)"
)
_GIVEN = re.compile(r"(?:给予|奖励|补助|资助)(?P<who>[\u4e00-\u9fff]{2,20}?)(?:一次性|最高|每|\d|不超过)")
_ACTING = re.compile(
    r"[\u4e00-\u9fff、]{0,16}?(?:企业|单位|机构|高校|院所|组织|个人|人才|团队|协会|人员)(?=当年|本年|年度|上年|向|在|首次|获|通过|完成|开展)"
)
_PAID = re.compile(r"(?:发给|支付给|颁发给|奖励给)(?P<who>[\u4e00-\u9fff]{2,20}?)(?=奖金|报酬|奖励|[，。；]|$)")
_SUBJECT = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{0,14}(?:企业|单位|机构|高校|院所|组织|个人|人才|团队|协会|发明人|设计人|申请人|专利权人|大户|合作社|中介|人员|银行|举报人|园区|平台))"
)
_PARTY = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]{0,12}(?:企业|单位|机构|高校|院所|组织|个人|人才|团队|协会|总部|中心|发明人|设计人|申请人|权利人|专利权人|人员|主体|银行|学校|园区|平台|基地|项目|专利|商标|产品|标准|者|人))$"
)


def find_who(text: str) -> tuple[str, str] | None:
    """Whom an award is for: the noun that 对… ends with, else the party that is the subject; with the words quoted."""
    text = text[:_LONGEST]
    match = _FOR.search(text)
    if match:
        phrase = re.sub(r"（[^（）]*）", "", match["who"]).rstrip("的")
        acting = _ACTING.match(phrase)
        if acting:
            return acting.group(), match.group()
        head = phrase.rpartition("的")[2]
        label = head if 2 <= len(head) <= 30 else phrase[-30:]
        party = _PARTY.search(label)
        return re.sub(r"^[、等和及或]+", "", party.group() if party else label), match.group()
    match = _PAID.search(text)
    if match:
        return match["who"], match.group()
    match = _GIVEN.search(text)
    if match and _PARTY.search(match["who"]):
        return match["who"], match.group()
    match = _SUBJECT.search(text)
    if match:
        label = re.sub(r"^(?:按照?|由|经|以|鼓励|支持|引导|凡)", "", match["who"])
        label = re.sub(r"^.*?(?:的|为|经|在|对|由|及)(?=[\u4e00-\u9fff]{2})", "", label)
        return label, match.group()
    return None
