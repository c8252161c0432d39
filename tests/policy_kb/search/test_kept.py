"""What is kept of one state of the knowledge base, and when it is read again."""

from __future__ import annotations

from policy_kb.search.kept import Kept


class Reader:
    """Gives the length of each word, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, words: list[str]) -> dict[str, int]:
        self.asked.append(words)
        return {word: len(word) for word in words if word}


def test_only_what_is_missing_is_read() -> None:
    kept, read = Kept[str, int](10), Reader()
    assert kept.values(("db", 1), ["专利", "商标权"], read) == {"专利": 2, "商标权": 3}
    assert kept.values(("db", 1), ["商标权", "奖"], read) == {"商标权": 3, "奖": 1}
    assert kept.values(("db", 1), [""], read) == {}
    assert read.asked == [["专利", "商标权"], ["奖"], [""]]


def test_another_state_is_read_anew_and_another_database_apart() -> None:
    kept, read = Kept[str, int](10), Reader()
    for state in (("db", 1), ("other", 1), ("db", 1), ("db", 2), ("db", 1)):
        kept.values(state, ["专利"], read)
    assert len(read.asked) == 4


def test_without_a_state_nothing_is_kept_and_no_more_than_said() -> None:
    kept, read = Kept[str, int](2), Reader()
    kept.values(None, ["专利"], read)
    kept.values(None, ["专利"], read)
    assert len(read.asked) == 2
    kept.values(("db", 1), ["一", "二", "三"], read)
    kept.values(("db", 1), ["三"], read)
    kept.values(("db", 1), ["一"], read)
    assert read.asked[2:] == [["一", "二", "三"], ["一"]]
    assert kept.one(("db", 1), "四四", lambda: 9) == 9
