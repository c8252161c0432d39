"""A proposal for an award rule. What can't be put into numbers becomes a condition for a person to judge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pypinyin import lazy_pinyin

from policy_kb.awards.fact import Fact
from policy_kb.awards.figure import FigureKind, holds
from policy_kb.awards.rule import APPLICANT_FACT
from policy_kb.catalogue.schema import Topic
from policy_kb.extract.awards import Award
from policy_kb.extract.conditions import Comparison
from policy_kb.extract.drafts import draft_rule
from policy_kb.money import format_yuan
from policy_kb.notice import Clause

Json = dict[str, Any]
_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_FILLER = re.compile(r"[对的并且为是凡若如，,；;：:。、（）()\s]|给予|予以|一次性|符合条件")
_MOST_TOPICS = 3
_LONGEST_ID = 80
_PLAUSIBLE = {"count": "1000000", "money": "1000亿元"}
_FALLBACK_TOPIC = "funding"


@dataclass(slots=True)
class Namesakes:
    """What is declared already, and the names that the proposals of one notice have taken."""

    facts: Mapping[str, Fact]
    topics: Sequence[Topic]
    names: set[str] = field(default_factory=set)
    declared: dict[str, Json] = field(default_factory=dict)


def propose_award(award: Award, clause: Clause, number: int, known: Namesakes) -> Json:
    """``{"facts": new facts that the rule needs, "rule": as in awards.yaml}``; what is open is left out of the rule."""
    base = draft_rule(award) or {"clause": award.clause, "payment": _payment(award.quote), "frequency": "none"}
    maker = _Maker(award, clause, known)
    name = _name(award, clause, base["payment"], known.names)
    rule: Json = {
        "id": f"award-{number}",
        "name": name,
        "aliases": [name],
        "topics": _topics(f"{clause.heading} {clause.text}", known.topics),
        "clause": award.clause,
        "payment": base["payment"],
        "frequency": base["frequency"],
    }
    if "frequency_quote" in base:
        rule["frequency_quote"] = base["frequency_quote"]
    rule["beneficiaries"] = maker.beneficiaries(base)
    amount = maker.amount(base.get("amount"), name)
    if conditions := maker.conditions():
        rule["conditions"] = {"all": conditions}
    rule["amount"] = amount
    if base.get("caps"):
        rule["caps"] = [maker.cap(cap) for cap in base["caps"]]
    rule["examples"] = []
    return {"facts": list(maker.new.values()), "rule": rule}


def _payment(quote: str) -> str:
    return "奖励" if "奖" in quote else "补助"


def _topics(text: str, topics: Sequence[Topic]) -> list[str]:
    found = [topic.id for topic in topics if topic.matches(text)][:_MOST_TOPICS]
    return found or [topic.id for topic in topics if topic.id == _FALLBACK_TOPIC]


def _name(award: Award, clause: Clause, payment: str, taken: set[str]) -> str:
    heading = "".join(_HAN.findall(clause.heading))
    core = heading if 2 <= len(heading) <= 24 else ""
    if not core:
        condition = "".join(_HAN.findall(_FILLER.sub("", award.condition)))[:20]
        core = condition or award.who
    name = core if core.endswith(payment) else f"{core}{payment}"
    base, number = name, 2
    while name in taken:
        name, number = f"{base}（{number}）", number + 1
    taken.add(name)
    return name


class _Maker:
    """The parts of one rule, and the new facts that they need."""

    def __init__(self, award: Award, clause: Clause, known: Namesakes) -> None:
        self._award, self._clause, self._known = award, clause, known
        self.new: dict[str, Json] = {}
        self._open_who = False

    def beneficiaries(self, base: Json) -> Json:
        """Kinds of applicant where the notice names one that is declared; else the office has to judge who it is."""
        stated = base.get("beneficiaries") or {"label": "符合条件的单位", "quote": self._award.quote}
        applicant = self._known.facts.get(APPLICANT_FACT)
        label = str(stated["label"])
        types = [option.value for option in applicant.options if option.label == label] if applicant else []
        self._open_who = not types
        return {**({"types": types} if types else {}), **stated}

    def conditions(self) -> list[Json]:
        """Comparisons as far as their numbers stand in their quotes; all other words of the condition are judged."""
        leaves: list[Json] = []
        rest = self._award.condition
        for comparison in self._award.comparisons:
            if (
                comparison.unit in ("元", "%")
                and comparison.start >= self._award.start + len(self._award.condition) + 8
            ):
                continue
            leaf = self._comparison(comparison)
            if leaf is None:
                leaf = {"judged": comparison.quote, "quote": comparison.quote}
            leaves.append(leaf)
            rest = rest.replace(comparison.quote, "")
        words = _FILLER.sub("", rest.replace(self._award.who, "") if self._award.who else rest)
        condition = self._award.condition
        if words:
            quote = condition if condition in self._clause.text else self._award.quote
            leaves.append({"judged": condition, "quote": quote})
        elif self._open_who and not any("judged" in leaf for leaf in leaves):
            # Without a kind of applicant the rule would say yes to everybody.
            leaves.append({"judged": f"属于{self._award.who or '文件所说的单位'}", "quote": self._award.quote})
        return leaves

    def _comparison(self, one: Comparison) -> Json | None:
        value = Fraction(one.value)
        kind: FigureKind = "money" if one.unit == "元" else "ratio" if one.unit == "%" else "plain"
        if kind == "ratio":
            value = value / 100 if not holds(one.quote, "ratio", value) else value
        if not one.unit or not holds(one.quote, kind, value) or one.quote not in self._clause.text:
            return None
        if kind == "money":
            written: object = _money(one.value)
            fact_type = "money"
        elif kind == "ratio":
            written, fact_type = f"{float(value * 100):g}%", "ratio"
        else:
            if value.denominator != 1 or one.unit in ("美元", "欧元"):
                return None
            written, fact_type = int(value), "count"
        if written is None:
            return None
        return {"fact": self._fact(fact_type, one.what, one.unit), one.operator: written, "quote": one.quote}

    def amount(self, base: Json | None, name: str) -> Json:
        """The amount with its facts; what a reviewer has to add is missing from it and told as a mistake."""
        quote = self._award.quote
        if base is None:
            return {"quote": quote}
        amount = dict(base)
        match amount["kind"]:
            case "per_unit":
                unit = str(amount.pop("unit") or "个")
                counted = next(
                    (one for one in self._award.comparisons if one.unit == unit and one.operator == "ge"), None
                )
                amount["fact"] = self._fact("count", counted.what if counted else f"{name}的数量", unit)
                if "base" in amount and counted is not None and counted.value == counted.value.to_integral_value():
                    amount["from"] = int(counted.value)
            case "ratio":
                amount["of"] = self._fact("money", f"计算{name}的费用或金额", "元")
            case "share":
                parts = amount.pop("parts")
                amount["of"] = self._fact("money", f"计算{name}的损失或费用", "元")
                amount["parties"] = [{"parts": int(part)} for part in parts]
        return {**{key: value for key, value in amount.items() if key != "quote"}, "quote": quote}

    def cap(self, base: Json) -> Json:
        """A limit; the one on each item says which count it multiplies."""
        cap = {key: value for key, value in base.items() if value is not None}
        if cap["scope"] == "per_item":
            counted = next((fact for fact in self.new.values() if fact["type"] == "count"), None)
            if counted is not None:
                cap["items"] = counted["id"]
        return cap

    def _fact(self, kind: str, label: str, unit: str) -> str:
        """A declared fact of that name and unit, or a new one."""
        for fact in self._known.facts.values():
            if fact.type == kind and fact.label == label and (kind in ("money", "ratio") or fact.unit == unit):
                return fact.id
        for fact_id, written in self._known.declared.items():
            if (written["type"], written["label"], written.get("unit")) == (kind, label, _unit(kind, unit)):
                self.new[fact_id] = written
                return fact_id
        fact_id = _fact_id(label, unit, {*self._known.facts, *self._known.declared})
        written = {"id": fact_id, "type": kind, "label": label, "question": _question(kind, label, unit)}
        if kind != "ratio":
            written |= {"unit": _unit(kind, unit), "min": 0 if kind == "count" else "0元", "max": _PLAUSIBLE[kind]}
            if kind == "count":
                written["max"] = int(_PLAUSIBLE[kind])
        written["cues"] = [label]
        self._known.declared[fact_id] = self.new[fact_id] = written
        return fact_id


def _fact_id(label: str, unit: str, taken: set[str]) -> str:
    """The sounds of a name and its unit: notices that ask for the same thing propose the same fact."""
    sounds = "_".join("".join(lazy_pinyin(part)) for part in (label, unit))
    base = re.sub(r"[^a-z0-9_]", "", sounds.lower())[:_LONGEST_ID].strip("_") or "fact"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found


def _unit(kind: str, unit: str) -> str | None:
    return None if kind == "ratio" else unit


def _question(kind: str, label: str, unit: str) -> str:
    if kind == "money":
        return f"请问{label}是多少元？"
    return f"请问{label}是百分之几？" if kind == "ratio" else f"请问{label}是多少{unit}？"


def _money(value: Decimal) -> str | None:
    try:
        return format_yuan(value)
    except ValueError:
        return None
