"""Characters that are bound to others, and pairs that are words however rare."""

from __future__ import annotations

from policy_kb.language.spelling.words import Pairs, bound_characters, pairs_in_dictionary


def test_what_is_hardly_ever_a_word_is_bound_and_what_often_is_one_is_free() -> None:
    bound = bound_characters()
    assert bound["究"] > bound["州"] > 0
    assert not bound.keys() & set("的吗看给钱")
    assert all(0 < share <= 1 for share in bound.values())


def test_rare_words_are_words() -> None:
    assert {"校报", "奖励"} <= pairs_in_dictionary()
    assert "州网" not in pairs_in_dictionary()


def test_pairs_are_found_by_either_character() -> None:
    pairs = Pairs(["漳州", "杭州", "漳浦"])
    assert pairs.behind("漳") == {"州", "浦"}
    assert pairs.before("州") == {"漳", "杭"}
    assert pairs.before("无") == frozenset()
