"""An address is known once somebody there was answered a while ago."""

from __future__ import annotations

import pytest

from channels.conversations import guests
from channels.conversations.guests import KNOWN_SECONDS, Guests


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_address_is_known_a_while_after_the_first_answer() -> None:
    clock = Clock()
    known = Guests(clock)
    assert not known.knows("203.0.113.1")
    known.answered("203.0.113.1")
    assert not known.knows("203.0.113.1")
    clock.now = KNOWN_SECONDS
    known.answered("203.0.113.1")
    assert known.knows("203.0.113.1")
    assert not known.knows("203.0.113.2")


def test_this_machine_is_known() -> None:
    assert Guests(Clock()).knows("")


def test_as_many_as_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "_ADDRESSES", 2)
    clock = Clock()
    known = Guests(clock)
    for house in ("a", "b", "a", "c"):
        known.answered(house)
    clock.now = KNOWN_SECONDS
    assert [known.knows(house) for house in ("a", "b", "c")] == [True, False, True]
