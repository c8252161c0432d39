"""Labels at the beginning of a line that number the parts of a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policy_kb.ingest.numerals import chinese_numeral, parse_numeral

Scheme = Literal["chapter", "section", "article", "cn", "bracket_cn", "digit", "half_digit", "bracket_digit", "circled"]

_CN = "[〇零一二三四五六七八九十百]{1,6}"
_NUMBER = rf"(?:{_CN}|[0-9０-９]{{1,3}})"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED_CN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_BRACKETED_DIGIT = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED_DIGIT = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_LABEL = re.compile(
    rf"第(?P<chapter>{_NUMBER})章(?=[\s：:]|[\u4e00-\u9fff]{{2,20}}$)"
    rf"|第(?P<section>{_NUMBER})节(?=[\s：:]|[\u4e00-\u9fff]{{2,20}}$)"
    rf"|第(?P<article>{_NUMBER})条(?P<article_end>[\s：:【（]|$)?"
    rf"|(?P<cn>{_CN})[、．.]"
    rf"|[（(](?P<bracket_cn>{_CN})[)）][、．.]?|(?P<bracket_cn_sign>[{_BRACKETED_CN}])"
    r"|(?P<digit>[0-9０-９]{1,3})(?:[．、]|\.(?![0-9]{1,4}[万亿元倍%％])(?P<decimal>[0-9])?)|(?P<digit_sign>["
    + _DOTTED_DIGIT
    + "])"
    r"|(?P<half_digit>[0-9０-９]{1,2})[)）]"
    rf"|[（(](?P<bracket_digit>[0-9０-９]{{1,2}})[)）]|(?P<bracket_digit_sign>[{_BRACKETED_DIGIT}])"
    rf"|(?P<circled>[{_CIRCLED}])",
    re.MULTILINE,
)
_BLANKS = re.compile(r"[ \t　]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as found: its scheme, number, canonical form, length in the line, and whether it may be chance."""

    scheme: Scheme
    number: int
    canonical: str
    length: int
    doubtful: bool = False


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
        case "circled":
            return value
