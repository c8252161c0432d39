"""Finds the few changes that make a text so much likelier that they must have been slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import yaml

from policy_kb.language.spelling.alike import Alike
from policy_kb.language.spelling.sequences import BREAK, CONTEXT, FIXED, Sequences, symbols
from policy_kb.language.spelling.words import Standing, Words

_FILE = Path(__file__).with_name("protected.yaml")

#: Marks that get between the characters of a word by a slip; quotes and brackets are put there on purpose.
_STRAY = frozenset(",.;:!?、。…~")
#: Two neighbours that are together likelier than this (natural logarithm) are no place for a slip.
_UNREMARKABLE = -7.0
_ROUNDS = 3
_LONGEST_TEXT = 400
_NEVER = float("inf")


class Slip(Enum):
    """What went wrong; its cost is the natural logarithm of how rarely it does. A wrong character's is in alike.py."""

    WRONG = 0.0
    MISSING = 7.0
    DOUBLED = 4.5
    SWAPPED = 6.0
    STRAY_MARK = 4.0


@dataclass(frozen=True, slots=True)
class _Change:
    """``text[start:end]`` was meant to be ``to``; ``gain`` is how much likelier that is, the slip's cost taken off."""

    slip: Slip
    start: int
    end: int
    to: str
    gain: float


class Speller:
    """Mends slips by how likely characters follow each other and which words they make. Safe to share."""

    def __init__(self, sequences: Sequences, alike: Alike, words: Words) -> None:
        self._sequences, self._alike, self._words = sequences, alike, words

    def mend(self, text: str) -> str:
        """``text`` (normalised) with its slips mended; most texts come back as they are."""
        if len(text) > _LONGEST_TEXT:
            return text
        for _ in range(_ROUNDS):
            changes = sorted(self._changes(text), key=lambda change: -change.gain)
            if not changes:
                break
            taken: list[_Change] = []
            for change in changes:
                if all(_apart(change, other) for other in taken):
                    taken.append(change)
            for change in sorted(taken, key=lambda change: -change.start):
                text = text[: change.start] + change.to + text[change.end :]
        return text

    def _changes(self, text: str) -> Iterator[_Change]:
        """The changes that are worth it, none for most texts."""
        coded = BREAK + symbols(text) + BREAK
        probability = self._sequences.log_probability
        likely = [0.0, *(probability(coded[max(0, at - CONTEXT) : at + 1]) for at in range(1, len(coded)))]
        for at in range(len(text)):
            if likely[at + 1] + likely[at + 2] > _UNREMARKABLE:
                continue
            for slip, start, end, to, cost in self._candidates(text, coded, at):
                gain = self._gain(coded, likely, start + 1, end + 1, to) - cost
                if gain > 0 and gain >= self._needed(slip, text, start, end, to):
                    yield _Change(slip, start, end, to, gain)

    def _candidates(self, text: str, coded: str, at: int) -> Iterator[tuple[Slip, int, int, str, float]]:
        before, here, behind = coded[at], coded[at + 1], coded[at + 2]
        if here == BREAK:
            if text[at] in _STRAY and before not in FIXED and behind not in FIXED:
                yield Slip.STRAY_MARK, at, at + 1, "", Slip.STRAY_MARK.value
            return
        for missing in self._sequences.between(before, here) - _protected():
            yield Slip.MISSING, at, at, missing, Slip.MISSING.value
        if at + 1 == len(text):
            for missing in self._sequences.between(here, BREAK) - _protected():
                yield Slip.MISSING, at + 1, at + 1, missing, Slip.MISSING.value
        if here in FIXED or here in _protected():
            return
        others = self._alike.others(here)
        for other in (others.keys() & self._sequences.behind(before)) | (others.keys() & self._sequences.before(behind)):
            yield Slip.WRONG, at, at + 1, other, others[other]
        if here == behind:
            yield Slip.DOUBLED, at, at + 1, "", Slip.DOUBLED.value
        elif behind not in FIXED and behind not in _protected() and here in self._sequences.behind(behind):
            yield Slip.SWAPPED, at, at + 2, behind + here, Slip.SWAPPED.value

    def _gain(self, coded: str, likely: list[float], start: int, end: int, to: str) -> float:
        """How much likelier the text becomes, over the change and the characters whose context it is in."""
        last = min(len(coded), end + CONTEXT)
        first = max(0, start - CONTEXT)
        meant = coded[first:start] + symbols(to) + coded[end:last]
        probability = self._sequences.log_probability
        places = range(start - first, len(meant))
        return sum(probability(meant[max(0, at - CONTEXT) : at + 1]) for at in places) - sum(likely[start:last])

    def _needed(self, slip: Slip, text: str, start: int, end: int, to: str) -> float:
        """The gain from which on a change is believed, by the words that it breaks up and those that it makes.

        Set on the questions of two batches, clean and with slips: below these gains more was spoilt than mended.
        """
        meant = text[:start] + to + text[end:]
        if slip is Slip.WRONG:
            was, _ = self._words.covering(text, start, end)
            becomes, _ = self._words.covering(meant, start, start + 1)
            if to in _protected() and becomes < Standing.KNOWN:
                return _NEVER
            return _NEEDED_WRONG[was][becomes]
        if slip is Slip.MISSING:
            alone = self._words.covering(text, max(0, start - 1), start)[0] < Standing.KNOWN or (
                self._words.covering(text, start, min(len(text), start + 1))[0] < Standing.KNOWN
            )
            becomes, length = self._words.covering(meant, start, start + 1)
            if becomes < Standing.OWN:
                return _NEVER
            if length > 2:
                return 0.5 if alone or length > 3 else _NEVER
            return 1.5 if alone else _NEVER
        joint = max(0, start - 1), start + 1
        becomes, length = self._words.covering(meant, *joint) if to == "" else self._words.covering(meant, start, end)
        if slip is Slip.STRAY_MARK:
            return {Standing.OWN: 2.0, Standing.KNOWN: 4.0}.get(becomes, _NEVER)
        if slip is Slip.DOUBLED:
            return 3.0 if becomes is Standing.OWN and length > 2 else _NEVER
        return 4.0 if becomes is Standing.OWN else _NEVER


#: For a wrong character: the standing of the word that stands there, then that of the word that it becomes.
_NEEDED_WRONG = {
    Standing.NONE: {Standing.OWN: 2.0, Standing.KNOWN: 4.0, Standing.COMMON: 5.5, Standing.NONE: 7.0},
    Standing.COMMON: {Standing.OWN: 3.5, Standing.KNOWN: 6.0, Standing.COMMON: _NEVER, Standing.NONE: 8.0},
    Standing.KNOWN: {Standing.OWN: 5.0, Standing.KNOWN: 8.0, Standing.COMMON: _NEVER, Standing.NONE: _NEVER},
    Standing.OWN: {Standing.OWN: 6.0, Standing.KNOWN: _NEVER, Standing.COMMON: _NEVER, Standing.NONE: _NEVER},
}


def _apart(one: _Change, other: _Change) -> bool:
    """Whether neither of two changes is in the context of the other."""
    return one.end + CONTEXT < other.start or other.end + CONTEXT < one.start


@cache
def _protected() -> frozenset[str]:
    groups: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return frozenset("".join(groups.values()).replace(" ", ""))
