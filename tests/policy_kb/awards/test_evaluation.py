"""What a clerk reads aloud: steps, reasons, the order of questions, and the inverse question."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.awards import AwardBook, FactError, WhatIf, describe_amount, what_if
from policy_kb.notice import Validity

from .conftest import Run

ALWAYS = Validity(None, None, None)


@pytest.mark.parametrize(
    ("rule", "facts", "lines"),
    [
        ("patent-transfer", {"transferred_patents": 12}, ["3万元 + 5000元 × (12 − 6) = 6万元"]),
        ("patent-intensive-product", {"intensive_products": 25},
         ["25件 × 5000元 = 12.5万元", "超过每家企业每年10万元的上限，按10万元算"]),
        ("pledge-risk-sharing", {"loan_principal_loss": "100万"},
         ["风险补偿资金承担：100万元 × 80% = 80万元", "合作银行承担：100万元 × 20% = 20万元"]),
        ("iso56005", {"iso56005_level": "三级"}, ["三级对应18万元"]),
        ("domestic-enforcement-win", {}, ["一次性最高不超过20万元，具体数额根据维权成本核定"]),
    ],
)  # fmt: skip
def test_steps_read_aloud(run: Run, rule: str, facts: dict[str, object], lines: list[str]) -> None:
    assert [step.line for step in run(rule, **facts).trace] == lines


def test_every_step_and_condition_carries_a_quote(book: AwardBook, run: Run) -> None:
    for rule in book.of("zhangzhou-2024"):
        found = run(rule.id)
        assert found.trace
        assert all(part.quote for part in (*found.trace, *found.conditions))


def test_reasons_say_what_is_short(run: Run) -> None:
    (failed,) = run("patent-transfer", applicant_type="university", transferred_patents=5).failed
    assert (failed.reason, failed.state) == ("还差1件", "not_met")
    (failed,) = run("patent-transfer", applicant_type="enterprise", transferred_patents=8).failed
    assert failed.reason == "这一条是给高校和科研院所的，企业不在范围内"
    (failed,) = run("public-service-institution", served_enterprises=4).failed
    assert (failed.text, failed.reason) == ("完成普惠型专利权质押登记并惠及企业不少于5家", "还差1家")
    (judged,) = run("pledge-risk-sharing", loan_principal_loss=100).judged
    assert judged.state == "person"


def test_a_known_no_ends_the_questions(run: Run) -> None:
    assert run("introduced-enterprise", newly_introduced=False).missing == ()
    assert run("introduced-enterprise", new_invention_patents=39).missing == ()


def test_the_kind_of_applicant_is_asked_first_then_what_settles_most(run: Run) -> None:
    assert run("introduced-enterprise").missing == (
        "applicant_type",
        "newly_introduced",
        "new_invention_patents",
        "high_value_patents",
    )
    assert run("patent-transfer").missing == ("applicant_type", "transferred_patents")


def test_payable_counts_only_what_is_certain(run: Run) -> None:
    assert run("patent-transfer", applicant_type="university").payable == (0, 300000)
    assert run("patent-transfer", applicant_type="university", transferred_patents=6).payable == (30000, 30000)
    assert run("pledge-risk-sharing", loan_principal_loss=100).payable == (0, 80)
    assert run("local-standard").payable == (0, None)
    assert run("patent-transfer", applicant_type="bank").payable == (0, 0)


def test_impossible_facts_are_refused_where_they_matter(run: Run) -> None:
    with pytest.raises(FactError, match="一级到五级"):
        run("iso56005", iso56005_level=6)
    assert run("patent-transfer", iso56005_level=6).verdict == "unknown"


def test_amounts_are_described_with_their_caps(book: AwardBook) -> None:
    assert (
        describe_amount(book.rules["zhangzhou-2024/patent-transfer"], book)
        == "6件给3万元，每再多1件加5000元，每个单位每年最高不超过30万元"
    )


def change(book: AwardBook, rule: str, facts: dict[str, object], **wish: object) -> WhatIf | None:
    return what_if(book.rules[f"zhangzhou-2024/{rule}"], facts, book, date(2025, 1, 1), ALWAYS, **wish)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "facts", "reach", "fact", "after"),
    [
        ("patent-transfer", {"applicant_type": "university", "transferred_patents": 5}, None, "transferred_patents", 6),
        ("patent-transfer", {"transferred_patents": 12}, 300000, "transferred_patents", 60),
        ("patent-transfer", {}, 300000, "transferred_patents", 60),
        ("patent-transfer", {"transferred_patents": 80}, 300000, "transferred_patents", 80),
        ("patent-transfer", {"transferred_patents": 12}, 60001, "transferred_patents", 13),
        ("patent-intensive-product", {"intensive_products": 3}, 100000, "intensive_products", 20),
        ("iso56005", {"iso56005_level": 1}, 200000, "iso56005_level", 4),
        ("pledge-risk-sharing", {"loan_principal_loss": 100}, 800000, "loan_principal_loss", 1000000),
        ("local-standard", {"drafted_standards": 1, "drafting_rank": 3}, None, "drafting_rank", 2),
        ("local-standard", {"drafted_standards": 1, "drafting_rank": 1}, 200000, "drafted_standards", 4),
        ("introduced-enterprise", {"new_invention_patents": 42, "high_value_patents": 13}, None,
         "high_value_patents", 14),
        ("group-standard", {"guided_entities": 10}, None, "guided_entities", 15),
        ("institute-certification", {"first_certification": False}, None, "first_certification", True),
    ],
)  # fmt: skip
def test_the_least_change_is_found(
    book: AwardBook, *, rule: str, facts: dict[str, object], reach: int | None, fact: str, after: object
) -> None:
    wish = {} if reach is None else {"reach": Decimal(reach)}
    found = change(book, rule, facts, fact=fact, **wish)
    assert found is not None
    assert (found.fact, found.after) == (fact, after)


def test_what_cannot_be_reached_is_not_promised(book: AwardBook) -> None:
    assert change(book, "patent-transfer", {"transferred_patents": 12}, reach=Decimal(300001)) is None
    assert change(book, "domestic-enforcement-win", {}, reach=Decimal(200000)) is None
    assert change(book, "patent-transfer", {"applicant_type": "enterprise"}) is None


@given(n=st.integers(0, 200), reach=st.integers(1, 300000))
def test_the_change_is_enough_and_one_less_is_not(book: AwardBook, run: Run, n: int, reach: int) -> None:
    found = change(
        book, "patent-transfer", {"applicant_type": "university", "transferred_patents": n}, reach=Decimal(reach)
    )
    assert found is not None
    assert isinstance(found.after, int)
    assert found.change == found.after - n
    amount = found.result.amount
    assert amount is not None
    assert amount.min >= reach
    nearer = found.after - 1 if found.after > n else None
    if nearer is not None:
        less = run("patent-transfer", applicant_type="university", transferred_patents=nearer)
        assert less.amount is None or less.amount.min < reach
