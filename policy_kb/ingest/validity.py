"""From when to when a notice says it is in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from policy_kb.ingest.dates import DATE, MONTH, add_months, month_end, parse_date
from policy_kb.ingest.numerals import parse_numeral
from policy_kb.notice import Clause, Validity

_IN_FORCE = "(?:起?正式)?(?:施行|实施|执行|生效|试行)"
_FROM_DAY = re.compile(rf"[自从](?P<day>{DATE})起?{_IN_FORCE}|[自从](?P<day2>{DATE})起")
_FROM_EVENT = re.compile(
    rf"[自从](?P<event>印发|发布|公布|下发|签发|颁布|发文)之日(?:起|后)?(?:(?:满)?(?P<days>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:个?工作)?日(?:之)?后)?起?{_IN_FORCE}"
)
_TERM = re.compile(
    r"(?:(?:有效|执行|实施|施行|试行)期(?:限)?(?:暂定)?[为是]?|试行)"
    r"(?P<number>\d{1,2}|[一二三四五六七八九十两]{1,3})(?P<unit>年|个月)(?!来|后|行动)"
    rf"|有效期(?:限)?[为是]?(?:截止|延长|延续)?[至到](?P<until>{DATE})"
    rf"|(?:施行|实施|执行|有效)(?:期限)?[，,]?(?:有效期)?[至到](?P<until2>{DATE})"
    rf"|{DATE}(?:起)?[至到—-](?P<until3>{DATE})(?:止)?(?:有效|施行|实施|执行)?"
)
_ABOUT_ITSELF = re.compile(
    "本(?:若干|实施|暂行|扶持|管理)*"
    "(?:措施|办法|意见|方案|规定|细则|条例|通知|政策|规划|计划|指南|公告|规则|决定|标准|文件)"
)
_SENTENCE = re.compile(r"[^。；\n]+")
_STEPS = re.compile(r"(?:工作|实施|推进|方法|时间|进度|阶段)(?:步骤|阶段|安排|进度)|步骤|阶段安排|进度安排")
_STAGE = re.compile(rf"[（(][^（）()]{{0,20}}?[—\-–~～至到]+\s*(?P<to>{MONTH}(?:\s*\d{{1,2}}\s*日)?)(?:底|前|止)?[)）]")


def find_validity(text: str, clauses: Sequence[Clause], issued_on: date | None, published_on: date | None) -> Validity:
    """What the notice says of its own force; where it says nothing, the end of the last stage of its work plan.

    A term that begins with an event (自印发之日起) does not count the day of the event and ends on the corresponding
    day (Civil Code, articles 201 and 202): from 2 February 2024, five years last through 2 February 2029. A term
    that begins with a stated day (自2017年1月1日起) counts that day: five years last through 31 December 2021.
    """
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        subject = _ABOUT_ITSELF.search(words)
        start = _FROM_EVENT.search(words) or _FROM_DAY.search(words)
        term = _TERM.search(words)
        if subject is None or (start is None and term is None):
            continue
        if start is None and term is not None and not 0 <= term.start() - subject.end() <= 12:
            continue
        if start is not None and (start.start() < subject.start() or start.start() - subject.end() > 30):
            continue
        effective, counted = _effective(start, issued_on, published_on)
        until = _until(term, effective, counted)
        if effective is None and until is None and start is None:
            continue
        end = max(match.end() for match in (start, term) if match is not None)
        return Validity(effective, until, words[subject.start() : end])
    return _from_stages(clauses)


def _effective(
    start: re.Match[str] | None, issued_on: date | None, published_on: date | None
) -> tuple[date | None, bool]:
    """First day in force, and whether a term counts that day."""
    if start is None:
        return issued_on, False
    groups = start.groupdict()
    if "event" not in groups:
        return parse_date(groups["day"] or groups["day2"] or ""), True
    event = published_on or issued_on if groups["event"] in ("发布", "公布", "颁布") else issued_on or published_on
    if event is None:
        return None, False
    days = parse_numeral(groups["days"]) if groups["days"] else 0
    return event + timedelta(days=days or 0), False


def _until(term: re.Match[str] | None, effective: date | None, counted: bool) -> date | None:
    if term is None:
        return None
    stated = term.group("until") or term.group("until2") or term.group("until3")
    if stated:
        return parse_date(stated)
    number = 2 if term.group("number") == "两" else parse_numeral(term.group("number"))
    if effective is None or not number:
        return None
    last = add_months(effective, number * 12 if term.group("unit") == "年" else number)
    return last - timedelta(days=1) if counted else last


def _from_stages(clauses: Sequence[Clause]) -> Validity:
    """The end of the last stage below a heading such as 工作步骤, quoted with its own heading."""
    plans = {clause.path for clause in clauses if clause.kind == "clause" and _STEPS.search(clause.heading)}
    ends: list[tuple[date, str]] = []
    for clause in clauses:
        if clause.path[:-1] not in plans:
            continue
        match = _STAGE.search(clause.text.partition("\n")[0])
        if match is None:
            continue
        end = parse_date(match.group("to")) or month_end(match.group("to"))
        if end is not None:
            ends.append((end, clause.text[: match.end()]))
    if len(ends) < 2:
        return Validity(None, None, None)
    until, quote = max(ends, key=lambda stage: stage[0])
    return Validity(None, until, quote)
