from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.money import format_yuan, to_fen, yuan

RENDERINGS = [
    ("5000", "5000元"),
    ("30000", "3万元"),
    ("75000", "7.5万元"),
    ("180000", "18万元"),
    ("800000", "80万元"),
    ("35000", "3.5万元"),
    ("100000000", "1亿元"),
    ("123450000", "1.2345亿元"),
    ("12345", "12345元"),
    ("9999", "9999元"),
    ("10000", "1万元"),
    ("10001", "10001元"),
    ("99999999", "99999999元"),
    ("99999900", "9999.99万元"),
    ("100000001", "100000001元"),
    ("266.66", "266.66元"),
    ("0", "0元"),
    ("-35000", "-3.5万元"),
]


@pytest.mark.parametrize(("amount", "text"), RENDERINGS)
def test_amounts_are_rendered_as_the_notices_write_them(amount: str, text: str) -> None:
    assert format_yuan(Decimal(amount)) == text


@given(st.decimals(min_value=0, max_value=10**13, places=2))
def test_a_rendering_is_exact(amount: Decimal) -> None:
    assert yuan(format_yuan(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("7.5万元", 75000),
        ("1亿元", 10**8),
        ("１２万元", 120000),
        ("5,000元", 5000),
        ("8 万元", 80000),
        ("0.01元", Decimal("0.01")),
    ],
)
def test_written_amounts_are_read(text: str, amount: Decimal) -> None:
    assert yuan(text) == amount


@pytest.mark.parametrize(
    "text", ["5000", "7.5万", "五万元", "-5元", "5千元", "1,00元", "", "元", "5元元", "1e5元", "0.001元"]
)
def test_an_amount_without_unit_or_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是金额"):
        yuan(text)


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity"])
def test_what_cannot_be_paid_is_not_rendered(amount: str) -> None:
    with pytest.raises(ValueError, match="不是金额"):
        format_yuan(Decimal(amount))


def test_fen_are_rounded_half_up() -> None:
    assert [to_fen(Decimal(text)) for text in ("0.005", "0.0049", "1.015")] == [
        Decimal("0.01"),
        Decimal("0.00"),
        Decimal("1.02"),
    ]
