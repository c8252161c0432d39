"""What a notice says of itself: title, issuers, number, dates, and which documents it refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policy_kb.ingest.dates import parse_date
from policy_kb.ingest.organs import is_date_line, is_organ_line, split_organs
from policy_kb.ingest.titles import is_document_name, is_title
from policy_kb.notice import CitedDocument, Clause

_NUMBER = r"[\u4e00-\u9fff]{2,16}\s*[〔\[【（(［]\s*(?:19|20)\d\d\s*[〕\]】）)］]\s*第?\s*\d{1,5}\s*号"
_NUMBER_LINE = re.compile(rf"{_NUMBER}|[\u4e00-\u9fff]{{2,20}}令\s*[（(]?第?\s*\d{{1,4}}\s*号[)）]?")
_OPENING_BRACKET, _CLOSING_BRACKET = re.compile(r"[\[【（(［]"), re.compile(r"[\]】）)］]")
_REFERENCE = re.compile(rf"(?P<title>《(?:[^《》]|《[^《》]*》){{2,120}}》)(?:\s*[（(](?P<number>{_NUMBER})[)）])?")
_ISSUED_PHRASE = re.compile(r"现将《(?P<title>[^《》]+)》|《(?P<title2>[^《》]+)》(?:已经|业经)")
_ADOPTION = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,12}?(?:省|市|自治区|自治州|自治县|县))第[一二三四五六七八九十]+届"
    r"(?P<body>人民代表大会(?:常务委员会)?)第[一二三四五六七八九十]+次会议(?P<act>通过|修订|批准)"
)
_FIELD_NUMBER = ("文号", "发文字号", "文件编号")
_FIELD_ISSUED = ("成文日期", "印发日期", "生成日期", "发文日期")
_FIELD_PUBLISHED = ("发布日期", "发布时间", "公开日期")
_FIELD_ISSUER = ("发文机关", "发布机构", "发布单位", "发文单位", "成文机关", "发布部门", "来源", "信息来源")
_MOST_SIGNATURES = 60
_IN_CHARGE = re.compile(r"(?:业务)?主管部门|发文(?:机关|单位)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts of the document as a whole; None or empty where the text does not state them."""

    title: str
    issuers: tuple[str, ...]
    doc_number: str | None
    issued_on: date | None
    published_on: date | None
    cited_documents: tuple[CitedDocument, ...]


def read_metadata(text: str, clauses: Sequence[Clause], fields: Mapping[str, str]) -> Metadata:
    """Metadata of a cleaned notice; ``fields`` is the index table of the page it comes from."""
    opening = next((clause.text for clause in clauses if clause.kind == "opening"), "")
    closing = next((clause.text for clause in clauses if clause.kind == "closing"), "")
    opening_lines = [line.strip() for line in opening.split("\n") if line.strip()]
    closing_lines = [line.strip() for line in closing.split("\n") if line.strip()]
    if not closing and clauses and clauses[-1].kind == "clause":
        closing_lines = [line.strip() for line in clauses[-1].text.split("\n")[1:] if line.strip()]
    issuers, issued_on = _signature(opening_lines)
    if not issuers:
        issuers, signed = _signature(closing_lines)
        issued_on = issued_on or signed
    adopted_by, adopted_on = _adoption(opening_lines)
    issuers = issuers or adopted_by or _issuers_in_fields(fields) or _in_charge(clauses)
    issued_on = issued_on or adopted_on or _date_in(fields, _FIELD_ISSUED)
    return Metadata(
        title=_title(opening_lines, opening),
        issuers=issuers,
        doc_number=_doc_number(opening_lines, fields),
        issued_on=issued_on,
        published_on=_date_in(fields, _FIELD_PUBLISHED),
        cited_documents=_references(text, _title(opening_lines, opening)),
    )


def _title(lines: list[str], opening: str) -> str:
    """Title of the document that is issued: the last one standing alone before its first numbered part."""
    joined = _join_broken(lines)
    titles = [line for line in joined if is_title(line) and not is_organ_line(line)]
    if titles:
        return titles[-1]
    phrase = _ISSUED_PHRASE.search(opening)
    if phrase:
        return phrase.group("title") or phrase.group("title2")
    return next((line[:100] for line in joined if not _NUMBER_LINE.fullmatch(line) and not is_date_line(line)), "")


def _join_broken(lines: list[str]) -> list[str]:
    """Titles broken over two lines in one piece: ``关于申报……奖励`` / ``的办事指南``."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        broken = line.startswith("的") or (before.startswith("关于") and not is_title(before))
        if before and broken and is_title(before + line) and "，" not in before and len(before) >= 4:
            joined[-1] = before + line
        else:
            joined.append(line)
    return joined


def _signature(lines: list[str]) -> tuple[tuple[str, ...], date | None]:
    """Public bodies on the lines directly above a date line, and that date; the first such block counts."""
    for index, line in enumerate(lines):
        if not is_date_line(line):
            continue
        names: list[str] = []
        for at in range(index - 1, max(-1, index - 1 - _MOST_SIGNATURES), -1):
            if not is_organ_line(lines[at]):
                break
            names = split_organs(lines[at]) + names
        if names:
            return tuple(dict.fromkeys(names)), parse_date(line)
    return (), None


def _adoption(lines: list[str]) -> tuple[tuple[str, ...], date | None]:
    """The people's congress that adopted a local law, and the day of its last adoption or approval."""
    adopters: list[str] = []
    day: date | None = None
    for line in lines:
        for match in _ADOPTION.finditer(line):
            if match.group("act") != "批准" or not adopters:
                adopters.append(match.group("place") + match.group("body"))
            day = parse_date(line) or day
    return tuple(dict.fromkeys(adopters[:1])), day


def _issuers_in_fields(fields: Mapping[str, str]) -> tuple[str, ...]:
    value = next((fields[name] for name in _FIELD_ISSUER if name in fields), "")
    return tuple(split_organs(value)) if value and is_organ_line(value) else ()


def _in_charge(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The body named under a heading such as 业务主管部门."""
    for clause in clauses:
        if _IN_CHARGE.fullmatch(clause.heading):
            names = [line.strip() for line in clause.text.split("\n")[1:] if is_organ_line(line.strip())]
            if names:
                return tuple(split_organs(names[0]))
    return ()


def _date_in(fields: Mapping[str, str], names: Sequence[str]) -> date | None:
    return next((day for name in names if (day := parse_date(fields.get(name, ""))) is not None), None)


def _doc_number(lines: list[str], fields: Mapping[str, str]) -> str | None:
    """The notice's own number: in the index table or alone on a line. Numbers inside sentences are references."""
    for name in _FIELD_NUMBER:
        match = _NUMBER_LINE.search(fields.get(name, ""))
        if match:
            return _plain_number(match.group())
    return next((_plain_number(line) for line in lines if _NUMBER_LINE.fullmatch(line)), None)


def _plain_number(number: str) -> str:
    plain = "".join(number.split())
    if "令" in plain:
        return plain
    return _CLOSING_BRACKET.sub("〕", _OPENING_BRACKET.sub("〔", plain, count=1), count=1)


def _references(text: str, title: str) -> tuple[CitedDocument, ...]:
    found: dict[str, CitedDocument] = {}
    for match in _REFERENCE.finditer(text):
        name = match.group("title")[1:-1]
        number = _plain_number(match.group("number")) if match.group("number") else None
        if name == title or (number is None and not is_document_name(name)):
            continue
        if name not in found or (number and found[name].doc_number is None):
            found[name] = CitedDocument(name, number)
    return tuple(found.values())
