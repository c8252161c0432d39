"""From a profile to the API's answer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from actions.answer import Missing, RegionPart, TraceStep
from actions.award_text import amount_part, money, shown_steps
from actions.wording import units_of
from channels.api.report import report
from channels.api.wire import (
    ClaimPart,
    ClaimsAnswer,
    ConditionPart,
    FactPart,
    LimitPart,
    MissingPart,
    PartOfTotal,
    TotalPart,
)
from policy_kb.awards import Fact, FactValue
from policy_kb.awards.claims import Claim, Total
from policy_kb.knowledge import KnowledgeBase
from policy_kb.matching import Profile, match


def answer(profile: Profile, kb: KnowledgeBase) -> ClaimsAnswer:
    """All that the applicant can claim, as data and in words."""
    found = match(profile, kb)
    facts = kb.book.facts
    code = profile.region
    return ClaimsAnswer(
        as_of=profile.on,
        region=RegionPart(code=code, name=kb.regions.name(code)) if code is not None else None,
        facts={name: _fact(facts[name], profile.facts[name]) for name in sorted(profile.facts)},
        claims=tuple(_claim(claim, kb) for claim in found.claims),
        totals=tuple(_total(total, kb) for total in found.totals),
        not_added=found.not_added,
        missing=tuple(_missing(facts[name]) for name in found.missing),
        text=report(profile, found, kb),
    )


def _fact(fact: Fact, value: FactValue) -> FactPart:
    return FactPart(label=fact.label, value=data_form(value), text=fact.show(value))


def data_form(value: FactValue) -> bool | int | float | str:
    """A value as the form has it: money a number of yuan, a share text such as 1/3."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _claim(claim: Claim, kb: KnowledgeBase) -> ClaimPart:
    rule, evaluation = claim.rule, claim.evaluation
    source = kb.sources[rule.doc]
    return ClaimPart(
        award=rule.key,
        name=rule.name,
        document=source.title,
        doc_id=rule.doc,
        clause=rule.clause,
        quote=rule.amount.quote,
        verdict=evaluation.verdict,
        standing=claim.standing,
        because=claim.because,
        group=claim.group,
        text=money(evaluation, kb.book),
        amount=amount_part(evaluation),
        frequency=rule.frequency,
        payment=rule.payment,
        trace=tuple(TraceStep(step=step, yuan=yuan) for step, yuan in shown_steps(evaluation)),
        conditions=tuple(
            ConditionPart(text=result.text, state=result.state, reason=result.reason, quote=result.quote)
            for result in evaluation.conditions
        ),
        missing=tuple(Missing(fact=name, question=kb.book.facts[name].question) for name in evaluation.missing),
        units=units_of(source.clause(rule.clause)),
    )


def _total(total: Total, kb: KnowledgeBase) -> TotalPart:
    return TotalPart(
        doc_id=total.doc,
        yuan=total.yuan,
        once=total.once,
        yearly=total.yearly,
        parts=tuple(PartOfTotal(award=key, yuan=yuan) for key, yuan in total.parts.items()),
        limits=tuple(
            LimitPart(
                yuan=limit.yuan, scope=limit.scope, text=limit.scope_words, clause=limit.clause, quote=limit.quote
            )
            for limit, _ in total.limits
        ),
        displaced=tuple(claim.rule.key for claim in total.displaced),
        remark=kb.book.stacking[total.doc].text,
    )


def _missing(fact: Fact) -> MissingPart:
    return MissingPart(
        fact=fact.id, question=fact.question, label=fact.label, type=fact.type, unit=fact.unit, hint=fact.hint
    )
