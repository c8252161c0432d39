from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.awards.figure import Figure, figures, han_number, read_number, write_ratio


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("１２", 12), ("1,200", 1200), ("十", 10), ("十五", 15), ("二十", 20), ("四十件"[:2], 40),
        ("一百零五", 105), ("一百二", 120), ("一百二十", 120), ("两千", 2000), ("三千五", 3500), ("两万五", 25000),
        ("一万零五十", 10050), ("3万5", 35000), ("7.5万", 75000), ("一百万", 10**6), ("一亿两千万", 12 * 10**7),
        ("1亿2000万", 12 * 10**7), ("三百", 300), ("3千", 3000), ("2024", 2024), ("二〇二四", 2024), ("零", 0),
        ("三十五", 35), ("一千零一", 1001), ("九万九千九百九十九", 99999), ("2.5", Fraction(5, 2)),
    ],
)  # fmt: skip
def test_numbers_are_read(text: str, value: int | Fraction) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "十来", "几", "十十", "百", "二十十", "1,20", "12件", "万", "三五百", "两三", "七八", "十七八"]
)
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(0, 99))
def test_levels_are_written_and_read_back(number: int) -> None:
    assert read_number(han_number(number)) == number


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("两年内新增发明专利40件以上（含40件）", "plain", [2, 40, 40]),
        ("不少于1/3的", "ratio", [Fraction(1, 3)]),
        ("三分之一", "ratio", [Fraction(1, 3)]),
        ("按8∶2的比例承担", "parts", [8, 2]),
        ("一级到五级分别一次性给予8万元、12万元", "plain", [1, 2, 3, 4, 5]),
        ("一级到五级分别一次性给予8万元、12万元", "money", [80000, 120000]),
        ("每增加1件奖励5000元", "plain", [1, 1]),
        ("排名前二位", "plain", [2]),
        ("运用（GB/T33251—2016）和ISO56005，（国发〔2021〕20号）", "plain", []),
        ("达到60%，两成", "ratio", [Fraction(3, 5), Fraction(1, 5)]),
        ("5000元，3万元", "money", [5000, 30000]),
    ],
)
def test_figures_are_found_by_kind(text: str, kind: str, values: list[Fraction]) -> None:
    assert [figure.value for figure in figures(text) if figure.kind == kind] == values


def test_money_is_not_mistaken_for_a_count() -> None:
    assert Figure("plain", Fraction(5000)) not in figures("每件给予5000元的奖励")


def test_shares_are_written_as_people_say_them() -> None:
    assert [write_ratio(Fraction(*pair)) for pair in ((4, 5), (1, 3), (1, 8), (1, 1))] == [
        "80%",
        "1/3",
        "12.5%",
        "100%",
    ]
