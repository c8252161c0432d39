"""The 14 measures, computed a second time by plain formulas from the wording of the notice, against the engine."""

from __future__ import annotations

import os
import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy_kb.awards import AwardBook, Evaluation, FactError, lint, run_examples
from policy_kb.awards.evaluation import apply
from policy_kb.ingest.reader import read_notice
from policy_kb.notice import Validity

from .conftest import ROOT, Run
from .formulas import AT_MOST, CAPS, KINDS, MEASURES, Outcome, Profile

PROFILES = int(os.environ.get("IPDESK_TEST_PROFILES", "400"))
#: Drawn by a plain generator: hypothesis would take minutes for as many, and finds nothing more in them.
RANDOM_PROFILES = 100_000


def near(*numbers: int, low: int = 0, high: int = 100000) -> st.SearchStrategy[int]:
    edges = sorted({n + d for n in (*numbers, low, high) for d in (-1, 0, 1) if low <= n + d <= high})
    return st.sampled_from(edges) | st.integers(low, min(high, 120)) | st.integers(low, high)


profiles = st.fixed_dictionaries(
    {
        "applicant_type": st.sampled_from(KINDS),
        "newly_introduced": st.booleans(),
        "new_invention_patents": near(40),
        "high_value_patents": near(13, 14),
        "first_certification": st.booleans(),
        "iso56005_level": st.integers(1, 5),
        "transferred_patents": near(6, 60),
        "intensive_products": near(1, 20),
        "loan_principal_loss": st.decimals("0.01", "100000000000", places=2),
        "in_9_plus_5_industry": st.booleans(),
        "domestic_case_won": st.booleans(),
        "overseas_case_won": st.booleans(),
        "enforcement_cost": st.decimals(0, 10**9, places=2),
        "served_enterprises": near(5),
        "licensed_patents": near(50),
        "filed_products": near(50),
        "free_of_charge": st.booleans(),
        "guided_entities": near(15),
        "drafted_standards": near(1, high=10000),
        "drafting_rank": near(2, low=1, high=1000),
        "has_ip_research_centre": st.booleans(),
    }
).map(lambda p: {**p, "high_value_patents": min(p["high_value_patents"], p["new_invention_patents"])})


def outcome(found: Evaluation) -> Outcome:
    return found.verdict, found.amount.yuan if found.amount is not None else None


def agrees(run: Run, measure: str, profile: Profile) -> None:
    found = run(measure, **profile)
    assert outcome(found) == MEASURES[measure](profile), (measure, profile)
    assert found.missing == ()
    if found.amount is not None:
        assert found.amount.basis == ("at_most" if measure in AT_MOST else "exact")
        assert found.trace[-1].yuan == found.amount.yuan or found.shares
        assert found.amount.max is not None
        assert found.amount.max <= CAPS.get(measure, 10**12)


def test_all_measures_are_there(book: AwardBook) -> None:
    assert {f"zhangzhou-2024/{name}" for name in MEASURES} == {key for key in book.rules if "zhangzhou" in key}
    clauses = [rule.clause for rule in book.of("zhangzhou-2024")]
    numbers = "一 三 三 六 七 九 十 十二 十二 十三 十四 十五 十五 十七"
    assert clauses == [f"（{number}）" for number in numbers.split()]


def test_every_example_comes_out_as_written(book: AwardBook) -> None:
    assert [str(failure) for failure in run_examples(book)] == []
    assert all(len(rule.examples) >= 5 for rule in book.rules.values())


def test_every_quote_stands_in_its_clause_and_every_boundary_has_an_example(book: AwardBook) -> None:
    sources = ROOT / "policy_kb" / "sources"
    texts = {
        doc: read_notice((sources / f"{doc}.txt").read_bytes(), filename=f"{doc}.txt").text
        for doc in {rule.doc for rule in book.rules.values()}
    }
    assert [str(problem) for problem in lint(book, texts)] == []


@settings(max_examples=PROFILES)
@given(profile=profiles)
def test_engine_and_formulas_agree(run: Run, profile: Profile) -> None:
    for measure in MEASURES:
        agrees(run, measure, profile)


def test_engine_and_formulas_agree_on_a_hundred_thousand_profiles(book: AwardBook) -> None:
    rng = random.Random(20240202)  # noqa: S311
    rules = {name: book.rules[f"zhangzhou-2024/{name}"] for name in MEASURES}
    validity, day = Validity(date(2024, 2, 2), date(2029, 2, 1), None), date(2025, 6, 1)
    for _ in range(RANDOM_PROFILES):
        profile = random_profile(rng)
        known = book.validate(profile)
        for name, rule in rules.items():
            assert outcome(apply(rule, known, book, day, validity)) == MEASURES[name](profile), (name, profile)


def random_profile(rng: random.Random) -> Profile:
    """A complete profile, every third number at or beside a boundary of the notice."""

    def count(*edges: int, low: int = 0, high: int = 100_000) -> int:
        drawn = rng.randrange(3)
        if drawn == 0:
            return min(high, max(low, rng.choice((*edges, low, high)) + rng.choice((-1, 0, 1))))
        return rng.randint(low, min(high, 120) if drawn == 1 else high)

    new_patents = count(40)
    return {
        "applicant_type": rng.choice(KINDS),
        "newly_introduced": rng.random() < 0.5,
        "new_invention_patents": new_patents,
        "high_value_patents": min(new_patents, count(13, 14, (new_patents + 2) // 3)),
        "first_certification": rng.random() < 0.5,
        "iso56005_level": rng.randint(1, 5),
        "transferred_patents": count(6, 60),
        "intensive_products": count(1, 20),
        "loan_principal_loss": Decimal(rng.randint(1, rng.choice((999, 10**8, 10**13)))).scaleb(-2),
        "in_9_plus_5_industry": rng.random() < 0.5,
        "domestic_case_won": rng.random() < 0.5,
        "overseas_case_won": rng.random() < 0.5,
        "enforcement_cost": Decimal(rng.randint(0, 10**11)).scaleb(-2),
        "served_enterprises": count(5),
        "licensed_patents": count(50),
        "filed_products": count(50),
        "free_of_charge": rng.random() < 0.5,
        "guided_entities": count(15),
        "drafted_standards": count(1, high=10_000),
        "drafting_rank": count(2, low=1, high=1_000),
        "has_ip_research_centre": rng.random() < 0.5,
    }


BOUNDARIES: dict[str, dict[str, tuple[Any, ...]]] = {
    "introduced-enterprise": {
        "newly_introduced": (True, False),
        "new_invention_patents": (0, 1, 39, 40, 41, 42, 43, 100000),
        "high_value_patents": (0, 13, 14, 15, 39, 40),
    },
    "university-certification": {"first_certification": (True, False)},
    "institute-certification": {"first_certification": (True, False)},
    "iso56005": {"iso56005_level": (1, 2, 3, 4, 5)},
    "patent-transfer": {"transferred_patents": (*range(130), 99999, 100000)},
    "patent-intensive-product": {"intensive_products": (*range(60), 100000)},
    "pledge-risk-sharing": {
        "loan_principal_loss": tuple(map(Decimal, ("0.01", "0.02", "0.03", "0.05", "1", "333.33", "1e6", "1e11")))
    },
    "domestic-enforcement-win": {"in_9_plus_5_industry": (True, False), "domestic_case_won": (True, False)},
    "overseas-enforcement-win": {"overseas_case_won": (True, False)},
    "public-service-institution": {
        "served_enterprises": (0, 4, 5, 6),
        "licensed_patents": (0, 49, 50, 51),
        "filed_products": (0, 49, 50, 51),
        "free_of_charge": (True, False),
    },
    "operation-institution": {},
    "group-standard": {"guided_entities": (0, 14, 15, 16, 100000)},
    "local-standard": {"drafted_standards": (0, 1, 2, 3, 10000), "drafting_rank": (1, 2, 3, 1000)},
    "ip-research-centre": {"has_ip_research_centre": (True, False)},
}


@pytest.mark.parametrize("measure", MEASURES)
def test_engine_and_formulas_agree_at_every_boundary(run: Run, measure: str) -> None:
    grid = {"applicant_type": KINDS, **BOUNDARIES[measure]}
    for values in product(*grid.values()):
        profile = dict(zip(grid, values, strict=True))
        if profile.get("high_value_patents", 0) > profile.get("new_invention_patents", 0):
            with pytest.raises(FactError):
                run(measure, **profile)
            continue
        agrees(run, measure, profile)


@settings(max_examples=PROFILES // 2)
@given(profile=profiles, data=st.data())
def test_a_range_contains_the_final_value_and_a_settled_verdict_stays(
    run: Run, profile: Profile, data: st.DataObject
) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(profile))))
    partial = {name: value for name, value in profile.items() if name in kept}
    for measure in MEASURES:
        early, final = run(measure, **partial), run(measure, **profile)
        if early.verdict != "unknown":
            assert early.missing == ()
            assert outcome(early) == outcome(final)
        else:
            assert early.missing
        assert not set(early.missing) & kept
        if final.amount is None:
            continue
        assert early.amount is not None
        assert final.amount.yuan is not None
        assert early.amount.min <= final.amount.min
        assert early.amount.max is None or final.amount.yuan <= early.amount.max
        if early.amount.basis == "exact":
            assert early.amount.yuan == final.amount.yuan


@settings(max_examples=PROFILES // 4)
@given(profile=profiles, data=st.data())
def test_answering_in_any_order_ends_the_same(run: Run, profile: Profile, data: st.DataObject) -> None:
    for measure in MEASURES:
        final = run(measure, **profile)
        known: Profile = {}
        asked = 0
        while (missing := run(measure, **known).missing) != ():
            name = missing[0] if asked % 2 else data.draw(st.sampled_from(missing))
            known[name] = profile[name]
            asked += 1
        assert outcome(run(measure, **known)) == outcome(final)
        assert asked <= 6


def test_the_order_of_all_answers_does_not_matter(run: Run) -> None:
    facts = {
        "applicant_type": "enterprise",
        "newly_introduced": True,
        "new_invention_patents": 45,
        "high_value_patents": 15,
    }
    for order in permutations(facts):
        known: Profile = {}
        for name in order:
            known[name] = facts[name]
        assert outcome(run("introduced-enterprise", **known)) == ("yes", 500000)


@settings(max_examples=PROFILES // 4)
@given(profile=profiles, other=profiles)
def test_facts_that_a_rule_does_not_name_never_change_it(
    book: AwardBook, run: Run, profile: Profile, other: Profile
) -> None:
    for measure in MEASURES:
        own = {name: profile[name] for name in book.rules[f"zhangzhou-2024/{measure}"].facts}
        noise = {"high_value_patents": -1, "iso56005_level": 99, "weather": "rain"}
        mixed = {**other, **{k: v for k, v in noise.items() if k not in own}, **own}
        alone, among = run(measure, **own), run(measure, **mixed)
        assert (outcome(alone), alone.trace, alone.conditions, alone.shares) == (
            outcome(among),
            among.trace,
            among.conditions,
            among.shares,
        )


@settings(max_examples=PROFILES)
@given(profile=profiles, data=st.data())
def test_more_never_brings_less(run: Run, profile: Profile, data: st.DataObject) -> None:
    """More of what is counted, a better level or another proof never lowers an amount (the share of a third apart)."""
    rising = [
        ("patent-transfer", "transferred_patents"),
        ("patent-intensive-product", "intensive_products"),
        ("iso56005", "iso56005_level"),
        ("local-standard", "drafted_standards"),
        ("pledge-risk-sharing", "loan_principal_loss"),
        ("group-standard", "guided_entities"),
        ("public-service-institution", "served_enterprises"),
        ("introduced-enterprise", "high_value_patents"),
    ]
    for measure, name in rising:
        top = {"iso56005_level": 5, "drafted_standards": 10000}.get(name, 100000)
        if name == "high_value_patents":
            top = profile["new_invention_patents"]
        assume(profile[name] <= top or name == "loan_principal_loss")
        extra = 1 if name == "loan_principal_loss" else data.draw(st.integers(0, top - profile[name]))
        assume(name != "loan_principal_loss" or profile[name] + extra <= 10**11)
        less, more = run(measure, **profile), run(measure, **{**profile, name: profile[name] + extra})
        assert more.payable[1] is not None
        assert less.payable[1] is not None
        assert more.payable[1] >= less.payable[1]


@given(loss=st.decimals("0.01", "100000000000", places=2))
def test_the_shares_of_a_loss_add_up_to_it(run: Run, loss: Decimal) -> None:
    found = run("pledge-risk-sharing", loan_principal_loss=loss)
    fund, bank = found.shares
    assert (fund.party, fund.rate, bank.party, bank.rate) == (
        "风险补偿资金",
        Fraction(4, 5),
        "合作银行",
        Fraction(1, 5),
    )
    assert fund.yuan + bank.yuan == loss
    assert abs(fund.yuan - loss * Decimal("0.8")) <= Decimal("0.005")


def test_a_stated_share_stands_in_for_the_counts(run: Run) -> None:
    facts = {"applicant_type": "enterprise", "newly_introduced": True, "new_invention_patents": 45}
    assert run("introduced-enterprise", **facts, high_value_share="三分之一").verdict == "yes"
    assert run("introduced-enterprise", **facts, high_value_share="33%").verdict == "no"
    both = run("introduced-enterprise", **facts, high_value_share="90%", high_value_patents=1)
    assert both.verdict == "no"


def test_the_documents_word_on_stacking_is_kept(book: AwardBook) -> None:
    stacking = book.stacking["zhangzhou-2024"]
    assert stacking.principles == ("就高", "从优", "不重复")
    assert stacking.clause == "文末"
