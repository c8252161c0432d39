"""What the formulas make of the facts told so far: the sums that are right now, whether or not all facts are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from tests.policy_kb.awards.formulas import AT_MOST, KINDS, MEASURES, Outcome

Told = Mapping[str, Any]

#: The facts that each measure asks for, besides the kind of applicant.
FACTS: dict[str, tuple[str, ...]] = {
    "introduced-enterprise": ("newly_introduced", "new_invention_patents", "high_value_patents"),
    "university-certification": ("first_certification",),
    "institute-certification": ("first_certification",),
    "iso56005": ("iso56005_level",),
    "patent-transfer": ("transferred_patents",),
    "patent-intensive-product": ("intensive_products",),
    "pledge-risk-sharing": ("loan_principal_loss",),
    "domestic-enforcement-win": ("in_9_plus_5_industry", "domestic_case_won"),
    "overseas-enforcement-win": ("overseas_case_won",),
    "public-service-institution": ("served_enterprises", "licensed_patents", "filed_products", "free_of_charge"),
    "operation-institution": (),
    "group-standard": ("guided_entities",),
    "local-standard": ("drafted_standards", "drafting_rank"),
    "ip-research-centre": ("has_ip_research_centre",),
}
#: The fact that a sum depends on: without it there is no sum to tell.
SUM_OF = {
    "iso56005": "iso56005_level",
    "patent-transfer": "transferred_patents",
    "patent-intensive-product": "intensive_products",
    "pledge-risk-sharing": "loan_principal_loss",
    "local-standard": "drafted_standards",
}
_COUNTS = (0, 100_000)
_UNKNOWN: dict[str, tuple[Any, ...]] = {
    "applicant_type": KINDS,
    "served_enterprises": _COUNTS,
    "licensed_patents": _COUNTS,
    "filed_products": _COUNTS,
    "guided_entities": _COUNTS,
    "drafting_rank": (1, 1000),
}


@dataclass(frozen=True)
class Result:
    """What is right to say of one or several awards.

    ``settled`` is set where the facts told leave one outcome only; ``verdict`` and ``sums`` are then that outcome.
    ``figures`` are all sums that may be told, with the steps on the way to them, ``ceilings`` those of them that the
    notice gives as the most that is possible.
    """

    figures: frozenset[Decimal]
    settled: bool = False
    verdict: str = "unknown"
    sums: frozenset[Decimal] = frozenset()
    ceilings: frozenset[Decimal] = frozenset()


def result(measure: str, told: Told) -> Result:
    """The outcome of one measure for one applicant."""
    outcomes = set(_outcomes(measure, told))
    figures: set[Decimal] = set()
    for _, amount in outcomes:
        if amount is not None:
            figures |= {Decimal(amount), *_steps(measure, told)}
    ceilings = frozenset(figures if measure in AT_MOST else ())
    if len(outcomes) != 1:
        return Result(frozenset(figures), ceilings=ceilings)
    verdict, amount = outcomes.pop()
    sums: set[Decimal] = set() if amount is None else {Decimal(amount)}
    if sums and measure == "pledge-risk-sharing":
        sums.add(told["loan_principal_loss"] - Decimal(str(amount)))
    return Result(frozenset(figures), verdict != "unknown", verdict, frozenset(sums), ceilings)


def total(results: Iterable[Result], times: Iterable[int] | None = None) -> Result:
    """What several results come to together; ``times`` says how many applicants each is for."""
    results = list(results)
    counts = list(times) if times is not None else [1] * len(results)
    figures = frozenset(figure for found in results for figure in found.figures)
    if not all(found.settled and len(found.sums) <= 1 for found in results):
        return Result(figures)
    parts = [Decimal(sum(found.sums)) * n for found, n in zip(results, counts, strict=True)]
    single = {Decimal(sum(found.sums)) for found in results}
    paid = any(parts)
    ceilings = frozenset(figure for found in results for figure in found.ceilings)
    all_yes = all(found.verdict == "yes" for found in results)
    added = {Decimal(sum(parts))} if paid else set()
    # Where a part is refused, is for the office to judge or has no fixed sum, telling the parts is right as well.
    wanted = added if all_yes and not ceilings else {part for part in parts if part}
    return Result(
        frozenset({*figures, *parts, *single, *added} - {Decimal(0)}),
        True,
        ("yes" if all_yes else "mixed") if paid else "no",
        frozenset(wanted),
        ceilings,
    )


def _outcomes(measure: str, told: Told) -> Iterator[Outcome]:
    """The outcomes that the facts told so far leave open; none while the sum itself is open."""
    facts = dict(told)
    if (share := facts.pop("high_value_share", None)) is not None and "high_value_patents" not in facts:
        whole = facts.get("new_invention_patents")
        if whole is not None:
            facts["high_value_patents"] = whole if share * 3 >= 1 else 0
    names = ["applicant_type", *FACTS[measure]]
    summed = SUM_OF.get(measure)
    if summed is not None and summed not in facts:
        facts[summed] = None
    open_values = [(facts[name],) if name in facts else _possible(name, facts) for name in names]
    for values in product(*open_values):
        profile = dict(zip(names, values, strict=True))
        if summed is not None and profile[summed] is None:
            # Nobody knows the sum: only a refusal of the applicant could be settled already.
            probe = {"iso56005_level": 1, "loan_principal_loss": Decimal(1)}.get(summed, 100_000)
            if MEASURES[measure]({**profile, summed: probe})[0] == "no":
                yield "no", None
            else:
                yield "unknown", None
            continue
        if profile.get("high_value_patents", 0) > profile.get("new_invention_patents", 10**9):
            continue
        yield MEASURES[measure](profile)


def _possible(name: str, facts: Told) -> tuple[Any, ...]:
    """Values of a fact that nobody told, enough of them to come to every outcome."""
    if name == "new_invention_patents":
        return (0, 40, max(40, facts.get("high_value_patents", 0)), 100_000)
    if name == "high_value_patents":
        return (0, facts.get("new_invention_patents", 40))
    return _UNKNOWN.get(name, (True, False))


def _steps(measure: str, told: Told) -> set[Decimal]:
    """Sums on the way to the result: a product before its cap, what is added to a base, a share."""
    number = told.get(SUM_OF.get(measure, ""))
    if number is None:
        return set()
    if measure == "patent-transfer":
        added = Decimal((number - 6) * 5000)
        return {added, added + 30000} - {Decimal(0)}
    if measure == "patent-intensive-product":
        return {Decimal(number * 5000)}
    if measure == "local-standard":
        return {Decimal(number * 50000)}
    if measure == "pledge-risk-sharing":
        share = Decimal(str(MEASURES[measure]({**told, "applicant_type": "bank"})[1]))
        return {Decimal(number), share, number - share}
    return set()
