"""The least change that reaches a sum: found for every kind of amount, and nothing smaller would do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.awards import AwardBook, FactError, FactValue, Rule, WhatIf, evaluate, load_book, what_if
from policy_kb.awards.whatif import paid, stated_sums
from policy_kb.notice import Validity

ALWAYS = Validity(None, None, None)
DAY = date(2025, 1, 1)

FACTS = """\
facts:
- {id: applicant_type, type: choice, label: 单位类型, question: 哪一类单位？,
   options: [{value: firm, label: 企业}, {value: school, label: 高校}]}
- {id: items, type: count, label: 产品, unit: 件, min: 0, max: 1000, question: 多少件？}
- {id: good, type: count, label: 好产品, unit: 件, min: 0, max: 1000, not_above: items, question: 多少件？}
- {id: cost, type: money, label: 费用, unit: 元, min: 0元, max: 1亿元, question: 多少钱？}
"""
RULE = """\
- id: %s
  name: 奖励
  aliases: [奖]
  topics: [t]
  clause: （一）
  payment: 奖励
  frequency: none
  beneficiaries: {label: 企业, quote: 企业}
"""
RULES = (
    "document: town-2024\nrules:\n"
    + RULE % "tiered"
    + """\
  amount:
    kind: tiered
    fact: items
    tiers: [{ge: 10, lt: 50, yuan: 2万元}, {ge: 50, lt: 100, yuan: 5万元}]
    quote: 10件以上不足50件的给2万元，50件以上不足100件的给5万元
"""
    + RULE % "tiered-rate"
    + """\
  amount:
    kind: tiered
    fact: cost
    tiers: [{ge: 1万元, lt: 10万元, rate: 10%%}, {ge: 10万元, rate: 20%%}]
    quote: 费用1万元以上不足10万元的按10%%，10万元以上的按20%%
""".replace("%%", "%")
    + RULE % "ratio"
    + """\
  amount: {kind: ratio, of: cost, rate: 30%, quote: 按费用的30%给予}
  rounding: {to: 100元, mode: down, quote: 以100元为单位}
  caps: [{yuan: 6万元, scope: per_project, quote: 每个项目不超过6万元}]
"""
    + RULE % "stepwise"
    + """\
  amount: {kind: per_unit, fact: items, step: 3000元, every: 5, quote: 每5件3000元}
  caps: [{yuan: 2万元, scope: per_applicant_year, quote: 每年不超过2万元}]
"""
    + RULE % "part"
    + """\
  conditions:
    all:
    - {fact: items, ge: 40, quote: 40件以上}
    - ratio: {part: good, whole: items, ge: 1/3}
      quote: 不少于1/3
  amount: {kind: flat, yuan: 8万元, quote: 给8万元}
"""
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> AwardBook:
    """Rules of the kinds that no notice has."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "town-2024").mkdir()
    Path(folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    Path(folder / "town-2024" / "awards.yaml").write_text(RULES, encoding="utf-8")
    return load_book(folder)


def rule_of(book: AwardBook, name: str) -> Rule:
    return next(rule for rule in book.rules.values() if rule.id == name)


def change(
    book: AwardBook, name: str, facts: dict[str, object], reach: object, fact: str, **more: str
) -> WhatIf | None:
    wanted = None if reach is None else Decimal(str(reach))
    return what_if(rule_of(book, name), facts, book, DAY, ALWAYS, reach=wanted, fact=fact, party=more.get("party"))


def comes_to(book: AwardBook, name: str, facts: dict[str, FactValue], party: str | None = None) -> Decimal | None:
    """What is paid; None where the award is refused or the facts can't be."""
    try:
        result = evaluate(rule_of(book, name), facts, book, DAY, ALWAYS)
    except FactError:
        return None
    return None if result.verdict == "no" else paid(result, party)


@pytest.mark.parametrize(
    ("name", "facts", "reach", "fact", "after"),
    [
        ("tiered", {}, 50_000, "items", 50),
        ("tiered", {"items": 30}, 50_000, "items", 50),
        ("tiered", {"items": 120}, 50_000, "items", 99),
        ("tiered", {}, 1, "items", 10),
        ("tiered", {}, 50_001, "items", None),
        ("tiered-rate", {}, 5_000, "cost", 50_000),
        ("tiered-rate", {}, 9_999, "cost", 99_990),
        ("tiered-rate", {}, 15_000, "cost", 100_000),
        ("tiered-rate", {}, 30_000, "cost", 150_000),
        ("ratio", {}, 30_000, "cost", 100_000),
        ("ratio", {}, 60_000, "cost", 200_000),
        ("ratio", {}, 60_001, "cost", None),
        ("stepwise", {}, 6_000, "items", 10),
        ("stepwise", {"items": 7}, 20_000, "items", 35),
        ("part", {"items": 45}, 80_000, "good", 15),
        ("part", {"items": 45, "good": 12}, None, "good", 15),
        ("part", {"good": 15}, None, "items", 40),
        ("part", {"good": 12}, None, "items", None),
    ],
)
def test_kinds_that_no_notice_has(
    town: AwardBook, name: str, facts: dict[str, object], reach: int | None, fact: str, after: int | None
) -> None:
    found = change(town, name, facts, reach, fact)
    if after is None:
        assert found is None
        return
    assert found is not None
    if name == "ratio":  # rounding down makes every fen count, rounding to the fen may spare one
        assert abs(Decimal(str(found.after)) - after) <= Decimal("0.02")
    else:
        assert abs(Decimal(str(found.after)) - after) <= (Decimal("0.05") if fact == "cost" else 0)


@pytest.mark.parametrize(
    ("name", "reach", "fact", "after"),
    [
        ("patent-transfer", 60_000, "transferred_patents", 12),
        ("patent-transfer", 72_000, "transferred_patents", 15),
        ("patent-transfer", 10_000, "transferred_patents", 6),
        ("patent-intensive-product", 100_000, "intensive_products", 20),
        ("local-standard", 100_000, "drafted_standards", 2),
        ("iso56005", 240_000, "iso56005_level", 4),
        ("iso56005", 130_000, "iso56005_level", 3),
        ("group-standard", 150_000, "guided_entities", 15),
        ("introduced-enterprise", 500_000, "new_invention_patents", 40),
        ("public-service-institution", 150_000, "licensed_patents", 50),
    ],
)
def test_kinds_of_the_real_notice(book: AwardBook, name: str, reach: int, fact: str, after: int) -> None:
    found = change(book, name, {}, reach, fact)
    assert found is not None
    assert found.after == after


def test_each_party_of_a_shared_sum_can_be_asked_for(book: AwardBook) -> None:
    fund = change(book, "pledge-risk-sharing", {}, 8_000_000, "loan_principal_loss", party="风险补偿资金")
    bank = change(book, "pledge-risk-sharing", {}, 200_000, "loan_principal_loss", party="合作银行")
    assert fund is not None
    assert fund.after == 10_000_000
    assert bank is not None
    assert abs(Decimal(str(bank.after)) - 1_000_000) < 1
    assert paid(bank.result, "合作银行") == 200_000


def test_a_sum_that_the_office_decides_is_never_promised(book: AwardBook) -> None:
    assert change(book, "overseas-enforcement-win", {}, 200_000, "overseas_case_won") is None


@pytest.mark.parametrize(
    ("name", "sums"),
    [
        ("patent-transfer", {30_000, 300_000}),
        ("iso56005", {80_000, 120_000, 180_000, 240_000, 380_000}),
        ("group-standard", {150_000}),
        ("overseas-enforcement-win", {200_000}),
        ("local-standard", set()),
        ("pledge-risk-sharing", set()),
    ],
)
def test_the_sums_that_a_notice_names(book: AwardBook, name: str, sums: set[int]) -> None:
    assert set(stated_sums(rule_of(book, name))) == sums


COUNTED = st.sampled_from(
    [
        ("patent-transfer", "transferred_patents", 300_000),
        ("patent-intensive-product", "intensive_products", 100_000),
        ("local-standard", "drafted_standards", 5_000_000),
        ("iso56005", "iso56005_level", 380_000),
    ]
)


@given(case=COUNTED, share=st.fractions(0, 1))
def test_the_least_value_reaches_the_sum_and_one_less_does_not(
    book: AwardBook, case: tuple[str, str, int], share: Fraction
) -> None:
    name, fact, most = case
    reach = Decimal(max(1, int(most * share)))
    found = change(book, name, {}, reach, fact)
    assert found is not None
    assert isinstance(found.after, int)
    came = paid(found.result)
    assert came is not None
    assert came >= reach
    less = comes_to(book, name, {fact: found.after - 1})
    assert less is None or less < reach


@given(
    case=st.sampled_from([("tiered-rate", 2_000_000), ("ratio", 60_000)]),
    reach=st.integers(1, 2_000_000),
    fen=st.integers(0, 99),
)
def test_a_fen_less_does_not_reach_a_share_of_costs(
    town: AwardBook, case: tuple[str, int], reach: int, fen: int
) -> None:
    name, most = case
    wanted = min(Decimal(reach) + Decimal(fen) / 100, Decimal(most))
    found = change(town, name, {}, wanted, "cost")
    assert found is not None
    assert isinstance(found.after, Decimal)
    less = comes_to(town, name, {"cost": found.after - Decimal("0.01")})
    assert less is None or less < wanted


@given(party=st.sampled_from(["风险补偿资金", "合作银行"]), reach=st.integers(1, 10**11))
def test_a_fen_less_does_not_reach_the_part_of_a_party(book: AwardBook, party: str, reach: int) -> None:
    wanted = Decimal(reach) / 100
    found = change(book, "pledge-risk-sharing", {}, wanted, "loan_principal_loss", party=party)
    assert found is not None
    assert isinstance(found.after, Decimal)
    came = paid(found.result, party)
    assert came is not None
    assert came >= wanted
    less = comes_to(book, "pledge-risk-sharing", {"loan_principal_loss": found.after - Decimal("0.01")}, party)
    assert less is None or less < wanted


@given(items=st.integers(40, 900))
def test_a_part_is_asked_for_given_the_whole(town: AwardBook, items: int) -> None:
    found = change(town, "part", {"items": items}, None, "good")
    assert found is not None
    assert isinstance(found.after, int)
    assert 3 * found.after >= items > 3 * (found.after - 1)
