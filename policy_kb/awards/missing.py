"""Which of the missing facts to ask for first, and the values of a fact that tell something."""

from __future__ import annotations

from fractions import Fraction

from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import AllOf, Comparison, Ratio, leaves
from policy_kb.awards.fact import Fact, FactError, Facts, FactValue, check_parts
from policy_kb.awards.figure import to_decimal
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.awards.verdict import assess


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

    left = {fact: remaining(fact) for fact in missing}
    for fact in missing:
        whole = book.facts[fact].not_above
        if whole in left:  # nobody is asked for a part before the whole
            left[fact] = max(left[fact], left[whole])
    return tuple(sorted(missing, key=lambda fact: (fact != APPLICANT_FACT, left[fact], order[fact])))


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
            found += _ratio_bounds(leaf, fact, {**_least_wholes(rule), **known})
    if fact.type == "ratio":
        return tuple(dict.fromkeys(found))
    near = [bound + shift for bound in found for shift in (-1, 0, 1)] or [Fraction(fact.min or 0)]
    allowed = [n for n in near if Fraction(fact.min or 0) <= n and (fact.max is None or n <= Fraction(fact.max))]
    if fact.type == "money":
        return tuple(dict.fromkeys(to_decimal(number) for number in allowed))
    return tuple(dict.fromkeys(number.numerator // number.denominator for number in allowed))


def _least_wholes(rule: Rule) -> dict[str, FactValue]:
    """What an award demands at least of the wholes that it compares parts with."""
    condition = rule.conditions
    return {ratio.ratio.whole: least for ratio, least in condition.minimums} if isinstance(condition, AllOf) else {}


def _ratio_bounds(leaf: Ratio, fact: Fact, known: Facts) -> list[Fraction]:
    part = leaf.ratio.part == fact.id
    other = known.get(leaf.ratio.whole if part else leaf.ratio.part)
    if other is None or isinstance(other, str):
        return []
    exact = Fraction(other) * leaf.ratio.share if part else Fraction(other) / leaf.ratio.share
    return [Fraction(-(-exact.numerator // exact.denominator)), Fraction(exact.numerator // exact.denominator)]
