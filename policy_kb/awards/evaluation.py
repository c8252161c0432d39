"""From a rule, facts and a date to verdict, amount, trace, conditions and the facts still missing. Pure; no clock.

The amount is what is paid *if* the applicant qualifies: the verdict says whether it does. So a missing kind of
applicant leaves the amount exact and the verdict unknown, and ``payable`` tells what is certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import ConditionResult
from policy_kb.awards.explanation import TraceStep, conditions_of, trace_of
from policy_kb.awards.fact import Facts
from policy_kb.awards.missing import rank
from policy_kb.awards.rule import Rule, Verdict
from policy_kb.awards.sums import Amount, ShareAmount, amount_of, shares_of
from policy_kb.awards.verdict import assess, in_force
from policy_kb.notice import Validity


# Not frozen, though nobody changes one: that would treble the time it takes to make one, and a match makes thousands.
@dataclass
class Evaluation:
    """The outcome for one rule. The words for it are made when they are asked for: of many rules few are read."""

    rule: Rule
    on: date
    verdict: Verdict
    amount: Amount | None
    known: Facts = field(repr=False)
    unasked: tuple[str, ...]
    book: AwardBook = field(repr=False, compare=False)

    @cached_property
    def shares(self) -> tuple[ShareAmount, ...]:
        """Who bears what, where the award divides a known sum."""
        return shares_of(self.rule, self.known) if self.amount is not None else ()

    @cached_property
    def trace(self) -> tuple[TraceStep, ...]:
        """The steps of the sum; none where nothing is paid."""
        return trace_of(self.rule, self.known, self.book) if self.amount is not None else ()

    @cached_property
    def conditions(self) -> tuple[ConditionResult, ...]:
        """Who may apply and each condition, with what is known of it."""
        return conditions_of(self.rule, self.known, self.book)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts still missing, in the order in which to ask; empty once the verdict is settled."""
        return rank(self.rule, self.known, self.book, self.unasked)

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


def evaluate(rule: Rule, facts: Mapping[str, object], book: AwardBook, on: date, validity: Validity) -> Evaluation:
    """Apply ``rule`` to ``facts`` as of ``on``. FactError if a fact that matters has an impossible value.

    Facts that the rule doesn't name are ignored. ``validity`` is the document's.
    """
    return apply(rule, book.validate(facts, rule.accepted_facts), book, on, validity)


def apply(rule: Rule, known: Facts, book: AwardBook, on: date, validity: Validity) -> Evaluation:
    """The same for facts that have been read and checked already."""
    if not in_force(rule, on, validity):
        return Evaluation(rule, on, "not_in_force", None, known, (), book)
    verdict, unasked = assess(rule, known)
    amount = None
    if verdict != "no":
        # Of many rules most are those of which nothing is known: their amounts are computed once for all applicants.
        nothing_known = known.keys().isdisjoint(rule.sum_facts)
        amount = book.amounts[rule.key] if nothing_known else amount_of(rule, known, book.facts)
    return Evaluation(rule, on, verdict, amount, known, unasked, book)
