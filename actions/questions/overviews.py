"""Several things side by side: all awards of a place, a comparison of places, what may be drawn together."""

from __future__ import annotations

from actions.answer import Answer, Citation, Table
from actions.award_text import assess, money
from actions.dialogue import Choice, Focus
from actions.questions.silence import nearest_clause, no_amount_here, subject_name, topics_of
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    REVIEW_REMARK,
    basis_line,
    chinese_date,
    cite,
    contact_sentence,
    expired_warning,
    joined,
    lines,
    not_covered,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.knowledge import Source


def list_awards(request: Request) -> Reply:
    """The awards of the place asked for, for this kind of applicant and subject."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    pool = request.kb.rules_of(request.scope.sources)
    if not pool:
        return no_amount_here(request, "list")
    topical = tuple(rule for rule in pool if set(rule.topics) & set(topics_of(request))) if not request.elliptic else ()
    rules = topical or pool
    applicant = request.facts.get(APPLICANT_FACT)
    who = ""
    if applicant is not None:
        fitting = tuple(r for r in rules if not r.beneficiaries.types or applicant in r.beneficiaries.types)
        if fitting:
            rules, who = fitting, request.kb.book.facts[APPLICANT_FACT].option(str(applicant)).label
    parts, citations, choices = [], [], []
    for i, rule in enumerate(rules, 1):
        assessed = assess(_without_facts(request), rule)
        parts.append(f"{i}. {rule.name}{rule.clause}：{money(assessed, request)}。")
        citations.append(cite(assessed.source, rule.clause, rule.amount.quote, request.on))
        choices.append(Choice(title=rule.name, focus=Focus(awards=(rule.key,), topics=rule.topics), kind="award_amount"))
    sources = list(dict.fromkeys(request.kb.sources[rule.doc] for rule in rules))
    silent = [s for s in request.scope.sources if s not in sources and s.reviewed and s.reviewed.amounts == "none"]
    opening = f"{joined(quoted_title(s) for s in sources)}里{'适合' + who + '的' if who else ''}奖补有{len(rules)}项："
    text = lines(
        *(expired_warning(s, request.on) for s in sources),
        opening,
        *parts,
        f"{joined(s.stored.region_name or '' for s in silent)}的文件没有规定奖补金额。" if silent else None,
        "想细看哪一项，回复序号就行。",
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="list",
        text=text,
        region=region_part(sources[0]) if len(sources) == 1 else None,
        citations=tuple(citations),
        suggestions=tuple(choice.title for choice in choices[:4]),
    )
    return Reply(answer, focus=Focus(), choices=tuple(choices), facts=request.facts)


def _without_facts(request: Request) -> Request:
    from dataclasses import replace

    return replace(request, facts={})


def compare_regions(request: Request) -> Reply:
    """Regions in a small table: amounts, clause, office, validity."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    sources = request.scope.sources
    widened = len(sources) < 2
    if widened:
        sources = tuple(request.kb.sources.values())
    subject = subject_name(request)
    rows, said, citations = [], [], []
    for source in sources:
        rules = _rules_on(request, source)
        clause = nearest_clause(request, source) if request.focus else None
        amount = _amounts(request, rules, source)
        office = _office(source, clause.lead_units or clause.responsible_units[:2] if clause else ())
        until = chinese_date(source.validity.until) if source.validity.until else "没有写明"
        state = until if source.in_force(request.on) else f"{until}（已结束）"
        where = clause.cite_label if clause else "没有专门的条款" if request.focus else "—"
        rows.append((source.stored.region_name or source.short_title, amount, where, office, state))
        said.append(f"· {source.stored.region_name}：{amount}；相关条款：{where}；部门：{office}；有效期到：{state}。")
        citations += _cites(request, source, rules, clause.cite_label if clause else None, clause.heading if clause else "")
    text = lines(
        not_covered(request) if request.scope.foreign else None,
        f"关于“{subject}”，各地文件是这样写的：" if subject else "几个地方的文件对照如下：",
        *said,
        "没有写明金额的地方，不等于没有政策，只是这几份文件里没有写。",
    )
    columns = ("地区", "奖补金额", "相关条款", "部门", "有效期到")
    return Reply(
        Answer(
            kind="compare",
            text=text,
            table=Table(columns=columns, rows=tuple(rows)),
            citations=tuple(citations[:12]),
            suggestions=("有哪些奖励", "你们收录了哪些政策"),
        )
    )


def _rules_on(request: Request, source: Source) -> tuple[Rule, ...]:
    pool = request.kb.rules_of((source,))
    if request.focus.awards:
        topics = set(topics_of(request))
        own = tuple(r for r in pool if r.key in request.focus.awards)
        return own or tuple(r for r in pool if set(r.topics) & topics)
    if topics_of(request):
        return tuple(r for r in pool if set(r.topics) & set(topics_of(request)))
    return pool


def _amounts(request: Request, rules: tuple[Rule, ...], source: Source) -> str:
    if not rules:
        return "没有规定金额"
    if len(rules) > 3:
        return f"写明了{len(rules)}项奖补"
    return "；".join(f"{rule.name}{money(assess(_without_facts(request), rule), request)}" for rule in rules)


def _office(source: Source, units: tuple[str, ...]) -> str:
    if units:
        return joined(units)
    return joined(source.reviewed.who_to_ask.names) if source.reviewed and source.reviewed.who_to_ask.names else "没有写明"


def _cites(
    request: Request, source: Source, rules: tuple[Rule, ...], label: str | None, heading: str
) -> list[Citation]:
    if rules:
        return [cite(source, rule.clause, rule.amount.quote, request.on) for rule in rules[:3]]
    return [cite(source, label, heading, request.on)] if label and heading else []


def stacking(request: Request) -> Reply:
    """Whether awards may be drawn together: only what the notice says."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    parts: list[str | None] = []
    citations = []
    told: list[Source] = []
    for source in request.scope.sources:
        entry = request.kb.book.stacking.get(source.doc_id)
        if entry is None:
            if request.scope.named:
                parts.append(f"{quoted_title(source)}没有写几项奖补能不能一起拿。")
            continue
        told.append(source)
        parts.append(expired_warning(source, request.on))
        parts.append(entry.text)
        parts.append(basis_line(source, entry.clause, entry.quote))
        citations.append(cite(source, entry.clause, entry.quote, request.on))
    if told:
        parts.append("具体到您这两项能不能都拿，文件没有逐项写明，要由主管部门认定。")
        ask = told[0].reviewed.who_to_ask if told[0].reviewed else None
        parts.append(ask.statement if ask else None)
    answer = Answer(
        kind="clause",
        text=lines(*parts),
        region=region_part(told[0]) if len(told) == 1 else scope_region(request.scope, request.kb),
        citations=tuple(citations),
        suggestions=("有哪些奖励", "归哪个部门管"),
    )
    return Reply(answer)


