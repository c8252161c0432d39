"""The inverse question: the least change of one fact that makes an applicant eligible, or reaches an amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from policy_kb.awards.amount import PerUnit, RatioOf, Share, Tiered
from policy_kb.awards.book import AwardBook
from policy_kb.awards.evaluation import Evaluation, evaluate
from policy_kb.awards.fact import Fact, FactError, FactValue
from policy_kb.awards.missing import probes
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.notice import Validity


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
) -> WhatIf | None:
    """The least change of one fact after which the award is not refused and pays at least ``reach`` yuan, if given.

    ``fact`` restricts the search to that fact; otherwise quantities are tried before other facts, and the kind of
    applicant is never changed. Other facts may still be missing: they are taken as they will turn out favourably.
    None if no such change exists, or if the award is not in force. FactError for impossible facts.
    """
    known = book.validate(facts, rule.accepted_facts)
    names = [fact] if fact is not None else [name for name in rule.facts if name != APPLICANT_FACT]
    found: list[tuple[tuple[int, Fraction, int], WhatIf]] = []
    for order, name in enumerate(names):
        declared = book.facts[name]
        for value in _candidates(rule, declared, known, reach):
            try:
                result = evaluate(rule, {**known, name: value}, book, on, validity)
            except FactError:
                continue
            if _reached(result, reach):
                before = known.get(name)
                found.append(((*_distance(before, value, declared), order), WhatIf(name, before, value, result)))
    return min(found, key=lambda item: item[0])[1] if found else None


def _reached(result: Evaluation, reach: Decimal | None) -> bool:
    if result.verdict in ("no", "not_in_force") or result.amount is None:
        return False
    return reach is None or (result.amount.basis == "exact" and result.amount.min >= reach)


def _distance(before: FactValue | None, after: FactValue, fact: Fact) -> tuple[int, Fraction]:
    if before == after:
        return 0, Fraction(0)
    if fact.type not in ("count", "money", "level") or isinstance(after, str):
        return 2, Fraction(0)
    start = Fraction(before) if before is not None and not isinstance(before, str) else Fraction(fact.min or 0)
    return 1, abs(Fraction(after) - start)


def _candidates(rule: Rule, fact: Fact, known: Mapping[str, FactValue], reach: Decimal | None) -> Iterator[FactValue]:
    if fact.id in known:
        yield known[fact.id]
    yield from probes(fact, rule, known)
    amount = rule.amount
    if isinstance(amount, PerUnit) and amount.fact == fact.id:
        yield max(amount.from_, amount.every if not amount.base else 0)
        if reach is not None:
            yield amount.from_ + amount.every * max(0, _ceil(Fraction(reach - amount.base) / Fraction(amount.step)))
    elif isinstance(amount, Tiered) and amount.fact == fact.id:
        for tier in amount.tiers:
            yield tier.ge
            if reach is not None and tier.rate is not None:
                yield _sum_for(reach, tier.rate)
    elif isinstance(amount, RatioOf | Share) and amount.of == fact.id and reach is not None:
        yield _sum_for(reach, amount.rate if isinstance(amount, RatioOf) else amount.rate(0))


def _sum_for(reach: Decimal, rate: Fraction) -> Decimal:
    """The smallest sum, to the fen, whose share (rounded half up to the fen) is at least ``reach``."""
    fen = _ceil((Fraction(reach) * 100 - Fraction(1, 2)) / rate)
    return Decimal(max(fen, 0)).scaleb(-2)


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)
