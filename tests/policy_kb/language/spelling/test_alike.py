"""Which characters are typed for which others."""

from __future__ import annotations

from policy_kb.language.spelling.alike import LIKE_SHAPE, LIKE_SOUND, SAME_SHAPE, SAME_SOUND, Alike
from policy_kb.language.spelling.strokes import lookalikes

CHARACTERS = "州洲周川贷货赁未末专传转怎银很令今狠根利刊奖桨浆"


def test_same_sounds_cost_less_than_like_ones() -> None:
    alike = Alike.among(CHARACTERS)
    assert alike.others("州")["周"] == SAME_SOUND
    assert alike.others("专")["传"] <= LIKE_SOUND
    assert Alike.among("林零").others("林") == {"零": LIKE_SOUND}


def test_lookalikes_are_found_and_the_more_alike_cost_less() -> None:
    alike = Alike.among(CHARACTERS)
    assert {"货", "赁"} <= alike.others("贷").keys()
    assert SAME_SHAPE <= alike.others("今")["令"] <= LIKE_SHAPE
    assert alike.others("未")["末"] < alike.others("州")["川"]
    assert "奖" not in alike.others("州")


def test_likeness_is_that_of_strokes_parts_and_corners() -> None:
    found = {frozenset(pair): like for *pair, like in lookalikes("未末奖桨州", 0.4)}
    assert found[frozenset("未末")] > 0.9
    assert found[frozenset("奖桨")] > 0.6
    assert frozenset("未州") not in found


def test_a_character_without_strokes_looks_like_none() -> None:
    assert list(lookalikes("未〇x", 0.0)) == []


def test_it_comes_back_as_it_was_stored() -> None:
    alike = Alike.among(CHARACTERS)
    again = Alike(alike.as_json())
    assert again.others("州").keys() == alike.others("州").keys()
