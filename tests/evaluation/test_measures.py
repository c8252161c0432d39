"""Every measure against numbers worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from evaluation import measures
from evaluation.collection import Conversation, Expectation, Fault
from evaluation.comparison import chance_of, change
from evaluation.run import Answered, Held, Turn
from evaluation.understanding import Understood


def answered(
    question: Expectation,
    intent: str = "",
    *,
    kind: str = "award",
    right: bool = True,
    wrong: int | None = None,
    sure: float = 1.0,
    names: tuple[frozenset[tuple[str, str]], ...] = (),
    facts: frozenset[tuple[str, str]] = frozenset(),
    told: frozenset[tuple[str, str]] | None = None,
) -> Answered:
    return Answered(
        question,
        question.user,
        ({"text": "…", "custom": {"kind": kind}},),
        () if right else (Fault("kind", "other", kind),),
        frozenset() if wrong is None else frozenset([Decimal(wrong)]),
        turn_ms=10.0,
        parse_ms=1.0,
        understood=Understood(intent, intent, sure, names, facts) if intent else None,
        told=told,
    )


def asks_for(*intents: str, kind: tuple[str, ...] = ("award",)) -> Expectation:
    return Expectation("问", intent=intents, kind=kind)


def test_intents():
    items = [
        *[answered(asks_for("a"), "a")] * 3,
        answered(asks_for("a"), "b"),
        answered(asks_for("b"), "b"),
        answered(asks_for("b", "c"), "c"),
        answered(asks_for("b"), "nlu_fallback"),
        answered(asks_for("b")),
    ]
    found = measures.intents(items)
    assert found is not None
    assert found.names == ("a", "b", "c", "nlu_fallback")
    assert found.confusion == ((3, 1, 0, 0), (0, 1, 0, 1), (0, 0, 1, 0), (0, 0, 0, 0))
    assert found.accuracy == pytest.approx(5 / 7)
    # F1: a 6/7, b 2/4, c 1; nobody asks for nlu_fallback
    assert found.macro_f1 == pytest.approx((6 / 7 + 1 / 2 + 1) / 3)
    assert [(row.name, row.support) for row in found.rows] == [("a", 4), ("b", 2), ("c", 1), ("nlu_fallback", 0)]
    assert (found.rows[0].precision, found.rows[0].recall) == (1.0, 0.75)


def test_names_may_mean_several_things_and_applicants_are_facts():
    award, topic, region = ("award", "x"), ("topic", "x"), ("region", "350600")
    question = Expectation("问", entities=frozenset([award, region]))
    names = (frozenset([award, topic]), frozenset([("term", "y")]), frozenset([("applicant", "bank")]))
    found = measures.entities([answered(question, "a", names=names), answered(asks_for("a"), "a", names=names)])
    assert (found.there, found.found, found.questions) == (2, 2, 1)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_facts_count_with_their_values():
    told = frozenset([("count", "12"), ("who", "university"), ("free", "True")])
    found = measures.facts(
        [
            answered(asks_for("a"), "a", told=told, facts=frozenset([("count", "12"), ("who", "enterprise")])),
            answered(asks_for("a"), "a", told=frozenset(), facts=frozenset([("count", "1")])),
        ]
    )
    assert found.precision == pytest.approx(1 / 3)
    assert found.recall == pytest.approx(1 / 3)
    assert measures.facts([answered(asks_for("a"), "a", told=told)]).f1 == 0.0
    assert measures.facts([]).f1 is None


def test_declines():
    due, good, either = asks_for("o", kind=("decline",)), asks_for("a"), asks_for("o", kind=("decline", "smalltalk"))
    found = measures.declines(
        [
            answered(due, kind="decline"),
            answered(due, kind="decline"),
            answered(due, kind="award"),
            answered(good, kind="decline"),
            *[answered(good)] * 3,
            answered(either, kind="decline"),
        ]
    )
    assert (found.precision, found.recall, found.good_declined) == (2 / 3, 2 / 3, 1 / 4)
    assert (found.due, found.good) == (3, 4)


def test_calibration():
    confidence = np.array([0.95, 0.91, 0.55, 0.52, 1.0])
    right = np.array([True, True, False, True, False])
    found = measures.calibration_of(confidence, right)
    assert [(b.low, b.count) for b in found.bins] == [(0.5, 2), (0.9, 3)]
    assert found.error == pytest.approx(2 / 5 * abs(0.535 - 0.5) + 3 / 5 * abs(2.86 / 3 - 2 / 3))


def test_answers_dialogues_and_sums():
    dialogue = Conversation("d", (Expectation("一"), Expectation("二")))
    good = Turn(Expectation("一"), (), (), frozenset(), 1.0)
    bad = Turn(Expectation("二"), (), (), frozenset([Decimal(5)]), 1.0)
    found = measures.measure(
        [
            answered(asks_for("a"), "a"),
            answered(asks_for("a"), "a", kind="question", right=False),
            answered(asks_for("a"), "a", right=False),
            answered(asks_for("a"), "a", wrong=7),
        ],
        [Held(dialogue, (good, good)), Held(dialogue, (good, bad))],
    )
    assert (found.answers, found.asked_back, found.dialogue_success, found.wrong_yuan) == (0.25, 0.25, 0.5, 2)
    assert found.turn is not None
    assert (found.turn.p50, found.parse.p95) == (10.0, 1.0)


def test_nothing_was_asked():
    assert set(measures.measure([]).figures().values()) == {None, 0}


def test_latency():
    found = measures.latency([float(n) for n in range(1, 102)])
    assert found is not None
    assert (found.p50, found.p95) == (51.0, 96.0)


@pytest.mark.parametrize(
    ("lost", "won", "p"),
    [(0, 0, 1.0), (4, 0, 1 / 16), (5, 0, 1 / 32), (5, 1, 7 / 64), (0, 5, 1.0), (2, 2, 11 / 16)],
)
def test_mcnemars_exact_test_on_one_side(lost, won, p):
    assert chance_of(lost, won) == pytest.approx(p)


def test_only_what_was_there_both_times_is_compared():
    found = change("abcd", "ab", "bcde", "ce")
    assert (found.lost, found.won) == (("c",), ("b",))
    assert not found.worse
    assert change("abcde", "", "abcde", "abcde").worse
