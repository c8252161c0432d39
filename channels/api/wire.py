"""What the API gives out, ``ipdesk.claims/1``: typed, money in yuan as plain JSON numbers, absent fields left out."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from actions.answer import Amount, Missing, Part, RegionPart, TraceStep, Units, Yuan
from policy_kb.awards.amount import CapScope
from policy_kb.awards.claims import Standing
from policy_kb.awards.condition import State
from policy_kb.awards.fact import FactType
from policy_kb.awards.rule import Verdict

SCHEMA: Literal["ipdesk.claims/1"] = "ipdesk.claims/1"


class FactPart(Part):
    """A fact as it was understood: ``value`` as data (a share is text such as 1/3), ``text`` as people say it."""

    label: str
    value: bool | int | float | str
    text: str


class ConditionPart(Part):
    """One condition, its state, why it is so, and the words of the notice."""

    text: str
    state: State
    reason: str
    quote: str


class MissingPart(Missing):
    """A fact that is still needed, with what a form has to know of it."""

    label: str
    type: FactType
    unit: str | None = None
    hint: str | None = None


class ClaimPart(Part):
    """One award. ``award`` is ``doc_id/rule_id``; ``text`` says the amount in words; ``amount`` is left out where
    nothing is paid, and for a share of a sum that is not known.

    ``standing``: ``displaced`` where another award is paid instead, ``open`` where it is not known yet which one;
    ``because`` says why, ``group`` names those that exclude each other.
    """

    award: str
    name: str
    document: str
    doc_id: str
    clause: str
    quote: str
    verdict: Verdict
    standing: Standing
    because: str
    group: str | None = None
    text: str
    amount: Amount | None = None
    frequency: Literal["once", "yearly", "none"]
    payment: Literal["奖励", "补助", "分担"]
    trace: tuple[TraceStep, ...] = ()
    conditions: tuple[ConditionPart, ...] = ()
    missing: tuple[Missing, ...] = ()
    units: Units | None = None


class PartOfTotal(Part):
    """An award of a total and what is left of it after the joint limits, in yuan."""

    award: str
    yuan: Yuan


class LimitPart(Part):
    """A joint limit that cut a total: the most in yuan, within what, and the words of the notice."""

    yuan: Yuan
    scope: CapScope
    text: str
    clause: str
    quote: str


class TotalPart(Part):
    """The certain sums of one notice added, in yuan; ``displaced`` are those that others exclude."""

    doc_id: str
    yuan: Yuan
    once: Yuan
    yearly: Yuan
    parts: tuple[PartOfTotal, ...]
    limits: tuple[LimitPart, ...] = ()
    displaced: tuple[str, ...] = ()
    remark: str


class ClaimsAnswer(Part):
    """Everything an applicant can claim. ``not_added`` are notices (doc_id) that don't say whether their awards add
    up; ``text`` is the whole answer in words."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    schema_name: Literal["ipdesk.claims/1"] = Field(default=SCHEMA, alias="schema")
    as_of: date
    region: RegionPart | None = None
    facts: dict[str, FactPart]
    claims: tuple[ClaimPart, ...]
    totals: tuple[TotalPart, ...]
    not_added: tuple[str, ...]
    missing: tuple[MissingPart, ...]
    text: str

    def payload(self) -> dict[str, Any]:
        """The JSON object."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
