"""Rasa's parse result as typed values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.turn import ClauseReference, Turn, turn_of
from bot.components.reader import entities_of
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import Reading, read


def _turn(text: str) -> Turn:
    return Turn(text, "inform", 1.0, (), Reading(text, (), ()))


@pytest.mark.parametrize(
    "text",
    [
        "漳州高校转让了十二件发明专利，坏账100万，占三分之一",
        "四川企业ISO56005三级，淄博呢",
        "知识铲权质押贷款亏了50万元",
        "",
        "😀😀",
    ],
)
def test_entities_of_the_pipeline_come_back_as_the_same_reading(kb: KnowledgeBase, text: str) -> None:
    reading = read(text, kb.lexicon)
    turn = turn_of(
        {
            "text": text,
            "intent": {"name": "inform", "confidence": 0.4},
            "intent_ranking": [{"name": "inform", "confidence": 0.4}, {"name": "deny", "confidence": None}],
            "entities": entities_of(reading),
        }
    )
    assert (turn.intent, turn.confidence) == ("inform", 0.4)
    assert turn.ranking == (("inform", 0.4), ("deny", 0.0))
    assert turn.reading.quantities == reading.quantities
    assert all(isinstance(quantity.value, Decimal) for quantity in turn.reading.quantities)
    for kind in ("region", "award", "topic", "institution", "applicant"):
        assert turn.reading.ids(kind) == reading.ids(kind)


def test_a_message_without_anything_is_an_empty_turn() -> None:
    turn = turn_of({})
    assert (turn.raw, turn.intent, turn.confidence, turn.ranking) == ("", "", 0.0, ())
    assert turn.reading == Reading("", (), ())


def test_entities_of_other_extractors_are_left_alone() -> None:
    assert turn_of({"text": "12", "entities": [{"entity": "number", "start": 0, "end": 2}]}).reading.mentions == ()


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("第七条说了什么", (ClauseReference(7),)),
        ("第十二条和第3条", (ClauseReference(12), ClauseReference(3))),
        ("（十五）有哪些奖", (ClauseReference(15, bracketed=True),)),
        ("(7)的原文", (ClauseReference(7, bracketed=True),)),
        ("第二部分讲什么", (ClauseReference(2, part=True),)),
        ("第三章", (ClauseReference(3, part=True),)),
        ("第三家企业", ()),
        ("七件专利", ()),
    ],
)
def test_clauses_named_by_number(text: str, references: tuple[ClauseReference, ...]) -> None:
    assert _turn(text).clause_references == references


@pytest.mark.parametrize(
    ("text", "place"),
    [("第二个", 2), ("2", 2), ("选第三项", 3), ("第十二个吧", 12), ("我要第1种。", 1), ("看第四项呢", 4), ("9", 9)],
)
def test_picks_from_a_list(text: str, place: int) -> None:
    assert _turn(text).choice == place


@pytest.mark.parametrize("text", ["12件", "0", "第二个企业呢", "第二条", "二", "我们有2个", ""])
def test_other_messages_are_no_pick(text: str) -> None:
    assert _turn(text).choice is None


@pytest.mark.parametrize("text", ["10", "12", "14", "2。", "第2个", "选2"])
def test_a_long_list_can_be_picked_from_by_plain_numbers(text: str) -> None:
    """Fourteen awards are listed with "回复序号就行"; every number of the list is a pick."""
    assert _turn(text).choice is not None


@pytest.mark.parametrize(
    ("text", "says"),
    [("我们是高校", True), ("我单位属于科研院所", True), ("作为一家企业", True), ("高校转让奖多少", False)],
)
def test_whether_the_speakers_say_what_they_are(text: str, *, says: bool) -> None:
    assert _turn(text).about_itself is says
