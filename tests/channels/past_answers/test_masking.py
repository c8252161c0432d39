"""Numbers of people are taken out of what they wrote; figures of policy stay."""

from __future__ import annotations

from functools import partial

import pytest

from channels.past.masking import HIDDEN, masked
from tests.processor_time import seconds


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "１３８００１３８０００",
        "350600199001011234",
        "35060019900101123X",
        "35060019900101123x",
        "350600 19900101 1234",
        "350600900101123",
        "6222 0212 3456 7890 123",
        "0596-2345678",
        "（0596）2345678",
        "0596-2345678转801",
        "400-800-1234",
        "zhang.san@example.com",
        "138****8000",
        "138 **** 8000",
        "110*************2X",
        "4111 **** **** 1234",
        "0596-23***45",
        "z********@example.com",
    ],
)
def test_numbers_of_people_are_hidden(number: str) -> None:
    text = masked(f"我的是{number}，请回复")
    assert text.startswith("我的是")
    assert HIDDEN in text
    assert text.endswith("，请回复")
    assert not any(part in text for part in ("8000", "1990", "2345678", "7890", "1234", "example"))


@pytest.mark.parametrize("text", ["电话：2345678", "微信号123456789", "银行账号 12345678", "QQ 1234567"])
def test_the_words_before_tell_what_a_short_number_is(text: str) -> None:
    assert masked(text).endswith(HIDDEN)
    assert not any(character.isdigit() for character in masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "每件奖励5000元，最高不超过1000000元",
        "闽知〔2024〕12号，有效期2024-02-02至2029-02-02",
        "有效期2024-02-02 2029-02-02",
        "可以拨打12345",
        "专利号ZL202310123456.7",
        "统一社会信用代码91350600MA2XXXXX0X",
        "共300000000元",
        "",
    ],
)
def test_figures_stay(text: str) -> None:
    assert masked(text) == text


def test_a_long_text_takes_no_time() -> None:
    for text in ("1 " * 50_000, "a." * 50_000, "1a" * 50_000, "0" * 50_000, "1-" * 50_000):
        assert seconds(partial(masked, f"{text}@")) < 2  # some hundredths; the square of the length would take minutes
