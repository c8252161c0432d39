"""An award measure as reviewed data: who, on what conditions, how much, with the words of the notice for each."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from policy_kb.awards.amount import AmountRule, Cap, Floor, Rounding, Share, amount_facts
from policy_kb.awards.condition import Comparison, Condition, leaf_facts, leaves, required
from policy_kb.awards.fact import Strict, Yuan

APPLICANT_FACT = "applicant_type"

Verdict = Literal["yes", "no", "unknown", "person", "not_in_force"]


class Beneficiaries(Strict):
    """Kinds of applicant (values of the fact ``applicant_type``); no types means that the kind does not matter.

    ``unclear`` kinds are those of which the notice does not say whether it means them: the office decides.
    """

    types: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    label: str
    quote: str


class Note(Strict):
    """A remark shown with the award: how a wording was read, or what the notice leaves open.

    Where a message says one of ``words``, it asks about just what the notice leaves open: no amount is stated then.
    """

    text: str
    quote: str | None = None
    words: tuple[str, ...] = ()


class OwnValidity(Strict):
    """A period of the measure itself, narrower than its document's."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    quote: str

    @field_validator("from_", "until", mode="before")
    @classmethod
    def _iso(cls, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Example(Strict):
    """A worked case: facts given and what must come out. Only what is written is compared."""

    given: dict[str, Any]
    verdict: Verdict | None = None
    yuan: Yuan | None = None
    at_most: Yuan | None = None
    min: Yuan | None = None
    max: Yuan | None = None
    shares: dict[str, Yuan] | None = None
    missing: tuple[str, ...] | None = None
    steps: tuple[str, ...] | None = None
    reasons: tuple[str, ...] | None = None
    refused: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Example:
        if self.refused is None and self.verdict is None:
            raise ValueError("例子要写 verdict，或者写 refused")
        return self


class Rule(Strict):
    """One award measure of one document; ``doc`` is filled in from the file it stands in."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    doc: str
    name: str
    aliases: tuple[str, ...] = Field(min_length=1)
    topics: tuple[str, ...] = Field(min_length=1)
    clause: str
    payment: Literal["奖励", "补助", "分担"]
    frequency: Literal["once", "yearly", "none"]
    frequency_quote: str | None = None
    beneficiaries: Beneficiaries
    conditions: Condition | None = None
    amount: AmountRule
    caps: tuple[Cap, ...] = ()
    floor: Floor | None = None
    rounding: Rounding | None = None
    validity: OwnValidity | None = None
    notes: tuple[Note, ...] = ()
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        if (self.frequency == "none") != (self.frequency_quote is None):
            raise ValueError("frequency 是 once 或 yearly 时要写 frequency_quote，是 none 时不写")
        if isinstance(self.amount, Share) and (self.caps or self.floor or self.rounding):
            raise ValueError("按比例分担的金额不能再写 caps、floor 或 rounding：差额由谁承担，文件没有说")
        return self

    @cached_property
    def key(self) -> str:
        """``doc_id/rule_id``."""
        return f"{self.doc}/{self.id}"

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """All facts that can matter to this rule, in the order in which the rule names them."""
        names: list[str] = [APPLICANT_FACT] if self.beneficiaries.types else []
        if self.conditions is not None:
            for leaf in leaves(self.conditions):
                names += leaf_facts(leaf)
        names += self.sum_facts
        return tuple(dict.fromkeys(names))

    @cached_property
    def required(self) -> tuple[Comparison, ...]:
        """The comparisons that hold for whoever qualifies."""
        return tuple(required(self.conditions)) if self.conditions is not None else ()

    @cached_property
    def sum_facts(self) -> tuple[str, ...]:
        """The facts that the sum is computed from."""
        return (*amount_facts(self.amount), *(cap.items for cap in self.caps if cap.items))

    @cached_property
    def accepted_facts(self) -> tuple[str, ...]:
        """``facts`` and the shares that may be stated instead of two counts."""
        stated = [
            leaf.ratio.stated
            for leaf in (leaves(self.conditions) if self.conditions is not None else ())
            if hasattr(leaf, "ratio") and leaf.ratio.stated
        ]
        return tuple(dict.fromkeys((*self.facts, *stated)))
