"""The award book: all declared facts and all reviewed rules, checked as one whole when it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from policy_kb.awards.amount import Flat, PerUnit, RatioOf, Share, Table, Tiered
from policy_kb.awards.condition import AllOf, AnyOf, Comparison, Condition, Judged, Negation, Ratio
from policy_kb.awards.fact import Fact, FactError, FactValue, check_parts, parse_fact
from policy_kb.awards.figure import FigureKind, figures, holds, write_ratio
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.awards.source import CatalogueFile, Location, Problem, RuleFileError
from policy_kb.awards.stacking import Stacking, stacking_mistakes
from policy_kb.awards.sums import Amount, amount_of
from policy_kb.money import format_yuan

_KIND_OF: dict[str, FigureKind] = {"count": "plain", "level": "plain", "money": "money", "ratio": "ratio"}
_ALLOWED = {
    "count": {"ge", "gt", "le", "lt", "eq", "in"},
    "level": {"ge", "gt", "le", "lt", "eq", "in"},
    "money": {"ge", "gt", "le", "lt"},
    "ratio": {"ge", "gt", "le", "lt"},
    "choice": {"eq", "in"},
    "flag": {"is_true"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands, so that lint can point at it."""

    file: CatalogueFile
    location: tuple[str | int, ...]

    def problem(self, reason: str, *inner: str | int) -> Problem:
        """A mistake at, or within, this place."""
        return self.file.problem((*self.location, *inner), reason)

    @property
    def data(self) -> Any:
        """What is written there."""
        data = self.file.data
        for step in self.location:
            data = data[step]
        return data


@dataclass(frozen=True)
class AwardBook:
    """``rules`` by ``doc_id/rule_id``, ``facts`` by id, ``stacking`` by doc_id; immutable."""

    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    stacking: Mapping[str, Stacking] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)

    @cached_property
    def amounts(self) -> Mapping[str, Amount]:
        """What each award comes to as long as no fact that its sum is computed from is known."""
        return {key: amount_of(rule, {}, self.facts) for key, rule in self.rules.items()}

    def of(self, doc_id: str) -> tuple[Rule, ...]:
        """The rules of one document, in its order."""
        return tuple(rule for rule in self.rules.values() if rule.doc == doc_id)

    def on(self, topic: str) -> tuple[Rule, ...]:
        """The rules on one topic."""
        return tuple(rule for rule in self.rules.values() if topic in rule.topics)

    def validate(self, values: Mapping[str, object], only: tuple[str, ...] | None = None) -> dict[str, FactValue]:
        """Read all values (``only`` these facts, if given) and check them against each other; FactError if impossible.

        Facts that are not declared are left out: they belong to other questions.
        """
        read: dict[str, FactValue] = {
            fact_id: parse_fact(self.facts[fact_id], value)
            for fact_id, value in values.items()
            if fact_id in self.facts and value is not None and (only is None or fact_id in only)
        }
        check_parts(self.facts, read)
        return read


def validate_fact(book: AwardBook, fact_id: str, value: object) -> FactValue:
    """Read one value; FactError with a Chinese sentence if it is impossible, KeyError for an undeclared fact."""
    return parse_fact(book.facts[fact_id], value)


def load_book(catalogue_dir: Path) -> AwardBook:
    """Read ``facts.yaml`` and ``*/awards.yaml``; RuleFileError listing every mistake with file, line and reason."""
    problems: list[Problem] = []
    facts: dict[str, Fact] = {}
    rules: dict[str, Rule] = {}
    stacking: dict[str, Stacking] = {}
    places: dict[str, Place] = {}

    facts_file = CatalogueFile(catalogue_dir / "facts.yaml")
    for index, raw in _entries(facts_file, "facts", {"facts"}, problems):
        try:
            fact = facts_file.read(Fact, raw, ("facts", index))
        except RuleFileError as error:
            problems += error.problems
            continue
        if fact.id in facts:
            problems.append(facts_file.problem(("facts", index, "id"), f"fact {fact.id} is declared twice"))
        facts[fact.id] = fact
        places[fact.id] = Place(facts_file, ("facts", index))
    for fact in facts.values():
        if fact.not_above is not None and fact.not_above not in facts:
            problems.append(
                places[fact.id].problem(f"not_above names an undeclared fact: {fact.not_above}", "not_above")
            )
        if fact.ranks is not None and fact.ranks not in facts:
            problems.append(places[fact.id].problem(f"ranks names an undeclared fact: {fact.ranks}", "ranks"))
        if fact.implies is not None and not any(o.value == fact.implies for f in facts.values() for o in f.options):
            problems.append(places[fact.id].problem(f"implies names no option: {fact.implies}", "implies"))

    for path in sorted(catalogue_dir.glob("*/awards.yaml")):
        try:
            file = CatalogueFile(path)
        except RuleFileError as error:
            problems += error.problems
            continue
        doc = path.parent.name
        if isinstance(file.data, dict) and file.data.get("document") != doc:
            problems.append(file.problem(("document",), f"document must be the name of the folder: {doc}"))
        for index, raw in _entries(file, "rules", {"document", "stacking", "rules"}, problems):
            place = Place(file, ("rules", index))
            try:
                rule = file.read(Rule, {**raw, "doc": doc} if isinstance(raw, dict) else raw, place.location)
            except RuleFileError as error:
                problems += error.problems
                continue
            if rule.key in rules:
                problems.append(place.problem(f"rule {rule.id} stands twice in this file", "id"))
                continue
            rules[rule.key], places[rule.key] = rule, place
            problems += (place.problem(reason, *inner) for inner, reason in rule_mistakes(rule, facts))
        if isinstance(file.data, dict) and "stacking" in file.data:
            try:
                entry = file.read(Stacking, file.data["stacking"], ("stacking",))
            except RuleFileError as error:
                problems += error.problems
            else:
                stacking[doc], places[f"{doc}/stacking"] = entry, Place(file, ("stacking",))
    problems += (
        places[f"{doc}/stacking"].problem(reason, *inner)
        for doc, inner, reason in stacking_mistakes(stacking, frozenset(rules))
    )
    if problems:
        raise RuleFileError(problems)
    return AwardBook(facts, rules, stacking, places)


def _entries(file: CatalogueFile, name: str, known: set[str], problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    if not isinstance(file.data, dict) or not isinstance(file.data.get(name), list):
        problems.append(file.problem((), f"the file needs a list named {name}"))
        return
    problems += (file.problem((key,), f"{key}: unknown key") for key in file.data if key not in known)
    yield from enumerate(file.data[name])


def rule_mistakes(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[tuple[Location, str]]:
    """What is wrong with a well-formed rule: facts not declared or of the wrong type, numbers its quotes don't hold."""
    yield from _applicant_mistakes(rule, facts)
    if rule.conditions is not None:
        yield from _condition_mistakes(rule.conditions, ("conditions",), facts)
    yield from _amount_mistakes(rule, facts)
    for index, cap in enumerate(rule.caps):
        yield from _absent(Fraction(cap.yuan), "money", cap.quote, ("caps", index, "yuan"))
        if cap.items is not None and (cap.items not in facts or facts[cap.items].type != "count"):
            yield ("caps", index, "items"), f"items names no declared count: {cap.items}"
    if rule.floor is not None:
        yield from _absent(Fraction(rule.floor.yuan), "money", rule.floor.quote, ("floor", "yuan"))
        if any(cap.yuan < rule.floor.yuan for cap in rule.caps):
            yield ("floor", "yuan"), "the floor is above a cap"
    if rule.rounding is not None and not _names_unit(rule.rounding.quote, rule.rounding.to):
        yield from _absent(Fraction(rule.rounding.to), "money", rule.rounding.quote, ("rounding", "to"))
    for index, example in enumerate(rule.examples):
        for fact_id in (*example.given, *(example.missing or ())):
            if fact_id not in facts:
                yield ("examples", index), f"the example names an undeclared fact: {fact_id}"
        if example.refused is not None and example.refused not in example.given:
            yield ("examples", index, "refused"), "the refused fact is not among those given"


def _applicant_mistakes(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[tuple[Location, str]]:
    who = rule.beneficiaries
    if not who.types and not who.unclear:
        return
    fact = facts.get(APPLICANT_FACT)
    if fact is None or fact.type != "choice":
        yield ("beneficiaries",), f"{APPLICANT_FACT} is not declared as a choice"
        return
    values = {option.value for option in fact.options}
    for name in ("types", "unclear"):
        for index, value in enumerate(getattr(who, name)):
            if value not in values:
                yield ("beneficiaries", name, index), f"{APPLICANT_FACT} has no value {value}"
    if set(who.types) & set(who.unclear):
        yield ("beneficiaries", "unclear"), "a kind of applicant is both named and unclear"


def _condition_mistakes(
    condition: Condition, at: tuple[str | int, ...], facts: Mapping[str, Fact]
) -> Iterator[tuple[Location, str]]:
    if isinstance(condition, AllOf | AnyOf):
        name = "all" if isinstance(condition, AllOf) else "any"
        for index, child in enumerate(getattr(condition, name)):
            yield from _condition_mistakes(child, (*at, name, index), facts)
    elif isinstance(condition, Negation):
        yield from _condition_mistakes(condition.not_, (*at, "not"), facts)
    elif isinstance(condition, Ratio):
        bounds = condition.ratio
        for name in ("part", "whole", "stated"):
            fact_id = getattr(bounds, name)
            wanted = {"ratio"} if name == "stated" else {"count", "money"}
            if fact_id is None:
                continue
            if fact_id not in facts:
                yield (*at, "ratio", name), f"condition on an undeclared fact: {fact_id}"
            elif facts[fact_id].type not in wanted:
                yield (*at, "ratio", name), f"{fact_id} is a {facts[fact_id].type}, not a {' or '.join(sorted(wanted))}"
        yield from _absent(bounds.share, "ratio", condition.quote, (*at, "ratio", bounds.comparator))
    elif isinstance(condition, Comparison):
        yield from _comparison_mistakes(condition, at, facts)
    elif not isinstance(condition, Judged):  # pragma: no cover - the union is closed
        raise TypeError(condition)


def _comparison_mistakes(
    leaf: Comparison, at: tuple[str | int, ...], facts: Mapping[str, Fact]
) -> Iterator[tuple[Location, str]]:
    fact = facts.get(leaf.fact)
    if fact is None:
        yield (*at, "fact"), f"condition on an undeclared fact: {leaf.fact}"
        return
    if leaf.comparator not in _ALLOWED[fact.type]:
        yield (*at, leaf.comparator), f"{leaf.comparator} does not apply to {leaf.fact}, which is a {fact.type}"
        return
    for operand in leaf.operands:
        if fact.type == "flag":
            continue
        try:
            value = parse_fact(fact, operand)
        except FactError:
            yield (*at, leaf.comparator), f"{operand} is no possible value of {leaf.fact}"
            continue
        if type(value) is not type(operand):
            yield (*at, leaf.comparator), f"{operand} is no {fact.type}, as {leaf.fact} is"
        elif fact.type in _KIND_OF and not isinstance(value, str):
            yield from _absent(Fraction(value), _KIND_OF[fact.type], leaf.quote, (*at, leaf.comparator))


def _amount_mistakes(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[tuple[Location, str]]:
    amount, quote = rule.amount, rule.amount.quote

    def typed(name: str, fact_id: str, *wanted: str) -> Iterator[tuple[Location, str]]:
        if fact_id not in facts:
            yield ("amount", name), f"amount of an undeclared fact: {fact_id}"
        elif facts[fact_id].type not in wanted:
            yield ("amount", name), f"{fact_id} is a {facts[fact_id].type}, not a {' or '.join(wanted)}"

    match amount:
        case Flat():
            yield from _absent(Fraction(amount.yuan), "money", quote, ("amount", "yuan"))
        case PerUnit():
            yield from typed("fact", amount.fact, "count")
            yield from _absent(Fraction(amount.step), "money", quote, ("amount", "step"))
            yield from _absent(Fraction(amount.every), "plain", quote, ("amount", "every"))
            if amount.from_:
                yield from _absent(Fraction(amount.base), "money", quote, ("amount", "base"))
                yield from _absent(Fraction(amount.from_), "plain", quote, ("amount", "from"))
        case Table():
            yield from typed("fact", amount.fact, "level", "choice")
            yield from _table_mistakes(amount, facts)
        case Tiered():
            yield from typed("fact", amount.fact, "count", "level", "money")
            kind = _KIND_OF[facts[amount.fact].type] if amount.fact in facts else "plain"
            for index, tier in enumerate(amount.tiers):
                for name in ("ge", "le", "lt"):
                    bound = getattr(tier, name)
                    if bound is not None and (isinstance(bound, Decimal) != (kind == "money")):
                        yield (
                            ("amount", "tiers", index, name),
                            f"{name} must be {'in 元' if kind == 'money' else 'a number'}",
                        )
                    elif bound is not None:
                        yield from _absent(Fraction(bound), kind, quote, ("amount", "tiers", index, name))
                if tier.yuan is not None:
                    yield from _absent(Fraction(tier.yuan), "money", quote, ("amount", "tiers", index, "yuan"))
                else:
                    if kind != "money":
                        yield ("amount", "tiers", index, "rate"), "a rate applies to a sum of money"
                    yield from _absent(tier.rate, "ratio", quote, ("amount", "tiers", index, "rate"))
        case RatioOf():
            yield from typed("of", amount.of, "money")
            yield from _absent(amount.rate, "ratio", quote, ("amount", "rate"))
        case Share():
            yield from typed("of", amount.of, "money")
            written = [figure.value for figure in figures(quote) if figure.kind == "parts"]
            if written != [Fraction(party.parts) for party in amount.parties]:
                yield ("amount", "parties"), "the quote does not hold these parts in this order"
            for index, party in enumerate(amount.parties):
                if party.name not in quote:
                    yield ("amount", "parties", index, "name"), f"the quote does not name {party.name}"
        case _:
            yield from _absent(Fraction(amount.at_most), "money", quote, ("amount", "at_most"))


def _table_mistakes(table: Table, facts: Mapping[str, Fact]) -> Iterator[tuple[Location, str]]:
    fact = facts.get(table.fact)
    if fact is None:
        return
    levels: list[int | str] = []
    if fact.type == "level" and fact.min is not None and fact.max is not None:
        levels = list(range(int(fact.min), int(fact.max) + 1))
        for index, row in enumerate(table.rows):
            if isinstance(row.level, int):
                yield from _absent(Fraction(row.level), "plain", table.quote, ("amount", "rows", index, "level"))
    elif fact.type == "choice":
        levels = [option.value for option in fact.options]
    for index, row in enumerate(table.rows):
        if row.level not in levels:
            yield ("amount", "rows", index, "level"), f"{table.fact} has no level {row.level}"
        yield from _absent(Fraction(row.yuan), "money", table.quote, ("amount", "rows", index, "yuan"))
    written = [figure.value for figure in figures(table.quote) if figure.kind == "money"]
    if len(written) != len(table.rows) or written != [Fraction(row.yuan) for row in table.rows]:
        yield ("amount", "rows"), "the quote does not list these sums in this order"


def _names_unit(quote: str, unit: Decimal) -> bool:
    """Whether a quote rounds to a unit without a number: 百元 in 不足百元的舍去."""
    written = {"元": 1, "十元": 10, "百元": 100, "千元": 1_000, "万元": 10_000}
    return any(written[match] == unit for match in re.findall(r"(?<![\d十百千万])[十百千万]?元", quote))


def _absent(value: Fraction, kind: FigureKind, quote: str, at: Location) -> Iterator[tuple[Location, str]]:
    if holds(quote, kind, value):
        return
    if kind == "money":
        shown = format_yuan(Decimal(value.numerator) / Decimal(value.denominator))
    else:
        shown = write_ratio(value) if kind == "ratio" else str(value)
    yield at, f"the quote does not hold the number {shown}: {quote}"
