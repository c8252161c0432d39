"""Messages that only mean something after an earlier one."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, cited, yuan


def _iso(talk: Talk) -> None:
    assert yuan(talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少")) == 180_000


def _transfer(talk: Talk, number: int = 12) -> None:
    talk.say("award_amount", f"我们是高校，今年向漳州企业转让了{number}件发明专利，能奖多少")


def test_another_region(talk: Talk) -> None:
    _iso(talk)
    answer = talk.say("follow_up", "那重庆呢")
    assert answer.amount is None
    assert answer.region is not None
    assert answer.region.code == "500000"
    assert "没有规定奖励或补助的金额" in answer.text
    back = talk.say("follow_up", "漳州呢")
    assert back.region is not None
    assert back.region.code == "350600"
    assert "18万元" in back.text


def test_another_level(talk: Talk) -> None:
    _iso(talk)
    assert yuan(talk.say("follow_up", "四级呢")) == 240_000
    assert yuan(talk.say("inform", "五级")) == 380_000


@pytest.mark.parametrize(("text", "sum_"), [("再多一件呢", 65_000), ("要是少两件呢", 50_000), ("改成20件呢", 100_000)])
def test_another_number(talk: Talk, text: str, sum_: int) -> None:
    _transfer(talk)
    assert yuan(talk.say("follow_up", text)) == sum_


@pytest.mark.parametrize("text", ["不对，是15件", "说错了，15件", "搞错了应该是15件", "是十五件"])
def test_corrections(talk: Talk, text: str) -> None:
    _transfer(talk)
    assert yuan(talk.say("correct", text)) == 75_000


def test_a_corrected_applicant(talk: Talk) -> None:
    _transfer(talk)
    answer = talk.say("correct", "说错了，我们是企业")
    assert answer.verdict == "no"
    assert "企业不在范围内" in answer.text
    assert yuan(talk.say("correct", "不对，我们是科研院所")) == 60_000


def test_another_applicant_of_the_same_clause(talk: Talk) -> None:
    assert yuan(talk.say("award_amount", "漳州高校首次贯标补多少")) == 100_000
    assert yuan(talk.say("follow_up", "科研院所呢")) == 50_000


def test_the_fee_decides(talk: Talk) -> None:
    talk.say("eligibility", "漳州公共服务机构，质押登记惠及5家企业，许可60件，备案70件，免收服务费，能拿吗")
    answer = talk.say("follow_up", "收费的呢")
    assert answer.verdict != "yes"
    assert "免收服务费（已满足）" not in answer.text


def test_the_domestic_case_after_the_overseas_one(talk: Talk) -> None:
    talk.say("award_amount", "漳州企业海外维权胜诉补多少")
    answer = talk.say("follow_up", "国内的呢")
    assert "国内维权胜诉补助" in answer.text
    assert "海外维权或者侵权纠纷应对胜诉（已满足）" not in answer.text


@pytest.mark.parametrize("text", ["如果翻一倍呢", "要是换个算法呢"])
def test_a_change_that_is_not_understood_does_not_repeat_the_figure(talk: Talk, text: str) -> None:
    """翻一倍 may be computed (24 件: 12万元); the sum for 12 件 is no answer to it."""
    _transfer(talk)
    assert yuan(talk.say("follow_up", text)) != 60_000


def test_a_bare_number_after_a_count_is_the_new_count(talk: Talk) -> None:
    talk.say("award_amount", "漳州专利密集型产品认定了25件奖多少")
    answer = talk.say("inform", "19")
    assert yuan(answer) in (95_000, None)


def test_a_number_that_fits_several_facts_is_not_ignored(talk: Talk) -> None:
    talk.say("eligibility", "漳州新引进企业，两年新增发明专利45件，高价值12件，能拿50万吗")
    answer = talk.say("follow_up", "15件呢")
    assert "12/45" not in answer.text


def test_several_ranks_are_not_judged_by_the_old_one(talk: Talk) -> None:
    talk.say("award_amount", "漳州参与起草了3项地标文旅地方标准，排名第三，补多少")
    answer = talk.say("inform", "两项排第一，一项排第四")
    assert answer.verdict != "no"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电话呢", "unit"),
        ("材料呢", "how_to_apply"),
        ("条件呢", "eligibility"),
        ("哪个部门负责呢", "unit"),
        ("哪天到期呢", "validity"),
        ("发文机关和文号呢", "validity"),
        ("多少钱呢", "calculation"),
    ],
)
def test_another_question_about_the_same(talk: Talk, text: str, kind: str) -> None:
    _iso(talk)
    answer = talk.say("follow_up", text)
    assert answer.kind == kind
    assert answer.region is not None
    assert answer.region.code == "350600"


def test_another_region_for_stations(talk: Talk) -> None:
    talk.say("dispute_station", "淄博的纠纷去哪调解")
    answer = talk.say("follow_up", "那四川呢")
    assert answer.kind == "station"
    assert "知识产权纠纷人民调解组织" in answer.text
    assert talk.say("follow_up", "北京呢").kind == "decline"


def test_another_target(talk: Talk) -> None:
    talk.say("target", "靖江万人发明专利拥有量目标多少")
    assert "7500件" in talk.say("follow_up", "商标注册总量呢").text


def test_another_clause(talk: Talk) -> None:
    talk.say("clause_content", "漳州第七条说了什么")
    assert cited(talk.say("follow_up", "第九条呢")) == [("zhangzhou-2024", "（九）")]


# ------------------------------------------------------------------------------------------------ lists
def test_picks_from_the_list(talk: Talk) -> None:
    talk.say("list_awards", "漳州有哪些奖励")
    assert "ISO56005" in talk.say("inform", "第四个").text


@pytest.mark.parametrize("number", range(1, 15))
def test_every_number_of_the_list_can_be_picked(talk: Talk, number: int) -> None:
    talk.say("list_awards", "漳州有哪些奖励")
    choice = talk.dialogue.choices[number - 1]
    talk.say("nlu_fallback", str(number), confidence=0.2)
    assert talk.dialogue.focus.awards == choice.focus.awards


def test_a_title_picks_too(talk: Talk) -> None:
    talk.say("list_awards", "漳州有哪些奖励")
    title = talk.dialogue.choices[2].title
    assert talk.say("follow_up", title).citations[0].clause == "（三）"


def test_a_second_pick_from_the_same_list(talk: Talk) -> None:
    talk.say("list_awards", "漳州有哪些奖励")
    talk.say("inform", "第七个")
    assert "ISO56005" in talk.say("inform", "第四个").text


@pytest.mark.parametrize("text", ["第十五个", "20", "第99个"])
def test_a_number_beyond_the_list_is_told(talk: Talk, text: str) -> None:
    talk.say("list_awards", "漳州有哪些奖励")
    answer = talk.say("inform", text)
    assert answer.kind == "question"
    assert "没有这一项" in answer.text


# ------------------------------------------------------------------------------------------------ explain
def test_why(talk: Talk) -> None:
    _transfer(talk)
    answer = talk.say("explain", "为什么")
    assert answer.kind == "clause"
    assert cited(answer) == [("zhangzhou-2024", "（七）")]
    assert "3万元 + 5000元 × (12 − 6) = 6万元" in answer.text
    assert "每增加1件奖励5000元" in answer.text
    assert "（已满足）" in answer.text


def test_the_sum_in_an_explanation_is_in_its_payload(talk: Talk) -> None:
    _transfer(talk)
    answer = talk.say("explain", "怎么算出来的")
    assert 60_000 in {step.yuan for step in answer.trace} | ({answer.amount.yuan} if answer.amount else set())


def test_why_not(talk: Talk) -> None:
    _transfer(talk, 5)
    answer = talk.say("explain", "为什么")
    assert "还差1件" in answer.text


def test_the_words_of_the_notice(talk: Talk) -> None:
    talk.say("dispute_station", "淄博的纠纷去哪调解")
    answer = talk.say("explain", "原文是什么")
    assert cited(answer)[0] == ("zibo-2023", "十、")
    assert "联合调解、仲裁调解" in answer.text


# ------------------------------------------------------------------------------------------------ more, yes and no
def test_more_awards(talk: Talk) -> None:
    _transfer(talk)
    answer = talk.say("more", "还有吗")
    assert answer.kind == "list"
    assert "您说的情况：高校" in answer.text
    assert "6万元" in answer.text


def test_more_targets(talk: Talk) -> None:
    talk.say("target", "靖江万人发明专利拥有量目标多少")
    assert "20. " in talk.say("more", "还有别的吗").text


def test_no_more(talk: Talk) -> None:
    talk.say("validity", "漳州措施哪天到期")
    assert talk.say("more", "还有吗").kind == "smalltalk"


def test_yes_and_no_answer_a_question(talk: Talk) -> None:
    talk.say("award_amount", "漳州高校首次贯标补多少")
    talk.dialogue = talk.dialogue.model_copy(
        update={"asked": "first_certification", "facts": {"applicant_type": "university"}}
    )
    before = talk.dialogue
    assert talk.say("affirm", "是的").verdict == "yes"
    talk.dialogue = before
    assert talk.say("deny", "不是").verdict == "no"


def test_yes_to_nothing_is_acknowledged(talk: Talk) -> None:
    assert talk.say("affirm", "好的").kind == "smalltalk"


# ------------------------------------------------------------------------------------------------ at the beginning
@pytest.mark.parametrize("intent", ["follow_up", "inform", "correct", "explain", "more"])
def test_nothing_was_said_before(talk: Talk, intent: str) -> None:
    answer = talk.say(intent, "那个呢")
    assert answer.kind == "question"
    assert not answer.citations


def test_facts_said_first_are_not_lost(talk: Talk) -> None:
    talk.say("inform", "我们是高校")
    talk.say("inform", "转让了12件")
    answer = talk.say("award_amount", "漳州专利转让奖多少")
    assert yuan(answer) == 60_000


def test_who_one_is_said_first_lists_what_there_is(talk: Talk) -> None:
    answer = talk.say("inform", "我们是漳州的高校")
    assert answer.kind == "question"
    assert "转让" in answer.text
    assert "ISO56005" not in answer.text


def test_a_region_first_and_a_subject_then(talk: Talk) -> None:
    talk.say("inform", "漳州")
    answer = talk.say("inform", "专利密集型产品，25件")
    assert yuan(answer) == 100_000


def test_a_place_after_the_question_which_award_picks_none(talk: Talk) -> None:
    talk.say("how_to_apply", "怎么申请")
    answer = talk.say("inform", "漳州")
    assert not answer.amount
    assert talk.dialogue.choices


def test_a_count_after_a_list_means_no_award_by_its_sum(talk: Talk) -> None:
    """12件 is not the award that pays 12万元."""
    talk.say("list_awards", "漳州有哪些奖励")
    assert "一级8万元" not in talk.say("inform", "12件").text


def test_changing_the_subject_inside_a_follow_up(talk: Talk) -> None:
    _iso(talk)
    answer = talk.say("follow_up", "那专利密集型产品呢")
    assert cited(answer) == [("zhangzhou-2024", "（九）")]
    assert answer.amount is not None
    assert [answer.amount.min, answer.amount.max] == [5_000, 100_000]
