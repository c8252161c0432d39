"""From a profile to all that it can claim, with the notices that apply where the applicant is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policy_kb.awards.profile import ProfileError
from policy_kb.knowledge import KnowledgeBase
from policy_kb.matching import applying, find_region, input_form, match, read_profile
from tests.actions.knowledge import kb

__all__ = ["kb"]

TODAY = date(2026, 6, 1)


def mistakes(raw: object, kb: KnowledgeBase) -> dict[str, str]:
    with pytest.raises(ProfileError) as refused:
        read_profile(raw, kb, TODAY)
    return {one.place: one.sentence for one in refused.value.refusals}


def test_a_profile_has_region_day_and_facts(kb: KnowledgeBase) -> None:
    found = read_profile({"region": "漳州", "as_of": "2025-06-01", "facts": {"单位类型": "高校"}}, kb, TODAY)
    assert (found.region, found.on, found.facts) == ("350600", date(2025, 6, 1), {"applicant_type": "university"})


@pytest.mark.parametrize("raw", [{}, {"region": None, "as_of": None, "facts": None}, {"region": "", "as_of": ""}])
def test_all_of_it_may_be_left_out(kb: KnowledgeBase, raw: dict[str, Any]) -> None:
    found = read_profile(raw, kb, TODAY)
    assert (found.region, found.on, found.facts) == (None, TODAY, {})


def test_all_mistakes_are_told_at_once(kb: KnowledgeBase) -> None:
    raw = {"region": "亚特兰蒂斯", "as_of": "昨天", "facts": {"iso56005_level": 9, "x": 1}, "size": "大"}
    assert set(mistakes(raw, kb)) == {"region", "as_of", "facts.iso56005_level", "facts.x", "size"}


@pytest.mark.parametrize("raw", [None, [], "企业", 5])
def test_a_profile_is_an_object(kb: KnowledgeBase, raw: object) -> None:
    assert "region" in mistakes(raw, kb)[""]


@pytest.mark.parametrize("facts", [[], "", 0, False])
def test_facts_are_an_object(kb: KnowledgeBase, facts: object) -> None:
    assert set(mistakes({"facts": facts}, kb)) == {"facts"}


@pytest.mark.parametrize("day", ["2025-02-30", "2025/06/01", "20250601", 20250601, 5.0, True, [], "2025-06-01T00:00"])
def test_a_day_is_written_in_full(kb: KnowledgeBase, day: object) -> None:
    assert mistakes({"as_of": day}, kb) == {"as_of": "日期请写成 2025-06-01 这样的格式。"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("漳州", "350600"),
        ("漳州市", "350600"),
        (" 350600 ", "350600"),
        (350600, "350600"),
        ("芗城区", "350602"),
        ("重庆", "500000"),
    ],
)
def test_regions_by_name_or_code(kb: KnowledgeBase, name: object, code: str) -> None:
    assert find_region(name, kb) == code


def test_of_several_places_of_one_name_the_one_that_is_covered_is_meant_else_all_are_named(kb: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="不止一个") as refused:
        find_region("朝阳", kb)
    assert "（" in str(refused.value)


@pytest.mark.parametrize("name", [[], {}, True, 5.0, "\ud800" * 200, "问" * 10_000])
def test_what_is_no_region_is_refused_in_a_short_sentence(kb: KnowledgeBase, name: object) -> None:
    with pytest.raises(ValueError, match="没有找到") as refused:
        find_region(name, kb)
    str(refused.value).encode()
    assert len(str(refused.value)) < 120


def test_a_district_has_the_awards_of_its_city_and_another_province_none(kb: KnowledgeBase) -> None:
    def keys(region: str | None) -> set[str]:
        profile = read_profile({"region": region, "facts": {"applicant_type": "高校"}}, kb, TODAY)
        return {claim.rule.key for claim in match(profile, kb).claims}

    assert keys("芗城区") == keys("漳州市") == keys(None) == set(kb.book.rules)
    assert keys("北京市") == keys("四川省") == set()
    assert applying("110000", kb) == ()


def test_a_match_as_of_a_day(kb: KnowledgeBase) -> None:
    raw = {"region": "漳州市", "facts": {"applicant_type": "企业", "iso56005_level": 4, "intensive_products": 25}}
    found = match(read_profile(raw, kb, TODAY), kb)
    assert [(c.rule.id, c.certain) for c in found.of("yes")] == [
        ("iso56005", Decimal(240_000)),
        ("patent-intensive-product", Decimal(100_000)),
    ]
    assert [total.yuan for total in found.totals] == [Decimal(340_000)]
    later = match(read_profile({**raw, "as_of": "2029-02-03"}, kb, TODAY), kb)
    assert {claim.evaluation.verdict for claim in later.claims} == {"not_in_force"}
    assert (later.totals, later.missing) == ((), ())


def test_the_form_of_a_region(kb: KnowledgeBase) -> None:
    whole, city, none = input_form(kb), input_form(kb, "350602"), input_form(kb, "510000")
    for schema in (whole, city, none):
        Draft202012Validator.check_schema(schema)
        regions = {one["const"] for one in schema["properties"]["region"]["oneOf"]}
        assert regions == {kb.sources[rule.doc].region for rule in kb.book.rules.values()}
    assert whole["properties"]["facts"] == city["properties"]["facts"]
    assert none["properties"]["facts"]["properties"] == {}
