"""Which regions, which subject, which facts a message is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.awards_meant import accepts
from actions.dialogue import Dialogue, Focus
from actions.mentioned import referenced_clause
from actions.respond import respond
from actions.turn import ClauseReference
from tests.actions.talk import Talk, cited, turn, yuan

TRANSFER = "zhangzhou-2024/patent-transfer"
ISO = "zhangzhou-2024/iso56005"


# ------------------------------------------------------------------------------------------------ scope
@pytest.mark.parametrize(
    ("text", "docs", "named"),
    [
        ("漳州专利转让奖多少", ["zhangzhou-2024"], "350600"),
        ("漳州市芗城区专利转让奖多少", ["zhangzhou-2024"], "350602"),
        ("成都企业维权找谁", ["sichuan-2024"], "510100"),
        ("重庆渝北区维权找谁", ["chongqing-2024"], "500112"),
        ("靖江的商标目标", ["jingjiang-2017"], "321282"),
    ],
)
def test_a_region_has_its_own_notices_and_those_of_the_regions_around_it(
    talk: Talk, text: str, docs: list[str], named: str
) -> None:
    scope = talk.request(text).scope
    assert [source.doc_id for source in scope.sources] == docs
    assert named in scope.named
    assert not scope.below
    assert not scope.foreign


@pytest.mark.parametrize(
    ("text", "doc"),
    [
        ("福建省专利转让奖多少", "zhangzhou-2024"),
        ("江苏的商标目标是多少", "jingjiang-2017"),
        ("泰州有什么目标", "jingjiang-2017"),
        ("山东维权找谁", "zibo-2023"),
    ],
)
def test_a_larger_region_gives_the_notices_within_it_and_says_so(talk: Talk, text: str, doc: str) -> None:
    scope = talk.request(text).scope
    assert [source.doc_id for source in scope.sources] == [doc]
    assert scope.below


@pytest.mark.parametrize("text", ["深圳专利转让奖多少", "北京维权找谁", "香港呢", "厦门市的密集型产品"])
def test_a_region_without_a_notice_is_foreign(talk: Talk, text: str) -> None:
    scope = talk.request(text).scope
    assert scope.only_foreign
    assert not scope.sources


def test_several_regions_stay_in_their_order(talk: Talk) -> None:
    scope = talk.request("重庆、淄博和深圳的专利转让").scope
    assert [source.doc_id for source in scope.sources] == ["chongqing-2024", "zibo-2023"]
    assert scope.foreign == ("440300",)
    assert not scope.only_foreign


def test_no_region_means_every_notice(talk: Talk) -> None:
    scope = talk.request("专利转让奖多少").scope
    assert len(scope.sources) == 5
    assert scope.named == ()


def test_a_notice_named_by_its_title_is_the_scope(talk: Talk) -> None:
    scope = talk.request("漳州若干措施哪天到期", "validity").scope
    assert [source.doc_id for source in scope.sources] == ["zhangzhou-2024"]


def test_a_target_of_one_notice_is_the_scope(talk: Talk) -> None:
    assert talk.request("万人发明专利拥有量", "target").scope.named == ("321282",)


def test_an_earlier_region_holds_until_another_is_named(talk: Talk) -> None:
    talk.say("award_amount", "漳州专利转让奖多少")
    assert talk.request("密集型产品呢").scope.named == ("350600",)
    assert talk.request("那重庆呢").scope.named == ("500000",)


def test_a_district_name_that_several_cities_share_means_the_covered_one(talk: Talk) -> None:
    """江北区 is in Chongqing and in Ningbo; 高新区 alone is nowhere."""
    named = talk.request("江北区专利转让奖多少").scope
    assert [source.doc_id for source in named.sources] == ["chongqing-2024"]


# ------------------------------------------------------------------------------------------------ focus
def test_an_award_by_its_name(talk: Talk) -> None:
    request = talk.request("漳州专利密集型产品奖多少")
    assert [rule.id for rule in request.rules] == ["patent-intensive-product"]
    assert not request.elliptic


def test_an_award_by_the_words_of_its_rule(talk: Talk) -> None:
    assert [rule.id for rule in talk.request("我们高校今年向漳州企业转让了12件发明专利").rules] == ["patent-transfer"]


def test_an_award_of_another_region_leaves_its_topic(talk: Talk) -> None:
    request = talk.request("重庆专利转让奖多少")
    assert request.rules == ()
    assert "patent_transfer" in request.focus.topics
    assert request.focus.awards == ()


def test_an_elliptic_message_takes_the_earlier_subject(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业ISO56005三级补多少")
    request = talk.request("四级呢", "follow_up")
    assert request.elliptic
    assert [rule.key for rule in request.rules] == [ISO]
    assert request.facts["iso56005_level"] == 4
    assert request.facts["applicant_type"] == "enterprise"


def test_a_clause_by_its_number(talk: Talk) -> None:
    request = talk.request("漳州措施第七条给多少钱")
    assert "zhangzhou-2024#（七）" in request.focus.clauses
    assert [rule.key for rule in request.rules] == [TRANSFER]


@pytest.mark.parametrize(
    ("doc", "reference", "label"),
    [
        ("zhangzhou-2024", ClauseReference(7), "（七）"),
        ("zhangzhou-2024", ClauseReference(2, part=True), "二、"),
        ("zhangzhou-2024", ClauseReference(7, bracketed=True), "（七）"),
        ("zhangzhou-2024", ClauseReference(19), None),
        ("chongqing-2024", ClauseReference(8), "8."),
        ("chongqing-2024", ClauseReference(1, part=True), "一、"),
        ("zibo-2023", ClauseReference(10), "十、"),
        ("zibo-2023", ClauseReference(20), None),
        ("sichuan-2024", ClauseReference(3, part=True), "三、"),
    ],
)
def test_the_clause_a_number_means(talk: Talk, doc: str, reference: ClauseReference, label: str | None) -> None:
    assert referenced_clause(talk.kb.sources[doc], reference) == label


@pytest.mark.parametrize("listed", ["漳州有哪些奖励"])
@pytest.mark.parametrize("text", ["漳州", "12件", "12万元", "淄博"])
def test_names_of_places_and_numbers_pick_no_award(talk: Talk, listed: str, text: str) -> None:
    """向漳州市企业转让 and 12万元 are words of rules, but neither a place nor a number says which award is meant."""
    talk.say("list_awards", listed)
    assert talk.request(text, "inform").focus.awards == ()


# ------------------------------------------------------------------------------------------------ facts
def test_facts_of_another_subject_are_dropped(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校转让了12件专利奖多少")
    request = talk.request("漳州专利密集型产品奖多少")
    assert "transferred_patents" not in request.facts
    assert "applicant_type" not in request.facts


def test_who_the_speakers_are_stays(talk: Talk) -> None:
    talk.say("award_amount", "我们是企业，漳州ISO56005三级补多少")
    assert talk.dialogue.identified
    request = talk.request("专利密集型产品奖多少")
    assert request.facts == {"applicant_type": "enterprise"}


def test_an_applicant_given_to_the_question_is_the_speakers(talk: Talk) -> None:
    talk.say("calculate", "我想算漳州转让奖励")
    assert talk.dialogue.asked == "applicant_type"
    talk.say("inform", "高校")
    assert talk.dialogue.identified


def test_another_applicant_of_the_same_clause_gets_its_own_award(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校首次贯标补多少")
    request = talk.request("换成科研院所呢", "follow_up")
    assert [rule.id for rule in request.rules] == ["institute-certification"]


def test_a_stated_share_displaces_the_earlier_count(talk: Talk) -> None:
    talk.say("eligibility", "漳州新引进企业，两年新增发明专利45件，高价值12件，能拿吗")
    request = talk.request("新增60件，高价值占三分之一", "inform")
    assert request.facts["new_invention_patents"] == 60
    assert "high_value_patents" not in request.facts


def test_facts_that_cannot_be_are_doubts(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校专利转让奖多少")
    for text in ("负三件", "10^12件", "两三件"):
        request = talk.request(text, "inform")
        assert [doubt.fact for doubt in request.doubts] == ["transferred_patents"], text


def test_stored_facts_of_an_older_catalogue_are_forgotten(talk: Talk) -> None:
    talk.dialogue = Dialogue(facts={"gone": 3}, focus=Focus(awards=(TRANSFER,)))
    assert talk.request("高校", "inform").facts == {"applicant_type": "university"}


def test_who_an_award_accepts(talk: Talk) -> None:
    rules = talk.kb.book.rules
    assert accepts(rules[TRANSFER], "university")
    assert not accepts(rules[TRANSFER], "enterprise")
    assert accepts(rules["zhangzhou-2024/local-standard"], "anybody")
    assert accepts(rules[ISO], "other_business")


def test_what_was_read_with_names_of_things_that_are_gone_is_read_anew(talk: Talk) -> None:
    said = turn(talk.kb, "四川呢，还有漳州专利密集型产品奖多少")
    gone = (("award", "zhangzhou-2024/gone"), ("topic", "gone"), ("clause", "gone#一、"), ("institution", "gone#gone"))
    mentions = tuple(replace(m, targets=gone) if m.ids("award") else m for m in said.reading.mentions)
    assert mentions != said.reading.mentions
    answer = respond(replace(said, reading=replace(said.reading, mentions=mentions)), Dialogue()).reply.answer
    assert ("zhangzhou-2024", "（九）") in cited(answer)


def test_an_award_talked_of_takes_what_its_sum_goes_by(talk: Talk) -> None:
    talk.say("award_amount", "漳州公司ISO56005五级补多少")
    assert yuan(talk.say("award_amount", "我们是瞪羚企业，评上四级了，多少钱")) == 240_000


def test_a_number_of_another_matter_is_none_of_the_award_talked_of(talk: Talk) -> None:
    talk.say("award_amount", "漳州公司ISO56005五级补多少")
    assert yuan(talk.say("award_amount", "我们有安全生产三级证书，能拿多少钱")) is None
