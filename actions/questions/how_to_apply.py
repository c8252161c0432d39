"""How to apply: who, on what condition, for how much, at which office; and what the notice leaves open."""

from __future__ import annotations

from actions.answer import Answer
from actions.applying import applying_cites, applying_lines, says_when_and_what
from actions.award_reply import names_no_matter, which_award
from actions.award_text import (
    Assessed,
    amount_part,
    assess,
    citations,
    clause_sentence,
    conditions_line,
    money,
    trace_part,
)
from actions.clause_finding import relevant_sources
from actions.dialogue import Choice, Focus
from actions.reply import Reply
from actions.request import Request
from actions.silence import nearest_clause, topics_of
from actions.wording import (
    basis_line,
    cite,
    contact_sentence,
    excerpt,
    expired_warning,
    force_sentence,
    joined,
    lines,
    quoted,
    quoted_title,
    region_part,
    scope_region,
    units_line,
    units_of,
    who_to_ask,
)
from policy_kb.awards import FactError, Rule

_MOST_CHOICES = 6


def answer(request: Request) -> Reply:
    """Who may apply, on what condition, for how much, at which office; and what the notice leaves open."""
    if len(request.rules) == 1:
        return _award(request, request.rules[0])
    if request.rules:
        return _which(request)
    if request.dialogue.choices and names_no_matter(request):
        return which_award(request, "how_to_apply")
    if topics_of(request) or request.focus.clauses or request.scope.named:
        return _without_award(request)
    return _which(request)


def _award(request: Request, rule: Rule) -> Reply:
    focus = Focus(awards=(rule.key,), topics=rule.topics)
    try:
        assessed: Assessed = assess(request, rule)
    except FactError as error:
        return Reply(Answer(kind="question", text=str(error)), focus=focus, asked=error.fact_id)
    source, clause = assessed.source, assessed.clause
    lead = joined(clause.lead_units) if clause and clause.lead_units else None
    unsaid = "具体怎么办" if says_when_and_what(source) else "问清楚什么时候受理、交哪些材料"
    text = lines(
        expired_warning(source, request.on),
        f"申请{quoted(rule.name)}，请先联系牵头单位{lead}，{unsaid}。" if lead else who_to_ask(source, clause),
        *applying_lines(source, request.on),
        source.reviewed.application.statement if source.reviewed else None,
        f"谁能申请、给多少：由{rule.beneficiaries.label}申请，{money(assessed.evaluation, request.kb.book)}。",
        conditions_line(assessed),
        basis_line(source, rule.clause, clause_sentence(assessed)),
        units_line(clause),
        force_sentence(source, request.on),
        contact_sentence(),
    )
    answer = Answer(
        kind="how_to_apply",
        text=text,
        region=region_part(source),
        amount=amount_part(assessed.evaluation),
        trace=trace_part(assessed),
        citations=(*citations(request, assessed), *applying_cites(source, request.on)),
        units=units_of(clause),
        suggestions=("需要什么条件", "能拿多少钱", "这份文件哪天到期"),
    )
    return Reply(answer, focus=focus, facts=request.facts)


def _which(request: Request) -> Reply:
    rules = request.rules or request.kb.rules_of(request.scope.sources)
    choices = tuple(
        Choice(title=rule.name, focus=Focus(awards=(rule.key,), topics=rule.topics), kind="how_to_apply")
        for rule in rules[:_MOST_CHOICES]
    )
    shown = [f"{i}. {rule.name}{rule.clause}" for i, rule in enumerate(rules[:_MOST_CHOICES], 1)]
    clauses = dict.fromkeys((rule.doc, rule.clause) for rule in request.rules)
    offices = [units_line(request.kb.sources[doc].clause(label)) for doc, label in clauses]
    notes = {
        source.doc_id: source.reviewed.application.statement
        for source in request.scope.sources
        if source.reviewed and any(rule.doc == source.doc_id for rule in rules)
    }
    told = [source for source in request.scope.sources if request.rules and source.doc_id in {r.doc for r in rules}]
    return Reply(
        Answer(
            kind="how_to_apply" if request.rules else "question",
            text=lines(
                "您想申请的是哪一项？",
                *shown,
                *dict.fromkeys(offices),
                "回复序号就行，也可以直接说名称。",
                *(line for source in told for line in applying_lines(source, request.on)),
                *(f"先跟您说明：{note}" for note in notes.values()),
            ),
            region=region_part(request.kb.sources[rules[0].doc]) if len({r.doc for r in rules}) == 1 else None,
            suggestions=tuple(choice.title for choice in choices[:4]),
        ),
        choices=choices,
    )


def _without_award(request: Request) -> Reply:
    parts: list[str | None] = []
    cited = []
    first = None
    sources = relevant_sources(request)
    for source in sources:
        clause = nearest_clause(request, source)
        first = first or clause
        parts.append(expired_warning(source, request.on))
        if clause:
            quote = excerpt(clause)
            parts.append(f"{quoted_title(source)}{clause.cite_label}提到：“{quote}”")
            parts.append(units_line(clause))
            cited.append(cite(source, clause.cite_label, quote, request.on))
        parts += applying_lines(source, request.on)
        cited += applying_cites(source, request.on)
        if source.reviewed:
            parts.append(source.reviewed.application.statement)
        parts.append(who_to_ask(source, clause))
    answer = Answer(
        kind="how_to_apply",
        text=lines(*parts, contact_sentence()),
        region=scope_region(request.scope, request.kb),
        citations=tuple(cited),
        units=units_of(first),
        suggestions=("归哪个部门管", "这份文件还有效吗"),
    )
    return Reply(answer)
