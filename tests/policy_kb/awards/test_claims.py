"""Everything that one applicant can claim: exclusive groups, joint limits, totals, order, what to ask."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_kb.awards import AwardBook, FactError
from policy_kb.awards.claims import Claims, claims
from policy_kb.awards.lint import ALWAYS

from .town import (
    DAY,
    PER_ITEM,
    SHARED,
    SURE,
    at_most,
    book_of,
    claimed,
    flat,
    group,
    limit,
    limits,
    rule,
    stacking,
    standings,
    wan,
)


def because(found: Claims, rule_id: str) -> str:
    return next(claim.because for claim in found.claims if claim.rule.id == rule_id)


# ------------------------------------------------------------------------------------------------ exclusive groups
def test_of_a_group_the_one_that_pays_most_counts_and_the_others_say_so(tmp_path: Path) -> None:
    rules = rule("small", flat("3万元")), rule("large", flat("8万元")), rule("apart", flat("1万元"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(group("small", "large"))), **SURE)
    assert standings(found) == {"large": "counts", "apart": "counts", "small": "displaced"}
    assert because(found, "small") == "和“large奖”（8万元）只能拿一项，就高拿那一项。"
    assert because(found, "large") == because(found, "apart") == ""
    assert {claim.rule.id: claim.group for claim in found.claims} == {
        "large": "town/one",
        "apart": None,
        "small": "town/one",
    }
    (total,) = found.totals
    assert (total.yuan, dict(total.parts)) == (wan(9), {"town/large": wan(8), "town/apart": wan(1)})
    assert [claim.rule.id for claim in total.displaced] == ["small"]


def test_in_a_tie_the_first_of_the_group_counts(tmp_path: Path) -> None:
    rules = rule("b", flat("3万元")), rule("a", flat("3万元"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(group("a", "b"))), **SURE)
    assert standings(found) == {"a": "counts", "b": "displaced"}


def test_with_priority_the_first_that_applies_counts_even_if_it_pays_less(tmp_path: Path) -> None:
    rules = rule("small", flat("3万元"), fact="won"), rule("large", flat("8万元"))
    book = book_of(tmp_path, *rules, saying=stacking(group("small", "large", keep="first")))
    both = claimed(book, sure=True, won=True)
    assert standings(both) == {"small": "counts", "large": "displaced"}
    assert because(both, "large") == "和“small奖”（3万元）只能拿一项，那一项优先。"
    assert standings(claimed(book, sure=True, won=False)) == {"small": "counts", "large": "counts"}
    assert both.totals[0].yuan == wan(3)


def test_with_priority_an_award_that_the_office_decides_displaces_the_others(tmp_path: Path) -> None:
    rules = rule("first", at_most("2万元")), rule("second", flat("8万元"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(group("first", "second", keep="first"))), **SURE)
    assert standings(found) == {"first": "counts", "second": "displaced"}
    assert because(found, "second") == "和“first奖”只能拿一项，那一项优先。"


def test_with_priority_nothing_is_settled_before_the_first_is_known(tmp_path: Path) -> None:
    rules = rule("first", flat("3万元"), fact="won"), rule("second", flat("8万元")), rule("apart", flat("1万元"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(group("first", "second", keep="first"))), **SURE)
    assert standings(found) == {"second": "open", "apart": "counts", "first": "open"}
    assert because(found, "first") == because(found, "second") != ""
    assert found.totals == (), "what is open counts for nothing yet, and one award is no sum"


@pytest.mark.parametrize(
    ("other", "standing"),
    [
        (rule("other", flat("5万元"), fact="won"), "displaced"),
        (rule("other", flat("8万元"), fact="won"), "displaced"),
        (rule("other", flat("9万元"), fact="won"), "open"),
        (rule("other", at_most("8万元")), "displaced"),
        (rule("other", at_most("20万元")), "open"),
        (rule("other", flat("5万元"), judged=True), "displaced"),
        (rule("other", flat("9万元"), judged=True), "open"),
        (rule("other", PER_ITEM), "open"),
    ],
)
def test_what_is_still_open_is_displaced_only_if_it_can_not_turn_out_higher(
    tmp_path: Path, other: str, standing: str
) -> None:
    found = claimed(
        book_of(tmp_path, rule("known", flat("8万元")), other, saying=stacking(group("known", "other"))), **SURE
    )
    assert standings(found) == {"known": "counts", "other": standing}
    assert ("如果更高" in because(found, "other")) == (standing == "open")


def test_without_a_certain_sum_all_of_a_group_stay_open(tmp_path: Path) -> None:
    rules = rule("a", at_most("3万元")), rule("b", flat("5万元"), fact="won"), rule("c", flat("9万元"), judged=True)
    found = claimed(book_of(tmp_path, *rules, saying=stacking(group("a", "b", "c"))), **SURE)
    assert set(standings(found).values()) == {"open"}


def test_an_award_out_of_reach_displaces_nothing(tmp_path: Path) -> None:
    rules = rule("large", flat("8万元"), fact="won"), rule("small", flat("3万元"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(group("large", "small"))), sure=True, won=False)
    assert standings(found) == {"small": "counts", "large": "counts"}
    assert because(found, "small") == ""


OTHER = "rules:\n" + rule("far", flat("5万元")) + rule("near", flat("2万元"))


def test_a_group_reaches_across_notices(tmp_path: Path) -> None:
    here = rule("here", flat("3万元")), rule("apart", flat("1万元")), rule("more", flat("1万元"))
    book = book_of(tmp_path, *here, saying=stacking(group("here", "city/far")), city=stacking() + OTHER)
    found = claimed(book, **SURE)
    assert {claim.rule.key: claim.standing for claim in found.claims if claim.group} == {
        "city/far": "counts",
        "town/here": "displaced",
    }
    assert {total.doc: total.yuan for total in found.totals} == {"town": wan(2), "city": wan(7)}
    ended = claimed(book, ended=("city",), **SURE)
    assert standings(ended)["here"] == "counts", "an award out of force displaces nothing"


def test_a_group_is_resolved_among_the_rules_that_are_asked_for(tmp_path: Path) -> None:
    book = book_of(tmp_path, rule("here", flat("3万元")), saying=stacking(group("here", "city/far")), city=OTHER)
    found = claims(book.of("town"), book.validate(SURE), book, DAY, {"town": ALWAYS})
    assert standings(found) == {"here": "counts"}


# ------------------------------------------------------------------------------------------------ joint limits
A_B = rule("a", flat("6万元")), rule("b", flat("4万元"), frequency="yearly")


@pytest.mark.parametrize(
    ("most", "total", "once", "cuts"),
    [("11万元", 10, 6, False), ("10万元", 10, 6, False), ("9万元", 9, 6, True), ("5万元", 5, 5, True)],
)
def test_a_joint_limit_below_at_and_above_the_sum(tmp_path: Path, most: str, total: int, once: int, cuts: bool) -> None:
    found = claimed(book_of(tmp_path, *A_B, saying=stacking(limits(limit(most)))), **SURE).totals[0]
    assert (found.yuan, found.once, found.yearly) == (wan(total), wan(once), wan(total - once))
    assert sum(found.parts.values()) == found.yuan
    assert [(one.scope_words, left) for one, left in found.limits] == ([("每家每年", found.yuan)] if cuts else [])


def test_a_joint_limit_of_some_rules_leaves_the_others_alone(tmp_path: Path) -> None:
    rules = *A_B, rule("c", flat("7万元"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(limits(limit("5万元", "a", "b")))), **SURE).totals[0]
    assert dict(found.parts) == {"town/c": wan(7), "town/a": wan(5), "town/b": wan(0)}
    assert found.yuan == wan(12)


@pytest.mark.parametrize("turned", [False, True])
def test_a_narrow_limit_is_applied_before_a_wide_one_in_whatever_order_they_stand(tmp_path: Path, turned: bool) -> None:
    rules = rule("a", flat("8万元")), rule("b", flat("8万元")), rule("c", flat("8万元"))
    both = [limit("6万元", "a", "b"), limit("10万元")]
    book = book_of(tmp_path, *rules, saying=stacking(limits(*(reversed(both) if turned else both))))
    found = claimed(book, **SURE).totals[0]
    assert found.yuan == wan(10), "6 of a and b, and as much of c as the wide limit leaves"
    assert found.parts["town/a"] + found.parts["town/b"] <= wan(6)


def test_of_limits_that_overlap_what_both_cover_is_cut_first(tmp_path: Path) -> None:
    rules = rule("a", flat("8万元")), rule("b", flat("8万元")), rule("c", flat("8万元"))
    several = limits(limit("10万元", "b", "a"), limit("10万元", "b", "c", scope="per_project"))
    found = claimed(book_of(tmp_path, *rules, saying=stacking(several)), **SURE).totals[0]
    assert dict(found.parts) == {"town/a": wan(8), "town/b": wan(2), "town/c": wan(8)}


# ------------------------------------------------------------------------------------------------ totals
def test_nothing_is_added_where_the_notice_says_nothing(tmp_path: Path) -> None:
    found = claimed(book_of(tmp_path, *A_B), **SURE)
    assert (found.totals, found.not_added) == ((), ("town",))


def test_nothing_is_added_across_notices(tmp_path: Path) -> None:
    book = book_of(
        tmp_path, *A_B, saying=stacking(), city=stacking() + OTHER, village="rules:\n" + rule("x", flat("1元"))
    )
    found = claimed(book, **SURE)
    assert {total.doc: total.yuan for total in found.totals} == {"town": wan(10), "city": wan(7)}
    assert all(key.startswith(f"{total.doc}/") for total in found.totals for key in total.parts)
    assert found.not_added == ()


@pytest.mark.parametrize(
    "other",
    [
        rule("other", at_most("5万元")),
        rule("other", flat("5万元"), judged=True),
        rule("other", flat("5万元"), fact="won"),
        rule("other", PER_ITEM),
        rule("other", SHARED, payment="分担"),
    ],
    ids=["discretionary", "judged", "fact unknown", "sum unknown", "shared loss"],
)
def test_only_certain_sums_are_added(tmp_path: Path, other: str) -> None:
    rules = *A_B, other
    (total,) = claimed(book_of(tmp_path, *rules, saying=stacking()), cost="100万元", **SURE).totals
    assert dict(total.parts) == {"town/a": wan(6), "town/b": wan(4)}


def test_one_sum_alone_is_no_total(tmp_path: Path) -> None:
    rules = rule("a", flat("6万元")), rule("b", flat("4万元"), fact="won")
    assert claimed(book_of(tmp_path, *rules, saying=stacking()), **SURE).totals == ()


# ------------------------------------------------------------------------------------------------ order, questions
def test_certain_ones_come_first_the_larger_before_the_smaller_the_refused_last(tmp_path: Path) -> None:
    rules = (
        rule("refused", flat("90万元"), fact="won"),
        rule("judged", flat("80万元"), judged=True),
        rule("open-small", PER_ITEM.replace("1万元", "5000元")),
        rule("office", at_most("70万元")),
        rule("small", flat("1万元")),
        rule("displaced", flat("2万元")),
        rule("large", flat("6万元")),
    )
    book = book_of(
        tmp_path, *rules, saying=stacking(group("displaced", "large")), past="rules:\n" + rule("old", flat("9元"))
    )
    found = claimed(book, ended=("past",), sure=True, won=False)
    order = ["large", "small", "office", "displaced", "judged", "open-small", "old", "refused"]
    assert [claim.rule.id for claim in found.claims] == order
    assert [claim.rule.id for claim in found.of("yes", "person")] == order[:5]


def test_what_settles_most_is_asked_first_and_nothing_for_what_is_settled(tmp_path: Path) -> None:
    kind = rule("kind", flat("1万元")).replace("beneficiaries: {", "beneficiaries: {types: [firm], ")
    rules = (
        rule("both", PER_ITEM, fact="won"),
        rule("items", PER_ITEM),
        rule("won-a", flat("1万元"), fact="won"),
        rule("won-b", flat("2万元"), fact="won"),
        kind,
    )
    book = book_of(tmp_path, *rules)
    assert claimed(book, **SURE).missing == ("applicant_type", "won", "items")
    assert claimed(book, sure=True, applicant_type="firm", won=False).missing == ("items",)
    assert claimed(book, sure=False, won=False).missing == ()


def test_for_what_is_displaced_nothing_is_asked(tmp_path: Path) -> None:
    rules = rule("known", flat("8万元")), rule("other", flat("5万元"), fact="won")
    assert claimed(book_of(tmp_path, *rules, saying=stacking(group("known", "other"))), **SURE).missing == ()


# ------------------------------------------------------------------------------------------------ properties
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "applicant_type": st.sampled_from(("enterprise", "university", "research_institute", "bank", "other")),
    "newly_introduced": st.booleans(),
    "new_invention_patents": st.integers(30, 50),
    "high_value_patents": st.integers(0, 30),
    "first_certification": st.booleans(),
    "iso56005_level": st.integers(1, 5),
    "transferred_patents": st.integers(0, 80),
    "intensive_products": st.integers(0, 30),
    "loan_principal_loss": st.decimals("0.01", "1000000", places=2),
    "drafted_standards": st.integers(0, 5),
    "drafting_rank": st.integers(1, 3),
    "has_ip_research_centre": st.booleans(),
    "domestic_case_won": st.booleans(),
    "in_9_plus_5_industry": st.booleans(),
}
PROFILES = st.fixed_dictionaries({}, optional=FACTS)


def of_book(book: AwardBook, profile: dict[str, Any]) -> Claims:
    return claims(book.rules.values(), book.validate(profile), book, DAY, dict.fromkeys(["zhangzhou-2024"], ALWAYS))


def essence(found: Claims) -> object:
    listed = [(c.rule.key, c.evaluation.verdict, c.evaluation.amount, c.certain, c.standing) for c in found.claims]
    return listed, [(t.doc, t.yuan, dict(t.parts)) for t in found.totals], found.not_added, found.missing


@settings(max_examples=100)
@given(profile=PROFILES, data=st.data())
def test_the_order_of_a_profile_changes_nothing(book: AwardBook, profile: dict[str, Any], data: st.DataObject) -> None:
    turned = dict(data.draw(st.permutations(list(profile.items()))))
    assert essence(of_book(book, profile)) == essence(of_book(book, turned))


@settings(max_examples=60)
@given(profile=PROFILES, cost=st.integers(0, 1_000_000))
def test_a_fact_that_no_rule_names_changes_nothing(book: AwardBook, profile: dict[str, Any], cost: int) -> None:
    assert all("enforcement_cost" not in rule.accepted_facts for rule in book.rules.values())
    assert essence(of_book(book, profile)) == essence(of_book(book, {**profile, "enforcement_cost": cost}))


AMOUNTS = st.sampled_from([flat("1万元"), flat("3万元"), flat("7.5万元"), at_most("5万元"), PER_ITEM])
RULES = st.lists(
    st.tuples(AMOUNTS, st.sampled_from(["sure", "won"]), st.sampled_from(["once", "yearly"]), st.booleans()),
    min_size=2,
    max_size=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made=RULES, data=st.data())
def test_totals_are_the_sum_of_what_counts_after_the_limits(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str, str, bool]], data: st.DataObject
) -> None:
    ids = [f"r{number}" for number in range(len(made))]
    rules = [
        rule(name, amount, fact=fact, frequency=frequency, judged=judged)
        for name, (amount, fact, frequency, judged) in zip(ids, made, strict=True)
    ]
    subset = st.lists(st.sampled_from(ids), min_size=2, unique=True)
    says = stacking(
        group(*data.draw(subset), keep=data.draw(st.sampled_from(["highest", "first"])))
        + limits(limit("4万元", *data.draw(subset)), limit(data.draw(st.sampled_from(["6万元", "50万元"]))))
    )
    book = book_of(tmp_path_factory.mktemp("made"), *rules, saying=says)
    found = claimed(
        book,
        **data.draw(
            st.fixed_dictionaries(
                {}, optional={"sure": st.booleans(), "won": st.booleans(), "items": st.integers(0, 9)}
            )
        ),
    )
    standing = {claim.rule.key: claim.standing for claim in found.claims}
    certain = {claim.rule.key: claim.certain for claim in found.claims}
    for total in found.totals:
        assert total.yuan == sum(total.parts.values()) == total.once + total.yearly
        assert all(standing[key] == "counts" for key in total.parts)
        assert all(Decimal(0) <= left <= (certain[key] or 0) for key, left in total.parts.items())
        for one in book.stacking["town"].limits:
            covered = book.stacking["town"].keys_in(one, "town") or tuple(total.parts)
            assert sum(total.parts.get(key, Decimal(0)) for key in covered) <= one.yuan
    kept = [claim for claim in found.claims if claim.group and claim.certain is not None and claim.standing == "counts"]
    assert len(kept) <= 1, "of a group at most one counts"
    assert all(claim.because for claim in found.claims if claim.standing != "counts")


def test_a_part_above_its_whole_is_refused_here_too(book: AwardBook) -> None:
    with pytest.raises(FactError):
        of_book(book, {"new_invention_patents": 3, "high_value_patents": 4})
