"""What two values of one fact come to, and differ by: 三级和五级分别补多少, 三级跟五级差多少, 12件比8件多拿多少."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.answer import Amount, Answer, TraceStep
from actions.award_text import assess
from actions.reply import Reply
from actions.request import Request
from actions.wording import REVIEW_REMARK, cite, expired_warning, lines, quoted_title, region_part
from policy_kb.awards import Fact, FactError, Rule
from policy_kb.awards.amount import Share
from policy_kb.awards.fact import FactValue, parse_fact
from policy_kb.language.quantities import Quantity
from policy_kb.money import format_yuan

_ASKED = re.compile(r"差(?:多少|几|距|额|别)|相差|[多少高低](?:拿|给|补|奖|出)?(?:多少|几[万千元])|差了?多少")
_EACH = re.compile(r"分别|各(?:是|自)?(?:补|给|拿|奖)?多少|各多少|多少[跟和与]多少|都?(?:是|给|补|拿)多少和多少")
_JOINT = re.compile(r"\s?(?:评级|的)?(?:跟|和|与|比|同|对比|相比|跟着|到|较)\s?")
_ONLY_BOTH = re.compile(r"(?:呢|差多少呢?)?[?？。！!]*")


def difference(request: Request) -> Reply | None:
    """The two sums and what lies between them; None where the message doesn't compare two values of one fact."""
    quantities = request.turn.reading.quantities
    if len(request.rules) != 1 or len(quantities) != 2 or not _compares(request.text, *quantities):
        return None
    rule = request.rules[0]
    if isinstance(rule.amount, Share):
        return None  # of a shared loss there is no one sum to compare
    fact = _compared(rule, quantities, request)
    if fact is None:
        return None
    found = [_sum(rule, fact, quantity, request) for quantity in quantities]
    if found[0] is None or found[1] is None:
        return None
    (first, one), (second, other) = found[0], found[1]
    gap = abs(one - other)
    only_each = _EACH.search(request.text) is not None and _ASKED.search(request.text) is None
    source = request.kb.sources[rule.doc]
    text = lines(
        expired_warning(source, request.on),
        f"{rule.name}：{fact.show(first)}是{format_yuan(one)}，{fact.show(second)}是{format_yuan(other)}"
        + ("。" if only_each and gap else f"，相差{format_yuan(gap)}。" if gap else "，两个一样多。"),
        f"依据：{quoted_title(source)}{rule.clause}：“{rule.amount.quote}”",
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="calculation",
        text=text,
        region=region_part(source),
        verdict="unknown",
        amount=None if only_each else Amount(yuan=gap, basis="exact"),
        trace=(
            TraceStep(step=fact.show(first), yuan=one, cite=0),
            TraceStep(step=fact.show(second), yuan=other, cite=0),
            *(() if only_each else (TraceStep(step="相差", yuan=gap),)),
        ),
        citations=(cite(source, rule.clause, rule.amount.quote, request.on),),
    )
    return Reply(answer, facts=request.dialogue.facts if request.elliptic else {})


def _compares(text: str, first: Quantity, second: Quantity) -> bool:
    between = text[first.end : second.start]
    asked = (_ASKED.search(text[first.end :]) or _EACH.search(text)) is not None
    joined = _JOINT.fullmatch(between) is not None
    return (asked and (joined or "比" in between)) or (joined and _ONLY_BOTH.fullmatch(text[second.end :]) is not None)


def _compared(rule: Rule, quantities: tuple[Quantity, ...], request: Request) -> Fact | None:
    """The fact that decides the sum and that both numbers can be values of."""
    for name in rule.sum_facts:
        fact = request.kb.book.facts[name]
        if all(q.qualifier == "exact" and q.unit in (fact.unit, *fact.units) for q in quantities):
            return fact
    return None


def _sum(rule: Rule, fact: Fact, quantity: Quantity, request: Request) -> tuple[FactValue, Decimal] | None:
    """The value, and the sum for it while all else is met as far as anybody said."""
    try:
        value = parse_fact(fact, quantity.exact_value)
        evaluation = assess(request.with_facts({**request.dialogue.facts, fact.id: value}), rule).evaluation
    except FactError:
        return None
    if evaluation.verdict == "no":
        return value, Decimal(0)
    amount = evaluation.amount
    return (value, amount.yuan) if amount is not None and amount.yuan is not None else None
