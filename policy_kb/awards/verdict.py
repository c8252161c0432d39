"""Whether an award applies: the days it is in force, the kind of applicant, the conditions. No words, no sums."""

from __future__ import annotations

from datetime import date

from policy_kb.awards.amount import amount_facts
from policy_kb.awards.condition import State, state
from policy_kb.awards.fact import Facts
from policy_kb.awards.rule import APPLICANT_FACT, Rule, Verdict
from policy_kb.notice import Validity


def in_force(rule: Rule, on: date, validity: Validity) -> bool:
    """Whether document and measure are in force on the day; the first and the last day are included."""
    starts = [validity.effective_on, rule.validity.from_ if rule.validity else None]
    ends = [validity.until, rule.validity.until if rule.validity else None]
    return all(start is None or start <= on for start in starts) and all(end is None or on <= end for end in ends)


def assess(rule: Rule, known: Facts) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict by the facts alone, and the missing facts, unranked."""
    outcomes = [applicant_state(rule, known)]
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


def applicant_state(rule: Rule, known: Facts) -> tuple[State, tuple[str, ...]]:
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
