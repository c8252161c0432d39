"""Going on about the clause, the institution or the subject of an earlier answer."""

from __future__ import annotations

import pytest

from actions.asks_number import asks_for_limit, asks_how_much
from tests.actions.talk import Talk, cited, yuan


@pytest.mark.parametrize(("intent", "confidence"), [("nlu_fallback", 0.2), ("out_of_scope", 0.5), ("list_awards", 0.4)])
def test_words_of_the_clause_that_was_cited(talk: Talk, intent: str, confidence: float) -> None:
    place = cited(talk.say("clause_content", "靖江质押融资怎么规定的"))[0]
    answer = talk.say(intent, "试点是给哪些企业做的", confidence)
    assert answer.kind == "clause"
    assert cited(answer)[0] == place


def test_other_words_stay_outside(talk: Talk) -> None:
    talk.say("clause_content", "靖江质押融资怎么规定的")
    assert talk.say("out_of_scope", "今晚吃什么", 0.9).kind == "decline"


@pytest.mark.parametrize("text", ["第几条", "写在哪里", "出处呢"])
@pytest.mark.parametrize("intent", ["more", "clause_content", "nlu_fallback"])
def test_where_it_is_written(talk: Talk, intent: str, text: str) -> None:
    talk.say("dispute_station", "淄博的纠纷去哪调解")
    answer = talk.say(intent, text, 0.5)
    assert answer.kind == "clause"
    assert "十、" in answer.text


def test_a_number_that_the_clause_does_not_have(talk: Talk) -> None:
    talk.say("clause_content", "四川园区质押融资怎么支持")
    for text in ("写没写贴息贴多少", "到底贴几个点"):
        answer = talk.say("clause_content", text)
        assert "没有写明具体的数" in answer.text
        assert answer.verdict is None
    talk.say("clause_content", "漳州质押融资怎么规定")
    assert "没有写具体的数" not in talk.say("clause_content", "原文里按几比几分担").text


def test_questions_for_a_number() -> None:
    assert asks_how_much("赔几成")
    assert not asks_how_much("谁来赔")
    assert asks_for_limit("顶天多少")
    assert not asks_for_limit("要多少件")


def test_institutions_by_their_words(talk: Talk) -> None:
    talk.say("dispute_station", "四川园区维权援助找哪")
    answer = talk.say("follow_up", "海外的那种呢")
    assert answer.kind == "station"
    assert "四川分中心工作站" in answer.text
    again = talk.say("list_awards", "它能帮我们做什么", 0.6)
    assert again.kind == "station"


def test_one_of_the_institutions_by_its_place(talk: Talk) -> None:
    talk.say("dispute_station", "淄博的纠纷去哪调解")
    answer = talk.say("help", "第二个是干什么的", 0.6)
    assert answer.kind == "station"
    assert "齐仲" in answer.text


def test_more_of_what_a_notice_says(talk: Talk) -> None:
    first = cited(talk.say("clause_content", "重庆对海外维权怎么说"))
    answer = talk.say("more", "还有吗")
    assert answer.region is not None
    assert answer.kind == "smalltalk" or not set(cited(answer)) & set(first)


def test_another_matter_of_the_notice(talk: Talk) -> None:
    talk.say("clause_content", "淄博的意见主要讲什么")
    answer = talk.say("follow_up", "人才方面呢", 0.97)
    assert cited(answer)[0] == ("zibo-2023", "十五、")
    assert talk.say("follow_up", "重庆呢").region.code == "500000"  # type: ignore[union-attr]


def test_what_a_notice_is_about(talk: Talk) -> None:
    answer = talk.say("clause_content", "淄博那份意见讲了些什么")
    assert answer.kind == "clause"
    assert "加强组织领导" in answer.text


def test_back_to_the_earlier_subject(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校今年转让了20件发明专利奖多少")
    talk.say("award_amount", "知识产权研究中心一年补多少")
    answer = talk.say("restart", "还是说刚才那个")
    assert yuan(answer) == 100_000
    assert talk.say("follow_up", "再回到前面那个").text.startswith("知识产权研究中心")


def test_an_award_comes_back_with_what_was_told_of_it(talk: Talk) -> None:
    talk.say("award_amount", "我们是漳州企业，ISO56005评了三级，奖多少")
    talk.say("award_amount", "专利密集型产品16件呢")
    assert yuan(talk.say("follow_up", "ISO56005改成四级呢")) == 240_000
    assert yuan(talk.say("inform", "密集型产品再加2件")) == 90_000
    assert yuan(talk.say("list_awards", "一共多少")) == 330_000


def test_restart_that_names_a_subject_is_none(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校首次贯标补多少")
    talk.say("follow_up", "转让专利呢")
    assert "贯标" not in talk.say("restart", "重新开始").text
    talk.say("award_amount", "漳州高校首次贯标补多少")
    talk.say("follow_up", "转让专利呢")
    assert "10万元" in talk.say("restart", "回到刚才的贯标").text


def test_money_of_the_matter_talked_of(talk: Talk) -> None:
    talk.say("dispute_station", "四川企业在海外被告了找谁")
    assert talk.say("list_awards", "有补助吗").kind == "award"
    assert "20万元" in talk.say("follow_up", "漳州呢").text


def test_only_a_place_or_an_applicant_is_no_matter(talk: Talk) -> None:
    assert talk.say("award_amount", "能补多少钱").kind == "question"
    assert talk.say("inform", "漳州").kind == "question"
    answer = talk.say("inform", "高校")
    assert answer.kind == "question"
    assert "转让" in answer.text


def test_awards_by_the_words_of_their_names(talk: Talk) -> None:
    assert "转让发明专利" in talk.say("calculate", "帮我算转让").text


def test_an_office_of_the_award_talked_of(talk: Talk) -> None:
    talk.say("award_amount", "漳州质押贷款损失100万怎么分担")
    for text in ("谁来认定", "谁审核"):
        assert cited(talk.say("responsible_unit", text))[0] == ("zhangzhou-2024", "（十）")
    assert talk.say("dispute_station", "找谁", 0.5).kind == "unit"


@pytest.mark.parametrize("text", ["这钱每年都发吗", "是一次性的吗", "分几次给", "是不是一次给清的"])
@pytest.mark.parametrize("intent", ["award_amount", "stacking", "nlu_fallback"])
def test_how_often_an_award_is_paid(talk: Talk, intent: str, text: str) -> None:
    talk.say("award_amount", "漳州企业ISO56005三级补多少")
    assert "一次性的" in talk.say(intent, text, 0.5).text.splitlines()[0]


def test_a_yearly_award_is_paid_by_the_year(talk: Talk) -> None:
    talk.say("award_amount", "漳州知识产权研究中心补多少")
    assert "按年" in talk.say("award_amount", "是每年都有吗").text.splitlines()[0]


def test_the_cost_by_which_an_office_fixes_the_sum(talk: Talk) -> None:
    talk.say("award_amount", "我们公司海外官司打赢了，漳州补多少")
    assert "20万元" in talk.say("inform", "花了30万").text
