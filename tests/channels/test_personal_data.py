"""Personal numbers are covered; no other number is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from channels.personal_data import without_personal_data

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("我的手机13812345678，请回电", "我的手机138****5678，请回电"),
        ("13812345678", "138****5678"),
        ("电话：138 1234 5678", "电话：138 **** 5678"),
        ("138-1234-5678谢谢", "138-****-5678谢谢"),
        ("+86 13812345678", "+86 138****5678"),
        ("8613812345678", "86138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("一三八一二三四五六七八是我电话", "一三八****五六七八是我电话"),
        ("幺三八幺二三四五六七八", "幺三八****五六七八"),
        ("微信wx13812345678", "微信wx138****5678"),
        ("两个号13812345678、13987654321", "两个号138****5678、139****4321"),
        ("家里0596-2593300", "家里0596-25***00"),
        ("(010)-62345678", "(010)-62****78"),
        ("身份证11010519491231002X", "身份证110*************2X"),
        ("110105194912310021", "110105194912310021"),  # the check character is another
        ("身份证号是110105194912310021", "身份证号是110*************21"),  # but called so
        ("身份证 110105 19491231 002X", "身份证 110*** ******** **2X"),
        ("11010519491231002x", "110*************2x"),
        ("卡号6222021234567890128", "卡号6222***********0128"),
        ("4111 1111 1111 1111", "4111 **** **** 1111"),
        ("5500005555555559转账", "5500********5559转账"),
        ("银行卡：6217 0012 3456 7890", "银行卡：621* **** **** **90"),
        ("邮箱zhang.san@example.com.cn", "邮箱z********@example.com.cn"),
        ("ａ＠qq.com", "ａ＠qq.com"),
        ("li_1@qq.com和我13812345678", "l***@qq.com和我138****5678"),
    ],
)
def test_personal_numbers_are_covered(text: str, covered: str) -> None:
    assert without_personal_data(text) == covered


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "网页底下的热线15281067168是政府的吗，热线电话：15281067168",
        "打12330还是12345",
        "2024年2月2日发布，2029年2月1日到期",
        "漳政办规〔2024〕13号",
        "ISO56005三级，ISO 56005:2020，GB/T29490-2013",
        "专利号ZL201310123456.7",
        "申请号201310123456.7、202410123456X",
        "ZL13812345678",
        "CN113812345A",
        "营收13812345678元",
        "一共18800000000 元",
        "¥13812345678",
        "13812345678.50",
        "投入1.5亿、15000000000元",
        "统一社会信用代码91350600MA2Y8KQT2X",
        "91110000100001342B",
        "911100007109250324",
        "913506001234567890123",
        "订单20240131123456789",
        "4006123456",
        "一二三四五六七八九十个点",
        "二〇二四年",
        "350600",
        "6222021234567890123",
        "user@localhost",
        "@13812",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert without_personal_data(text) == text


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            # What must not be said may well be somebody's number.
            if key != "never":
                yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)


@pytest.mark.parametrize(("folder", "least"), [("tests/conversations", 3000), ("policy_kb/catalogue", 400)])
def test_nothing_changes_in_what_is_asked_and_answered(folder: str, least: int) -> None:
    """Every question and answer of the collection, every quote and phone number of the catalogue."""
    files = sorted(file for file in (ROOT / folder).rglob("*") if file.suffix in {".yaml", ".yml"})
    texts = {words for file in files for words in _words(yaml.safe_load(file.read_text(encoding="utf-8")))}
    assert len(texts) > least
    assert [words for words in texts if without_personal_data(words) != words] == []


@given(st.text(alphabet=st.sampled_from("0123456789０１８一三八幺 -@.+()（）Xxab元中身份证卡号\n\ud800"), max_size=60))
def test_the_length_stays_and_twice_is_once(text: str) -> None:
    once = without_personal_data(text)
    assert len(once) == len(text)
    assert without_personal_data(once) == once
    assert all(new in (old, "*") for new, old in zip(once, text, strict=True))


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "电话", "我", "，", "：", "tel:"]),
    st.sampled_from(["", "，", "谢谢", "。", " "]),
)
def test_no_mobile_number_stays(number: str, before: str, after: str) -> None:
    covered = without_personal_data(before + number + after)
    assert number not in covered
    assert covered == f"{before}{number[:3]}****{number[7:]}{after}"


def test_a_thousand_digits_take_no_time() -> None:
    for text in ("1" * 1000, "1 " * 500, "a" * 1000 + "@", "6-" * 500, "身份证" * 330):
        assert len(without_personal_data(text)) == len(text)
