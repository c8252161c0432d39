"""The inverse question: how many does it take (要拿满30万需要几件)."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.answer import Amount, Answer, TraceStep
from actions.award_text import assess, clause_sentence
from actions.dialogue import Focus
from actions.reply import Reply
from actions.request import Request
from actions.wording import REVIEW_REMARK, basis_line, cite, lines, region_part, units_line, units_of
from policy_kb.awards import APPLICANT_FACT, Rule, what_if
from policy_kb.money import format_yuan

_HOW_MANY = re.compile(r"(?:要|想|才|得|需|达到|够).{0,16}(?:几|多少)(?:件|家|个|项|级|款)")
_THE_MOST = ("拿满", "封顶", "顶格", "上限", "最高", "最多", "满额", "全额")


def asks_how_many(request: Request) -> bool:
    """Whether the message asks for the count that reaches a sum, not for the sum of a count."""
    sums = [q for q in request.turn.reading.quantities if q.kind == "money"]
    return bool(_HOW_MANY.search(request.text)) and bool(sums or any(word in request.text for word in _THE_MOST))


def how_many(request: Request, rule: Rule) -> Reply | None:
    """The least count that reaches the sum named, or the most; None where the award does not grow with a count."""
    source = request.kb.sources[rule.doc]
    facts = {name: value for name, value in request.facts.items() if name not in rule.accepted_facts}
    if APPLICANT_FACT in request.facts and request.facts[APPLICANT_FACT] in rule.beneficiaries.types:
        facts[APPLICANT_FACT] = request.facts[APPLICANT_FACT]
    open_range = assess(request.with_facts(facts), rule).evaluation.amount
    if open_range is None or open_range.basis != "range" or open_range.max is None:
        return None
    sums = [q.value for q in request.turn.reading.quantities if q.kind == "money"]
    wanted = Decimal(sums[0]) if sums else open_range.max
    found = what_if(rule, facts, request.kb.book, request.on, source.validity, reach=wanted)
    clause = source.clause(rule.clause)
    if found is None or isinstance(found.after, bool):
        text = f"拿不到{format_yuan(wanted)}：这项{rule.payment}最高是{format_yuan(open_range.max)}。"
        trace: tuple[TraceStep, ...] = ()
    else:
        fact = request.kb.book.facts[found.fact]
        text = f"要拿到{format_yuan(wanted)}，{fact.label}至少要{fact.show(found.after)}。"
        trace = tuple(TraceStep(step=s.text, yuan=s.yuan, cite=0) for s in found.result.trace if s.yuan == wanted)
    quote = clause_sentence(assess(request.with_facts(facts), rule))
    steps = "；".join(f"{s.step} = {format_yuan(s.yuan)}" for s in trace if s.yuan is not None and "×" in s.step)
    answer = Answer(
        kind="calculation",
        text=lines(
            text,
            f"算法：{steps}。" if steps else None,
            basis_line(source, rule.clause, quote),
            units_line(clause),
            REVIEW_REMARK,
        ),
        region=region_part(source),
        verdict="unknown",
        amount=Amount(max=open_range.max, min=open_range.min, basis="range"),
        trace=trace,
        citations=(cite(source, rule.clause, quote, request.on),),
        units=units_of(clause),
        suggestions=("怎么申请", "需要什么条件"),
    )
    return Reply(answer, focus=Focus(awards=(rule.key,), topics=rule.topics))
