"""Labels at the beginning of a line that number the parts of a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policy_kb.ingest.numerals import chinese_numeral, parse_numeral

Scheme = Literal[
    "part",
    "chapter",
    "section",
    "article",
    "cn",
    "bracket_cn",
    "digit",
    "outline2",
    "outline3",
    "outline4",
    "half_digit",
    "bracket_digit",
    "circled",
    "plain",
]

_CN = "[〇零一二三四五六七八九十百]{1,6}"
_NUMBER = rf"(?:{_CN}|[0-9０-９]{{1,3}})"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED_CN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_BRACKETED_DIGIT = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED_DIGIT = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
# An article that is cited where a line happens to begin: 第三条规定的, 第五条第二款, 第六条（一）项.
_CITED = (
    r"(?![ 　]?第[一二三四五六七八九十]+[款项])"
    r"(?!规定|所[称述列]|的|至|[、和或]第|中(?:规定|所)|[（(][^）)]{1,3}[）)][项款目])"
)
# A number with a fraction: 1.5倍, 3.5个百分点.
_QUANTITY = r"(?![0-9０-９]{1,4}[ ]?(?:[万亿元倍%％‰]|个百分点|平方|公里))"
_TITLE_END = r"(?=[\s：:]|[\u4e00-\u9fff]{2,20}$)"
_LABEL = re.compile(
    rf"第[ 　]?(?P<part>{_NUMBER})[ 　]?(?:部分|篇|编){_TITLE_END}"
    rf"|第[ 　]?(?P<chapter>{_NUMBER})[ 　]?章{_TITLE_END}"
    rf"|第[ 　]?(?P<section>{_NUMBER})[ 　]?节{_TITLE_END}"
    rf"|第[ 　]?(?P<article>{_NUMBER})[ 　]?条{_CITED}(?P<article_end>[\s：:、【（]|$)?"
    rf"|(?P<cn>{_CN})[ 　]?[、．.]"
    rf"|[（(][ 　]?(?P<bracket_cn>{_CN})[ 　]?[)）][、．.]?|(?P<bracket_cn_sign>[{_BRACKETED_CN}])"
    rf"|(?P<digit>[0-9０-９]{{1,3}})[ 　]?(?:、|．{_QUANTITY}|\.{_QUANTITY}(?P<decimal>[0-9])?)|(?P<digit_sign>["
    + _DOTTED_DIGIT
    + "])"
    r"|(?P<half_digit>[0-9０-９]{1,2})[)）]"
    rf"|[（(](?P<bracket_digit>[0-9０-９]{{1,2}})[)）](?![号年月日])|(?P<bracket_digit_sign>[{_BRACKETED_DIGIT}])"
    rf"|(?P<circled>[{_CIRCLED}])",
    re.MULTILINE,
)
_OUTLINE = re.compile(
    rf"(?P<numbers>[0-9０-９]{{1,2}}(?:[.．]{_QUANTITY}[0-9０-９]{{1,2}}){{1,3}})"
    r"(?:[.．、]?(?=[\s　])|(?=[\u4e00-\u9fff（【《“]))"
)
_BLANKS = re.compile(r"[ \t　]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as found: its scheme, number, canonical form, length in the line, and whether it may be chance.

    ``above`` holds the numbers of the headings that an outline label such as ``1.2.3`` names itself.
    """

    scheme: Scheme
    number: int
    canonical: str
    length: int
    doubtful: bool = False
    above: tuple[int, ...] = ()


def find_outline_label(line: str) -> Label | None:
    """The label ``1.2`` or ``1.2.3`` that ``line`` begins with; it counts only below the heading ``above`` it."""
    match = _OUTLINE.match(line)
    if match is None:
        return None
    numbers = [int(number) for number in re.split(r"[.．]", match.group("numbers"))]
    blanks = _BLANKS.match(line, match.end())
    length = blanks.end() if blanks else match.end()
    if length >= len(line) or 0 in numbers:
        return None
    scheme: Scheme = f"outline{len(numbers)}"  # type: ignore[assignment]
    return Label(scheme, numbers[-1], ".".join(map(str, numbers)), length, True, tuple(numbers[:-1]))


def find_label(line: str) -> Label | None:
    """The label that ``line`` begins with. ``doubtful`` ones (3.5…, 第五条规定…) count only where next in order."""
    match = _LABEL.match(line)
    if match is None:
        return None
    scheme, value = next(
        (name, found) for name, found in match.groupdict().items() if found is not None and name in _NUMBERED
    )
    number = _NUMBERED[scheme].find(value) + 1 if _NUMBERED[scheme] else parse_numeral(value)
    if not number:
        return None
    kind: Scheme = scheme.removesuffix("_sign")  # type: ignore[assignment]
    end = match.end()
    doubtful = False
    if kind == "digit" and match.group("decimal"):
        end, doubtful = end - 1, True
    if kind == "article":
        doubtful = match.group("article_end") is None
        end -= len(match.group("article_end") or "")
    blanks = _BLANKS.match(line, end)
    length = blanks.end() if blanks else end
    if length >= len(line) and kind in ("digit", "half_digit"):
        return None
    return Label(kind, number, _canonical(kind, number, value), length, doubtful)


_NUMBERED = {
    "part": "",
    "chapter": "",
    "section": "",
    "article": "",
    "cn": "",
    "bracket_cn": "",
    "bracket_cn_sign": _BRACKETED_CN,
    "digit": "",
    "digit_sign": _DOTTED_DIGIT,
    "half_digit": "",
    "bracket_digit": "",
    "bracket_digit_sign": _BRACKETED_DIGIT,
    "circled": _CIRCLED,
}


def _canonical(scheme: Scheme, number: int, value: str) -> str:
    numeral = value if re.fullmatch(_CN, value) else chinese_numeral(number)
    match scheme:
        case "part":
            return f"第{numeral}部分"
        case "chapter":
            return f"第{numeral}章"
        case "section":
            return f"第{numeral}节"
        case "article":
            return f"第{numeral}条"
        case "cn":
            return f"{numeral}、"
        case "bracket_cn":
            return f"（{numeral}）"
        case "digit":
            return f"{number}."
        case "half_digit":
            return f"{number}）"
        case "bracket_digit":
            return f"（{number}）"
        case _:
            return value
