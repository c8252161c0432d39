"""The input form of a match, as JSON Schema (draft 2020-12): questions, units and bounds come from the facts.

Beyond the standard's keywords each property has ``x-question``, and where they apply ``x-hint``, ``x-unit``,
``x-not-above`` (the property of which this one is a part) and ``x-awards`` (how many awards ask for it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from policy_kb.awards.book import AwardBook
from policy_kb.awards.fact import Fact
from policy_kb.awards.rule import APPLICANT_FACT, Rule

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHARE = r"^([0-9]{1,9}/[1-9][0-9]{0,8}|([0-9]{1,2}(\.[0-9]{1,4})?|100)%)$"


def form(rules: Iterable[Rule], book: AwardBook, regions: Mapping[str, str]) -> Json:
    """The schema of a profile for ``rules``; ``regions`` are those to choose from, names by code.

    Facts come in the order in which to ask: the kind of applicant, then those that most awards ask for.
    """
    asked = Counter(name for rule in rules for name in rule.accepted_facts)
    declared = {name: place for place, name in enumerate(book.facts)}
    order = sorted(asked, key=lambda name: (name != APPLICANT_FACT, -asked[name], declared[name]))
    region: Json = {"type": "string", "title": "所在地区", "x-question": "请问您单位在哪里？"}
    if regions:
        region["oneOf"] = [{"const": code, "title": name} for code, name in regions.items()]
    return {
        "$schema": DIALECT,
        "title": "申请单位的情况",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "region": region,
            "as_of": {"type": "string", "format": "date", "title": "按哪一天算", "x-hint": "不填就按今天算。"},
            "facts": {
                "type": "object",
                "title": "单位的情况",
                "additionalProperties": False,
                "properties": {name: field(book.facts[name]) | {"x-awards": asked[name]} for name in order},
            },
        },
    }


def field(fact: Fact) -> Json:
    """The schema of one fact. Money is a number of yuan; a share is text, so that a third stays a third."""
    common: Json = {"title": fact.label, "x-question": fact.question}
    if fact.hint:
        common["x-hint"] = fact.hint
    if fact.unit:
        common["x-unit"] = fact.unit
    if fact.not_above:
        common["x-not-above"] = fact.not_above
    match fact.type:
        case "flag":
            return {"type": "boolean", **common}
        case "choice":
            values = [{"const": option.value, "title": option.label} for option in fact.options]
            return {"type": "string", **common, "oneOf": values}
        case "ratio":
            return {"type": "string", **common, "pattern": _SHARE}
        case "level":
            low, high = fact.bounds
            levels = [{"const": n, "title": fact.show(n)} for n in range(int(low), int(high) + 1)]
            return {"type": "integer", **common, "oneOf": levels}
        case _:
            low, high = fact.bounds
            kind = "integer" if fact.type == "count" else "number"
            return {"type": kind, **common, "minimum": _plain(low), "maximum": _plain(high)}


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
