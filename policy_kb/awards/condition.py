"""Conditions of an award: comparisons of facts joined by all, any and not, and what only a person can judge."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from policy_kb.awards.fact import Fact, Facts, FactValue, Strict
from policy_kb.awards.figure import write_ratio
from policy_kb.money import format_yuan, yuan

State = Literal["met", "not_met", "unknown", "person"]
Comparator = Literal["ge", "gt", "le", "lt", "eq", "in", "is_true"]
#: A state, and the facts that are missing to decide it (empty once it is decided).
Outcome: TypeAlias = tuple[State, tuple[str, ...]]

_MET: Outcome = ("met", ())
_NOT_MET: Outcome = ("not_met", ())

#: Why a yes-or-no condition fails, of which there is no more to say.
UNMET = "这一点不符合"
_WORDS: dict[str, str] = {"ge": "不少于", "gt": "多于", "le": "不超过", "lt": "少于", "eq": "是"}


@cache
def _unknown(fact: str) -> Outcome:
    """One and the same for all conditions on a fact: a match of thousands of rules makes thousands."""
    return "unknown", (fact,)


def _operand(value: Any) -> Any:
    if isinstance(value, str) and value.endswith("元"):
        return yuan(value)
    if isinstance(value, str) and value.count("/") == 1 and value.replace("/", "").isdigit():
        with contextlib.suppress(ValueError, ZeroDivisionError):
            return Fraction(value)
    elif isinstance(value, bool | int | Decimal | Fraction | str):
        return value
    raise ValueError("请写整数、带“元”的金额、1/3 这样的分数，或者一个选项")


Operand = Annotated[Any, BeforeValidator(_operand)]


class Leaf(Strict):
    """What every single condition has: its quote, and words of its own where the generated ones would be stiff."""

    quote: str
    text: str | None = None


class Comparison(Leaf):
    """One fact against a bound. Exactly one of ge, gt, le, lt, eq, in, is_true."""

    fact: str
    ge: Operand = None
    gt: Operand = None
    le: Operand = None
    lt: Operand = None
    eq: Operand = None
    in_: tuple[Operand, ...] | None = Field(default=None, alias="in")
    is_true: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> Comparison:
        given = [name for name in ("ge", "gt", "le", "lt", "eq", "in_", "is_true") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("ge、gt、le、lt、eq、in、is_true 要写一个，只写一个")
        return self

    @cached_property
    def comparator(self) -> Comparator:
        """Which comparison it is."""
        names: tuple[Comparator, ...] = ("ge", "gt", "le", "lt", "eq", "is_true")
        for name in names:
            if getattr(self, name) is not None:
                return name
        return "in"

    @cached_property
    def operands(self) -> tuple[FactValue, ...]:
        """The values compared with."""
        return self.in_ if self.in_ is not None else (getattr(self, self.comparator),)

    def holds(self, value: FactValue) -> bool:
        """Whether a known value satisfies the comparison."""
        if self.in_ is not None:
            return value in self.in_
        if self.is_true is not None:
            return value is self.is_true
        return compare(self.comparator, value, self.operands[0])

    def outcome(self, facts: Facts) -> Outcome:
        """Its state, and the fact missing to tell."""
        value = facts.get(self.fact)
        if value is None:
            return _unknown(self.fact)
        return _MET if self.holds(value) else _NOT_MET


class RatioBounds(Strict):
    """``part`` divided by ``whole`` against a share; ``stated`` is a fact holding the share when only that is known."""

    part: str
    whole: str
    stated: str | None = None
    ge: Operand = None
    gt: Operand = None
    le: Operand = None
    lt: Operand = None

    @model_validator(mode="after")
    def _one(self) -> RatioBounds:
        given = [getattr(self, name) for name in ("ge", "gt", "le", "lt") if getattr(self, name) is not None]
        if len(given) != 1 or not isinstance(given[0], Fraction):
            raise ValueError("比例的条件要写 ge、gt、le、lt 中的一个，数值写成 1/3 这样的分数")
        return self

    @cached_property
    def comparator(self) -> Literal["ge", "gt", "le", "lt"]:
        """Which comparison it is."""
        names: tuple[Literal["ge", "gt", "le", "lt"], ...] = ("ge", "gt", "le", "lt")
        return next(name for name in names if getattr(self, name) is not None)

    @cached_property
    def share(self) -> Fraction:
        """The share compared with."""
        bound: Fraction = getattr(self, self.comparator)
        return bound


class Ratio(Leaf):
    """A proportion between two facts."""

    ratio: RatioBounds

    def outcome(self, facts: Facts) -> Outcome:
        """Its state, and the facts missing to tell."""
        share = ratio_value(self.ratio, facts)
        if share is None:
            return "unknown", tuple(fact for fact in leaf_facts(self) if fact not in facts)
        return _MET if compare(self.ratio.comparator, share, self.ratio.share) else _NOT_MET


class Judged(Leaf):
    """Something the notice demands that only the office in charge can decide: shown, never assumed."""

    judged: str

    def outcome(self, _facts: Facts) -> Outcome:
        """Always a person's to decide."""
        return "person", ()


class AllOf(Strict):
    """Every one of these."""

    all: tuple[Condition, ...] = Field(min_length=1)

    def outcome(self, facts: Facts) -> Outcome:
        """The state of them all, and the facts missing to tell."""
        found = _together(self.all, facts, _NOT_MET, _MET)
        if found[0] == "unknown" and any(least_whole(ratio, facts, whole) for ratio, whole in self.minimums):
            return _NOT_MET
        return found

    @cached_property
    def minimums(self) -> tuple[tuple[Ratio, int | Decimal], ...]:
        """Proportions of a whole that another condition demands at least so much of."""
        found = []
        for ratio in (child for child in self.all if isinstance(child, Ratio)):
            bounds = [
                c.operands[0]
                for c in self.all
                if isinstance(c, Comparison) and c.fact == ratio.ratio.whole and c.comparator in ("ge", "eq")
            ]
            found += [(ratio, bound) for bound in bounds if isinstance(bound, int | Decimal)]
        return tuple(found)


class AnyOf(Strict):
    """At least one of these."""

    any: tuple[Condition, ...] = Field(min_length=1)

    def outcome(self, facts: Facts) -> Outcome:
        """The state of the best of them, and the facts missing to tell."""
        return _together(self.any, facts, _MET, _NOT_MET)


class Negation(Strict):
    """The opposite of this."""

    not_: Condition = Field(alias="not")

    def outcome(self, facts: Facts) -> Outcome:
        """The opposite state; what is unknown or a person's to decide stays so."""
        inner, missing = self.not_.outcome(facts)
        opposite: dict[State, State] = {"met": "not_met", "not_met": "met"}
        return opposite.get(inner, inner), missing


def _kind(value: Any) -> str | None:
    names = ("all", "any", "not", "ratio", "judged", "fact")
    if isinstance(value, dict):
        return next((name for name in names if name in value), None)
    return next((name for name in names if hasattr(value, name) or hasattr(value, name + "_")), None)


Condition: TypeAlias = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Negation, Tag("not")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Judged, Tag("judged")]
    | Annotated[Comparison, Tag("fact")],
    Discriminator(
        _kind,
        custom_error_type="condition",
        custom_error_message="a condition is one of all, any, not, ratio, judged or fact",
    ),
]
AllOf.model_rebuild()
AnyOf.model_rebuild()
Negation.model_rebuild()


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition as a clerk would read it out, its state, why (``还差1件``) and where it stands."""

    text: str
    state: State
    reason: str
    quote: str
    facts: tuple[str, ...] = ()


def compare(comparator: str, value: Any, bound: Any) -> bool:
    """Compare two values of one type; numbers exactly, through fractions where a Decimal meets one."""
    if isinstance(value, Fraction) != isinstance(bound, Fraction):
        value, bound = Fraction(value), Fraction(bound)
    match comparator:
        case "ge":
            return bool(value >= bound)
        case "gt":
            return bool(value > bound)
        case "le":
            return bool(value <= bound)
        case "lt":
            return bool(value < bound)
        case _:
            return bool(value == bound)


def leaves(condition: Condition) -> Iterator[Comparison | Ratio | Judged]:
    """All single conditions, in the order written."""
    if isinstance(condition, AllOf):
        for child in condition.all:
            yield from leaves(child)
    elif isinstance(condition, AnyOf):
        for child in condition.any:
            yield from leaves(child)
    elif isinstance(condition, Negation):
        yield from leaves(condition.not_)
    else:
        yield condition


def required(condition: Condition) -> Iterator[Comparison]:
    """The comparisons that hold for whoever meets the condition."""
    if isinstance(condition, AllOf):
        for child in condition.all:
            yield from required(child)
    elif isinstance(condition, Comparison):
        yield condition


def leaf_facts(leaf: Comparison | Ratio | Judged) -> tuple[str, ...]:
    """The facts a single condition asks for (a stated share is an alternative, so it is not among them)."""
    if isinstance(leaf, Comparison):
        return (leaf.fact,)
    if isinstance(leaf, Ratio):
        return (leaf.ratio.whole, leaf.ratio.part)
    return ()


def state(condition: Condition, facts: Facts) -> Outcome:
    """Four-way truth, and the facts that are missing to decide it (empty once it is decided)."""
    return condition.outcome(facts)


def _together(children: tuple[Condition, ...], facts: Facts, settled: Outcome, rest: Outcome) -> Outcome:
    """Several conditions as one: one of them ``settled`` decides; otherwise all have to be known for ``rest``."""
    missing: tuple[str, ...] = ()
    person = False
    for child in children:
        found, wanted = child.outcome(facts)
        if found == settled[0]:
            return settled
        if wanted:
            missing += wanted
        elif found == "person":
            person = True
    if missing:
        return "unknown", tuple(dict.fromkeys(missing)) if len(missing) > 1 else missing
    return ("person", ()) if person else rest


def least_whole(condition: Ratio, facts: Facts, whole: int | Decimal) -> int | Decimal | None:
    """``whole``, where even of so little the known part is too small a share; None where that can't be said.

    The more there is of the whole, the smaller a share the part is: 13 of at least 40 are never a third.
    """
    bounds = condition.ratio
    part = facts.get(bounds.part)
    open_still = bounds.whole not in facts and not (bounds.stated and bounds.stated in facts)
    if not open_still or bounds.comparator not in ("ge", "gt") or isinstance(part, str) or part is None:
        return None
    return None if compare(bounds.comparator, Fraction(part) / Fraction(whole), bounds.share) else whole


def ratio_value(bounds: RatioBounds, facts: Facts) -> Fraction | None:
    """The proportion from both counts, else as stated, else None. Nothing of nothing is no proportion: zero."""
    part, whole = facts.get(bounds.part), facts.get(bounds.whole)
    if part is not None and whole is not None and not isinstance(part, str) and not isinstance(whole, str):
        return Fraction(part) / Fraction(whole) if whole else Fraction(0)
    stated = facts.get(bounds.stated) if bounds.stated else None
    return stated if isinstance(stated, Fraction) else None


def results(condition: Condition, facts: Facts, declared: dict[str, Fact]) -> tuple[ConditionResult, ...]:
    """Each condition with its state and reason; an any-group or a negation is one line of its own."""
    if isinstance(condition, AllOf):
        lines = [result for child in condition.all for result in results(child, facts, declared)]
        for ratio, bound in condition.minimums:
            if (whole := least_whole(ratio, facts, bound)) is not None:
                supposed = {**facts, ratio.ratio.whole: whole}
                part, total = declared[ratio.ratio.part], declared[ratio.ratio.whole]
                reason = _ratio_reason(ratio.ratio, supposed, part, "占比也只有")
                reason = f"就算{total.label}只按最少的{total.show(whole)}算，{reason}"
                refused = replace(_ratio_result(ratio, supposed, declared), reason=reason)
                lines = [refused if line.text == refused.text else line for line in lines]
        return tuple(lines)
    if isinstance(condition, AnyOf):
        lines = [result for child in condition.any for result in results(child, facts, declared)]
        group, _ = state(condition, facts)
        reason = "" if group == "met" else "；".join(dict.fromkeys(line.reason for line in lines if line.reason))
        return (_joined("，或者".join(line.text for line in lines), group, reason, lines),)
    if isinstance(condition, Negation):
        lines = list(results(condition.not_, facts, declared))
        negated, _ = state(condition, facts)
        text = "不能是：" + "，而且".join(line.text for line in lines)
        return (_joined(text, negated, "不符合这一条" if negated == "not_met" else "", lines),)
    if isinstance(condition, Judged):
        return (ConditionResult(condition.judged, "person", "这一点要由主管部门认定", condition.quote),)
    if isinstance(condition, Ratio):
        return (_ratio_result(condition, facts, declared),)
    return (_comparison_result(condition, facts, declared),)


def _joined(text: str, outcome: State, reason: str, lines: list[ConditionResult]) -> ConditionResult:
    quote = next((line.quote for line in lines), "")
    return ConditionResult(text, outcome, reason, quote, tuple(dict.fromkeys(f for line in lines for f in line.facts)))


def _comparison_result(leaf: Comparison, facts: Facts, declared: dict[str, Fact]) -> ConditionResult:
    fact = declared[leaf.fact]
    outcome, _ = state(leaf, facts)
    text = leaf.text or describe(leaf, fact)
    reason = "" if outcome == "met" else "还不知道" if outcome == "unknown" else shortfall(leaf, fact, facts[leaf.fact])
    return ConditionResult(text, outcome, reason, leaf.quote, (leaf.fact,))


def describe(leaf: Comparison, fact: Fact) -> str:
    """A comparison in words: 当年度转让的发明专利不少于6件."""
    if leaf.is_true is not None:
        return fact.label if leaf.is_true else f"不属于：{fact.label}"
    if leaf.in_ is not None:
        return f"{fact.label}是{'或者'.join(fact.show(value) for value in leaf.in_)}"
    return f"{fact.label}{_WORDS[leaf.comparator]}{fact.show(leaf.operands[0])}"


def shortfall(leaf: Comparison, fact: Fact, value: FactValue) -> str:
    """Why a known value fails: 还差1件, 多了2位, or what was said."""
    bound = leaf.operands[0]
    numeric = isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)
    if leaf.is_true is not None:
        return UNMET
    if leaf.in_ is not None or not numeric or isinstance(bound, bool | str):
        return f"您这边是{fact.show(value)}"
    if leaf.comparator == "eq" or fact.type == "level":
        return f"现在是{fact.show(value)}"
    gap = abs(Fraction(bound) - Fraction(value))
    if fact.type == "ratio":
        return f"现在是{fact.show(value)}"
    size = (
        format_yuan(Decimal(gap.numerator) / Decimal(gap.denominator)) if fact.type == "money" else f"{gap}{fact.unit}"
    )
    match leaf.comparator:
        case "ge":
            return f"还差{size}"
        case "gt":
            return f"至少还差{gap + 1}{fact.unit}" if fact.type == "count" else f"要超过{fact.show(bound)}"
        case "le":
            return f"多了{size}"
        case _:
            return f"至少多了{gap + 1}{fact.unit}" if fact.type == "count" else f"要低于{fact.show(bound)}"


def _ratio_result(leaf: Ratio, facts: Facts, declared: dict[str, Fact]) -> ConditionResult:
    bounds = leaf.ratio
    part, whole = declared[bounds.part], declared[bounds.whole]
    text = leaf.text or f"{part.label}占{whole.label}的比例{_WORDS[bounds.comparator]}{write_ratio(bounds.share)}"
    outcome, missing = state(leaf, facts)
    reason = ""
    if outcome == "unknown":
        reason = "还不知道" + "、".join(declared[fact].label for fact in missing)
    elif outcome == "not_met":
        reason = _ratio_reason(bounds, facts, part)
    return ConditionResult(text, outcome, reason, leaf.quote, leaf_facts(leaf))


def _ratio_reason(bounds: RatioBounds, facts: Facts, part: Fact, opening: str = "现在的占比是") -> str:
    now, total = facts.get(bounds.part), facts.get(bounds.whole)
    if not isinstance(now, int) or not isinstance(total, int):
        return f"{opening}{write_ratio(ratio_value(bounds, facts) or Fraction(0))}"
    reason = f"{opening}{now}/{total}"
    need = bounds.share * total
    if bounds.comparator == "ge":
        least = -(-need.numerator // need.denominator)
        return reason + (f"，{part.label}还差{least - now}{part.unit}" if least > now else "")
    if bounds.comparator == "gt":
        return reason + f"，{part.label}还差{need.numerator // need.denominator + 1 - now}{part.unit}"
    return reason
