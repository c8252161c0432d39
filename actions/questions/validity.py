"""In force, until when, since when."""

from __future__ import annotations

import re
from datetime import date

from actions.answer import Answer, Citation, Verdict
from actions.clause_finding import document_focus, meant_sources
from actions.drafts.quoting import plain_remark, quote_cites, quote_lines
from actions.drafts.relevant import Drafted, pending
from actions.reply import Reply
from actions.request import Request
from actions.wording import chinese_date, cite, lines, quoted_title, region_part, scope_region, year_end
from policy_kb.catalogue.schema import Cite
from policy_kb.knowledge import Source


def answer(request: Request) -> Reply:
    """In force, until when, since when."""
    sources = meant_sources(request)
    parts: list[str | None] = []
    citations: list[Citation] = []
    for source in sources:
        if source.reviewed is None:
            drafted = pending((source,), "document")
            parts += _as_read(source, drafted)
            citations += quote_cites(request, drafted)
            continue
        statement = source.reviewed.validity.statement
        ended = not source.in_force(request.on)
        year = _year_asked(request)
        starts = source.validity.effective_on
        if year is not None and year > request.on.year and source.validity.until is not None:
            over = source.validity.until < date(year, 1, 1)
            state = f"到{year}年就已经过期了。" if over else f"{year}年还在有效期里，但要看具体日期。"
        elif starts is not None and request.on < starts:
            state = "现在还没有开始实施。"
        else:
            state = "现在已经过期。" if ended else "现在还有效。" if source.validity.until else ""
        parts.append(f"{quoted_title(source)}{state and '：' + state}{'' if state else '：'}{statement}")
        parts.append(_issued(source, statement))
        parts += [entry.statement for entry in source.reviewed.horizon]
        parts.append(_targets_until(source))
        if place := _validity_cite(source):
            citations.append(cite(source, place.clause, place.quote, request.on))
    one = sources[0] if len(sources) == 1 else None
    answer = Answer(
        kind="validity",
        text=lines(*parts),
        region=region_part(one) if one else scope_region(request.scope, request.kb),
        verdict=_verdict(request, one) if one else None,
        citations=tuple(citations),
        suggestions=("这份文件是谁发的", "有哪些奖励", "原文是怎么写的"),
    )
    return Reply(answer, focus=request.focus or document_focus(sources))


def _issued(source: Source, statement: str) -> str | None:
    """The day on which a notice was issued, unless what is said of its validity holds it."""
    day = chinese_date(source.stored.issued_on) if source.stored.issued_on else ""
    return f"印发日期：{day}。" if day and day not in statement else None


def _targets_until(source: Source) -> str | None:
    """Until when the targets of a notice were to be reached, where it is one day for all of them."""
    days = {entry.deadline.by for entry in source.targets}
    return f"里面定的数字目标都是到{year_end(days.pop())}为止的。" if len(days) == 1 else None


def _as_read(source: Source, drafted: tuple[Drafted, ...]) -> list[str]:
    """The dates of a notice that nobody has reviewed, in its own words."""
    if drafted and drafted[0].draft.cites:
        return [*quote_lines(drafted), plain_remark(drafted)]
    return [f"{quoted_title(source)}的有效期还没有经过工作人员核对，请以原文为准。"]


def _year_asked(request: Request) -> int | None:
    """The year that the question is about, where it names one."""
    if match := re.search(r"(20\d\d)\s*年", request.text):
        return int(match[1])
    return request.on.year + 1 if "明年" in request.text else request.on.year + 2 if "后年" in request.text else None


def _verdict(request: Request, source: Source) -> Verdict:
    if source.reviewed is None:
        return "unknown"
    year = _year_asked(request)
    if year is None or year <= request.on.year:
        return "yes" if source.in_force(request.on) else "not_in_force"
    until = source.validity.until
    return "unknown" if until is None or until >= date(year, 1, 1) else "not_in_force"


def _validity_cite(source: Source) -> Cite | None:
    if source.reviewed is None:
        return None
    return (
        source.reviewed.validity.period
        or source.reviewed.metadata.quotes.get("valid_until")
        or (source.reviewed.metadata.quotes.get("issued_on"))
    )
