from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from policy_kb.awards import AwardBook, FactError, FactValue, validate_fact


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("transferred_patents", "十二件", 12),
        ("transferred_patents", "１２件", 12),
        ("transferred_patents", 12, 12),
        ("transferred_patents", 12.0, 12),
        ("transferred_patents", "0", 0),
        ("iso56005_level", "三级", 3),
        ("iso56005_level", "3级", 3),
        ("drafting_rank", "第二", 2),
        ("drafting_rank", "第1名", 1),
        ("loan_principal_loss", "100万", Decimal(1000000)),
        ("loan_principal_loss", "一百万元", Decimal(1000000)),
        ("loan_principal_loss", "1.5亿元", Decimal(150000000)),
        ("loan_principal_loss", 333.33, Decimal("333.33")),
        ("high_value_share", "三分之一", Fraction(1, 3)),
        ("high_value_share", "百分之四十", Fraction(2, 5)),
        ("high_value_share", "40%", Fraction(2, 5)),
        ("high_value_share", "三成", Fraction(3, 10)),
        ("high_value_share", 0.5, Fraction(1, 2)),
        ("applicant_type", "大学", "university"),
        ("applicant_type", "我们是一家民企", "enterprise"),
        ("applicant_type", "研究院", "research_institute"),
        ("applicant_type", "知识产权运营公司", "operation_institution"),
        ("first_certification", "是的", True),
        ("first_certification", "不是首次", False),
        ("free_of_charge", "不收费", True),
        ("free_of_charge", False, False),
    ],
)
def test_values_are_read_as_people_state_them(book: AwardBook, fact: str, raw: object, value: FactValue) -> None:
    read = validate_fact(book, fact, raw)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("fact", "raw", "says"),
    [
        ("iso56005_level", "六级", "一级到五级"),
        ("iso56005_level", 0, "一级到五级"),
        ("iso56005_level", "2.5级", "没有这一级"),
        ("transferred_patents", "-3件", "不能是负数"),
        ("transferred_patents", "负三", "不能是负数"),
        ("transferred_patents", "2.5件", "没有半件"),
        ("transferred_patents", "abc件", "准确的数字"),
        ("transferred_patents", "十来件", "准确的数字"),
        ("transferred_patents", 10**12, "太大"),
        ("transferred_patents", float("nan"), "准确的数字"),
        ("transferred_patents", float("inf"), "准确的数字"),
        ("transferred_patents", Decimal("Infinity"), "准确的数字"),
        ("transferred_patents", True, "准确的数字"),
        ("transferred_patents", [], "准确的数字"),
        ("loan_principal_loss", "0", "太小"),
        ("loan_principal_loss", "1.234元", "最小算到分"),
        ("loan_principal_loss", "9999亿", "太大"),
        ("high_value_share", "1/0", "分母"),
        ("high_value_share", "120%", "0到1"),
        ("applicant_type", "外星人", "企业、高校、科研院所"),
        ("applicant_type", "", "企业、高校、科研院所"),
        ("free_of_charge", "也许", "“是”或者“否”"),
    ],
)
def test_impossible_values_are_answered_with_what_is_possible(
    book: AwardBook, fact: str, raw: object, says: str
) -> None:
    with pytest.raises(FactError, match=says) as refused:
        validate_fact(book, fact, raw)
    assert refused.value.fact_id == fact
    assert str(refused.value).endswith(("。", "？"))


def test_a_part_cannot_exceed_its_whole(book: AwardBook) -> None:
    assert book.validate({"high_value_patents": 40, "new_invention_patents": 40})
    with pytest.raises(FactError, match="不会多于"):
        book.validate({"high_value_patents": 41, "new_invention_patents": 40})


def test_undeclared_and_empty_facts_are_left_out(book: AwardBook) -> None:
    assert book.validate({"favourite_colour": "red", "transferred_patents": None}) == {}


def test_no_denial_hides_in_an_affirmation(book: AwardBook) -> None:
    """不收费 must not be heard as 收费."""
    clashes = [
        (fact.id, deny, affirm)
        for fact in book.facts.values()
        for deny in fact.denies
        for affirm in fact.affirms
        if deny in affirm
    ]
    assert clashes == []


def test_every_fact_can_be_asked_and_read_back(book: AwardBook) -> None:
    for fact in book.facts.values():
        assert fact.question.endswith(("？", "？）", "）"))
        assert fact.cues
        for option in fact.options:
            assert {validate_fact(book, fact.id, word) for word in (option.value, option.label, *option.words)} == {
                option.value
            }
        for word in fact.affirms:
            assert validate_fact(book, fact.id, word) is True
        for word in fact.denies:
            assert validate_fact(book, fact.id, word) is False
