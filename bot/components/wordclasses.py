"""Classes of words that a few thousand examples can't teach: ways to ask the same thing, and everyday themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import ahocorasick
import yaml

from policy_kb.language.latin import stands_whole
from policy_kb.language.normalise import normalise

CONCEPTS_FILE = Path(__file__).with_name("concepts.yml")
THEMES_FILE = Path(__file__).with_name("themes.yml")


@dataclass(frozen=True, slots=True)
class ClassedWord:
    """A word of a class at ``start:end``; ``theme`` tells an everyday theme from a way of asking."""

    start: int
    end: int
    name: str
    theme: bool


class WordClasses:
    """Finds the words of concepts.yml and themes.yml in a text, leftmost first, the longest at each place."""

    def __init__(self, concepts: dict[str, list[str]], themes: dict[str, list[str]]) -> None:
        self._words: dict[str, tuple[str, bool]] = {}
        for classes, theme in ((concepts, False), (themes, True)):
            for name, words in classes.items():
                for word in words:
                    self._words.setdefault(normalise(word), (name, theme))
        self._automaton = ahocorasick.Automaton()
        for word in self._words:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()
        self._remembered = lru_cache(maxsize=512)(self._find)

    def find(self, text: str) -> tuple[ClassedWord, ...]:
        """Words of ``text`` (normalised) that have a class, none overlapping."""
        return self._remembered(text)

    def _find(self, text: str) -> tuple[ClassedWord, ...]:
        spans = sorted((end + 1 - len(word), -len(word), word) for end, word in self._automaton.iter(text))
        found: list[ClassedWord] = []
        position = 0
        for start, minus_length, word in spans:
            end = start - minus_length
            if start >= position and stands_whole(text, start, end):
                found.append(ClassedWord(start, end, *self._words[word]))
                position = end
        return tuple(found)


@cache
def word_classes() -> WordClasses:
    """The classes of the two files, read once."""
    return WordClasses(
        yaml.safe_load(CONCEPTS_FILE.read_text(encoding="utf-8")),
        yaml.safe_load(THEMES_FILE.read_text(encoding="utf-8")),
    )
