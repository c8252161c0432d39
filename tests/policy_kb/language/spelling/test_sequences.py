"""How likely one character follows others."""

from __future__ import annotations

import math

import pytest

from policy_kb.language.spelling.sequences import BREAK, Sequences, symbols


def test_numerals_letters_and_marks_are_one_symbol_each() -> None:
    assert symbols("转让12件ip，好") == f"转让00件aa{BREAK}好"
    assert symbols("十二件") == symbols("12件")


def test_what_was_seen_is_likelier_than_what_was_not() -> None:
    sequences = Sequences()
    sequences.add_sentences(["怎么申请", "怎么办理", "申请材料"])
    assert sequences.log_probability("申请") > sequences.log_probability("申材") > sequences.log_probability("申他")


def test_probabilities_of_what_may_follow_add_up_to_no_more_than_one() -> None:
    sequences = Sequences()
    sequences.add_sentences(["漳州奖多少", "漳州补多少", "漳州市"])
    symbols_seen = {run for run in sequences.counts if len(run) == 1}
    for context in ("", "漳", "漳州", "州补"):
        total = sum(math.exp(sequences.log_probability(context + one)) for one in symbols_seen)
        assert 0.5 < total <= 1 + 1e-6


def test_more_words_over_a_base_count_like_words_of_one() -> None:
    words = [("漳州", 3.0), ("靖江", 1.0), ("漳浦", 2.0)]
    base, whole = Sequences(), Sequences()
    base.add_words(words[:1])
    over = Sequences(base)
    over.add_words(words[1:])
    whole.add_words(words)
    assert over.counts == whole.counts
    assert over.log_probability("漳浦") == pytest.approx(whole.log_probability("漳浦"))
    assert over.behind("漳") == {"州", "浦"}
    assert over.before("江") == {"靖"}
    assert base.behind("漳") == {"州"}


def test_stored_counts_give_the_same_probabilities() -> None:
    sequences = Sequences()
    sequences.add_sentences(["怎么申请专利"])
    again = Sequences.of_counts(sequences.counts)
    assert again.log_probability("申请") == pytest.approx(sequences.log_probability("申请"))
    assert again.behind("申") == sequences.behind("申")
