"""What is learnt once of how people write, and the spellers made of it for each state of the knowledge base."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from policy_kb.language.spelling.alike import Alike
from policy_kb.language.spelling.sequences import Sequences
from policy_kb.language.spelling.speller import Speller
from policy_kb.language.spelling.words import Standing, Words, bound_characters, general_standing, general_words
from policy_kb.language.words import cut

#: How much a name and a word of a notice count, against one for each sentence that has it.
_NAME, _NOTICE_WORD = 3.0, 1.0
_GENERAL = 1 / 6
_LEAST_ASKED = 2
#: What was asked of one place may be asked of any other: a sentence counts so much for each place.
_OF_ANOTHER_PLACE = 0.5
_PLACE = "\x01"


class LearntSpelling:
    """How characters follow each other in questions and in general words, and which are typed for which others."""

    def __init__(
        self,
        sequences: Sequences,
        words: Mapping[str, Standing],
        alike: Alike,
        frames: Iterable[str],
        bound: Mapping[str, float],
    ) -> None:
        self._sequences, self._standings, self._alike = sequences, dict(words), alike
        self._frames, self._bound = tuple(frames), bound

    @classmethod
    def from_questions(cls, questions: Collection[str], places: Iterable[str] = ()) -> LearntSpelling:
        """Learn from questions without slips (normalised), which name ``places``. Costs some seconds."""
        general = general_words()
        sequences = Sequences()
        sequences.add_sentences(questions)
        sequences.add_words((word, _GENERAL * math.log1p(count)) for word, count in general.items())
        asked = Counter(word for question in questions for word in set(cut(question)))
        words = {word: general_standing(word) for word in general}
        words.update((word, Standing.ASKED) for word, n in asked.items() if n >= _LEAST_ASKED and len(word) > 1)
        characters = {character for question in questions for character in question}
        alphabet = {character for character in characters if "\u3400" <= character <= "\u9fff"}
        return cls(sequences, words, Alike.among(alphabet | _typed()), _frames(questions, places), bound_characters())

    def speller(self, names: Iterable[str], notice_words: Iterable[str], places: Iterable[str] = ()) -> Speller:
        """A speller that knows names of the knowledge base, its places and the words of its notices as well."""
        names, notice_words = list(names), list(notice_words)
        sequences = Sequences(self._sequences)
        for place in places:
            asked = (frame.replace(_PLACE, place) for frame in self._frames)
            sequences.add_sentences(asked, _OF_ANOTHER_PLACE)
        sequences.add_words((name, _NAME) for name in names)
        sequences.add_words((word, _NOTICE_WORD) for word in notice_words)
        words = {word: Standing.KNOWN for word in notice_words if len(word) > 1}
        words |= {word: standing for word, standing in self._standings.items() if standing > words.get(word, 0)}
        words |= {name: Standing.NAME for name in names if len(name) > 1}
        return Speller(sequences, self._alike, Words(words), self._bound)

    def as_json(self) -> dict[str, Any]:
        """To be stored with a model."""
        counts = {run: round(count, 3) for run, count in self._sequences.counts.items()}
        return {
            "counts": counts,
            "words": self._standings,
            "alike": self._alike.as_json(),
            "frames": self._frames,
            "bound": {character: round(share, 4) for character, share in self._bound.items()},
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> LearntSpelling:
        """What ``as_json`` gave."""
        words = {word: Standing(standing) for word, standing in stored["words"].items()}
        return cls(
            Sequences.of_counts(stored["counts"]), words, Alike(stored["alike"]), stored["frames"], stored["bound"]
        )


def _frames(questions: Iterable[str], places: Iterable[str]) -> list[str]:
    """The questions that name one place, with a hole for it."""
    ordered = sorted(map(re.escape, places), key=len, reverse=True)
    if not ordered:
        return []
    pattern = re.compile("|".join(ordered))
    found = (pattern.subn(_PLACE, question) for question in questions)
    return list(dict.fromkeys(frame for frame, holes in found if holes == 1))


def _typed() -> set[str]:
    """The common characters (level 1 of GB 2312): any of them may be typed for another."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return {character for cell in cells if (character := cell.decode("gb2312", "ignore"))}
