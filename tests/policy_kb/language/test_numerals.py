from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_kb.language.numerals import (
    LARGEST,
    NUMBER,
    PROPORTION,
    parse_number,
    parse_proportion,
    parse_ratio,
    read_number,
    read_proportion,
    write_number,
)

DIGITS = "零一二三四五六七八九"


def section(number: int, *, two: str = "二") -> str:
    """0 < number < 10,000 in full, as taught in school."""
    words, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            name = two if digit == 2 and value >= 100 else DIGITS[digit]
            words += ("零" if zero and words else "") + name + unit
            zero = False
        else:
            zero = True
    return words


def spoken(number: int, *, two: str = "二", lift: bool = False) -> str:
    if number == 0:
        return "零"
    words, before = "", False
    for value, unit in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, value)
        if part:
            # 一万亿零三百万: the part after a gap, or below a thousand, is announced by 零
            gap = before and part < 1000
            words += ("零" if gap else "") + section(part, two=two) + unit
        before = before or bool(part)
    return words.removeprefix("一") if lift and words.startswith("一十") else words


@settings(max_examples=3000)
@given(st.integers(0, 10**12))
def test_every_integer_in_words_reads_back(number: int) -> None:
    for words in (spoken(number), spoken(number, two="两"), spoken(number, lift=True)):
        assert read_number(words) == number, words


@given(st.integers(0, 10**12))
def test_every_integer_in_formal_numerals_reads_back(number: int) -> None:
    formal = spoken(number).translate(str.maketrans("一二三四五六七八九十百千万亿", "壹贰叁肆伍陆柒捌玖拾佰仟萬億"))
    assert read_number(formal) == number


@given(st.integers(0, 10**12))
def test_every_integer_in_digits_reads_back(number: int) -> None:
    full_width = str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
    assert read_number(str(number)) == read_number(full_width) == read_number(f"{number:,}") == number


@given(st.integers(1, 9999), st.sampled_from([(10**4, "万"), (10**8, "亿"), (10**12, "万亿")]), st.integers(0, 9999))
def test_mixed_forms_read_back(high: int, unit: tuple[int, str], low: int) -> None:
    value, name = unit
    expected = high * value + low
    if low == 0:
        assert read_number(f"{high}{name}") == read_number(section(high) + name) == expected
    elif low >= 10:
        assert read_number(f"{high}{name}{low}") == expected
        assert read_number(f"{high}{name}零{section(low)}") == expected
    else:
        assert read_number(f"{high}{name}零{low}") == expected


@given(st.integers(1, 9999), st.integers(1, 9), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_a_lone_last_digit_counts_the_next_unit(high: int, digit: int, unit: tuple[str, int]) -> None:
    expected = high * unit[1] + digit * unit[1] // 10
    for last in (str(digit), DIGITS[digit]):
        assert read_number(f"{high}{unit[0]}{last}") == expected
        assert read_number(f"{section(high)}{unit[0]}{last}") == expected


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=9999, places=2), st.sampled_from([("万", 10**4), ("亿", 10**8)])
)
def test_decimals_with_a_unit_are_exact(number: Decimal, unit: tuple[str, int]) -> None:
    assert read_number(f"{number}{unit[0]}") == Fraction(number) * unit[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十万", 200_000),
        ("20万", 200_000),
        ("200000", 200_000),
        ("２０萬", 200_000),
        ("贰拾万", 200_000),
        ("3万5", 35_000),
        ("三万五", 35_000),
        ("3万5千", 35_000),
        ("三万半", 35_000),
        ("3万零5", 30_005),
        ("一百二", 120),
        ("一百零五", 105),
        ("一百一十五", 115),
        ("一百十五", 115),
        ("两百五", 250),
        ("三千五", 3500),
        ("3千5", 3500),
        ("2千5百万", 25_000_000),
        ("两亿三千万", 230_000_000),
        ("1亿2000万", 120_000_000),
        ("廿", 20),
        ("廿三", 23),
        ("卅", 30),
        ("卅一", 31),
        ("一百廿五", 125),
        ("7.5万", 75_000),
        ("一点五万", 15_000),
        ("一点五", Fraction(3, 2)),
        ("零点零五", Fraction(1, 20)),
        ("半", Fraction(1, 2)),
        ("半亿", 50_000_000),
        ("1,200", 1200),
        ("1,234,567.5", Fraction(2469135, 2)),
        ("10w", 100_000),
        ("二〇二四", 2024),
        ("五六零零五", 56005),
        ("幺零六", 106),
        ("1e12", 10**12),
        ("10^12", 10**12),
        ("1.5e3", 1500),
        ("两万五", 25_000),
        ("十", 10),
        ("十二", 12),
        ("两", 2),
        ("肆", 4),
        ("一万万", None),
        ("十几", None),
        ("两三", None),
        ("七八", None),
        ("三五百", None),
        ("十十", None),
        ("二十十", None),
        ("百", None),
        ("万", None),
        ("1,20", None),
        ("12件", None),
        ("", None),
        ("abc", None),
        ("3万5.5", None),
        ("一百零十", None),
        ("点五", None),
        ("5点", None),
        ("万亿", None),
    ],
)
def test_the_grammar(text: str, value: int | Fraction | None) -> None:
    assert read_number(text) == value
    parsed = parse_number(text)
    assert (parsed is None) == (value is None)
    if parsed is not None and value is not None:
        assert Fraction(parsed) == value


def test_numbers_beyond_everything_are_one_great_number() -> None:
    for text in ("9" * 5000, "1e999999", "10^999", "99^99999", "9" * 60 + "万"):
        assert read_number(text) == LARGEST
    assert parse_number("9999999999999") == 9999999999999


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80%", Fraction(4, 5)),
        ("８０％", Fraction(4, 5)),
        ("百分之八十", Fraction(4, 5)),
        ("百分之12.5", Fraction(1, 8)),
        ("百分之百", 1),
        ("千分之五", Fraction(1, 200)),
        ("八成", Fraction(4, 5)),
        ("8成", Fraction(4, 5)),
        ("三成五", Fraction(7, 20)),
        ("三成半", Fraction(7, 20)),
        ("三分之一", Fraction(1, 3)),
        ("1/3", Fraction(1, 3)),
        ("13/42", Fraction(13, 42)),
        ("一半", Fraction(1, 2)),
        ("1/0", None),
        ("成", None),
        ("分之", None),
        ("", None),
        ("12", None),
    ],
)
def test_proportions(text: str, value: Fraction | None) -> None:
    assert read_proportion(text) == value


def test_proportions_are_found_and_words_are_not() -> None:
    assert [m[0] for m in PROPORTION.finditer("占三分之一，就是1/3，约33%，三成多，一半")] == [
        "三分之一",
        "1/3",
        "33%",
        "三成",
        "一半",
    ]
    assert not PROPORTION.search("一成立就来，三成员，2024/3/5，一半年")


def test_a_third_is_exact_and_its_decimal_is_close() -> None:
    assert read_proportion("三分之一") == Fraction(1, 3)
    assert parse_proportion("1/3") == Decimal(1) / Decimal(3)


def test_ratios() -> None:
    assert parse_ratio("按8∶2的比例") == (8, 2)
    assert parse_ratio("8:2") == parse_ratio("8比2") == (8, 2)
    assert parse_ratio("没有比例") is None


@given(st.integers(0, 99))
def test_levels_and_labels_are_written_and_read_back(number: int) -> None:
    assert read_number(write_number(number)) == number


@settings(max_examples=1000)
@given(st.text(alphabet="零一二两三十百千万亿半点廿壹0123456789.,^e%成分之/wm -", max_size=60))
def test_no_text_breaks_the_grammar(text: str) -> None:
    for match in (*NUMBER.finditer(text), *PROPORTION.finditer(text)):
        value = read_number(match[0])
        share = read_proportion(match[0])
        assert value is None or 0 <= value <= LARGEST
        assert share is None or share >= 0
    read_number(text)
    read_proportion(text)


@given(st.text(max_size=80))
def test_no_unicode_breaks_the_grammar(text: str) -> None:
    read_number(text)
    read_proportion(text)
    parse_ratio(text)
