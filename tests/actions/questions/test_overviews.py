"""list_awards, compare_regions, how_to_apply."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actions.knowledge import SetDay
from tests.actions.talk import Talk, cited, yuan


# ------------------------------------------------------------------------------------------------ list_awards
def test_all_fourteen_awards(talk: Talk) -> None:
    answer = talk.say("list_awards", "漳州有哪些奖励")
    assert answer.kind == "list"
    assert "14. " in answer.text
    assert len(answer.citations) == 14
    assert len(talk.dialogue.choices) == 14
    for words in ("50万元", "每家企业每年最高不超过10万元", "每年最高不超过200万元", "五级38万元"):
        assert words in answer.text


@pytest.mark.parametrize(
    ("text", "count", "never"),
    [
        ("漳州高校能拿什么钱", 6, "ISO56005"),
        ("我们是科研院所，能申请哪些补贴", 6, "密集型"),
        ("银行能拿哪些奖励", 4, "ISO56005"),
    ],
)
def test_awards_for_a_kind_of_applicant(talk: Talk, text: str, count: int, never: str) -> None:
    answer = talk.say("list_awards", text)
    assert len(answer.citations) == count
    assert never not in answer.text


def test_what_nobody_is_paid_is_not_offered(talk: Talk) -> None:
    """The sharing of loan losses between a fund and banks is no award for an enterprise."""
    assert "风险分担" not in talk.say("list_awards", "我们是企业，能拿哪些补贴").text


def test_places_without_awards(talk: Talk) -> None:
    answer = talk.say("list_awards", "重庆有哪些奖励")
    assert "没有规定奖励或补助的金额" in answer.text
    assert talk.say("list_awards", "深圳有哪些奖励").kind == "decline"


# ------------------------------------------------------------------------------------------------ compare_regions
def test_two_regions_side_by_side(talk: Talk) -> None:
    answer = talk.say("compare_regions", "漳州和重庆专利转让哪个奖得多")
    assert answer.kind == "compare"
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["漳州市", "重庆市"]
    assert all(len(row) == len(answer.table.columns) for row in answer.table.rows)
    assert "没有规定金额" in answer.table.rows[1][1]
    assert cited(answer)[0] == ("zhangzhou-2024", "（七）")


def test_a_covered_and_an_uncovered_region(talk: Talk) -> None:
    answer = talk.say("compare_regions", "漳州和深圳哪个补贴多")
    assert "没有收录深圳市" in answer.text
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["漳州市"]


def test_uncovered_regions(talk: Talk) -> None:
    assert talk.say("compare_regions", "北京和上海哪个多").kind == "decline"


def test_no_region_means_all(talk: Talk) -> None:
    answer = talk.say("compare_regions", "各地哪个奖得多")
    assert answer.table is not None
    assert len(answer.table.rows) == 5


def test_stations_are_compared_by_their_names(talk: Talk) -> None:
    answer = talk.say("compare_regions", "四川和淄博的纠纷调解有啥区别")
    assert "淄博仲裁委员会知识产权仲裁院" in answer.text
    assert "知识产权纠纷人民调解组织" in answer.text


# ------------------------------------------------------------------------------------------------ how_to_apply
def test_who_what_where_and_what_is_not_written(talk: Talk) -> None:
    answer = talk.say("how_to_apply", "漳州怎么申请团体标准奖励")
    assert answer.kind == "how_to_apply"
    assert yuan(answer) == 150_000
    for words in ("制定团体标准的相关组织", "15个以上", "15万元", "没有写明申请表、申报材料、受理窗口、申报截止时间"):
        assert words in answer.text
    assert answer.units is not None
    assert answer.units.lead[0] in answer.text
    assert cited(answer) == [("zhangzhou-2024", "（十五）")]


@pytest.mark.parametrize("text", ["重庆怎么申请专利转让奖励", "淄博怎么申请专利密集型产品", "四川申报要什么材料"])
def test_applying_where_no_award_is_written(talk: Talk, text: str) -> None:
    answer = talk.say("how_to_apply", text)
    assert answer.amount is None
    assert "没有写" in answer.text


def test_applying_elsewhere(talk: Talk) -> None:
    answer = talk.say("how_to_apply", "深圳怎么申请专利资助")
    assert answer.kind == "decline"


def test_applying_for_something(talk: Talk) -> None:
    answer = talk.say("how_to_apply", "怎么申请")
    assert answer.kind == "question"
    assert len(talk.dialogue.choices) >= 4
    picked = talk.say("inform", "第4个")
    assert picked.kind == "how_to_apply"
    assert "ISO56005" in picked.text


def test_what_is_listed_is_what_can_be_picked(talk: Talk) -> None:
    answer = talk.say("how_to_apply", "怎么申请")
    assert all(choice.title in answer.text for choice in talk.dialogue.choices)


def test_applying_after_the_end(talk: Talk, day: SetDay) -> None:
    day(date(2030, 1, 1))
    answer = talk.say("how_to_apply", "漳州怎么申请团体标准奖励")
    assert answer.text.startswith("先提醒您")


def test_a_fund_is_not_something_to_apply_for(talk: Talk) -> None:
    assert "不是给企业的奖励" in talk.say("how_to_apply", "漳州1亿元怎么申请").text
