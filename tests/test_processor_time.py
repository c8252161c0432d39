"""The measure of growth takes a square for what it is."""

from __future__ import annotations

from tests.processor_time import grows_linearly


def test_what_grows_with_the_amount_and_what_with_its_square() -> None:
    assert grows_linearly(lambda size: sum(range(size)), 50_000)
    assert not grows_linearly(lambda size: sum(sum(range(size)) for _ in range(size)), 300)
