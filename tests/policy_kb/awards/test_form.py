"""The form of a profile is valid JSON Schema and says what the reader of profiles accepts."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policy_kb.awards import AwardBook, FactError, FactValue
from policy_kb.awards.form import field, form
from policy_kb.awards.profile import ProfileError, read_facts

from .town import PER_ITEM, SHARED, book_of, rule

REGIONS = {"350600": "漳州市", "510000": "四川省"}


@pytest.fixture(scope="session")
def schema(book: AwardBook) -> dict[str, Any]:
    return form(book.rules.values(), book, REGIONS)


def data_form(value: FactValue) -> object:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return float(value) if isinstance(value, Decimal) else value


def accepts(schema: dict[str, Any], data: object) -> bool:
    return Draft202012Validator(schema).is_valid(data)


def test_it_is_valid_schema_for_all_rules_for_one_and_for_none(book: AwardBook, schema: dict[str, Any]) -> None:
    for one in (schema, form([], book, {}), *(form([own], book, REGIONS) for own in book.rules.values())):
        Draft202012Validator.check_schema(one)
        assert json.loads(json.dumps(one)) == one
        assert accepts(one, {})
        assert accepts(one, {"as_of": "2025-06-01", "facts": {}})
        assert not accepts(one, {"weather": "rain"})
        assert not accepts(one, {"facts": {"weather": "rain"}})


def test_every_declared_fact_has_a_valid_field_with_its_question(book: AwardBook) -> None:
    for fact in book.facts.values():
        one = field(fact)
        Draft202012Validator.check_schema(one)
        assert (one["title"], one["x-question"]) == (fact.label, fact.question)
        assert one.get("x-unit") == fact.unit
        assert one.get("x-hint") == fact.hint


def test_every_example_of_the_catalogue_fits_the_form_of_its_rule(book: AwardBook) -> None:
    tried = 0
    for own in book.rules.values():
        one = form([own], book, REGIONS)["properties"]["facts"]
        for example in own.examples:
            given = {name: value for name, value in example.given.items() if name in own.accepted_facts}
            try:
                known = book.validate(given)
            except FactError:
                continue
            data = {name: data_form(value) for name, value in known.items()}
            assert accepts(one, data), (own.key, data)
            assert read_facts(data, book) == known
            tried += 1
    assert tried > 100


def test_what_the_form_refuses_the_reader_refuses_too(book: AwardBook, schema: dict[str, Any]) -> None:
    facts = schema["properties"]["facts"]
    for name in facts["properties"]:
        fact = book.facts[name]
        wrong: list[object] = [[], {}, "😀"]
        if fact.type in ("count", "money"):
            low, high = fact.bounds
            step = Decimal("0.01") if fact.type == "money" else 1
            wrong += [data_form(low - step), data_form(high + step)]
            assert accepts(facts, {name: data_form(low)})
            assert accepts(facts, {name: data_form(high)})
        elif fact.type == "level":
            low, high = fact.bounds
            wrong += [int(low) - 1, int(high) + 1, 1.5]
        elif fact.type == "ratio":
            wrong += ["101%", "-1%", "1/0", "abc", 2]
            assert all(accepts(facts, {name: share}) for share in ("1/3", "40%", "33.3%", "100%", "0%", "0/5"))
        elif fact.type == "choice":
            wrong += ["nothing of the kind", 1]
        if fact.type == "count":
            wrong.append(1.5)
        for value in wrong:
            assert not accepts(facts, {name: value}), (name, value)
            with pytest.raises(ProfileError):
                read_facts({name: value}, book)


def test_regions_are_those_given(schema: dict[str, Any]) -> None:
    assert accepts(schema, {"region": "350600"})
    assert not accepts(schema, {"region": "110000"})


def test_the_kind_of_applicant_is_asked_first_then_what_most_awards_ask_for(tmp_path: Path) -> None:
    kind = rule("d", PER_ITEM).replace("beneficiaries: {", "beneficiaries: {types: [firm], ")
    book = book_of(tmp_path, rule("a", PER_ITEM, fact="won"), rule("b", PER_ITEM), rule("c", SHARED, fact="won"), kind)
    facts = form(book.rules.values(), book, {})["properties"]["facts"]["properties"]
    assert {name: one["x-awards"] for name, one in facts.items()} == {
        "applicant_type": 1,
        "items": 3,
        "sure": 2,
        "won": 2,
        "cost": 1,
    }
    assert list(facts) == ["applicant_type", "items", "sure", "won", "cost"]


def test_a_part_names_its_whole(book: AwardBook) -> None:
    assert field(book.facts["high_value_patents"])["x-not-above"] == "new_invention_patents"
    assert "x-not-above" not in field(book.facts["new_invention_patents"])
