"""Several applicants in one message: each gets its own, and what can't be told apart is asked."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("2所高校和1家研究院首次贯标，一共补多少", 250_000),
        ("三家大学都是第一次贯标，总共补多少", 300_000),
        ("高校2所、科研院所3家，首次贯标共补？", 350_000),
        ("兩所高校同埋一間研究所首次貫標，總共補幾多", 250_000),
        ("三家企业ISO56005，两家三级一家五级，总共", 740_000),
        ("两家企业一家三级一家五级，ISO56005总共补多少", 560_000),
        ("两家企业分别评了ISO56005二级和四级，一共多少", 360_000),
        ("五家企业，三家ISO56005三级，两家没评，一共补多少", 540_000),
        ("十所高校里有三所首次贯标，一共补多少", 300_000),
        ("三家企业每家有16件密集型产品，一共多少", 240_000),
        ("两家企业密集型产品各25件，总共奖多少", 200_000),
        ("两家企业密集型产品一家30件一家5件，总共奖多少", 125_000),
        ("两家银行各损失100万，质押贷款，一共承担多少", 1_600_000),
    ],
)
def test_each_gets_its_own(talk: Talk, text: str, total: int) -> None:
    answer = talk.say("award_amount", text)
    assert yuan(answer) == total
    assert sum(step.yuan or 0 for step in answer.trace if step.step != "合计") == total
    assert answer.text.rstrip().endswith("最终以主管部门审核为准。")


@pytest.mark.parametrize(
    "text",
    [
        "3所高校总共转让18件发明专利，奖多少",
        "三家企业一共有24件密集型产品，总共奖多少",
        "两所高校共转让发明专利20件，总共奖多少",
        "四家企业密集型产品30件，奖多少",
        "三家企业ISO56005，两家三级，总共多少",
        "2所高校首次贯标，其中1所之前通过过，一共补多少",
        "我校贯标首次，另有两家企业密集型产品各10件，一共多少",
    ],
)
def test_what_cannot_be_told_apart_is_asked(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert answer.kind == "question"
    assert answer.amount is None
    assert "按家分开" in answer.text


@pytest.mark.parametrize(
    ("text", "total", "line"),
    [
        ("甲公司ISO56005五级，乙公司ISO56005一级，两家一共补多少", 460_000, "甲企业（五级）：38万元"),
        ("A公司密集型产品3件，B公司密集型产品40件，一共奖多少", 115_000, "B企业（40件）：10万元"),
        ("甲大学转让发明10件，乙学院4件，丙研究所70件，都给漳州企业，合计多少", 350_000, "乙高校：拿不到，还差2件"),
    ],
)
def test_applicants_that_go_by_letters(talk: Talk, text: str, total: int, line: str) -> None:
    answer = talk.say("award_amount", text)
    assert yuan(answer) == total
    assert line in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "甲公司ISO56005五级，乙公司一级，三家一共补多少",
        "甲公司ISO56005五级，乙公司还没评，甲乙一共补多少",
        "一家大学一家公司，大学转让10件，公司密集型产品4件，一共多少",
    ],
)
def test_letters_that_leave_something_open_are_asked(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert answer.kind == "question"
    assert answer.amount is None


def test_a_kind_that_the_award_is_not_for_is_named(talk: Talk) -> None:
    answer = talk.say("award_amount", "2所高校和1家企业首次贯标，一共多少")
    assert yuan(answer) == 200_000
    assert "1家企业：拿不到" in answer.text


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("我们大学有三个学院首次贯标补多少", 100_000),
        ("我们是快维中心，服务了6家企业，51件转让许可，50件备案，免费，能拿多少", 150_000),
        ("高校转让12件发明专利给3家企业奖多少", 60_000),
        ("我们协会团标指导了16家企业能拿多少", 150_000),
        ("我们是一家企业，ISO56005三级补多少", 180_000),
    ],
)
def test_one_applicant_stays_one(talk: Talk, text: str, total: int) -> None:
    assert yuan(talk.say("award_amount", text)) == total


def test_a_follow_up_changes_the_number_of_applicants(talk: Talk) -> None:
    talk.say("award_amount", "2所高校和1家研究院首次贯标，一共补多少")
    assert yuan(talk.say("follow_up", "再多一所高校呢")) == 350_000
    assert yuan(talk.say("follow_up", "少一家研究院呢")) == 300_000


def test_a_follow_up_tells_one_of_them_apart(talk: Talk) -> None:
    talk.say("award_amount", "四家企业ISO56005三级一共多少")
    assert yuan(talk.say("follow_up", "有一家是五级")) == 920_000
    assert yuan(talk.say("follow_up", "再加一家企业呢")) in (1_100_000, None)


def test_nobody_is_paid_for_a_kind_left_out(talk: Talk) -> None:
    answer = talk.say("award_amount", "三家企业首次贯标，一共多少")
    assert answer.amount is None
    assert "企业不在范围内" in answer.text


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("我们集团一家一级一家五级，ISO56005共多少", 460_000),
        ("我家在漳州有两个公司，一个ISO56005评了一级，一个四级，两家一共多少", 320_000),
        ("漳州两个子公司，一家ISO56005二级，一家四级，合起来补多少", 360_000),
        ("老板叫我算账：漳州两个子公司，一家ISO56005二级，一家四级，合起来补多少", 360_000),
    ],
)
def test_the_companies_of_a_group(talk: Talk, text: str, total: int) -> None:
    assert yuan(talk.say("award_amount", text)) == total


def test_so_many_alike_after_one(talk: Talk) -> None:
    assert yuan(talk.say("award_amount", "漳州科研院所首次贯标补多少")) == 50_000
    assert yuan(talk.say("inform", "两家所一共多少", confidence=0.6)) == 100_000
    talk.say("award_amount", "我们高校今年给漳州企业转让了8件发明专利，奖多少")
    assert yuan(talk.say("award_amount", "两家学校一共多少")) is None  # each counts its own


def test_so_many_alike_of_which_one_differs_are_asked_about(talk: Talk) -> None:
    talk.say("award_amount", "漳州科研院所首次贯标补多少")
    answer = talk.say("follow_up", "两家所一共多少，有一家是复审")
    assert answer.amount is None
    assert "按家分开" in answer.text


def test_the_companies_of_a_group_each_with_its_own_level(talk: Talk) -> None:
    answer = talk.say("award_amount", "漳州集团下面三家公司，ISO56005分别评上二级、三级、四级，三家的补助加一块是多少")
    assert yuan(answer) == 540_000
