"""Which characters are typed for which others: those of the same sound, and those that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from policy_kb.language.spelling.strokes import lookalikes
from policy_kb.search.sound import folded

#: What a slip costs, as a natural logarithm of its odds: the same sound is typed wrong more often than a like one.
SAME_SOUND, LIKE_SOUND = 4.0, 5.0
#: A look-alike costs between these, the more alike the less.
SAME_SHAPE, LIKE_SHAPE = 4.0, 6.8
_LEAST_LIKENESS = 0.44
_MOST_LOOKALIKES = 60
#: The dictionary lists a character's common readings first.
_MOST_READINGS = 2


class Alike:
    """For each character of an alphabet those it may be typed for, with the cost of the slip."""

    def __init__(self, others: Mapping[str, Mapping[str, float]]) -> None:
        self._others = {character: dict(found) for character, found in others.items()}

    def others(self, character: str) -> Mapping[str, float]:
        """Characters that may have been meant where ``character`` was typed."""
        return self._others.get(character, {})

    @classmethod
    def among(cls, alphabet: Iterable[str]) -> Alike:
        """Compare the characters of an alphabet with each other; some seconds for a few thousand."""
        characters = sorted(set(alphabet))
        others: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for sound_cost, key in ((SAME_SOUND, _plain_sounds), (LIKE_SOUND, _folded_sounds)):
            by_sound: defaultdict[str, list[str]] = defaultdict(list)
            for character in characters:
                for sound in key(character):
                    by_sound[sound].append(character)
            for alike in by_sound.values():
                for one in alike:
                    for other in alike:
                        if one != other:
                            others[one].setdefault(other, sound_cost)
        for one, found in _lookalikes(characters).items():
            for other, like in found:
                share = (1 - like) / (1 - _LEAST_LIKENESS)
                cost = SAME_SHAPE + share * (LIKE_SHAPE - SAME_SHAPE)
                others[one][other] = min(cost, others[one].get(other, cost))
        return cls(others)

    def as_json(self) -> dict[str, Any]:
        """To be stored with a model."""
        return {
            character: {other: round(cost, 2) for other, cost in found.items()}
            for character, found in self._others.items()
        }


def _lookalikes(characters: Sequence[str]) -> dict[str, list[tuple[str, float]]]:
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for one, other, like in lookalikes(characters, _LEAST_LIKENESS):
        found[one].append((other, like))
        found[other].append((one, like))
    return {one: sorted(others, key=_by_likeness)[:_MOST_LOOKALIKES] for one, others in found.items()}


def _by_likeness(other: tuple[str, float]) -> tuple[float, str]:
    return -other[1], other[0]


def _plain_sounds(character: str) -> set[str]:
    readings = PINYIN_DICT.get(ord(character), "")
    return {to_normal(reading) for reading in str(readings).split(",")[:_MOST_READINGS] if reading}


def _folded_sounds(character: str) -> set[str]:
    return {folded(sound) for sound in _plain_sounds(character)}
