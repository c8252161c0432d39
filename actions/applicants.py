"""Several applicants in one message: 2所高校和1家研究院首次贯标，一共补多少."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from actions.answer import Amount, Answer, TraceStep
from actions.award_text import Assessed, assess
from actions.dialogue import Focus
from actions.reply import Reply
from actions.request import Request, accepts
from actions.wording import (
    REVIEW_REMARK,
    cite,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
    units_line,
)
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.numerals import NUMBER, parse_number
from policy_kb.money import format_yuan

_COUNTED = re.compile(rf"({NUMBER.pattern})(所|家|个)")
_MOST = 100_000


def counted_applicants(text: str, kb: KnowledgeBase) -> Mapping[str, tuple[int, str]]:
    """How many applicants of each kind a message names, with the measure word; empty for none or one."""
    fact = kb.book.facts.get(APPLICANT_FACT)
    if fact is None:
        return {}
    words = sorted(((w, o.value) for o in fact.options for w in (o.label, *o.words)), key=lambda pair: -len(pair[0]))
    found: dict[str, tuple[int, str]] = {}
    for match in _COUNTED.finditer(text):
        number = parse_number(match[1])
        kind = next((value for word, value in words if text.startswith(word.lower(), match.end())), None)
        if kind is not None and number is not None and number == int(number) and 0 < number <= _MOST:
            found[kind] = (int(number), match[match.lastindex or 0])
    return found if sum(count for count, _ in found.values()) > 1 else {}


def for_several(request: Request, applicants: Mapping[str, tuple[int, str]]) -> Reply | None:
    """The sum for several applicants of an award that is paid to each; None where no such award is meant."""
    pairs = [(kind, *counted, rule) for kind, counted in applicants.items() if (rule := _rule_for(request, kind))]
    if len(pairs) != len(applicants):
        return None
    steps: list[TraceStep] = []
    assessed_rules: list[Assessed] = []
    total = Decimal(0)
    for kind, count, measure, rule in pairs:
        assessed = assess(request.with_facts({**request.facts, APPLICANT_FACT: kind}), rule)
        amount = assessed.evaluation.amount
        if amount is None or amount.basis != "exact" or amount.yuan is None or assessed.evaluation.shares:
            return None
        label = request.kb.book.facts[APPLICANT_FACT].option(kind).label
        part = amount.yuan * count
        total += part
        step = f"{count}{measure}{label}：每{measure}{format_yuan(amount.yuan)} × {count}"
        steps.append(TraceStep(step=step, yuan=part, cite=len(assessed_rules)))
        assessed_rules.append(assessed)
    return _reply(request, assessed_rules, steps, total)


def _rule_for(request: Request, kind: str) -> Rule | None:
    """Of the awards in question, or those of the same clause, the one for this kind of applicant."""
    places = {(rule.doc, rule.clause) for rule in request.rules}
    pool = [r for r in request.kb.rules_of(request.scope.sources) if (r.doc, r.clause) in places]
    fitting = [rule for rule in pool if rule.beneficiaries.types and accepts(rule, kind)]
    return fitting[0] if len(fitting) == 1 else None


def _reply(request: Request, rules: list[Assessed], steps: list[TraceStep], total: Decimal) -> Reply:
    first = rules[0]
    shown = [
        f"· {step.step} = {format_yuan(step.yuan)}（{rules[i].rule.name}）" for i, step in enumerate(steps) if step.yuan
    ]
    unmet = dict.fromkeys(r.text for a in rules for r in a.evaluation.conditions if r.state in ("unknown", "person"))
    places = joined(dict.fromkeys(f"{quoted_title(a.source)}{a.rule.clause}" for a in rules))
    text = lines(
        expired_warning(first.source, request.on),
        f"一共{format_yuan(total)}。",
        *shown,
        f"前提是每家都满足：{joined(unmet)}。" if unmet else None,
        f"依据：{places}：“{rules[-1].rule.amount.quote}”",
        units_line(first.clause),
        REVIEW_REMARK,
    )
    answer = Answer(
        kind="calculation",
        text=text,
        region=region_part(first.source),
        verdict="unknown" if unmet else "yes",
        amount=Amount(yuan=total, basis="exact"),
        trace=tuple(steps),
        citations=tuple(cite(a.source, a.rule.clause, a.rule.amount.quote, request.on) for a in rules),
        suggestions=("怎么申请", "归哪个部门管"),
    )
    return Reply(answer, focus=Focus(awards=tuple(a.rule.key for a in rules)), facts=request.facts)
