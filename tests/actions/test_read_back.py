"""What is left over of a message is read back before anything is computed with it."""

from __future__ import annotations

import pytest

from actions.read_back import CONFIRM
from tests.actions.talk import Talk, yuan


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("我们大学今年转让了30件发明给漳州企业，一半可能要退，能拿多少", "一半可能要退"),
        ("新引进企业，非高价值发明31件，能拿多少", "非高价值发明31件"),
        ("我们公司ISO56005差点到四级，补多少", "我们公司iso56005差点到四级"),
        ("企业自评ISO56005三级，补多少", "企业自评iso56005三级"),
        ("科研院所转让9件发明，是和别的单位共有的，奖多少", "是和别的单位共有的"),
        ("质押贷款坏账，银行承担了40万，补偿资金承担多少", "银行承担了40万"),
        ("技校算高校吗，今年转让了10件发明能拿多少", "技校算高校吗"),
        ("大学转让20件发明给关联公司，奖多少", "大学转让20件发明给关联公司"),
        ("大学转让20件发明给漳州企业，审计要我们核减一部分，奖多少", "审计要我们核减一部分"),
        ("大学转让20件发明给漳州企业，领导让我看退回来的，奖多少", "领导让我看退回来的"),
        ("公司密集型产品8件，里头一家做废的企业，奖多少", "里头一家做废的企业"),
    ],
)
def test_what_may_change_a_fact_is_asked_about(talk: Talk, text: str, clause: str) -> None:
    answer = talk.say("award_amount", text)
    assert answer.kind == "question"
    assert answer.amount is None
    assert f"“{clause}”" in answer.text
    assert CONFIRM in answer.suggestions


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("你好，麻烦帮我看一下，我们是一所做农业的大学，今年转让了30件发明给漳州企业，能拿多少", 150_000),
        ("领导让我来问的，公司是做水产的，ISO56005评上四级了，补多少", 240_000),
        ("石化企业有16件专利密集型产品，刚拿到证书，奖多少", 80_000),
        ("唔該帮我睇下，研究所今年卖咗8件发明专利畀漳州企业，有几多", 40_000),
        ("高校转让十件发明砖利给漳州企业，奖多少", 50_000),
    ],
)
def test_what_changes_nothing_is_not(talk: Talk, text: str, total: int) -> None:
    assert yuan(talk.say("award_amount", text)) == total


def test_after_a_yes_it_is_computed(talk: Talk) -> None:
    talk.say("award_amount", "我们大学今年转让了30件发明给漳州企业，一半可能要退，能拿多少")
    answer = talk.say("affirm", "对，就按这个算")
    assert answer.kind == "calculation"
    assert yuan(answer) == 150_000
    assert talk.dialogue.unconfirmed is None


def test_the_number_itself_may_be_the_answer(talk: Talk) -> None:
    talk.say("award_amount", "我们大学今年转让了30件发明给漳州企业，一半可能要退，能拿多少")
    assert yuan(talk.say("inform", "15件")) == 75_000


def test_after_a_no_the_question_is_asked_again(talk: Talk) -> None:
    talk.say("award_amount", "我们大学今年转让了30件发明给漳州企业，一半可能要退，能拿多少")
    answer = talk.say("correct", "不对")
    assert answer.kind == "question"
    assert "多少件发明专利" in answer.text
    assert yuan(talk.say("inform", "15件")) == 75_000


def test_several_applicants_are_confirmed_too(talk: Talk) -> None:
    asked = talk.say("award_amount", "三家企业各有16件密集型产品，都快到期了，一共多少")
    assert asked.amount is None
    assert yuan(talk.say("affirm", "对")) == 240_000


def test_a_difference_is_confirmed_once(talk: Talk) -> None:
    talk.say("award_amount", "大学今年转让了12件发明给漳州企业，奖多少")
    assert talk.say("follow_up", "再多3件，不过是和别人共有的").amount is None
    assert yuan(talk.say("affirm", "是的")) == 75_000


_INTRODUCED = "新引进企业那个奖，我们是新引进的企业，两年新增发明45件，高价值15件，能拿吗"


@pytest.mark.parametrize(
    "text",
    [
        "那要是38件里头有20件高价值呢",
        "那如果39件当中有20件高价值呢",
        "假如38件里头高价值的占了20件呢",
        "要是38件里20件高价值",
    ],
)
def test_a_part_of_a_whole_tells_both(talk: Talk, text: str) -> None:
    assert talk.say("eligibility", _INTRODUCED).verdict == "yes"
    answer = talk.say("follow_up", text)
    assert answer.verdict == "no"
    assert answer.amount is None


@pytest.mark.parametrize("text", ["那要是有5个老师参与呢", "如果卖了30万呢", "那如果5个人转了呢"])
def test_a_number_without_a_place_is_not_answered_from_before(talk: Talk, text: str) -> None:
    assert yuan(talk.say("award_amount", "我们大学今年转让给漳州企业12件发明，奖多少")) == 60_000
    answer = talk.say("follow_up", text)
    assert answer.verdict not in ("yes", "no")
    assert yuan(answer) is None


@pytest.mark.parametrize(
    "text",
    [
        "研究所今年只转了5件发明专利给漳州的公司，就差一件，没戏了吧？",
        "年底对账：我们快维所今年质押登记惠及企业6家，转让许可60件，产品备案48件，服务费一分没收，能过吗",
        "新引进的企业，两年新增发明45件，高价值就14件，那个大奖还有戏没",
        "转给漳州企业的6件都是实用新型，算不算数（我们是高校）",
    ],
)
def test_too_little_is_said_at_once(talk: Talk, text: str) -> None:
    assert talk.say("eligibility", text).verdict == "no"


@pytest.mark.parametrize(
    "text",
    [
        "研究所今年转了5件发明给漳州企业，还有3件没算进来，有戏没",
        "大学今年卖给漳州企业11件发明，但证书上写的是前年就签的合同，奖多少",
        "企业通过认定的密集型产品11件，领导还没批，是不是5.5万",
    ],
)
def test_what_may_turn_it_is_still_asked(talk: Talk, text: str) -> None:
    assert talk.say("eligibility", text).verdict not in ("yes", "no")


def test_each_number_says_where_it_went(talk: Talk) -> None:
    text = "我们学校今年一共转出去17件发明专利，里头13件是转给漳州企业的，剩下4件卖给了厦门，能奖多少"
    assert yuan(talk.say("award_amount", text)) == 65_000
