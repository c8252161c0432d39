from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.language.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("ＩＳＯ５６００５", "iso56005"),
        ("幾多錢，點樣申請", "多少钱,怎么申请"),
        ("知识产权 质押　融资", "知识产权质押融资"),
        ("知识\u200b产权\ufeff", "知识产权"),
        ("公司💰💰能拿多少😊钱", "公司能拿多少钱"),
        ("12😀件", "12 件"),
        ("3️⃣件", "3件"),
        ("10¹²件", "10^12件"),
        ("2½件", "2.5件"),
        ("½", "1/2"),
        ("Ⅲ级", "3级"),
        ("−3件", "-3件"),
        ("9 + 5", "9+5"),
        ("  level  3 ", "level 3"),
        ("８∶２", "8∶2"),
        ("", ""),
        ("ISO56oo5 三级", "iso56005 三级"),
        ("2l件", "2l件"),
        ("1l0件", "110件"),
    ],
)
def test_one_spelling(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


def test_a_message_of_emoji_alone_stays() -> None:
    assert normalise("👍") == "👍"
    assert normalise("你好👋") == "你好👋"


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert normalise("专\ud83d利") == "专利"


@given(st.text(max_size=200))
def test_any_text_has_a_stable_normal_form(text: str) -> None:
    assert len(normalise(text)) <= 20 * len(text) + 1
    normalise(normalise(text))


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("惠及企业6家 转让许可55件 没收过服务费", "惠及企业6家，转让许可55件，没收过服务费"),
        ("人才引进几个人 宣传活动搞几次", "人才引进几个人，宣传活动搞几次"),
        ("漳州市促进知识 产权高质量发展", "漳州市促进知识产权高质量发展"),
        ("漳 州 贯 标 怎 么 申 请", "漳州贯标怎么申请"),
        ("怎么申请, 能拿多少", "怎么申请,能拿多少"),
    ],
)
def test_a_space_between_longer_parts_is_a_comma(raw: str, normal: str) -> None:
    assert normalise(raw).replace(", ", ",") == normal
