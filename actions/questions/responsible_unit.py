"""Which office leads, which are responsible."""

from __future__ import annotations

import re

from actions.answer import Answer, Citation, Units
from actions.clause_finding import clauses_for, telling_words
from actions.dialogue import Focus
from actions.evidence import passages_for
from actions.offices_named import none_of_them, whether_named
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    cite,
    excerpt,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
    scope_region,
    titled,
    units_of,
    who_to_ask,
)
from policy_kb.knowledge import Source
from policy_kb.notice import Clause

_MOST_CLAUSES = 3
#: A clause below a heading is the one meant from this weight of shared words on.
_TELLING = 2.5
#: A sentence that names departments one after the other (市司法、市场监管、文化、农委、商务等部门).
_OFFICES = re.compile(r"、[^，。；]{1,40}(?:部门|单位)")
_ENOUGH_COVERED = 0.4
#: 这产品由谁认定, 归哪里评级: who does what the clause asks for.
_DONE_BY = re.compile(
    r"(?:谁|哪[里儿个家]|什么部门|哪个部门)[^，,。;；]{0,3}?(?P<deed>认定|认证|评级|评定|批准|核定|审核)"
)


def answer(request: Request) -> Reply:
    """Which office leads, which are responsible."""
    found = clauses_for(request)
    if not found:
        return _whole_notice(request)
    parts: list[str | None] = []
    citations: list[Citation] = []
    found = [one for source, clause in found for one in _naming_offices(request, source, clause)]
    named = [(source, clause) for source, clause in found if clause.lead_units or clause.responsible_units]
    if not named and (written := _offices_written_of(request, found[0][0])) is not None:
        return written
    found = named or found[:1]
    for source, clause in found[:_MOST_CLAUSES]:
        parts.append(expired_warning(source, request.on))
        if len(found) == 1:
            parts.append(whether_named(request.text, clause) or none_of_them(request.text, clause, request.kb))
        parts.append(_unit_sentence(source, clause))
        parts.append(_who_does_it(request.text, clause))
        if not (clause.lead_units or clause.responsible_units):
            parts.append(f"这一条的原文是：“{excerpt(clause, telling_words(request))}”")
        citations.append(cite(source, clause.cite_label, _unit_quote(clause), request.on))
    first_source, first = found[0]
    answer = Answer(
        kind="unit",
        text=lines(*dict.fromkeys(parts)),
        region=region_part(first_source) if len({s.doc_id for s, _ in found}) == 1 else None,
        citations=tuple(citations),
        units=units_of(first),
        suggestions=("这一条是怎么写的", "能拿多少钱", "联系电话是多少"),
    )
    focus = request.focus or Focus(clauses=tuple(f"{s.doc_id}#{c.cite_label}" for s, c in found[:1]))
    return Reply(answer, focus=focus)


def _naming_offices(request: Request, source: Source, clause: Clause) -> list[tuple[Source, Clause]]:
    """The clause, or, where it is a heading that names no office, the best of the clauses below it that do."""
    if clause.lead_units or clause.responsible_units:
        return [(source, clause)]
    depth = len(clause.path)
    below = {
        c.cite_label: c
        for c in source.clauses
        if c.path[:depth] == clause.path and len(c.path) > depth and (c.lead_units or c.responsible_units)
    }
    found = [p for p in passages_for(request) if p.doc_id == source.doc_id and p.weight >= _TELLING]
    fitting = [p.clause for p in found if p.clause.cite_label in below]
    chosen = fitting[:1] or list(below.values())
    return [(source, c) for c in chosen] or [(source, clause)]


def _offices_written_of(request: Request, source: Source) -> Reply | None:
    """Where no clause asked about has offices of its own, the sentence on the matter that lists some; else None."""
    for passage in passages_for(request):
        listed = passage.doc_id == source.doc_id and _OFFICES.search(passage.sentence) is not None
        if listed and passage.clause.label and passage.coverage >= _ENOUGH_COVERED:
            quote = passage.sentence.strip()
            text = lines(
                expired_warning(source, request.on),
                f"{quoted_title(source)}{passage.clause.cite_label}写到了这些部门：“{quote}”",
                who_to_ask(source),
            )
            place = cite(source, passage.clause.cite_label, quote, request.on)
            answer = Answer(kind="unit", text=text, region=region_part(source), citations=(place,))
            return Reply(answer, focus=Focus(clauses=(f"{source.doc_id}#{passage.clause.cite_label}",)))
    return None


def _unit_sentence(source: Source, clause: Clause) -> str:
    what = f"{quoted_title(source)}{titled(clause)}"
    if clause.lead_units:
        rest = f"责任单位有{joined(clause.responsible_units)}。" if clause.responsible_units else ""
        return f"{what}由{joined(clause.lead_units)}牵头。{rest}"
    if clause.responsible_units:
        return f"{what}没有分牵头和配合，责任单位是{joined(clause.responsible_units)}。"
    return f"{what}没有写明由哪个部门负责。{who_to_ask(source) or ''}"


def _unit_quote(clause: Clause) -> str:
    for line in clause.text.splitlines():
        if "牵头单位" in line or "责任单位" in line:
            at = min(i for i in (line.find("牵头单位"), line.find("责任单位")) if i >= 0)
            return line[at:].rstrip("）)〕 ")
    return clause.heading or excerpt(clause)


def _which(request: Request) -> Reply:
    """No place and no matter is said: who stands behind each notice, and the question what it is about."""
    shown, citations = [], []
    for source in request.scope.sources:
        if source.reviewed and source.reviewed.who_to_ask.names:
            ask = source.reviewed.who_to_ask
            shown.append(f"· {source.stored.region_name}：{joined(ask.names)}")
            citations.append(cite(source, ask.clause, ask.quote, request.on))
    regions = tuple(s.stored.region_name for s in request.scope.sources if s.stored.region_name)
    text = lines(
        "要看是哪个地方、哪件事。告诉我，我就能说出那一条由哪个部门牵头。" + ("各地总的可以先问：" if shown else ""),
        *shown,
    )
    return Reply(Answer(kind="unit", text=text, citations=tuple(citations), suggestions=regions[:6]))


def _who_does_it(question: str, clause: Clause) -> str | None:
    """谁认定, 谁来评级: what the clause itself says of that, where it names by whom; None otherwise."""
    asked = _DONE_BY.search(question)
    if asked is None:
        return None
    said = re.search(
        rf"[^，。；：、]{{0,8}}?(?:通过|经|由|获得?)([^，。；：、]{{2,16}}?(?:局|部|委|厅|中心|标准|机构)){asked['deed']}[^，。；：]{{0,14}}",
        clause.text,
    )
    return f"原文写的是：“{said[0]}”。" if said else None


def _whole_notice(request: Request) -> Reply:
    if not request.scope.named and len(request.scope.sources) > 1:
        return _which(request)
    parts: list[str | None] = []
    citations = []
    lead: list[str] = []
    for source in request.scope.sources:
        parts.append(expired_warning(source, request.on))
        if source.reviewed:
            ask = source.reviewed.who_to_ask
            parts.append(f"{quoted_title(source)}：{ask.statement}")
            lead += ask.names
            citations.append(cite(source, ask.clause, ask.quote, request.on))
        else:
            parts.append(f"{quoted_title(source)}还没有经过工作人员核对，说出具体事项，我可以把那一条的原文找给您。")
    answer = Answer(
        kind="unit",
        text=lines(*parts),
        region=scope_region(request.scope, request.kb),
        citations=tuple(citations),
        units=Units(lead=tuple(dict.fromkeys(lead))) if request.scope.named and lead else None,
        suggestions=("有哪些奖励", "你们收录了哪些政策"),
    )
    return Reply(answer)
