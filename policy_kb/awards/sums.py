"""What an award comes to, in yuan: the sum where its facts are known, else the bounds it lies between. No words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from policy_kb.awards.amount import (
    AmountRule,
    Cap,
    Discretionary,
    Flat,
    Floor,
    PerUnit,
    RatioOf,
    Rounding,
    Share,
    Table,
    Tiered,
    amount_facts,
    times,
)
from policy_kb.awards.condition import Comparison
from policy_kb.awards.fact import Fact, Facts, FactValue
from policy_kb.awards.figure import to_decimal
from policy_kb.awards.rule import Rule

Basis = Literal["exact", "at_most", "range"]


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


class Stage(NamedTuple):
    """The sum in yuan after one part of a rule: the amount itself, then each of rounding, floor and caps that acts."""

    by: AmountRule | Rounding | Floor | Cap
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class _Span:
    """Bounds of a number not yet known; ``high`` None means unbounded."""

    low: Fraction
    high: Fraction | None


def amount_of(rule: Rule, known: Facts, facts: Mapping[str, Fact]) -> Amount:
    """The amount for an applicant that qualifies. ``facts`` are the declared ones, by id."""
    amount = rule.amount
    if amount.kind == "discretionary":
        limit = at_most(rule, amount)
        return Amount("at_most", limit, Decimal(0), limit)
    if is_fixed(rule, known):
        value = stages(rule, known)[-1].yuan
        return Amount("exact", value, value, value)
    low, high = _bounds(rule, known, facts)
    for cap in rule.caps:
        span = _span(cap.items, rule, known, facts) if cap.items else _Span(Fraction(1), Fraction(1))
        low = min(low, times(cap.yuan, span.low))
        if span.high is not None:
            limit = times(cap.yuan, span.high)
            high = limit if high is None else min(high, limit)
    return Amount("exact", low, low, low) if low == high else Amount("range", None, low, high)


def at_most(rule: Rule, amount: Discretionary) -> Decimal:
    """The most that the office can decide on."""
    return min([amount.at_most, *(cap.yuan for cap in rule.caps)])


def is_fixed(rule: Rule, known: Facts) -> bool:
    """Whether all that the sum is computed from is known; never so where the office decides."""
    return rule.amount.kind != "discretionary" and all(fact in known for fact in rule.sum_facts)


def stages(rule: Rule, known: Facts, caps: Sequence[Cap] | None = None) -> Sequence[Stage]:
    """How the sum comes about, for facts that fix it; KeyError where one is missing, TypeError where none can.

    ``caps`` are the rule's, unless others are given.
    """
    found = _rounded_and_floored(rule, _plain_sum(rule.amount, known))
    for cap in rule.caps if caps is None else caps:
        limit = cap.yuan * int(_number(known[cap.items])) if cap.items else cap.yuan
        if found[-1].yuan > limit:
            found.append(Stage(cap, limit))
    return found


def shares_of(rule: Rule, known: Facts) -> tuple[ShareAmount, ...]:
    """Who bears what of a known sum; the last party bears the odd fen. Empty for other kinds and an unknown sum."""
    amount = rule.amount
    if not isinstance(amount, Share) or amount.of not in known:
        return ()
    rest = total = _number(known[amount.of])
    parts: list[ShareAmount] = []
    for index, party in enumerate(amount.parties):
        last = index == len(amount.parties) - 1
        part = rest if last else times(total, amount.rate(index))
        rest -= part
        parts.append(ShareAmount(party.name, amount.rate(index), part))
    return tuple(parts)


def _plain_sum(amount: AmountRule, known: Facts) -> Stage:
    match amount:
        case Flat():
            return Stage(amount, amount.yuan)
        case PerUnit():
            return Stage(amount, amount.at(int(_number(known[amount.fact]))))
        case Table():
            return Stage(amount, amount.at(_level(known[amount.fact])))
        case Tiered():
            return Stage(amount, amount.at(_number(known[amount.fact])))
        case RatioOf() | Share():
            return Stage(amount, amount.at(_number(known[amount.of])))
        case _:
            raise TypeError("a discretionary amount has no sum")


def _rounded_and_floored(rule: Rule, first: Stage) -> list[Stage]:
    found = [first]
    if rule.rounding is not None and (rounded := rule.rounding.apply(found[-1].yuan)) != found[-1].yuan:
        found.append(Stage(rule.rounding, rounded))
    if rule.floor is not None and Decimal(0) < found[-1].yuan < rule.floor.yuan:
        found.append(Stage(rule.floor, rule.floor.yuan))
    return found


def _bounds(rule: Rule, known: Facts, facts: Mapping[str, Fact]) -> tuple[Decimal, Decimal | None]:
    amount = rule.amount
    (fact_id,) = amount_facts(amount) or ("",)
    if fact_id in known or not fact_id:
        value = _rounded_and_floored(rule, _plain_sum(amount, known))[-1].yuan
        return value, value
    high: Decimal | None
    span = _span(fact_id, rule, known, facts)
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
            low = amount.at(to_decimal(span.low))
            high = None if span.high is None else amount.at(to_decimal(span.high))
        case _:
            raise TypeError(f"{rule.key}: {amount.kind} has no bounds")
    low = _rounded_and_floored(rule, Stage(amount, low))[-1].yuan
    return low, None if high is None else _rounded_and_floored(rule, Stage(amount, high))[-1].yuan


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
        sums.append(times(max(Decimal(tier.ge), to_decimal(span.low)), tier.rate))
        ends = [bound for bound in (end, None if span.high is None else to_decimal(span.high)) if bound is not None]
        if ends:
            sums.append(times(Decimal(min(ends)), tier.rate))
        else:
            unbounded = True
    last = amount.tiers[-1].le if amount.tiers[-1].le is not None else amount.tiers[-1].lt
    if last is not None and (span.high is None or span.high > last):
        sums.append(Decimal(0))
    return min(sums, default=Decimal(0)), None if unbounded else max(sums, default=Decimal(0))


def _span(fact_id: str, rule: Rule, known: Facts, facts: Mapping[str, Fact]) -> _Span:
    if fact_id in known:
        value = Fraction(known[fact_id])
        return _Span(value, value)
    fact = facts[fact_id]
    # The upper bound of a count or a sum says what is plausible, not what the notice allows: no limit follows from it.
    low = Fraction(fact.min) if fact.min is not None else Fraction(0)
    high = Fraction(fact.max) if fact.type == "level" and fact.max is not None else None
    span = _Span(low, high)
    for comparison in rule.required:
        if comparison.fact == fact_id:
            span = _narrow(comparison, fact, span)
    return span


def _narrow(condition: Comparison, fact: Fact, span: _Span) -> _Span:
    if condition.is_true is not None:
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


def _number(value: FactValue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"neither a count nor a sum: {value!r}")
    return Decimal(value)


def _level(value: FactValue) -> int | str:
    if isinstance(value, int | str):
        return value
    raise TypeError(f"not a level: {value!r}")


def _floor(number: Fraction) -> int:
    return number.numerator // number.denominator


def _inside(level: int, span: _Span) -> bool:
    return level >= span.low and (span.high is None or level <= span.high)
