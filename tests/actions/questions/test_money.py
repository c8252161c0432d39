"""award_amount, calculate and eligibility: figures, clauses, offices; silent notices; places without a notice."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actions.knowledge import SetDay
from tests.actions.talk import Talk, cited, yuan

#: question → exact yuan, clause
EXACT = [
    ("漳州企业拿到ISO56005一级评级补多少", 80_000, "（六）"),
    ("漳州企业拿到ISO56005二级评级补多少", 120_000, "（六）"),
    ("漳州企业拿到ISO56005三级评级补多少", 180_000, "（六）"),
    ("漳州企业拿到ISO56005四级评级补多少", 240_000, "（六）"),
    ("漳州企业拿到ISO56005五级评级补多少", 380_000, "（六）"),
    ("我们是高校，今年向漳州企业转让了6件发明专利能奖多少", 30_000, "（七）"),
    ("我们是高校，今年向漳州企业转让了12件发明专利 能奖多少", 60_000, "（七）"),
    ("我们是高校，今年向漳州企业转让了80件发明专利能奖多少", 300_000, "（七）"),
    ("我们是企业，漳州专利密集型产品认定了19件奖多少", 95_000, "（九）"),
    ("我们是企业，漳州专利密集型产品认定了25件奖多少", 100_000, "（九）"),
    ("漳州高校首次通过知识产权管理规范认证补多少", 100_000, "（三）"),
    ("漳州科研院所首次通过知识产权管理规范认证补多少", 50_000, "（三）"),
    ("漳州参与制定了2项地标文旅地方标准，排名第一，补多少", 100_000, "（十五）"),
    ("漳州行业协会用团体标准指导了15个市场主体，奖多少", 150_000, "（十五）"),
    ("漳州知识产权质押贷款坏账本金100万，怎么分担", 800_000, "（十）"),
]


@pytest.mark.parametrize(("text", "sum_", "clause"), EXACT)
def test_exact_sums_with_their_clause(talk: Talk, text: str, sum_: int, clause: str) -> None:
    answer = talk.say("award_amount", text)
    assert yuan(answer) == sum_
    assert cited(answer) == [("zhangzhou-2024", clause)]
    assert answer.region is not None
    assert (answer.region.code, answer.region.name) == ("350600", "漳州市")
    assert answer.units is not None
    assert answer.units.lead
    assert f"牵头单位：{answer.units.lead[0]}" in answer.text
    assert "2029年2月2日" in answer.text


def test_the_steps_lead_to_the_sum(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们是高校，今年向漳州企业转让了12件发明专利 能奖多少")
    assert "3万元 + 5000元 × (12 − 6) = 6万元" in answer.text
    assert [(step.step, step.cite) for step in answer.trace] == [("3万元 + 5000元 × (12 − 6)", 0)]
    assert answer.verdict == "yes"


def test_a_sum_that_a_cap_cuts_is_never_shown(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们是高校，今年向漳州企业转让了80件发明专利能奖多少")
    assert "40万元" not in answer.text
    assert "30万元" in answer.text
    assert {step.yuan for step in answer.trace} == {300_000}


def test_shares_are_both_said(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州知识产权质押贷款坏账本金100万，怎么分担")
    assert "80万元" in answer.text
    assert "20万元" in answer.text
    assert "1亿元是风险补偿资金的规模" in answer.text


def test_at_most_is_never_exact(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州企业海外维权胜诉补多少")
    assert answer.amount is not None
    assert [answer.amount.basis, answer.amount.yuan, answer.amount.max] == ["at_most", None, 200_000]
    assert "不超过20万元" in answer.text


def test_an_unknown_number_gives_the_range_and_asks(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州专利转让奖多少")
    assert answer.amount is not None
    assert [answer.amount.basis, answer.amount.min, answer.amount.max] == ["range", 30_000, 300_000]
    assert answer.missing
    assert answer.missing[0].question in answer.text


def test_a_share_of_nothing_stated_is_no_sum(talk: Talk) -> None:
    """A cent is the least loss that can be stated, not an amount that anybody is paid."""
    answer = talk.say("award_amount", "漳州知识产权质押贷款风险分担怎么算")
    assert answer.amount is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("重庆专利转让奖多少", "500000"),
        ("淄博专利密集型产品奖多少", "370300"),
        ("四川质押贷款风险补偿多少", "510000"),
        ("靖江商标奖多少", "321282"),
    ],
)
@pytest.mark.parametrize("intent", ["award_amount", "calculate", "eligibility"])
def test_notices_without_amounts_say_so(talk: Talk, intent: str, text: str, region: str) -> None:
    answer = talk.say(intent, text)
    assert "没有规定奖励或补助的金额" in answer.text
    assert answer.amount is None
    assert answer.region is not None
    assert answer.region.code == region
    assert "万元" not in "".join(line for line in answer.text.splitlines() if "“" not in line)


@pytest.mark.parametrize("intent", ["award_amount", "calculate", "eligibility"])
@pytest.mark.parametrize("text", ["深圳专利资助多少", "厦门ISO56005三级补多少", "北京高校转让12件专利"])
def test_places_without_a_notice_are_declined(talk: Talk, intent: str, text: str) -> None:
    answer = talk.say(intent, text)
    assert answer.kind == "decline"
    assert answer.amount is None
    assert "没有收录" in answer.text
    assert "12345" in answer.text
    assert "元" not in answer.text


@pytest.mark.parametrize(
    ("text", "code"),
    [("福建省专利密集型产品奖多少", "福建"), ("福建企业ISO56005三级补多少", "福建")],
)
def test_a_larger_region_is_told_that_only_a_part_of_it_is_covered(talk: Talk, text: str, code: str) -> None:
    """The measures of Zhangzhou are no rule of Fujian: the answer has to say that before it names a sum."""
    answer = talk.say("award_amount", text)
    first = answer.text.splitlines()[0]
    assert code in first
    assert "没有" in first
    assert "漳州市" in first


@pytest.mark.parametrize("text", ["快维中心补多少", "漳州快维中心补多少"])
def test_an_award_by_the_only_kind_of_applicant_it_is_for(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert cited(answer) == [("zhangzhou-2024", "（十三）")]
    assert yuan(answer) == 150_000


@pytest.mark.parametrize(
    "text",
    [
        "漳州高校今年向企业转让了12件发明专利奖多少",
        "我们大学转让给漳州企业12件发明专利奖励多少",
        "閩南師範大學轉讓了十二件發明專利給漳州企業，可以獎勵多少",
    ],
)
def test_words_that_meet_by_chance_name_nothing(talk: Talk, text: str) -> None:
    """发明专利|奖多少 holds 专利奖, which is another subject."""
    assert yuan(talk.say("award_amount", text)) == 60_000


def test_an_upgrade_is_not_a_level(talk: Talk) -> None:
    """Whether the difference is paid after an upgrade is not written anywhere."""
    answer = talk.say("award_amount", "漳州企业ISO56005从二级升到四级能补多少")
    assert answer.verdict != "yes"
    assert yuan(answer) is None


def test_utility_models_are_no_inventions(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州高校向企业转让了12件实用新型专利能拿转让奖励吗")
    assert yuan(answer) is None
    assert "发明专利" in answer.text


def test_foreign_money_is_not_yuan(talk: Talk) -> None:
    for currency in ("美元", "港币", "欧元", "日元", "卢布"):
        answer = talk.say("award_amount", f"漳州知识产权质押贷款坏账本金100万{currency}，怎么分担")
        assert yuan(answer) is None, currency


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("我们是高校，今年向漳州企业转让了5件发明专利能拿吗", "还差1件"),
        ("漳州公共服务机构质押登记惠及四家企业能拿补助吗", "还差1家"),
        ("我们是企业，转让了80件专利能拿漳州转让奖励吗", "企业不在范围内"),
        ("漳州新引进企业，两年新增发明专利39件，能拿50万吗", "还差1件"),
        ("漳州参与制定1项地标文旅地方标准，排名第三能拿吗", "排名前二位"),
    ],
)
def test_who_does_not_qualify_and_why(talk: Talk, text: str, reason: str) -> None:
    answer = talk.say("eligibility", text)
    assert answer.verdict == "no"
    assert answer.kind == "eligibility"
    assert reason in answer.text
    assert answer.amount is None
    assert "拿不到" in answer.text


def test_each_condition_shows_its_state(talk: Talk) -> None:
    text = "漳州公共服务机构，质押登记惠及四家企业，许可60件，备案70件，免收服务费，符合条件吗"
    answer = talk.say("eligibility", text)
    assert answer.text.count("（不满足）") == 1
    assert answer.text.count("（已满足）") == 4


def test_what_only_an_office_can_judge_is_not_promised(talk: Talk) -> None:
    answer = talk.say("eligibility", "漳州高校设了知识产权研究中心能拿补助吗")
    assert answer.verdict == "unknown"
    assert "由主管部门认定" in answer.text


def test_two_awards_are_listed_and_added_only_with_the_remark_on_stacking(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州企业ISO56005三级而且有25件专利密集型产品一共多少钱")
    assert "18万元" in answer.text
    assert "10万元" in answer.text
    assert "28万元" in answer.text
    assert "就高、从优、不重复" in answer.text
    assert len(answer.citations) == 2


def test_two_awards_are_not_added_unasked(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州企业ISO56005三级而且有25件专利密集型产品能拿多少钱")
    assert "28万元" not in answer.text


def test_two_awards_told_in_one_breath_are_both_answered(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们学校今年向漳州企业转让了20件发明专利，又设了知识产权研究中心，总共能拿多少")
    assert "10万元" in answer.text
    assert "30万元" in answer.text


def test_without_a_subject_the_awards_are_offered(talk: Talk) -> None:
    answer = talk.say("award_amount", "能拿多少钱")
    assert answer.kind == "question"
    assert answer.amount is None
    assert "回复序号" in answer.text


def test_calculate_asks_for_one_fact_after_the_other(talk: Talk) -> None:
    first = talk.say("calculate", "帮我算漳州转让奖励")
    assert (first.kind, talk.dialogue.asked) == ("question", "applicant_type")
    assert len(first.text) < 150
    second = talk.say("calculate", "高校")
    assert (second.kind, talk.dialogue.asked) == ("question", "transferred_patents")
    third = talk.say("calculate", "12件")
    assert (yuan(third), third.verdict, talk.dialogue.asked) == (60_000, "yes", None)


@pytest.mark.parametrize("text", ["漳州高校转让了-3件专利", "漳州高校转让了10^12件专利", "漳州高校转让了2.5件发明专利"])
def test_values_that_cannot_be_are_asked_again(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert answer.kind == "question"
    assert yuan(answer) is None
    assert answer.missing[0].fact == "transferred_patents"


def test_an_impossible_sum_is_answered_without_invented_sums(talk: Talk) -> None:
    talk.say("award_amount", "漳州质押贷款坏账怎么分担")
    answer = talk.say("inform", "0元")
    assert "1000亿元" not in answer.text
    assert "0.01元" not in answer.text


def test_a_notice_out_of_force_pays_nothing(talk: Talk, day: SetDay) -> None:
    day(date(2030, 1, 1))
    for intent in ("award_amount", "calculate", "eligibility"):
        answer = talk.say(intent, "漳州企业拿到ISO56005三级评级补多少")
        assert answer.verdict == "not_in_force"
        assert answer.text.startswith("先提醒您")
        assert "2029年2月2日" in answer.text.splitlines()[0]
        assert not answer.citations[0].in_force


def test_the_last_day_still_counts(talk: Talk, day: SetDay) -> None:
    day(date(2029, 2, 2))
    assert talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少").verdict == "yes"
    day(date(2029, 2, 3))
    assert talk.say("award_amount", "漳州企业拿到ISO56005三级评级补多少").verdict == "not_in_force"


@pytest.mark.parametrize(
    "text",
    ["漳州拿1亿元的奖励要什么条件", "漳州1亿元风险补偿资金能给我们多少", "重庆33618能补多少", "四川百亿融资能补多少"],
)
@pytest.mark.parametrize("intent", ["award_amount", "eligibility"])
def test_numbers_that_look_like_awards_are_told_apart(talk: Talk, intent: str, text: str) -> None:
    answer = talk.say(intent, text)
    assert yuan(answer) is None
    assert any(word in answer.text for word in ("不是", "没有规定奖励或补助的金额"))


def test_a_clause_reference_lists_the_awards_of_that_clause(talk: Talk) -> None:
    answer = talk.say("list_awards", "漳州（十五）有什么奖励")
    assert {clause for _, clause in cited(answer)} == {"（十五）"}


def test_the_size_of_a_fund_is_no_loss(talk: Talk) -> None:
    answer = talk.say("award_amount", "听说漳州有1亿元风险补偿资金，我们能分到多少")
    assert yuan(answer) is None
    assert "8000万元" not in answer.text
    assert "不是给企业的奖励" in answer.text


def test_a_loss_as_large_as_the_fund_is_a_loss(talk: Talk) -> None:
    assert yuan(talk.say("calculate", "知识产权质押贷款坏账本金1亿元怎么分担")) == 80_000_000


def test_sums_asked_for_one_after_the_other(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州研究中心一年给多少？运营机构最多多少？三级的ISO56005补几万？")
    assert [part in answer.text for part in ("30万元", "200万元", "18万元")] == [True] * 3


def test_a_share_that_the_clause_does_not_have(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州的高校转让专利给企业，老师能分百分之几")
    assert "没有写" in answer.text
    assert "没有写" not in talk.say("award_amount", "漳州知识产权质押贷款坏账，补偿基金承担百分之几").text


def test_the_least_and_the_most_of_the_levels(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州56005最低档和最高档各给多少")
    assert answer.kind == "award"
    assert [part in answer.text for part in ("8万元", "38万元")] == [True] * 2


def test_a_certificate_that_is_not_there_yet(talk: Talk) -> None:
    assert talk.say("eligibility", "漳州高校贯标认证，证书还没下来，10万能拿不").verdict == "no"


def test_what_none_of_several_awards_grants_is_a_no(talk: Talk) -> None:
    assert talk.say("eligibility", "漳州第二次通过知识产权管理规范认证还有补助吗").verdict == "no"
    assert talk.say("eligibility", "漳州首次通过知识产权管理规范认证有补助吗").verdict == "unknown"


def test_two_awards_side_by_side(talk: Talk) -> None:
    answer = talk.say("eligibility", "漳州知识产权研究中心和运营机构哪个补得多")
    assert [part in answer.text for part in ("30万元", "200万元")] == [True] * 2
