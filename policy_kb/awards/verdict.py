"""Whether an award applies: the days it is in force, the kind of applicant, the conditions. No words, no sums."""

from __future__ import annotations

from datetime import date

from policy_kb.awards.condition import Outcome, State
from policy_kb.awards.fact import Facts
from policy_kb.awards.rule import APPLICANT_FACT, Rule, Verdict
from policy_kb.notice import Validity


def in_force(rule: Rule, on: date, validity: Validity) -> bool:
    """Whether document and measure are in force on the day; the first and the last day are included."""
    own = rule.validity
    return _within(on, validity.effective_on, validity.until) and (own is None or _within(on, own.from_, own.until))


def _within(on: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


def assess(rule: Rule, known: Facts) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict by the facts alone, and the missing facts, unranked."""
    who, needed = applicant_state(rule, known)
    if who == "not_met":
        return "no", ()
    what: State = "met"
    if rule.conditions is not None:
        what, missing = rule.conditions.outcome(known)
        if what == "not_met":
            return "no", ()
        needed += tuple(fact for fact in missing if fact not in needed) if needed else missing
    for fact in rule.sum_facts:
        if fact not in known and fact not in needed:
            needed += (fact,)
    if needed:
        return "unknown", needed
    return ("person" if "person" in (who, what) else "yes"), ()


def applicant_state(rule: Rule, known: Facts) -> Outcome:
    """Whether the award is for this kind of applicant, and the fact that is missing to tell."""
    who = rule.beneficiaries
    if not who.types:
        return "met", ()
    kind = known.get(APPLICANT_FACT)
    if kind is None:
        return "unknown", (APPLICANT_FACT,)
    if kind in who.types:
        return "met", ()
    return ("person" if kind in who.unclear else "not_met"), ()
