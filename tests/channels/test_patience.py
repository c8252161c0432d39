"""Who waits as long as told is taken; who does not is told to wait longer each time, and in the end sent away."""

from __future__ import annotations

from channels.conversations.patience import LONGEST_REST, MOST_EARLY, Patience


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_who_waits_as_told_loses_nothing() -> None:
    clock = Clock()
    patience = Patience(clock)
    for _ in range(20):  # a long queue, refused again and again
        patience.told("message", 2.0)
        clock.now += 2.1
        assert patience.left("message") == 0.0
        assert not patience.ignores


def test_one_that_was_on_its_way_changes_nothing() -> None:
    clock = Clock()
    patience = Patience(clock)
    patience.told("message", 2.0)
    clock.now += 0.5
    assert patience.left("message") == 1.5
    assert not patience.ignores
    clock.now += 1.6
    assert patience.left("message") == 0.0


def test_other_frames_need_not_wait() -> None:
    patience = Patience(Clock())
    patience.told("message", 2.0)
    assert patience.left("ask_person") == 0.0
    assert patience.rest == 0.0


def test_who_goes_on_waits_longer_and_longer() -> None:
    clock = Clock()
    patience = Patience(clock)
    patience.told("message", 1.0)
    rests = []
    for _ in range(MOST_EARLY):
        assert not patience.over
        left = patience.left("message")
        assert left > 0
        rests.append(patience.rest)
        patience.told("message", left)
        clock.now += patience.rest  # the connection is read again, and the next one is there already
    assert patience.over
    assert rests == sorted(rests)
    assert rests[-1] == LONGEST_REST


def test_who_has_waited_after_all_begins_afresh() -> None:
    clock = Clock()
    patience = Patience(clock)
    patience.told("message", 1.0)
    for _ in range(3):
        left = patience.left("message")
    assert patience.ignores
    clock.now += left
    assert patience.left("message") == 0.0
    assert not patience.ignores
    assert patience.rest == 0.0
