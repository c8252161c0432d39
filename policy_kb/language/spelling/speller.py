"""Finds the few changes that make a text so much likelier that they must have been slips."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path

import yaml

from policy_kb.language.spelling.alike import Alike
from policy_kb.language.spelling.sequences import BREAK, CONTEXT, FIXED, Sequences, symbols
from policy_kb.language.spelling.words import Standing, Words, pairs_in_dictionary

#: What counts: between a number and its measure nothing is missing, and the measure is none but itself.
_COUNTED = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两半几]\s?$")
_MEASURES = "件家项个级档款种位名户所份"
_FILE = Path(__file__).with_name("protected.yaml")

#: Marks that get between the characters of a word by a slip; quotes and brackets are put there on purpose.
_STRAY = frozenset(",.;:!?、。…~")
#: Two neighbours that are together likelier than this (natural logarithm) are no place for a slip, and those likelier
#: than the second none for a wrong character.
_UNREMARKABLE, _FITTING = -7.5, -11.0
#: Nothing is missing between one of these and what it counts; 一 begins many words (一样).
_NUMERALS = frozenset("0123456789〇零二三四五六七八九十百千万亿两几")
_ROUNDS = 3
_LONGEST_TEXT = 160
_NEVER = float("inf")
_LEAST_NEEDED, _NEEDED_WITHOUT_A_WORD = -0.5, 4.0
#: A character that is no word by itself shows that something is missing beside it.
_LESS_WHERE_BOUND = 2.0
#: One that is left alone beside what was put in shows that something else went wrong.
_MORE_WHERE_LEFT_ALONE = 6.0
#: By so much a missing character has to be likelier than any other that may be missing.
_CLEARLY = 1.0
#: What may stand between two characters that are found together as often as this tells nothing.
_MANY = 8


class Slip(Enum):
    """What went wrong in typing."""

    WRONG = auto()
    MISSING = auto()
    DOUBLED = auto()
    SWAPPED = auto()
    STRAY_MARK = auto()


#: The natural logarithm of how rarely a slip is made; that of a wrong character stands in alike.py.
_COST = {Slip.MISSING: 4.5, Slip.DOUBLED: 4.5, Slip.SWAPPED: 6.0, Slip.STRAY_MARK: 4.0}


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

    def __init__(self, sequences: Sequences, alike: Alike, words: Words, bound: Mapping[str, float]) -> None:
        """``bound``: how seldom a character is a word by itself, see ``words.bound_characters``."""
        self._sequences, self._alike, self._words, self._bound = sequences, alike, words, bound
        self._pairs = pairs_in_dictionary()
        sequences.behind(BREAK)  # works out what stands beside what: no message should wait for that

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
        places = [at for at in range(len(text)) if likely[at + 1] + likely[at + 2] < _UNREMARKABLE]
        if not places:
            return
        held = [True, *self._words.held(text), True]
        for at in places:
            missing: list[tuple[float, _Change]] = []
            for slip, start, end, to, cost, least in self._candidates(text, coded, likely, held, at):
                margin = _CLEARLY if slip is Slip.MISSING else 0.0
                gain = self._gain(coded, likely, start + 1, end + 1, to, cost, least - margin)
                if gain < least - margin:  # the words, which take longer to look at, can't help it
                    continue
                needed = max(least, self._needed(slip, text, held, start, end, to))
                if slip is Slip.MISSING and needed < _NEVER:
                    missing.append((gain - needed, _Change(slip, start, end, to, gain)))
                elif gain >= needed:
                    yield _Change(slip, start, end, to, gain)
            yield from _undisputed(missing)

    def _candidates(
        self, text: str, coded: str, likely: list[float], held: list[bool], at: int
    ) -> Iterator[tuple[Slip, int, int, str, float, float]]:
        """What may have been meant at ``text[at]``, which is ``coded[at + 1]`` and ``held[at + 1]``.

        No text is likelier than certain: where what stands there is not unlikelier than a slip, nothing can be gained.
        """
        before, here, behind = coded[at], coded[at + 1], coded[at + 2]
        if _COUNTED.search(text, max(0, at - 2), at) and text[at] in _MEASURES:
            return
        for place in (at, at + 1) if at + 1 == len(text) else (at,):
            if -sum(likely[place + 1 : place + 1 + CONTEXT]) < _COST[Slip.MISSING] + _LEAST_NEEDED - _LESS_WHERE_BOUND:
                continue
            for missing in _NOTHING if _counts(text, place) else self._missing(coded, held, place):
                yield Slip.MISSING, place, place, missing, _COST[Slip.MISSING], _LEAST_NEEDED - _LESS_WHERE_BOUND
        if here == BREAK:
            if text[at] in _STRAY and before not in FIXED and behind not in FIXED and not (held[at] and held[at + 2]):
                yield Slip.STRAY_MARK, at, at + 1, "", _COST[Slip.STRAY_MARK], _LEAST_NEEDED
            return
        if here in FIXED or here in _protected():
            return
        if here == behind:
            yield Slip.DOUBLED, at, at + 1, "", _COST[Slip.DOUBLED], _LEAST_NEEDED
        if likely[at + 1] + likely[at + 2] >= _FITTING:
            return
        others = self._alike.others(here)
        left, right = self._sequences.behind(before), self._sequences.before(behind)
        in_words = self._words.pairs.behind(before) | self._words.pairs.before(behind)
        most = -sum(likely[at + 1 : at + 2 + CONTEXT])
        for other in others.keys() & (left | right):
            if most - others[other] < _LEAST_NEEDED:
                continue
            if other in in_words:
                yield Slip.WRONG, at, at + 1, other, others[other], _LEAST_NEEDED
            elif other in left and other in right:
                yield Slip.WRONG, at, at + 1, other, others[other], _NEEDED_WITHOUT_A_WORD
        if (
            here != behind
            and behind not in FIXED
            and behind not in _protected()
            and here in self._sequences.behind(behind)
        ):
            yield Slip.SWAPPED, at, at + 2, behind + here, _COST[Slip.SWAPPED], _LEAST_NEEDED

    def _missing(self, coded: str, held: list[bool], place: int) -> frozenset[str]:
        """What may be missing before ``text[place]``: only beside a character that no word holds."""
        left, right = self._sequences.behind(coded[place]), self._sequences.before(coded[place + 1])
        if held[place] and held[place + 1]:
            return _NOTHING
        pairs, asked = self._words.pairs, self._words.pairs_asked
        found, wanted = left & right, _NOTHING
        if len(found) > _MANY:
            found = _NOTHING
        if not held[place]:
            found |= left & pairs.behind(coded[place])
            wanted |= asked.behind(coded[place])
        if not held[place + 1]:
            found |= right & pairs.before(coded[place + 1])
            wanted |= asked.before(coded[place + 1])
        found &= wanted
        return found - _protected() - FIXED

    def _gain(self, coded: str, likely: list[float], start: int, end: int, to: str, cost: float, least: float) -> float:
        """How much likelier the text becomes, over the change and the characters whose context it is in.

        What cannot come up to the ``least`` gain that is needed is not computed to its end.
        """
        last = min(len(coded), end + CONTEXT)
        first = max(0, start - CONTEXT)
        meant = coded[first:start] + symbols(to) + coded[end:last]
        gain = -cost - sum(likely[start:last])
        for at in range(start - first, len(meant)):
            gain += self._sequences.log_probability(meant[max(0, at - CONTEXT) : at + 1])
            if gain < least:
                break
        return gain

    def _needed(self, slip: Slip, text: str, held: list[bool], start: int, end: int, to: str) -> float:
        """The gain from which on a change is believed, by the words that it breaks up and those that it makes.

        Set on questions of two batches, clean and with slips: below these gains more was spoilt than mended.
        """
        meant, words = text[:start] + to + text[end:], self._words
        if slip is Slip.WRONG:
            becomes, _ = words.covering(meant, start, start + 1)
            if to in _protected() and becomes < Standing.KNOWN:
                return _NEVER
            was, _ = words.covering(text, start, end)
            if was is Standing.NAME and words.torn(text, start, was):
                was = Standing.COMMON
            if becomes < Standing.NAME and words.torn(meant, start, becomes):  # 搞质押 is no 高质押
                return _NEVER
            return _NEEDED_WRONG[was][becomes]
        if slip is Slip.MISSING:
            # The word that it makes must hold what stood alone.
            left = words.covering(meant, start - 1, start + 1)[0] if not held[start] and start else Standing.NONE
            right = words.covering(meant, start, start + 2)[0] if not held[start + 1] else Standing.NONE
            alone, beside = (start - 1, start - 2) if left > right else (start, start)
            bound = self._bound.get(text[alone : alone + 1], 0.0)
            less = 0.0
            if text[max(0, beside) : beside + 2] not in self._pairs:  # 校报 is a word, if a rare one
                less = _LESS_WHERE_BOUND * bound
            more = self._left_alone(meant, held, start, before=alone == start)
            named = _LEAST_NEEDED if bound else 1.0  # 和, a word by itself, is no 和(县)
            return {Standing.NAME: named, Standing.ASKED: 1.0}.get(max(left, right), _NEVER) - less + more
        joint = (max(0, start - 1), start + 1) if to == "" else (start, end)
        becomes, length = words.covering(meant, *joint)
        if slip is Slip.STRAY_MARK:
            return 2.0 if becomes >= Standing.ASKED else 4.0 if becomes is Standing.KNOWN else _NEVER
        if slip is Slip.DOUBLED:
            if self._ends_and_begins(text, start + 1) or becomes < Standing.ASKED:
                return _NEVER
            return 4.0 if length == 2 else 2.0
        return 4.0 if becomes >= Standing.ASKED else _NEVER

    def _left_alone(self, meant: str, held: list[bool], start: int, *, before: bool) -> float:
        """What a missing character costs that leaves its other neighbour alone: 漳洲 is no 漳(州)洲.

        The neighbour stands before what was put in at ``start``, or behind it.
        """
        at, was_held = (start - 1, held[start]) if before else (start + 1, held[start + 1])
        if was_held or not 0 <= at < len(meant) or self._words.covering(meant, at, at + 1)[0]:
            return 0.0
        return _MORE_WHERE_LEFT_ALONE * self._bound.get(meant[at], 0.0)

    def _ends_and_begins(self, text: str, at: int) -> bool:
        """Whether a word ends before a place and another begins there, so that a character stands twice by right."""
        doubled = self._words.standing(text[at - 1 : at + 1])
        ends = at > 1 and self._words.covering(text, at - 2, at)[0]
        begins = at + 1 < len(text) and self._words.covering(text, at, at + 2)[0]
        return bool(doubled or (ends and begins))


#: For a wrong character: the standing of the word that stands there, then the gain for each that it may become.
_NEEDED_WRONG = {
    Standing.NONE: (7.0, 5.5, 4.0, 3.5, 0.5),
    Standing.COMMON: (8.0, _NEVER, 6.0, 4.0, 2.5),
    Standing.KNOWN: (_NEVER, _NEVER, 8.0, 5.0, 5.0),
    Standing.ASKED: (_NEVER, _NEVER, _NEVER, 6.0, 6.0),
    Standing.NAME: (_NEVER, _NEVER, _NEVER, _NEVER, _NEVER),  # 晋江 is no slip for 靖江
}
_NOTHING: frozenset[str] = frozenset()


def _undisputed(missing: list[tuple[float, _Change]]) -> Iterator[_Change]:
    """The best of what may be missing, unless another is about as likely: 州 may be 漳州 and 杭州.

    Each comes with how far its gain is above what is needed.
    """
    ranked = sorted(missing, key=lambda found: -found[1].gain)
    if ranked and ranked[0][0] >= 0 and not (len(ranked) > 1 and ranked[0][1].gain - ranked[1][1].gain < _CLEARLY):
        yield ranked[0][1]


def _counts(text: str, place: int) -> bool:
    """Whether a number stands before ``text[place]``, the next character being what it counts (3 件, 十件)."""
    return text[:place].rstrip()[-1:] in _NUMERALS


def _apart(one: _Change, other: _Change) -> bool:
    """Whether neither of two changes is in the context of the other."""
    return one.end + CONTEXT < other.start or other.end + CONTEXT < one.start


@cache
def _protected() -> frozenset[str]:
    groups: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return frozenset("".join(groups.values()).replace(" ", ""))
