from __future__ import annotations

import pytest

from actions.asked_for import not_named
from policy_kb.knowledge import KnowledgeBase
from tests.actions.talk import Talk
from tests.processor_time import seconds


@pytest.mark.parametrize(
    ("question", "sentence", "missing"),
    [
        ("贴息贴多少个点", "出台知识产权质押融资贴息贴费等激励政策", ["具体的数额或者比例"]),
        ("贷款损失赔多少", "风险补偿资金与合作银行按8∶2的比例承担", []),
        ("拍卖季几月份办", "组织举办专利拍卖季等系列活动", ["具体的时间"]),
        ("多久定一回要点", "原则上每1—2年共同研究制定细化工作要点", []),
        ("特派员要配几名", "探索园区知识产权特派员、志愿者等特色服务", ["具体的数量"]),
        ("一年办几次", "每年开展知识产权宣传活动10次以上", []),
        ("中心电话是多少", "依托四川省知识产权保护中心", ["联系方式"]),
        ("文件怎么写的", "支持建设知识产权运营中心", []),
        ("打赢了给不给钱", "加强海外纠纷应对指导", ["给不给钱"]),
        ("打赢了给不给钱", "对胜诉的给予补助", []),
        ("最多能贷多少", "实施百亿融资行动", ["具体的数额或者比例"]),
    ],
)
def test_what_a_sentence_does_not_name(question: str, sentence: str, missing: list[str]) -> None:
    assert list(not_named(question, (sentence,))) == missing


def test_a_clause_says_first_that_it_names_no_number(kb: KnowledgeBase) -> None:
    answer = Talk(kb).say("clause_content", "四川园区贷款贴息给多少个点", 0.9)
    assert answer.kind == "clause"
    assert answer.text.startswith("文件没有写明")
    assert "贴息贴费" in answer.text


def test_a_clause_leads_with_the_sentence_that_was_asked_for(kb: KnowledgeBase) -> None:
    answer = Talk(kb).say("clause_content", "重庆关于中国专利年会和品牌节怎么说", 0.9)
    first = answer.text.splitlines()[0]
    assert "中国知识产权年会" in first or "中国国际商标品牌节" in first
    assert "千企百城" not in first


def test_what_a_notice_does_not_mention_is_said(kb: KnowledgeBase) -> None:
    answer = Talk(kb).say("clause_content", "四川园区对植物新品种怎么说", 0.9)
    assert answer.text.startswith("文件没有提到")


@pytest.mark.parametrize(
    "motif", ["1", "11010119900101123X", "哪", "1个", "几个", "大类", "是哪", "具体", "有几", "第1条"]
)
def test_a_thousand_characters_are_looked_through_in_no_time(motif):
    """A pattern in which one run of digits could be taken apart in many ways took for ever."""
    text = ("重庆商标审查协作" + motif * 1_000)[:1_000]
    assert min(seconds(lambda: list(not_named(text, (text,)))) for _ in range(3)) < 0.5


def test_which_ones_are_wanted_by_name():
    for question in ("分别是哪12个产业", "具体有哪几大类企业", "是3个园区吗", "12类行业是什么", "哪些银行"):
        assert "具体的名单" in not_named(question, ())
    assert "具体的名单" not in not_named("哪天开始", ())
