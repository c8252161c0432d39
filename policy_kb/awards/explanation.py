"""An award in a clerk's words: the steps of its sum, its conditions with their state, what it pays."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from policy_kb.awards.amount import (
    AmountRule,
    Cap,
    Discretionary,
    Flat,
    Floor,
    PerUnit,
    RatioOf,
    Rounding,
    Share,
    Table,
    Tier,
    Tiered,
)
from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import ConditionResult, results
from policy_kb.awards.fact import Fact, Facts, FactValue
from policy_kb.awards.figure import write_ratio
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.awards.sums import Stage, at_most, is_fixed, shares_of, stages
from policy_kb.awards.verdict import applicant_state
from policy_kb.money import format_yuan

FREQUENCY_WORDS = {"once": "一次性", "yearly": "每年", "none": ""}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step a clerk can read aloud, its result in yuan (None for a formula without numbers yet), and its quote."""

    text: str
    yuan: Decimal | None
    quote: str
    arithmetic: bool = False

    @property
    def line(self) -> str:
        """The step with its result: ``3万元 + 5000元 × (12 − 6) = 6万元``."""
        return f"{self.text} = {format_yuan(self.yuan)}" if self.arithmetic and self.yuan is not None else self.text


def trace_of(rule: Rule, known: Facts, book: AwardBook) -> tuple[TraceStep, ...]:
    """How the sum comes about: one formula where facts are missing, the limit where an office decides."""
    amount = rule.amount
    if isinstance(amount, Discretionary):
        limit = at_most(rule, amount)
        words = f"{FREQUENCY_WORDS[rule.frequency]}最高不超过{format_yuan(limit)}{_according(amount)}"
        return (TraceStep(words, limit, amount.quote),)
    if not is_fixed(rule, known):
        return (TraceStep(describe_amount(rule, book), None, amount.quote),)
    return tuple(step for stage in stages(rule, known) for step in _steps(stage, rule, known, book))


def _steps(stage: Stage, rule: Rule, known: Facts, book: AwardBook) -> tuple[TraceStep, ...]:
    value, quote = stage.yuan, stage.by.quote
    match stage.by:
        case Rounding() as rounding:
            how = "舍去零头" if rounding.mode == "down" else "四舍五入"
            words = f"以{format_yuan(rounding.to)}为单位{how}，得{format_yuan(value)}"
        case Floor():
            words = f"不足{format_yuan(value)}，按{format_yuan(value)}算"
        case Cap() as cap:
            limit = f"{cap.scope_words}{format_yuan(cap.yuan)}" + (f" × {known[cap.items]}" if cap.items else "")
            words = f"超过{limit}的上限，按{format_yuan(value)}算"
        case Share() as share:
            total = _shown(known, share, book)
            return tuple(
                TraceStep(f"{part.party}承担：{total} × {write_ratio(part.rate)}", part.yuan, quote, arithmetic=True)
                for part in shares_of(rule, known)
            )
        case _ as amount:
            return (_amount_step(amount, value, rule, known, book),)
    return (TraceStep(words, value, quote),)


def _amount_step(amount: AmountRule, value: Decimal, rule: Rule, known: Facts, book: AwardBook) -> TraceStep:
    quote = amount.quote
    match amount:
        case PerUnit():
            return _per_unit_step(amount, _count(known[amount.fact]), value, book.facts[amount.fact])
        case Table():
            return TraceStep(f"{_shown(known, amount, book)}对应{format_yuan(value)}", value, quote)
        case Tiered():
            number = known[amount.fact]
            tier = amount.tier(number) if isinstance(number, int | Decimal) else None
            if tier is not None and tier.rate is not None:
                return TraceStep(
                    f"{_shown(known, amount, book)} × {write_ratio(tier.rate)}", value, quote, arithmetic=True
                )
            return TraceStep(f"{_shown(known, amount, book)}对应{format_yuan(value)}", value, quote)
        case RatioOf():
            return TraceStep(
                f"{_shown(known, amount, book)} × {write_ratio(amount.rate)}", value, quote, arithmetic=True
            )
        case _:
            return TraceStep(f"{FREQUENCY_WORDS[rule.frequency]}{format_yuan(value)}", value, quote)


def _shown(known: Facts, amount: Table | Tiered | RatioOf | Share, book: AwardBook) -> str:
    name = amount.fact if isinstance(amount, Table | Tiered) else amount.of
    return book.facts[name].show(known[name])


def _per_unit_step(amount: PerUnit, count: int, value: Decimal, fact: Fact) -> TraceStep:
    step, extra = format_yuan(amount.step), amount.steps(count)
    if amount.every > 1:
        times_text = f"（每{amount.every}{fact.unit}算一次，共{extra}次）"
        text = f"{format_yuan(amount.base)} + {step} × {extra}" if amount.base else f"{step} × {extra}"
        return TraceStep(text + times_text, value, amount.quote)
    if not amount.base:
        return TraceStep(f"{count}{fact.unit} × {step}", value, amount.quote, arithmetic=True)
    if extra == 0:
        return TraceStep(f"{count}{fact.unit}给{format_yuan(value)}", value, amount.quote)
    text = f"{format_yuan(amount.base)} + {step} × ({count} − {amount.from_})"
    return TraceStep(text, value, amount.quote, arithmetic=True)


def conditions_of(rule: Rule, known: Facts, book: AwardBook) -> tuple[ConditionResult, ...]:
    """Who may apply and each condition, with what is known of it."""
    lines: list[ConditionResult] = []
    who = rule.beneficiaries
    if who.types:
        outcome, _ = applicant_state(rule, known)
        kind = known.get(APPLICANT_FACT)
        said = book.facts[APPLICANT_FACT].option(str(kind)).label if kind is not None else ""
        reason = {
            "met": "",
            "unknown": "还不知道是哪类单位",
            "person": f"原文没有写明{said}算不算，要由主管部门认定",
            "not_met": f"这一条是给{who.label}的，{said}不在范围内",
        }[outcome]
        lines.append(ConditionResult(f"申请的是{who.label}", outcome, reason, who.quote, (APPLICANT_FACT,)))
    if rule.conditions is not None:
        lines += results(rule.conditions, known, dict(book.facts))
    return tuple(lines)


def describe_amount(rule: Rule, book: AwardBook) -> str:
    """The amount in words, caps included: 6件给3万元，每再多1件加5000元，每个单位每年最高不超过30万元."""
    amount = rule.amount
    often = FREQUENCY_WORDS[rule.frequency]
    match amount:
        case Flat():
            text = f"{often}{format_yuan(amount.yuan)}"
        case PerUnit():
            unit = book.facts[amount.fact].unit or ""
            each = f"{amount.every if amount.every > 1 else ''}{unit}"
            if amount.base:
                more = amount.every
                text = (
                    f"{amount.from_}{unit}给{format_yuan(amount.base)}，每再多{more}{unit}加{format_yuan(amount.step)}"
                )
            else:
                text = f"每{each}{format_yuan(amount.step)}"
        case Table():
            fact = book.facts[amount.fact]
            text = often + "、".join(f"{fact.show(row.level)}{format_yuan(row.yuan)}" for row in amount.rows)
        case Tiered():
            text = often + "，".join(_tier_words(tier, book.facts[amount.fact]) for tier in amount.tiers)
        case RatioOf():
            text = f"{often}按{book.facts[amount.of].label}的{write_ratio(amount.rate)}"
        case Share():
            parts = (f"{party.name}承担{write_ratio(amount.rate(i))}" for i, party in enumerate(amount.parties))
            text = f"{book.facts[amount.of].label}由" + "、".join(parts)
        case Discretionary():
            text = f"{often}最高不超过{format_yuan(amount.at_most)}{_according(amount)}"
    return text + "".join(_cap_words(cap) for cap in rule.caps)


def _tier_words(tier: Tier, fact: Fact) -> str:
    bounds = [f"{fact.show(tier.ge)}以上（含）"]
    if tier.le is not None:
        bounds.append(f"{fact.show(tier.le)}以下（含）")
    elif tier.lt is not None:
        bounds.append(f"不到{fact.show(tier.lt)}")
    paid = format_yuan(tier.yuan) if tier.yuan is not None else f"按{write_ratio(tier.rate)}"
    return "、".join(bounds) + paid


def _cap_words(cap: Cap) -> str:
    return f"，{cap.scope_words}最高不超过{format_yuan(cap.yuan)}"


def _according(amount: Discretionary) -> str:
    return f"，具体数额{amount.according_to}核定" if amount.according_to else ""


def _count(value: FactValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"not a count: {value!r}")
    return value
