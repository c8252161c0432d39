"""What a notice says about drawing several awards: its principles, awards that exclude each other, limits on a sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from policy_kb.awards.amount import SCOPE_WORDS
from policy_kb.awards.fact import Strict, Yuan
from policy_kb.awards.figure import holds
from policy_kb.awards.source import Location
from policy_kb.money import format_yuan

#: ``highest``: the one that pays most (就高). ``first``: the first listed that applies (priority).
Keep = Literal["highest", "first"]
JointScope = Literal["per_applicant_year", "per_project", "per_programme"]


class ExclusiveGroup(Strict):
    """Awards of which an applicant draws only one.

    ``rules`` are ids of the same file, or ``doc_id/rule_id`` for an award of another notice.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    rules: tuple[str, ...] = Field(min_length=2)
    keep: Keep = "highest"
    clause: str
    quote: str


class JointLimit(Strict):
    """The most, in yuan, that several awards of one notice together pay within ``scope``. No ``rules``: all of them."""

    yuan: Yuan = Field(gt=0)
    scope: JointScope
    words: str | None = None
    rules: tuple[str, ...] = ()
    clause: str
    quote: str

    @property
    def scope_words(self) -> str:
        """The scope as the notice puts it (同一企业每年)."""
        return self.words or SCOPE_WORDS[self.scope]


class Stacking(Strict):
    """One document on drawing several awards. ``text`` says it in plain words; ``principles`` stand in the quote."""

    clause: str
    principles: tuple[str, ...] = ()
    text: str
    quote: str
    subject_to: str | None = None
    subject_to_quote: str | None = None
    groups: tuple[ExclusiveGroup, ...] = ()
    limits: tuple[JointLimit, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Stacking:
        if not (self.principles or self.groups or self.limits):
            raise ValueError("叠加规则至少要写 principles、groups、limits 中的一项")
        return self

    def keys_in(self, group: ExclusiveGroup | JointLimit, doc: str) -> tuple[str, ...]:
        """``doc_id/rule_id`` of each award that a group or a limit of document ``doc`` names."""
        return tuple(rule if "/" in rule else f"{doc}/{rule}" for rule in group.rules)


def stacking_mistakes(stacking: Mapping[str, Stacking], keys: frozenset[str]) -> Iterator[tuple[str, Location, str]]:
    """What is wrong, as document, place within its stacking and reason.

    Awards that aren't there or stand in two groups; numbers and principles that the quotes don't hold.
    """
    grouped: dict[str, str] = {}
    for doc, entry in stacking.items():
        for principle in entry.principles:
            if principle not in entry.quote:
                yield doc, ("principles",), f"引文里没有“{principle}”"
        for index, group in enumerate(entry.groups):
            if group.id in (other.id for other in entry.groups[:index]):
                yield doc, ("groups", index, "id"), f"{group.id} 这一组写了两次"
            for number, key in enumerate(entry.keys_in(group, doc)):
                at = ("groups", index, "rules", number)
                if key not in keys:
                    yield doc, at, f"没有 {key} 这一项奖补"
                if key in grouped:
                    yield doc, at, f"{key} 已经在 {grouped[key]} 这一组里"
                grouped[key] = f"{doc}/{group.id}"
        for index, limit in enumerate(entry.limits):
            named = entry.keys_in(limit, doc)
            for number, key in enumerate(named):
                at = ("limits", index, "rules", number)
                if key not in keys:
                    yield doc, at, f"没有 {key} 这一项奖补"
                elif not key.startswith(f"{doc}/"):
                    yield (
                        doc,
                        at,
                        f"合计上限只管本文件的奖补，{key} 是另一份文件的",
                    )
                if key in named[:number]:
                    yield doc, at, f"{key} 在这个上限里写了两次"
            if not holds(limit.quote, "money", Fraction(limit.yuan)):
                shown = format_yuan(limit.yuan)
                yield doc, ("limits", index, "yuan"), f"引文里没有{shown}这个数：{limit.quote}"
