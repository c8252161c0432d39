"""Counts of a year that a message names."""

from __future__ import annotations

from tests.actions.talk import Talk, yuan


def test_the_sum_of_an_earlier_year_says_which_it_is(talk: Talk) -> None:
    answer = talk.say("award_amount", "我校2025年度共向漳州企业转让发明专利17件，可获奖励金额是多少")
    assert yuan(answer) == 85_000
    assert answer.text.startswith("下面按2025年这一年的数算")


def test_a_year_before_the_notice_is_not_computed(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们学校2019年转了30件发明专利给漳州企业，能拿多少")
    assert answer.amount is None
    assert "2024年2月2日起才施行" in answer.text


def test_the_year_of_another_award_is_no_matter(talk: Talk) -> None:
    answer = talk.say("award_amount", "我们公司2018年成立，ISO56005评了三级，补多少")
    assert yuan(answer) == 180_000
    assert "这一年" not in answer.text


def test_a_count_without_a_place_says_what_it_is_taken_for(talk: Talk) -> None:
    assert "如果不全是" in talk.say("award_amount", "我们学校转让了15件发明专利，奖多少").text
    assert "如果不全是" not in talk.say("award_amount", "我们学校转让了15件发明专利给漳州企业，奖多少").text
