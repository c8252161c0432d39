"""The inverse question: the least change of one fact that makes an applicant eligible, or reaches an amount."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from policy_kb.awards.amount import Discretionary, PerUnit, Tiered
from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import Ratio, leaves
from policy_kb.awards.evaluation import Evaluation, apply
from policy_kb.awards.fact import Fact, FactError, FactValue, check_parts
from policy_kb.awards.figure import to_decimal
from policy_kb.awards.missing import probes
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.money import FEN
from policy_kb.notice import Validity

_SEARCHED = ("count", "money")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One fact changed from ``before`` (None: not yet stated) to ``after``, and what then comes out."""

    fact: str
    before: FactValue | None
    after: FactValue
    result: Evaluation

    @property
    def change(self) -> int | Decimal | None:
        """How much more (or, negative, less) is needed; None for what is not a quantity."""
        if isinstance(self.after, bool | str | Fraction) or isinstance(self.before, bool | str | Fraction):
            return None
        return self.after - (self.before or 0)


def what_if(
    rule: Rule,
    facts: Mapping[str, object],
    book: AwardBook,
    on: date,
    validity: Validity,
    *,
    reach: Decimal | None = None,
    fact: str | None = None,
    party: str | None = None,
) -> WhatIf | None:
    """The least change of one fact after which the award is not refused and pays at least ``reach`` yuan, if given.

    ``fact`` restricts the search to that fact; otherwise quantities are tried before other facts, and the kind of
    applicant is never changed. ``party`` counts what that party of a shared sum bears instead of what the award pays.
    Other facts may still be missing: they are taken as they will turn out favourably.
    None if no such change exists, or if the award is not in force. FactError for impossible facts.
    """
    known = book.validate(facts, rule.accepted_facts)
    names = [fact] if fact is not None else [name for name in rule.facts if name != APPLICANT_FACT]
    found: list[tuple[tuple[int, Fraction, int], WhatIf]] = []
    for order, name in enumerate(names):
        declared, before = book.facts[name], known.get(name)

        def outcome(value: FactValue, name: str = name) -> Evaluation | None:
            trial = {**known, name: value}
            try:
                check_parts(book.facts, trial)
            except FactError:
                return None
            result = apply(rule, trial, book, on, validity)
            return result if _reached(result, reach, party) else None

        found += (
            ((*_distance(before, value, declared), order), WhatIf(name, before, value, result))
            for value in _candidates(rule, declared, known, outcome)
            if (result := outcome(value)) is not None
        )
    return min(found, key=lambda item: item[0])[1] if found else None


def paid(result: Evaluation, party: str | None = None) -> Decimal | None:
    """The sum that comes out, or what one party bears of it; None where it is not fixed."""
    if party is not None:
        return next((share.yuan for share in result.shares if share.party == party), None)
    return result.amount.yuan if result.amount is not None and result.amount.basis == "exact" else None


def stated_sums(rule: Rule) -> tuple[Decimal, ...]:
    """The sums that the notice itself names for an award, its limits included."""
    amount = rule.amount
    sums: list[Decimal] = [cap.yuan for cap in rule.caps if cap.items is None]
    if isinstance(amount, PerUnit):
        sums += [amount.base] if amount.base else []
    elif isinstance(amount, Tiered):
        sums += [tier.yuan for tier in amount.tiers if tier.yuan is not None]
    elif isinstance(amount, Discretionary):
        sums.append(amount.at_most)
    elif amount.kind == "table":
        sums += [row.yuan for row in amount.rows]
    elif amount.kind == "flat":
        sums.append(amount.yuan)
    return tuple(dict.fromkeys(sums))


def _reached(result: Evaluation, reach: Decimal | None, party: str | None) -> bool:
    if result.verdict in ("no", "not_in_force") or result.amount is None:
        return False
    if reach is None:
        return True
    sum_ = paid(result, party)
    return sum_ is not None and sum_ >= reach


def _distance(before: FactValue | None, after: FactValue, fact: Fact) -> tuple[int, Fraction]:
    if before == after:
        return 0, Fraction(0)
    if fact.type not in ("count", "money", "level") or isinstance(after, str):
        return 2, Fraction(0)
    start = Fraction(before) if before is not None and not isinstance(before, str) else Fraction(fact.min or 0)
    return 1, abs(Fraction(after) - start)


def _candidates(
    rule: Rule, fact: Fact, known: Mapping[str, FactValue], outcome: Callable[[FactValue], Evaluation | None]
) -> Iterator[FactValue]:
    """Values among which the nearest that reaches the aim is: the stated one, each telling one, each first one."""
    if fact.id in known:
        yield known[fact.id]
    yield from probes(fact, rule, known)
    if fact.type not in _SEARCHED:
        return
    step = FEN if fact.type == "money" else Decimal(1)
    for first, last in _stretches(rule, fact, known, step):
        # Within a stretch no bound is crossed, so the sum only grows with the fact.
        if outcome(_value(last, step, fact)) is None:
            continue
        low, high = first, last
        while low < high:
            middle = (low + high) // 2
            if outcome(_value(middle, step, fact)) is None:
                low = middle + 1
            else:
                high = middle
        yield _value(low, step, fact)
        yield _value(last, step, fact)


def _value(steps: int, step: Decimal, fact: Fact) -> FactValue:
    if fact.type == "count":
        return steps
    amount = steps * step
    return amount if amount % 1 else amount.quantize(Decimal(1))


def _stretches(rule: Rule, fact: Fact, known: Mapping[str, FactValue], step: Decimal) -> Iterator[tuple[int, int]]:
    """First and last value, in steps, of each stretch between the numbers at which something may change."""
    low, high = fact.bounds
    cuts = {int(low / step), int(high / step) + 1}
    bounds: list[Fraction] = [Fraction(to_decimal(value)) for value in _numbers(probes(fact, rule, known))]
    if isinstance(rule.amount, Tiered) and rule.amount.fact == fact.id:
        bounds += [Fraction(end) for t in rule.amount.tiers for end in (t.ge, t.le, t.lt) if end is not None]
    bounds += _numbers(known[name] for name in _beside(rule, fact, known))
    for bound in bounds:
        at = int(bound / Fraction(step))
        cuts |= {at + shift for shift in (-1, 0, 1) if low <= (at + shift) * step <= high}
    for first, after in itertools.pairwise(sorted(cuts)):
        yield first, after - 1


def _beside(rule: Rule, fact: Fact, known: Mapping[str, FactValue]) -> Iterator[str]:
    """Known facts that this one can't exceed, or that are a part of it."""
    for leaf in leaves(rule.conditions) if rule.conditions is not None else ():
        if isinstance(leaf, Ratio) and fact.id in (leaf.ratio.part, leaf.ratio.whole):
            yield from (name for name in (leaf.ratio.part, leaf.ratio.whole) if name != fact.id and name in known)
    if fact.not_above is not None and fact.not_above in known:
        yield fact.not_above


def _numbers(values: Iterable[FactValue]) -> list[Fraction]:
    return [Fraction(value) for value in values if isinstance(value, int | Decimal | Fraction)]
