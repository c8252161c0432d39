"""Regions that a message names as the recipients': what went there doesn't count, and the question isn't for there."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk, yuan


@pytest.mark.parametrize(
    "text",
    [
        "我们大学今年有30件发明卖给了厦门的企业，按漳州的办法奖多少",
        "漳州高校转让给泉州企业9件发明，能拿多少",
        "高校转让发明20件，买方都是龙岩的公司，漳州奖多少",
    ],
)
def test_what_went_elsewhere_is_not_counted(talk: Talk, text: str) -> None:
    answer = talk.say("award_amount", text)
    assert answer.kind == "question"
    assert answer.amount is None
    assert "只算漳州市的" in answer.text


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("大学转让给漳州企业10件发明，奖多少", 50_000),
        ("大学转让给漳浦县的企业10件发明，漳州奖多少", 50_000),
        ("我们是厦门大学，向漳州市企业转让发明专利12件，能奖多少", 60_000),
    ],
)
def test_what_stays_is(talk: Talk, text: str, total: int) -> None:
    assert yuan(talk.say("award_amount", text)) == total


def test_a_buyer_named_later_takes_the_count_back(talk: Talk) -> None:
    assert yuan(talk.say("award_amount", "漳州的高校转让发明8件能奖多少")) == 40_000
    answer = talk.say("inform", "买方是龙岩的企业")
    assert answer.amount is None
    assert "transferred_patents" not in talk.dialogue.facts


def test_the_conversation_stays_where_it_was(talk: Talk) -> None:
    talk.say("award_amount", "漳州的大学转让12件发明奖多少")
    talk.say("inform", "买家在成都")
    assert talk.dialogue.regions == ("350600",)


@pytest.mark.parametrize(
    "text", ["漳州高校20件发明专利全部转给了厦门的企业，有奖吗", "漳州大学转让的发明专利，受让方都是泉州的公司，能拿吗"]
)
def test_where_all_went_elsewhere_nothing_is_paid(talk: Talk, text: str) -> None:
    answer = talk.say("eligibility", text)
    assert (answer.verdict, answer.amount) == ("no", None)


@pytest.mark.parametrize(
    "text",
    [
        "漳州大学12件都转让给本地企业了，听说厦门企业那边更多，能拿多少",
        "漳州大学12件都转给了厦门和漳州的企业，拿多少",
        "漳州大学12件都转给了漳州和厦门的企业，拿多少",
        "漳州大学12件都转给漳州、厦门两地企业，拿多少",
        "漳州高校今年转让10件，都不是给厦门企业的，奖多少",
    ],
)
def test_where_some_may_stay_it_is_asked(talk: Talk, text: str) -> None:
    assert talk.say("award_amount", text).kind == "question"


def test_those_that_went_elsewhere_are_all_that_is_told(talk: Talk) -> None:
    answer = talk.say("eligibility", "漳州的大学把9件发明专利转给了厦门的公司，奖励拿不拿得到")
    assert (answer.verdict, answer.amount) == ("no", None)


def test_what_went_elsewhere_is_taken_off_by_the_speaker(talk: Talk) -> None:
    talk.say("award_amount", "漳州的大学今年转让给漳州企业14件发明，奖多少")
    answer = talk.say("calculate", "扣掉卖给厦门公司的2件，只算12件")
    assert answer.kind == "question" or yuan(answer) == 60_000
