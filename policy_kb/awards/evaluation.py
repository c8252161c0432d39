"""From a rule, facts and a date to verdict, amount, trace, conditions and the facts still missing. Pure; no clock.

The amount is what is paid *if* the applicant qualifies: the verdict says whether it does. So a missing kind of
applicant leaves the amount exact and the verdict unknown, and ``payable`` tells what is certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from policy_kb.awards.amount import (
    Cap,
    Discretionary,
    Flat,
    PerUnit,
    RatioOf,
    Share,
    Table,
    Tier,
    Tiered,
    amount_facts,
    times,
)
from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import (
    AllOf,
    Comparison,
    Condition,
    ConditionResult,
    Ratio,
    State,
    leaves,
    results,
    state,
)
from policy_kb.awards.fact import Fact, FactError, Facts, FactValue, check_parts
from policy_kb.awards.figure import write_ratio
from policy_kb.awards.rule import APPLICANT_FACT, Rule, Verdict
from policy_kb.money import format_yuan
from policy_kb.notice import Validity

Basis = Literal["exact", "at_most", "range"]
FREQUENCY_WORDS = {"once": "一次性", "yearly": "每年", "none": ""}


@dataclass(frozen=True, slots=True)
class Amount:
    """Yuan. exact: ``yuan`` = min = max; at_most: ``yuan`` = max, the office decides; range: ``yuan`` is None.

    ``max`` None: the notice sets no upper limit.
    """

    basis: Basis
    yuan: Decimal | None
    min: Decimal
    max: Decimal | None


@dataclass(frozen=True, slots=True)
class ShareAmount:
    """What one party bears of a sum, in yuan."""

    party: str
    rate: Fraction
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step a clerk can read aloud, its result in yuan (None for a formula without numbers yet), and its quote."""

    text: str
    yuan: Decimal | None
    quote: str
    arithmetic: bool = False

    @property
    def line(self) -> str:
        """The step with its result: ``3万元 + 5000元 × (12 − 6) = 6万元``."""
        return f"{self.text} = {format_yuan(self.yuan)}" if self.arithmetic and self.yuan is not None else self.text


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome for one rule. ``missing`` is in the order in which to ask; empty once the verdict is settled."""

    rule: Rule
    on: date
    verdict: Verdict
    amount: Amount | None
    shares: tuple[ShareAmount, ...]
    trace: tuple[TraceStep, ...]
    conditions: tuple[ConditionResult, ...]
    missing: tuple[str, ...]

    @property
    def failed(self) -> tuple[ConditionResult, ...]:
        """The conditions known not to be met."""
        return tuple(result for result in self.conditions if result.state == "not_met")

    @property
    def judged(self) -> tuple[ConditionResult, ...]:
        """The conditions that a person has to decide."""
        return tuple(result for result in self.conditions if result.state == "person")

    @property
    def payable(self) -> tuple[Decimal, Decimal | None]:
        """The least and the most that can come of it, in yuan, the verdict included (None: no upper limit)."""
        if self.amount is None:
            return Decimal(0), Decimal(0)
        return (self.amount.min if self.verdict == "yes" else Decimal(0)), self.amount.max


@dataclass(frozen=True, slots=True)
class _Span:
    """Bounds of a number not yet known; ``high`` None means unbounded."""

    low: Fraction
    high: Fraction | None


def evaluate(rule: Rule, facts: Mapping[str, object], book: AwardBook, on: date, validity: Validity) -> Evaluation:
    """Apply ``rule`` to ``facts`` as of ``on``. FactError if a fact that matters has an impossible value.

    Facts that the rule doesn't name are ignored. ``validity`` is the document's.
    """
    known = book.validate(facts, rule.accepted_facts)
    verdict, missing = assess(rule, known)
    conditions = _condition_results(rule, known, book)
    if not in_force(rule, on, validity):
        return Evaluation(rule, on, "not_in_force", None, (), (), conditions, ())
    if verdict == "no":
        return Evaluation(rule, on, "no", None, (), (), conditions, ())
    amount, shares, trace = compute(rule, known, book)
    return Evaluation(rule, on, verdict, amount, shares, trace, conditions, rank(rule, known, book, missing))


def in_force(rule: Rule, on: date, validity: Validity) -> bool:
    """Whether document and measure are in force on the day; the first and the last day are included."""
    starts = [validity.effective_on, rule.validity.from_ if rule.validity else None]
    ends = [validity.until, rule.validity.until if rule.validity else None]
    return all(start is None or start <= on for start in starts) and all(end is None or on <= end for end in ends)


def assess(rule: Rule, known: Facts) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict by the facts alone, and the missing facts, unranked."""
    outcomes = [_applicant_state(rule, known)]
    if rule.conditions is not None:
        outcomes.append(state(rule.conditions, known))
    states = {outcome for outcome, _ in outcomes}
    if "not_met" in states:
        return "no", ()
    needed = [fact for _, missing in outcomes for fact in missing]
    needed += [fact for fact in amount_facts(rule.amount) if fact not in known]
    needed += [cap.items for cap in rule.caps if cap.items and cap.items not in known]
    if needed:
        return "unknown", tuple(dict.fromkeys(needed))
    return ("person" if "person" in states else "yes"), ()


def _applicant_state(rule: Rule, known: Facts) -> tuple[State, tuple[str, ...]]:
    who = rule.beneficiaries
    if not who.types:
        return "met", ()
    kind = known.get(APPLICANT_FACT)
    if kind is None:
        return "unknown", (APPLICANT_FACT,)
    if kind in who.types:
        return "met", ()
    return ("person" if kind in who.unclear else "not_met"), ()


def _condition_results(rule: Rule, known: Facts, book: AwardBook) -> tuple[ConditionResult, ...]:
    lines: list[ConditionResult] = []
    who = rule.beneficiaries
    if who.types:
        outcome, _ = _applicant_state(rule, known)
        kind = known.get(APPLICANT_FACT)
        said = book.facts[APPLICANT_FACT].option(str(kind)).label if kind is not None else ""
        reason = {
            "met": "",
            "unknown": "还不知道是哪类单位",
            "person": f"原文没有写明{said}算不算，要由主管部门认定",
            "not_met": f"这一条是给{who.label}的，{said}不在范围内",
        }[outcome]
        lines.append(ConditionResult(f"申请的是{who.label}", outcome, reason, who.quote, (APPLICANT_FACT,)))
    if rule.conditions is not None:
        lines += results(rule.conditions, known, dict(book.facts))
    return tuple(lines)


def compute(rule: Rule, known: Facts, book: AwardBook) -> tuple[Amount, tuple[ShareAmount, ...], tuple[TraceStep, ...]]:
    """The amount for an applicant that qualifies: exact where its facts are known, else between its bounds."""
    amount = rule.amount
    if isinstance(amount, Discretionary):
        limit = min([amount.at_most, *(cap.yuan for cap in rule.caps)])
        according = f"，具体数额{amount.according_to}核定" if amount.according_to else ""
        often = FREQUENCY_WORDS[rule.frequency]
        step = TraceStep(f"{often}最高不超过{format_yuan(limit)}{according}", limit, amount.quote)
        return Amount("at_most", limit, Decimal(0), limit), (), (step,)
    needed = [*amount_facts(amount), *(cap.items for cap in rule.caps if cap.items)]
    if all(fact in known for fact in needed):
        return _exact(rule, known, book)
    low, high = _bounds(rule, known, book)
    for cap in rule.caps:
        span = _span(cap.items, rule, known, book) if cap.items else _Span(Fraction(1), Fraction(1))
        low = min(low, times(cap.yuan, span.low))
        if span.high is not None:
            limit = times(cap.yuan, span.high)
            high = limit if high is None else min(high, limit)
    formula = TraceStep(describe_amount(rule, book), None, amount.quote)
    if low == high:
        return Amount("exact", low, low, low), (), (formula,)
    return Amount("range", None, low, high), (), (formula,)


def _exact(rule: Rule, known: Facts, book: AwardBook) -> tuple[Amount, tuple[ShareAmount, ...], tuple[TraceStep, ...]]:
    value, steps, shares = _first_steps(rule, known, book)
    for cap in rule.caps:
        items = known[cap.items] if cap.items else 1
        limit = cap.yuan * Decimal(str(items))
        if value > limit:
            value = limit
            words = f"{cap.scope_words}{format_yuan(cap.yuan)}" + (f" × {items}" if cap.items else "")
            steps.append(TraceStep(f"超过{words}的上限，按{format_yuan(limit)}算", limit, cap.quote))
    return Amount("exact", value, value, value), shares, tuple(steps)


def _first_steps(rule: Rule, known: Facts, book: AwardBook) -> tuple[Decimal, list[TraceStep], tuple[ShareAmount, ...]]:
    amount = rule.amount
    quote = amount.quote
    shares: tuple[ShareAmount, ...] = ()
    steps: list[TraceStep] = []
    match amount:
        case Flat():
            value = amount.yuan
            steps = [TraceStep(f"{FREQUENCY_WORDS[rule.frequency]}{format_yuan(value)}", value, quote)]
        case PerUnit():
            count = _int(known[amount.fact])
            value = amount.at(count)
            steps = [_per_unit_step(amount, count, value, book.facts[amount.fact])]
        case Table():
            level = known[amount.fact]
            value = amount.at(_key(level))
            steps = [TraceStep(f"{book.facts[amount.fact].show(level)}对应{format_yuan(value)}", value, quote)]
        case Tiered():
            number = _decimal(known[amount.fact])
            value = amount.at(number)
            steps = [_tier_step(amount.tier(number), number, value, quote, book.facts[amount.fact])]
        case RatioOf():
            total = _decimal(known[amount.of])
            value = amount.at(total)
            steps = [TraceStep(f"{format_yuan(total)} × {write_ratio(amount.rate)}", value, quote, arithmetic=True)]
        case Share():
            total = _decimal(known[amount.of])
            shares = _shares(amount, total)
            value = shares[0].yuan
            steps = [
                TraceStep(f"{part.party}承担：{format_yuan(total)} × {write_ratio(part.rate)}", part.yuan, quote, True)
                for part in shares
            ]
        case _:
            raise TypeError(f"{rule.key}: a discretionary amount has no steps")
    rounded = _round_and_floor(rule, value, steps)
    return rounded, steps, shares


def _round_and_floor(rule: Rule, value: Decimal, steps: list[TraceStep]) -> Decimal:
    if rule.rounding is not None and (rounded := rule.rounding.apply(value)) != value:
        how = "舍去零头" if rule.rounding.mode == "down" else "四舍五入"
        unit = format_yuan(rule.rounding.to)
        steps.append(TraceStep(f"以{unit}为单位{how}，得{format_yuan(rounded)}", rounded, rule.rounding.quote))
        value = rounded
    if rule.floor is not None and Decimal(0) < value < rule.floor.yuan:
        value = rule.floor.yuan
        steps.append(TraceStep(f"不足{format_yuan(value)}，按{format_yuan(value)}算", value, rule.floor.quote))
    return value


def _per_unit_step(amount: PerUnit, count: int, value: Decimal, fact: Fact) -> TraceStep:
    step, extra = format_yuan(amount.step), amount.steps(count)
    if amount.every > 1:
        times_text = f"（每{amount.every}{fact.unit}算一次，共{extra}次）"
        text = f"{format_yuan(amount.base)} + {step} × {extra}" if amount.base else f"{step} × {extra}"
        return TraceStep(text + times_text, value, amount.quote, arithmetic=False)
    if not amount.base:
        return TraceStep(f"{count}{fact.unit} × {step}", value, amount.quote, arithmetic=True)
    if extra == 0:
        return TraceStep(f"{count}{fact.unit}给{format_yuan(value)}", value, amount.quote)
    text = f"{format_yuan(amount.base)} + {step} × ({count} − {amount.from_})"
    return TraceStep(text, value, amount.quote, arithmetic=True)


def _tier_step(tier: Tier | None, number: Decimal, value: Decimal, quote: str, fact: Fact) -> TraceStep:
    shown = fact.show(number if fact.type == "money" else int(number))
    if tier is not None and tier.rate is not None:
        return TraceStep(f"{shown} × {write_ratio(tier.rate)}", value, quote, arithmetic=True)
    return TraceStep(f"{shown}对应{format_yuan(value)}", value, quote)


def _shares(amount: Share, total: Decimal) -> tuple[ShareAmount, ...]:
    parts: list[ShareAmount] = []
    rest = total
    for index, party in enumerate(amount.parties):
        last = index == len(amount.parties) - 1
        part = rest if last else times(total, amount.rate(index))
        rest -= part
        parts.append(ShareAmount(party.name, amount.rate(index), part))
    return tuple(parts)


def _bounds(rule: Rule, known: Facts, book: AwardBook) -> tuple[Decimal, Decimal | None]:
    amount = rule.amount
    (fact_id,) = amount_facts(amount) or ("",)
    if fact_id in known or not fact_id:
        value, _, _ = _first_steps(rule, known, book)
        return value, value
    high: Decimal | None
    span = _span(fact_id, rule, known, book)
    match amount:
        case PerUnit():
            low = amount.at(_floor(span.low))
            high = None if span.high is None else amount.at(_floor(span.high))
        case Table():
            sums = [row.yuan for row in amount.rows if not isinstance(row.level, int) or _inside(row.level, span)]
            low, high = min(sums, default=Decimal(0)), max(sums, default=Decimal(0))
        case Tiered():
            low, high = _tier_bounds(amount, span)
        case RatioOf() | Share():
            low = amount.at(_as_decimal(span.low))
            high = None if span.high is None else amount.at(_as_decimal(span.high))
        case _:
            raise TypeError(f"{rule.key}: {amount.kind} has no bounds")
    return _round_and_floor(rule, low, []), None if high is None else _round_and_floor(rule, high, [])


def _tier_bounds(amount: Tiered, span: _Span) -> tuple[Decimal, Decimal | None]:
    sums: list[Decimal] = []
    unbounded = False
    if span.low < amount.tiers[0].ge:
        sums.append(Decimal(0))
    for tier in amount.tiers:
        end = tier.le if tier.le is not None else tier.lt
        if (end is not None and end < span.low) or (span.high is not None and tier.ge > span.high):
            continue
        if tier.yuan is not None:
            sums.append(tier.yuan)
            continue
        sums.append(times(max(Decimal(tier.ge), _as_decimal(span.low)), tier.rate))
        ends = [bound for bound in (end, None if span.high is None else _as_decimal(span.high)) if bound is not None]
        if ends:
            sums.append(times(Decimal(min(ends)), tier.rate))
        else:
            unbounded = True
    last = amount.tiers[-1].le if amount.tiers[-1].le is not None else amount.tiers[-1].lt
    if last is not None and (span.high is None or span.high > last):
        sums.append(Decimal(0))
    return min(sums, default=Decimal(0)), None if unbounded else max(sums, default=Decimal(0))


def _span(fact_id: str, rule: Rule, known: Facts, book: AwardBook) -> _Span:
    if fact_id in known:
        value = Fraction(known[fact_id])
        return _Span(value, value)
    fact = book.facts[fact_id]
    # The upper bound of a count or a sum says what is plausible, not what the notice allows: no limit follows from it.
    low = Fraction(fact.min) if fact.min is not None else Fraction(0)
    high = Fraction(fact.max) if fact.type == "level" and fact.max is not None else None
    span = _Span(low, high)
    return _narrow(rule.conditions, fact, span) if rule.conditions is not None else span


def _narrow(condition: Condition, fact: Fact, span: _Span) -> _Span:
    if isinstance(condition, AllOf):
        for child in condition.all:
            span = _narrow(child, fact, span)
        return span
    if not isinstance(condition, Comparison) or condition.fact != fact.id or condition.is_true is not None:
        return span
    whole = 0 if fact.type in ("money", "ratio") else 1
    bounds = [Fraction(operand) for operand in condition.operands if not isinstance(operand, str)]
    if not bounds:
        return span
    low, high = span.low, span.high
    match condition.comparator:
        case "ge" | "gt":
            low = max(low, bounds[0] + (whole if condition.comparator == "gt" else 0))
        case "le" | "lt":
            top = bounds[0] - (whole if condition.comparator == "lt" else 0)
            high = top if high is None else min(high, top)
        case _:
            low, top = max(low, min(bounds)), max(bounds)
            high = top if high is None else min(high, top)
    return _Span(low, high)


def rank(rule: Rule, known: Facts, book: AwardBook, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Missing facts in the order to ask: the kind of applicant first, then by how few questions would remain."""
    if len(missing) < 2:
        return missing
    order = {fact: index for index, fact in enumerate(missing)}

    def remaining(fact_id: str) -> Fraction:
        counts: list[int] = []
        for value in probes(book.facts[fact_id], rule, known):
            trial = {**known, fact_id: value}
            try:
                check_parts(book.facts, trial)
            except FactError:
                continue
            counts.append(len(assess(rule, trial)[1]))
        return Fraction(sum(counts), len(counts)) if counts else Fraction(len(missing))

    return tuple(sorted(missing, key=lambda fact: (fact != APPLICANT_FACT, remaining(fact), order[fact])))


def probes(fact: Fact, rule: Rule, known: Facts) -> tuple[FactValue, ...]:
    """Telling values of a fact: each flag, option and level; numbers at and on either side of each bound."""
    match fact.type:
        case "flag":
            return (True, False)
        case "choice":
            return tuple(option.value for option in fact.options)
        case "level":
            return tuple(range(int(fact.min or 0), int(fact.max or 0) + 1))
    found: list[Fraction] = []
    for leaf in leaves(rule.conditions) if rule.conditions is not None else ():
        if isinstance(leaf, Comparison) and leaf.fact == fact.id:
            found += [Fraction(operand) for operand in leaf.operands if not isinstance(operand, str)]
        elif isinstance(leaf, Ratio) and fact.id in (leaf.ratio.part, leaf.ratio.whole):
            found += _ratio_bounds(leaf, fact, known)
    if fact.type == "ratio":
        return tuple(dict.fromkeys(found))
    near = [bound + shift for bound in found for shift in (-1, 0, 1)] or [Fraction(fact.min or 0)]
    allowed = [n for n in near if Fraction(fact.min or 0) <= n and (fact.max is None or n <= Fraction(fact.max))]
    if fact.type == "money":
        return tuple(dict.fromkeys(_as_decimal(number) for number in allowed))
    return tuple(dict.fromkeys(_floor(number) for number in allowed))


def _ratio_bounds(leaf: Ratio, fact: Fact, known: Facts) -> list[Fraction]:
    part = leaf.ratio.part == fact.id
    other = known.get(leaf.ratio.whole if part else leaf.ratio.part)
    if other is None or isinstance(other, str):
        return []
    exact = Fraction(other) * leaf.ratio.share if part else Fraction(other) / leaf.ratio.share
    return [Fraction(-(-exact.numerator // exact.denominator)), Fraction(exact.numerator // exact.denominator)]


def describe_amount(rule: Rule, book: AwardBook) -> str:
    """The amount in words, caps included: 6件给3万元，每再多1件加5000元，每个单位每年最高不超过30万元."""
    amount = rule.amount
    often = FREQUENCY_WORDS[rule.frequency]
    match amount:
        case Flat():
            text = f"{often}{format_yuan(amount.yuan)}"
        case PerUnit():
            unit = book.facts[amount.fact].unit or ""
            each = f"{amount.every if amount.every > 1 else ''}{unit}"
            if amount.base:
                more = amount.every
                text = (
                    f"{amount.from_}{unit}给{format_yuan(amount.base)}，每再多{more}{unit}加{format_yuan(amount.step)}"
                )
            else:
                text = f"每{each}{format_yuan(amount.step)}"
        case Table():
            fact = book.facts[amount.fact]
            text = often + "、".join(f"{fact.show(row.level)}{format_yuan(row.yuan)}" for row in amount.rows)
        case Tiered():
            text = often + "，".join(_tier_words(tier, book.facts[amount.fact]) for tier in amount.tiers)
        case RatioOf():
            text = f"{often}按{book.facts[amount.of].label}的{write_ratio(amount.rate)}"
        case Share():
            parts = (f"{party.name}承担{write_ratio(amount.rate(i))}" for i, party in enumerate(amount.parties))
            text = f"{book.facts[amount.of].label}由" + "、".join(parts)
        case Discretionary():
            according = f"，具体数额{amount.according_to}核定" if amount.according_to else ""
            text = f"{often}最高不超过{format_yuan(amount.at_most)}{according}"
    return text + "".join(_cap_words(cap) for cap in rule.caps)


def _tier_words(tier: Tier, fact: Fact) -> str:
    bounds = [f"{fact.show(tier.ge)}以上（含）"]
    if tier.le is not None:
        bounds.append(f"{fact.show(tier.le)}以下（含）")
    elif tier.lt is not None:
        bounds.append(f"不到{fact.show(tier.lt)}")
    paid = format_yuan(tier.yuan) if tier.yuan is not None else f"按{write_ratio(tier.rate)}"
    return "、".join(bounds) + paid


def _cap_words(cap: Cap) -> str:
    return f"，{cap.scope_words}最高不超过{format_yuan(cap.yuan)}"


def _int(value: FactValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"not a count: {value!r}")
    return value


def _decimal(value: FactValue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"not a sum: {value!r}")
    return Decimal(value)


def _key(value: FactValue) -> int | str:
    if isinstance(value, int | str):
        return value
    raise TypeError(f"not a level: {value!r}")


def _floor(number: Fraction) -> int:
    return number.numerator // number.denominator


def _as_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _inside(level: int, span: _Span) -> bool:
    return level >= span.low and (span.high is None or level <= span.high)
