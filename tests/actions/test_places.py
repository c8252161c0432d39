"""Another place in a conversation: the last question for it, or what its notice says on words without a name."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, cited, yuan


@pytest.mark.parametrize("intent", ["out_of_scope", "inform", "follow_up", "nlu_fallback"])
def test_words_beside_a_place_are_what_its_notice_is_asked_for(talk: Talk, intent: str) -> None:
    talk.say("document_info", "淄博的意见是谁印发的")
    answer = talk.say(intent, "四川有没有提证券化产品", confidence=0.9)
    assert answer.kind == "clause"
    assert cited(answer) == [("sichuan-2024", "三、（四）4.")]


def test_what_a_notice_does_not_hold_is_not_found(talk: Talk) -> None:
    talk.say("clause_content", "淄博知识产权保险怎么规定")
    answer = talk.say("out_of_scope", "漳州有类似的保险没")
    assert "没有找到" in answer.text
    assert answer.region is not None
    assert answer.region.code == "350600"


def test_the_same_subject_named_again_is_nothing_new(talk: Talk) -> None:
    talk.say("clause_content", "四川对质押融资怎么支持")
    answer = talk.say("follow_up", "那重庆呢，也讲讲质押")
    assert cited(answer)[0] == ("chongqing-2024", "13.")


def test_whether_there_is_such_a_thing_asks_for_the_thing(talk: Talk) -> None:
    talk.say("dispute_station", "重庆企业在国外被告了找谁")
    talk.say("contact", "有电话吗")
    assert talk.say("follow_up", "四川那边有没有这种").kind == "station"
    assert talk.say("contact", "电话呢").kind == "unit"
    assert talk.say("follow_up", "重庆的呢").kind == "unit"


def test_one_place_of_a_comparison_is_asked_about_by_itself(talk: Talk) -> None:
    talk.say("compare_regions", "转让奖励，漳州跟重庆比一下")
    answer = talk.say("out_of_scope", "漳州的具体是怎么算的", confidence=0.7)
    assert answer.kind == "award"
    assert answer.region is not None
    assert answer.region.code == "350600"


def test_a_comparison_with_the_place_talked_of(talk: Talk) -> None:
    talk.say("clause_content", "重庆对专利导航怎么说")
    answer = talk.say("compare_regions", "和淄博比呢")
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["重庆市", "淄博市"]


@pytest.mark.parametrize("text", ["不是四川，是重庆", "四川，说错了，重庆", "四川，哦不，重庆"])
def test_a_place_that_is_taken_back(talk: Talk, text: str) -> None:
    talk.say("responsible_unit", "四川的专利导航归谁管")
    answer = talk.say("correct", text)
    assert answer.region is not None
    assert answer.region.code == "500000"


def test_a_name_tells_its_place(talk: Talk) -> None:
    assert talk.request("拿过重庆专利奖有什么待遇").scope.named == ("500000",)
    assert talk.request("漳州的企业拿过重庆专利奖").scope.named == ("350600",)


def test_policies_on_a_matter_for_a_place(talk: Talk) -> None:
    talk.say("list_policies", "你们有哪些坏账风险补偿的政策")
    answer = talk.say("inform", "漳州的")
    assert answer.kind == "clause"
    assert cited(answer)[0] == ("zhangzhou-2024", "（十）")


def test_a_question_about_a_place_without_a_notice_is_put_again(talk: Talk) -> None:
    assert talk.say("award_amount", "厦门ISO56005一级补多少").kind == "decline"
    assert yuan(talk.say("award_amount", "那漳州的呢")) == 80_000


def test_a_policy_of_one_place_is_a_policy_of_the_next(talk: Talk) -> None:
    talk.say("list_policies", "漳州知识产权质押贷款有啥政策")
    answer = talk.say("award_amount", "淄博的呢")
    assert answer.kind == "clause"
    assert cited(answer)[0] == ("zibo-2023", "七、")


@pytest.mark.parametrize("text", ["漳州跟台湾怎么合作", "漳州地标和台湾那边咋合作"])
def test_a_partner_is_no_place_that_is_asked_of(talk: Talk, text: str) -> None:
    answer = talk.say("compare_regions", text)
    assert answer.kind == "clause"
    assert cited(answer)[0][0] == "zhangzhou-2024"


def test_a_place_beside_a_partner_is_compared_all_the_same(talk: Talk) -> None:
    assert talk.request("漳州和厦门哪个补得多").scope.foreign == ("350200",)


def test_a_word_of_the_notice_talked_of_leads_to_no_award_elsewhere(talk: Talk) -> None:
    talk.say("clause_content", "淄博支持哪些知识产权保险")
    answer = talk.say("award_amount", "给服务机构补多少钱写了没")
    assert answer.region is not None
    assert answer.region.code == "370300"
    assert answer.amount is None
    assert yuan(talk.say("award_amount", "那ISO56005三级呢")) == 180_000


def test_notices_that_are_called_by_their_places(talk: Talk) -> None:
    answer = talk.say("document_info", "四川和淄博的意见分别几号发的")
    assert "2024年8月15日" in answer.text
    assert "2023年11月9日" in answer.text


def test_what_went_to_firms_of_the_other_place_is_not_counted_here(talk: Talk) -> None:
    talk.say("award_amount", "厦门的高校转让给厦门企业20件发明专利，能拿多少")
    answer = talk.say("award_amount", "那漳州呢")
    assert yuan(answer) is None
    assert answer.verdict != "yes"


def test_whether_another_notice_writes_of_it_is_no_question_for_money(talk: Talk) -> None:
    talk.say("award_amount", "四川园区评上国家级示范奖多少")
    assert talk.say("follow_up", "重庆写没写示范园区").kind == "clause"


def test_areas_of_one_place_are_not_compared_as_places(talk: Talk) -> None:
    answer = talk.say("compare_regions", "江津区和荣昌区，重庆让哪个搞试点示范")
    assert answer.kind == "clause"
    assert cited(answer)[0] == ("chongqing-2024", "2.")
