"""Everyday words for the words of notices (thesaurus.yaml): 睡大觉的专利 are 存量专利."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import ahocorasick
import yaml

from policy_kb.language.normalise import normalise

_FILE = Path(__file__).with_name("thesaurus.yaml")


class Thesaurus:
    """Finds everyday words in a text and gives the official ones for them."""

    def __init__(self, entries: Mapping[str, list[str]]) -> None:
        self._official: defaultdict[str, list[str]] = defaultdict(list)
        for official, everyday in entries.items():
            for word in everyday:
                if official not in self._official[normalise(word)]:
                    self._official[normalise(word)].append(official)
        self._automaton = ahocorasick.Automaton()
        for word in self._official:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def find(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Everyday words in ``text`` (normalised) as start, end and official words; the longest, none overlapping."""
        spans = sorted((last + 1 - len(word), -len(word), word) for last, word in self._automaton.iter(text))
        found: list[tuple[int, int, tuple[str, ...]]] = []
        position = 0
        for start, minus_length, word in spans:
            if start >= position:
                position = start - minus_length
                found.append((start, position, tuple(self._official[word])))
        return found


@cache
def thesaurus() -> Thesaurus:
    """The entries of the file, read once."""
    return Thesaurus(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
