"""A profile is read whole: by id or label, as data or in words, with every mistake told at once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.awards import AwardBook
from policy_kb.awards.profile import ProfileError, Refusal, read_facts

from .town import book_of, flat, rule

READ = {
    "applicant_type": "enterprise",
    "iso56005_level": 4,
    "intensive_products": 25,
    "newly_introduced": False,
    "high_value_share": Fraction(1, 3),
    "loan_principal_loss": Decimal(1_000_000),
}


@pytest.mark.parametrize(
    "raw",
    [
        READ,
        {
            "单位类型": "企业",
            "ISO56005评级": "四级",
            "通过国家知识产权局认定的专利密集型产品": "二十五件",
            "属于新引进的企业": "no",
            "高价值发明专利的占比": "三分之一",
            "贷款本金损失": "100万元",
        },
        {
            " applicant_type ": "有限公司",
            "iso56005_level": "4",
            "intensive_products": 25.0,
            "newly_introduced": "否",
            "high_value_share": "1/3",
            "loan_principal_loss": 1_000_000.0,
        },
    ],
)
def test_by_id_or_label_as_data_or_in_words(book: AwardBook, raw: dict[str, Any]) -> None:
    assert read_facts(raw, book) == READ


def test_an_empty_value_counts_as_not_told(book: AwardBook) -> None:
    assert read_facts({"applicant_type": None, "iso56005_level": "", "单位类型": "企业"}, book) == {
        "applicant_type": "enterprise"
    }
    assert read_facts({}, book) == {}


def mistakes(raw: object, book: AwardBook) -> dict[str, str]:
    with pytest.raises(ProfileError) as refused:
        read_facts(raw, book)
    return {one.place: one.sentence for one in refused.value.refusals}


def test_all_mistakes_are_told_at_once_with_what_is_possible(book: AwardBook) -> None:
    found = mistakes(
        {
            "iso56005_level": 6,
            "单位类型": "火星人",
            "transfered_patents": 3,
            "weather": "rain",
            "intensive_products": 2.5,
            "loan_principal_loss": -1,
            "drafted_standards": [1],
            "new_invention_patents": 3,
            "high_value_patents": 4,
            "newly_introduced": {},
        },
        book,
    )
    expected = {
        "facts.iso56005_level": "只有一级到五级",
        "facts.单位类型": "可以是：企业、高校",
        "facts.transfered_patents": "您是想写“transferred_patents”",
        "facts.weather": "没有这一项",
        "facts.intensive_products": "没有半件",
        "facts.loan_principal_loss": "不能是负数",
        "facts.drafted_standards": "请给一个准确的数字",
        "facts.high_value_patents": "不会多于两年内新增的发明专利",
        "facts.newly_introduced": "请回答“是”或者“否”",
    }
    assert set(found) == set(expected)
    assert all(words in found[place] for place, words in expected.items())


def test_each_part_above_its_whole_is_told(tmp_path: Path) -> None:
    book = book_of(tmp_path, rule("a", flat("1万元")))
    assert set(mistakes({"产品": 3, "其中的精品": 4, "listed": 5}, book)) == {"facts.其中的精品", "facts.listed"}


def test_a_fact_under_both_its_names_is_told(book: AwardBook) -> None:
    assert "写了两次" in mistakes({"applicant_type": "企业", "单位类型": "高校"}, book)["facts.单位类型"]
    assert "写了两次" in mistakes({"applicant_type": "火星人", "单位类型": "高校"}, book)["facts.单位类型"]


@pytest.mark.parametrize("raw", [None, [], "企业", 5, True])
def test_facts_are_entries(book: AwardBook, raw: object) -> None:
    assert set(mistakes(raw, book)) == {"facts"}


@pytest.mark.parametrize(
    "value",
    [
        "9" * 101,
        "9" * 100_000,
        "一" * 101,
        10**4000,
        -(10**400),
        1e308,
        float("nan"),
        float("inf"),
        "NaN",
        "1e999999999",
    ],
)
@pytest.mark.parametrize("name", ["intensive_products", "loan_principal_loss", "iso56005_level", "high_value_share"])
def test_monstrous_numbers_are_refused(book: AwardBook, name: str, value: object) -> None:
    assert set(mistakes({name: value}, book)) == {f"facts.{name}"}


def test_what_is_said_back_is_short_and_whole(book: AwardBook) -> None:
    for place, sentence in mistakes({"问" * 5000: 1, "a\ud800\n\x00b": 1, 5: 1, "\u202ex": 1}, book).items():
        (place + sentence).encode()
        assert "\n" not in place + sentence
        assert len(place) < 60


def test_of_thousands_of_unknown_names_each_is_told_without_taking_long(book: AwardBook) -> None:
    assert len(mistakes({f"unknown_{n}": n for n in range(8_000)}, book)) == 8_000


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=20)
    | st.sampled_from(
        ["三分之一", "1/0", "0/0", "百分之", "-5件", "一二三", "两万五", "1,000", "²", "٣", "①", "半", "%"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_is_written_is_read_or_refused_in_words(book: AwardBook, data: st.DataObject) -> None:
    names = st.sampled_from(sorted(book.facts)) | st.text(max_size=10)
    raw = data.draw(st.dictionaries(names, ANYTHING, max_size=6) | ANYTHING)
    refusals: tuple[Refusal, ...] = ()
    try:
        facts = read_facts(raw, book)
    except ProfileError as error:
        refusals = error.refusals
    for one in refusals:
        one.place.encode()
        assert one.sentence.endswith(("。", "？"))
    if not refusals:
        assert read_facts(facts, book) == facts
        assert book.validate(facts) == facts
