"""Writers of one SQLite file come in the order in which they asked."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from policy_kb.models.engine import change_connection, create_engine
from policy_kb.models.line import Line, in_line


def test_in_the_order_in_which_they_came() -> None:
    line, order, begun = Line(30), [], threading.Event()

    def writer(number: int) -> None:
        with line.turn():
            order.append(number)
            begun.wait(10)

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=writer, args=(number,)))
        threads[-1].start()
        time.sleep(0.005)
    begun.set()
    for thread in threads:
        thread.join(10)
    assert order == list(range(20))
    with line.turn():
        pass


def test_who_has_waited_too_long_tries_without_a_turn_and_takes_none_from_others() -> None:
    line = Line(0.05)
    with line.turn():
        began = time.monotonic()
        with line.turn():  # after its patience
            waited = time.monotonic() - began
        assert waited >= 0.05
        assert line._taken
    assert not line._taken


def test_each_file_has_a_line_of_its_own(tmp_path: Path) -> None:
    one, other = (create_engine(f"sqlite:///{tmp_path / name}") for name in ("one.sqlite3", "other.sqlite3"))
    again = create_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    entered = threading.Event()

    def writer() -> None:
        with in_line(again):
            entered.set()

    with change_connection(one), change_connection(other):
        waiting = threading.Thread(target=writer)
        waiting.start()
        assert not entered.wait(0.2)
    assert entered.wait(10)
    waiting.join(10)
