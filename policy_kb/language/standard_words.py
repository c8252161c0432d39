"""Dialect and English words for which there is one standard word: 几多, how much and 多少 are one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import ahocorasick
import yaml

from policy_kb.language.latin import stands_whole

#: What may follow a particle that ends a clause.
_CLAUSE_END = frozenset(" ，,。.;；!！?？~～…")
_AT_THE_END = "$"
_FILE = Path(__file__).with_name("standard_words.yaml")


class StandardWords:
    """Puts standard words in place of others; the longest first where they overlap."""

    def __init__(self, entries: Mapping[str, list[str]]) -> None:
        """``entries`` give the others of each standard word; one that ends in $ counts at the end of a clause only."""
        written = {other: word for word, others in entries.items() for other in others}
        self._standard = {other.removesuffix(_AT_THE_END): word for other, word in written.items()}
        self._particles = frozenset(other[:-1] for other in written if other.endswith(_AT_THE_END))
        self._automaton = ahocorasick.Automaton()
        for other in self._standard:
            self._automaton.add_word(other, other)
        self._automaton.make_automaton()

    def put_into(self, text: str) -> str:
        """``text`` (simplified, lower case) with standard words. Latin words are replaced as a whole only."""
        spans = sorted((last + 1 - len(word), -len(word), word) for last, word in self._automaton.iter(text))
        parts: list[str] = []
        position = 0
        for start, minus_length, word in spans:
            end = start - minus_length
            if start < position or not stands_whole(text, start, end):
                continue
            if word in self._particles and text[end : end + 1] not in _CLAUSE_END and end < len(text):
                continue
            parts += [text[position:start], self._standard[word]]
            position = end
        return "".join(parts) + text[position:] if parts else text


@cache
def standard_words() -> StandardWords:
    """The words of the file, read once."""
    return StandardWords(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
