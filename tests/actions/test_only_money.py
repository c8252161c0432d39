"""Money asked for where nothing is named but who and where."""

from __future__ import annotations

import pytest

from actions.only_money import names_no_subject
from tests.actions.talk import Talk, turn, yuan


@pytest.mark.parametrize(
    ("text", "clause"),
    [("运营机构在漳州，一年最多补多少", "（十四）"), ("漳州 运营机构 年补 上限", "（十四）")],
)
def test_the_one_award_for_who_asks(talk: Talk, text: str, clause: str) -> None:
    assert [citation.clause for citation in talk.say("award_amount", text).citations] == [clause]


def test_a_subject_that_is_no_award_is_not_replaced(talk: Talk) -> None:
    assert not talk.request("漳州运营机构办展会一年补多少").rules


@pytest.mark.parametrize("text", ["漳州专利补贴多少钱", "漳州知识产权奖补一共给多少"])
def test_all_awards_where_nothing_is_named(talk: Talk, text: str) -> None:
    assert talk.say("award_amount", text).kind == "list"


def test_the_highest_comes_first(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州封顶最高的一项是多少钱")
    assert answer.text.startswith("单项金额最高的是“知识产权运营机构补助”（十四）")


@pytest.mark.parametrize(
    "text", ["漳州的奖补跟省里的撞了怎么处理", "同一个评级县里给过一次，市里也有补助，两份都能拿吗"]
)
def test_paid_twice_is_about_stacking(talk: Talk, text: str) -> None:
    assert "不重复" in talk.say("award_amount", text).text


def test_a_rise_asks_for_the_difference(talk: Talk) -> None:
    answer = talk.say("stacking", "ISO56005去年领了二级的钱，今年升到四级，是再给四级整额还是只补差额")
    assert "原文没有写" in answer.text
    assert "24万元" in answer.text
    assert answer.amount is None


def test_one_award_is_shown_where_its_facts_are_told(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们协会自己定了个地标旅游的团体标准，带着十八家合作社一起用，给多少")
    assert [citation.clause for citation in answer.citations] == ["（十五）"]
    assert answer.verdict == "yes"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我们公司刚从高雄引进到漳州，两年内新增发明专利45件", True),
        ("我们企业去年被招商局引来的，两年新增发明专利45件", True),
        ("我们是老厂，两年新增发明专利45件，引进奖有没有", False),
    ],
)
def test_newly_introduced_in_other_words(talk: Talk, text: str, value: bool) -> None:
    assert talk.request(text).facts.get("newly_introduced") is value


def test_a_case_about_a_trade_mark_is_none_about_a_patent(talk: Talk) -> None:
    answer = talk.say("dispute_station", "我们在漳州法院胜诉，但案由系商标侵权，国内维权补助能否主张")
    assert answer.verdict == "no"


@pytest.mark.parametrize("text", ["四川园区质押贷款贴息贴多少个点", "PCT申请费重庆给报销多少"])
def test_a_notice_without_sums_says_so(talk: Talk, text: str) -> None:
    assert "没有写明具体的数额或者比例" in talk.say("clause_content", text).text


def test_the_own_companies_of_a_group(talk: Talk) -> None:
    text = "我们集团在漳州有三家独立法人的子公司，一家评了二级，一家三级，还有一家五级，ISO56005三家合起来多少"
    answer = talk.say("calculate", text)
    assert yuan(answer) == 680_000


def test_a_plain_message_names_no_subject(talk: Talk) -> None:
    assert names_no_subject(turn(talk.kb, "漳州运营机构能拿多少"))
    assert not names_no_subject(turn(talk.kb, "漳州绿色工厂能拿多少"))


@pytest.mark.parametrize(
    ("intent", "text"),
    [("eligibility", "我们漳州的高校，能不能领点补助"), ("list_awards", "漳州的研究所都有什么可以领的")],
)
def test_who_asks_gets_the_awards_for_it(talk: Talk, intent: str, text: str) -> None:
    answer = talk.say(intent, text, confidence=0.5)
    assert answer.kind == "list"
    assert "没有写明" not in answer.text


@pytest.mark.parametrize("text", ["漳州的银行和资金池怎么摊坏账", "漳州质押贷款亏了本金，两边按什么比例分担"])
def test_how_a_loss_is_shared_is_told_before_its_sum_is_asked_for(talk: Talk, text: str) -> None:
    answer = talk.say("calculate", text)
    assert "80%" in answer.text
    assert "20%" in answer.text


def test_the_same_award_again_is_judged_by_its_own_words(talk: Talk) -> None:
    answer = talk.say("stacking", "我们大学三年前通过贯标领过钱，这次是再认证，漳州还能再补一次吗")
    assert answer.verdict == "no"
    assert "首次" in answer.text


def test_what_another_office_paid_is_about_stacking(talk: Talk) -> None:
    answer = talk.say("stacking", "我们企业ISO56005三级在省里领过，漳州还能再领吗")
    assert "不重复" in answer.text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("漳州企业有8件国家知识产权局认定的专利密集型产品，奖多少", 40_000),
        ("咱们大学往漳州的企业转了16件发明专利，能拿多少", 80_000),
    ],
)
def test_whom_a_number_is_told_of(talk: Talk, text: str, amount: int) -> None:
    assert yuan(talk.say("award_amount", text)) == amount


def test_the_sum_of_an_award_names_it(talk: Talk) -> None:
    answer = talk.say("eligibility", "漳州快维中心那个15万要啥条件")
    assert "惠及企业不少于5家" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "漳州大学12件发明专利朝泉州公司转了，能拿多少",
        "漳州两家企业同一个老板，各有6件认定的密集型产品，各拿多少",
        "漳州两家企业一个老板，各有6件认定的密集型产品，各拿多少",
        "漳州一个老板两家企业，每家6件国家知识产权局认定的密集型产品，一共多少",
    ],
)
def test_nothing_is_computed_of_what_goes_elsewhere_or_belongs_to_one(talk: Talk, text: str) -> None:
    assert talk.say("award_amount", text).amount is None
