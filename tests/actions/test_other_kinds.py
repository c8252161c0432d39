"""Questions about things that are like what an award counts."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("实用新型转让给漳州企业有奖励吗", "实用新型"),
        ("漳州高校转让外观设计专利算不算", "外观设计"),
        ("漳州高校转了6件实用新型给企业，能拿多少", "实用新型"),
        ("漳州新引进的企业两年内新增外观设计专利能拿50万吗", "外观设计"),
    ],
)
def test_another_kind_is_refused_by_name(talk: Talk, text: str, word: str) -> None:
    answer = talk.say("eligibility", text)
    assert answer.text.startswith(f"{word}不算：这一条只算发明专利。")
    assert (answer.verdict, answer.amount) == ("no", None)


@pytest.mark.parametrize(
    "text",
    [
        "漳州高校转让发明专利和实用新型都有奖吗",
        "漳州高校转让发明专利要是不算外观，够不够6件",
        "漳州高校转让的专利不含实用新型，奖怎么算",
    ],
)
def test_where_the_thing_itself_is_named_too_nothing_is_refused(talk: Talk, text: str) -> None:
    assert talk.say("eligibility", text).verdict != "no"


def test_of_an_award_that_is_not_spoken_of_nothing_is_said(talk: Talk) -> None:
    assert "不算" not in talk.say("eligibility", "漳州实用新型授权有补助吗").text


def test_things_are_no_enterprises(talk: Talk) -> None:
    assert "10家" not in talk.say("eligibility", "漳州企业有10个软著能拿奖吗").text
