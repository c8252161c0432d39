"""Take-away links open once, for ten minutes, and are not kept as they are."""

from __future__ import annotations

import re

from channels.kiosk.links import LIFETIME_SECONDS, Links, Taken

TAKEN = Taken("c" * 32, 4)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_link_opens_once():
    links = Links()
    token = links.make(TAKEN)
    assert links.good(token)
    assert links.good(token)
    assert links.open(token) == TAKEN
    assert links.open(token) is None
    assert not links.good(token)


def test_it_closes_after_ten_minutes():
    clock = Clock()
    links = Links(clock)
    first = links.make(TAKEN)
    clock.now += LIFETIME_SECONDS - 1
    second = links.make(TAKEN)
    assert links.good(first)
    clock.now += 1
    assert not links.good(first)
    assert links.open(first) is None
    assert links.good(second)


def test_a_token_has_128_bits_and_is_kept_as_a_digest_only():
    links = Links()
    tokens = {links.make(TAKEN) for _ in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    assert not any(token in repr(links._links) for token in tokens)


def test_the_oldest_make_room():
    links = Links(most=2)
    first, second, third = (links.make(TAKEN) for _ in range(3))
    assert [links.good(token) for token in (first, second, third)] == [False, True, True]
