from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.language.hesitations import without_hesitations, without_pointing
from policy_kb.language.normalise import normalise


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("专利质押呃贷款怎么申请", "专利质押贷款怎么申请"),
        ("我们，嗯，是高校", "我们,是高校"),
        ("额我想问下金额是多少", "我想问下金额是多少"),
        ("我我我们公司今年今年转让了十二件", "我们公司今年转让了十二件"),
        ("那个那个我想问一下就是我们公司", "我想问一下我们公司"),
        ("16件可以就是说拿多少", "16件可以拿多少"),
        ("什么条件就是给补助", "什么条件给补助"),
        ("专利然后数据库", "专利数据库"),
        ("评了四级给那个多少补助", "评了四级给多少补助"),
        ("哪些这个单位能申请", "哪些单位能申请"),
        ("认定了八件那个密集型产品", "认定了八件密集型产品"),
        ("怎么说呢我们是协会", "我们是协会"),
        ("我们学校呢今年呢转了十件", "我们学校，今年，转了十件"),
        ("对啊我们是高校", "对，我们是高校"),
    ],
)
def test_hesitations_are_left_out(said: str, meant: str) -> None:
    assert without_hesitations(normalise(said)) == meant


@pytest.mark.parametrize("said", ["嗯", "嗯嗯", "呃……", "那个", "嗯呢", "就是高校", "哈哈哈哈"])
def test_a_message_that_is_nothing_else_stays(said: str) -> None:
    assert without_hesitations(normalise(said)) == normalise(said)


@pytest.mark.parametrize(
    "said",
    [
        "那个奖怎么申请",
        "这个多少钱",
        "那重庆呢能拿多少",
        "刚才那个能拿多少",
        "企业能拿高校那个10万吗",
        "要是评上最高那个五级",
        "然后再转让5件呢",
        "转让了10件然后卖了5件",
        "我们就是高校",
        "33618就是什么意思",
        "三级就是18万吗",
        "额度是多少",
        "唔系,系协会",
    ],
)
def test_what_means_something_stays(said: str) -> None:
    assert without_hesitations(said) == said


@pytest.mark.parametrize(
    "said", ["三呃十件", "十嗯二件", "一百呃二十万", "3嗯0件", "没有没有写明", "两件两件", "三就是说十件"]
)
def test_numbers_and_negations_are_neither_joined_nor_dropped(said: str) -> None:
    assert without_hesitations(said) == said


def test_a_sound_between_number_and_measure_goes_and_two_counts_stay_apart() -> None:
    assert without_hesitations("十二呃件") == "十二件"
    assert without_hesitations("12件呃5件实用新型") == "12件，5件实用新型"


def test_pointing_at_a_name_is_left_out() -> None:
    assert without_pointing("那个漳州能拿多少", [(2, 4)]) == "漳州能拿多少"
    assert without_pointing("打剑网那个呢", [(1, 3)]) == "打剑网那个呢"
    assert without_pointing("转让那个奖励", [(0, 2)]) == "转让奖励"


@given(st.text(alphabet="呃嗯额那个这就是说然后呢啊我们三十二件不没，。12级转让", max_size=30))
def test_once_is_enough_and_no_number_changes(text: str) -> None:
    once = without_hesitations(text)
    assert without_hesitations(once) == once
    assert [c for c in once if c in "不没"] == [c for c in text if c in "不没"]
    assert [c for c in once if c in "三十二12"] == [c for c in text if c in "三十二12"]


def test_a_sound_before_what_may_take_back_a_number_stays() -> None:
    assert without_hesitations("12件呃不是14件") == "12件呃不是14件"
    assert without_hesitations("12件呃不对14件") == "12件不对14件"
