"""The award book: all declared facts and all reviewed rules, checked as one whole when it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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

    def declared(self, names: Iterable[str]) -> list[Fact]:
        """The facts of these names that are declared, in their order."""
        return [self.facts[name] for name in names if name in self.facts]

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
            problems.append(facts_file.problem(("facts", index, "id"), f"{fact.id} 这个事实写了两次"))
        facts[fact.id] = fact
        places[fact.id] = Place(facts_file, ("facts", index))
    for fact in facts.values():
        if fact.not_above is not None and fact.not_above not in facts:
            problems.append(places[fact.id].problem(f"not_above 写的 {fact.not_above} 没有声明过", "not_above"))
        if fact.ranks is not None and fact.ranks not in facts:
            problems.append(places[fact.id].problem(f"ranks 写的 {fact.ranks} 没有声明过", "ranks"))
        if fact.implies is not None and not any(o.value == fact.implies for f in facts.values() for o in f.options):
            problems.append(places[fact.id].problem(f"implies 写的 {fact.implies} 不是任何一个选项", "implies"))

    for path in sorted(catalogue_dir.glob("*/awards.yaml")):
        try:
            file = CatalogueFile(path)
        except RuleFileError as error:
            problems += error.problems
            continue
        doc = path.parent.name
        if isinstance(file.data, dict) and file.data.get("document") != doc:
            problems.append(file.problem(("document",), f"document 要和文件夹同名：{doc}"))
        for index, raw in _entries(file, "rules", {"document", "stacking", "rules"}, problems):
            place = Place(file, ("rules", index))
            try:
                rule = file.read(Rule, {**raw, "doc": doc} if isinstance(raw, dict) else raw, place.location)
            except RuleFileError as error:
                problems += error.problems
                continue
            if rule.key in rules:
                problems.append(place.problem(f"{rule.id} 这一项写了两次", "id"))
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
        problems.append(file.problem((), f"文件里要有名叫 {name} 的列表"))
        return
    problems += (file.problem((key,), f"{key}: 没有这一项，请删掉") for key in file.data if key not in known)
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
            yield ("caps", index, "items"), f"items 写的 {cap.items} 没有声明过，或者不是 count"
    if rule.floor is not None:
        yield from _absent(Fraction(rule.floor.yuan), "money", rule.floor.quote, ("floor", "yuan"))
        if any(cap.yuan < rule.floor.yuan for cap in rule.caps):
            yield ("floor", "yuan"), "floor 高于 caps 里的上限"
    if rule.rounding is not None and not _names_unit(rule.rounding.quote, rule.rounding.to):
        yield from _absent(Fraction(rule.rounding.to), "money", rule.rounding.quote, ("rounding", "to"))
    for index, example in enumerate(rule.examples):
        for fact_id in (*example.given, *(example.missing or ())):
            if fact_id not in facts:
                yield ("examples", index), f"例子里的 {fact_id} 没有声明过"
        if example.refused is not None and example.refused not in example.given:
            yield ("examples", index, "refused"), "refused 写的事实不在 given 里"


def _applicant_mistakes(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[tuple[Location, str]]:
    who = rule.beneficiaries
    if not who.types and not who.unclear:
        return
    fact = facts.get(APPLICANT_FACT)
    if fact is None or fact.type != "choice":
        yield ("beneficiaries",), f"{APPLICANT_FACT} 没有声明成 choice"
        return
    values = {option.value for option in fact.options}
    for name in ("types", "unclear"):
        for index, value in enumerate(getattr(who, name)):
            if value not in values:
                yield ("beneficiaries", name, index), f"{APPLICANT_FACT} 没有 {value} 这个选项"
    if set(who.types) & set(who.unclear):
        yield ("beneficiaries", "unclear"), "同一类申请人不能既写在 types 里，又写在 unclear 里"


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
                yield (*at, "ratio", name), f"条件里的 {fact_id} 没有声明过"
            elif facts[fact_id].type not in wanted:
                yield (*at, "ratio", name), f"{fact_id} 是 {facts[fact_id].type}，这里要用 {'、'.join(sorted(wanted))}"
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
        yield (*at, "fact"), f"条件里的 {leaf.fact} 没有声明过"
        return
    if leaf.comparator not in _ALLOWED[fact.type]:
        yield (*at, leaf.comparator), f"{leaf.fact} 是 {fact.type}，不能用 {leaf.comparator}"
        return
    for operand in leaf.operands:
        if fact.type == "flag":
            continue
        try:
            value = parse_fact(fact, operand)
        except FactError:
            yield (*at, leaf.comparator), f"{leaf.fact} 不可能是 {operand}"
            continue
        if type(value) is not type(operand):
            yield (*at, leaf.comparator), f"{leaf.fact} 是 {fact.type}，{operand} 不是"
        elif fact.type in _KIND_OF and not isinstance(value, str):
            yield from _absent(Fraction(value), _KIND_OF[fact.type], leaf.quote, (*at, leaf.comparator))


def _amount_mistakes(rule: Rule, facts: Mapping[str, Fact]) -> Iterator[tuple[Location, str]]:
    amount, quote = rule.amount, rule.amount.quote

    def typed(name: str, fact_id: str, *wanted: str) -> Iterator[tuple[Location, str]]:
        if fact_id not in facts:
            yield ("amount", name), f"金额里的 {fact_id} 没有声明过"
        elif facts[fact_id].type not in wanted:
            yield ("amount", name), f"{fact_id} 是 {facts[fact_id].type}，这里要用 {'、'.join(wanted)}"

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
                            f"{name} 要写{'带“元”的金额' if kind == 'money' else '整数'}",
                        )
                    elif bound is not None:
                        yield from _absent(Fraction(bound), kind, quote, ("amount", "tiers", index, name))
                if tier.yuan is not None:
                    yield from _absent(Fraction(tier.yuan), "money", quote, ("amount", "tiers", index, "yuan"))
                else:
                    if kind != "money":
                        yield ("amount", "tiers", index, "rate"), "rate 只能用在金额上"
                    yield from _absent(tier.rate, "ratio", quote, ("amount", "tiers", index, "rate"))
        case RatioOf():
            yield from typed("of", amount.of, "money")
            yield from _absent(amount.rate, "ratio", quote, ("amount", "rate"))
        case Share():
            yield from typed("of", amount.of, "money")
            written = [figure.value for figure in figures(quote) if figure.kind == "parts"]
            if written != [Fraction(party.parts) for party in amount.parties]:
                yield ("amount", "parties"), "引文里的比例和这里写的不一样，或者顺序不同"
            for index, party in enumerate(amount.parties):
                if party.name not in quote:
                    yield ("amount", "parties", index, "name"), f"引文里没有“{party.name}”"
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
            yield ("amount", "rows", index, "level"), f"{table.fact} 没有 {row.level} 这一级"
        yield from _absent(Fraction(row.yuan), "money", table.quote, ("amount", "rows", index, "yuan"))
    written = [figure.value for figure in figures(table.quote) if figure.kind == "money"]
    if len(written) != len(table.rows) or written != [Fraction(row.yuan) for row in table.rows]:
        yield ("amount", "rows"), "引文里的金额和这里写的不一样，或者顺序不同"


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
    yield at, f"引文里没有{shown}这个数：{quote}"
