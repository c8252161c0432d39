"""GBK text that was decoded one byte out of step: ``?。ㄒ唬┘訌`` stands for ``　（一）加強``.

How it comes about. GBK writes a Chinese character as two bytes. Where a decoder loses the first of them it shows ``?``
and takes the second one for the first half of the next character, so that from there on every pair is put together
from the end of one character and the beginning of the next, until a byte comes along that can only be the second half:
it is shown as the ASCII sign of its value, and the text is in step again. Pairs for which GBK has no character are
dropped without a trace.

How it is undone. The bytes of the shown characters are written down again. The lost first byte is searched for, and
between two shown pairs a dropped one may be put back if, and only if, GBK has no character for it. Among the texts
that would have been shown exactly like this, the most likely Chinese one is taken; at the beginning of a line the
numbering tells how it starts. If none is clearly more likely than the text as it stands, nothing is changed.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from policy_kb.ingest.cleaning.draft import Edit
from policy_kb.ingest.cleaning.lexis import MAX_WORD, UNKNOWN_SCORE, char_score, extend, pair_score, simple, text_score
from policy_kb.ingest.numerals import chinese_numeral, parse_numeral

_CANDIDATE = re.compile(r"[?\ufffd](?=[^\x00-\x20\x30-\x7e])")
_GLOSS = re.compile(r"(?<=[\u3400-\u9fff])[（(][a-z\u00e0-\u01dc]{1,6}[)）]")
_LABEL = re.compile(r"^[\s\u3000]*[（(]([一二三四五六七八九十]{1,3})[）)]", re.MULTILINE)
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_MAX_RUN = 48
_MAX_SEARCHES = 200
_CONTEXT = 4
_BEAM = 24
_GAP_BEAM = 8
_FINALS = 60
_GAP_CANDIDATES = 240
_PLAUSIBLE = -16.5
_NUMBER_BONUS = 14.0
_EXPECTED_BONUS = 6.0
_MAX_NUMBER = 30
_GAP_COST = 2.0
# A repair must be better than the text as it stands by this much for each character of the run.
_MARGIN = 2.5
_LEADS = range(0x81, 0xFF)
_TRAILS = tuple(byte for byte in range(0x40, 0xFF) if byte != 0x7F)

Pair = tuple[int, int]


class _Tables(NamedTuple):
    chars: dict[Pair, str]
    by_lead: dict[int, tuple[tuple[int, str], ...]]
    by_trail: dict[int, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    pairs: tuple[Pair, ...]
    last: int | None


@dataclass(frozen=True, slots=True)
class _Guess:
    """A reading of the bytes so far; ``best`` are the scores of its last prefixes, ``tail`` its last characters."""

    text: str
    best: tuple[float, ...]
    tail: str
    bonus: float

    @property
    def score(self) -> float:
        return self.best[-1] + self.bonus

    def grow(self, chars: str, bonus: float = 0.0) -> _Guess:
        best, tail = self.best, self.tail
        for char in chars:
            tail = (tail + simple(char))[-MAX_WORD:]
            best = (*best[-MAX_WORD:], extend(best, tail))
        return _Guess(self.text + chars, best, tail, self.bonus + bonus)


def realign(text: str) -> Iterator[Edit]:
    """Restore each stretch that was decoded one byte out of step, if that gives clearly better Chinese."""
    position, searches, number = 0, 0, 0
    for match in _CANDIDATE.finditer(text):
        if match.start() < position:
            continue
        run = _run_at(text, match.start())
        if run is None or searches >= _MAX_SEARCHES:
            continue
        for label in _LABEL.finditer(text, position, run.start):
            number = parse_numeral(label.group(1)) or 0
        searches += 1
        left = text[max(0, run.start - _CONTEXT) : run.start]
        right = _GLOSS.sub("", text[run.end : run.end + 24])[:_CONTEXT]
        at_line_start = not text[max(0, run.start - 8) : run.start].rpartition("\n")[2].strip(" \u3000")
        restored = _restore(text[run.start : run.end], left, right, number if at_line_start else None)
        if restored is not None:
            yield Edit(run.start, run.end, restored)
            label_match = _LABEL.match(restored) if at_line_start else None
            if label_match:
                number = parse_numeral(label_match.group(1)) or 0
            position = run.end


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    chars: dict[Pair, str] = {}
    by_lead: dict[int, list[tuple[int, str]]] = defaultdict(list)
    by_trail: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for lead in _LEADS:
        for trail in _TRAILS:
            try:
                char = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            chars[lead, trail] = char
    for (lead, trail), char in chars.items():
        if char_score(char) > _PLAUSIBLE:
            by_lead[lead].append((trail, char))
            by_trail[trail].append((lead, char))
    return _Tables(
        chars,
        {lead: tuple(found) for lead, found in by_lead.items()},
        {trail: tuple(found) for trail, found in by_trail.items()},
    )


def _run_at(text: str, start: int) -> _Run | None:
    """The shown pairs behind the sign at ``start``, up to the single byte that brings the text back into step."""
    pairs: list[Pair] = []
    for at in range(start + 1, min(len(text), start + _MAX_RUN)):
        char = text[at]
        code = ord(char)
        if char in "\n?\ufffd":
            return _Run(start, at + (char != "\n"), tuple(pairs), None) if pairs else None
        if 0x40 <= code <= 0x7E:
            return _Run(start, at + 1, tuple(pairs), code) if pairs else None
        if 0x21 <= code <= 0x3F:
            # A full-width mark or digit that some later step made half-width.
            pairs.append((0xA3, code + 0x80))
            continue
        try:
            encoded = char.encode("gbk")
        except UnicodeEncodeError:
            return None
        if len(encoded) != 2:
            return None
        pairs.append((encoded[0], encoded[1]))
    return None


@lru_cache(maxsize=1024)
def _restore(shown: str, left: str, right: str, number: int | None) -> str | None:
    """The text behind ``shown``; ``number`` is that of the heading before, None inside a line."""
    run = _run_at(shown + "\n", 0)
    if run is None or not any(char_score(char) < _PLAUSIBLE for char in shown[1:]):
        return None
    left, right = _as_words(left), _as_words(right)
    numbered = _numbered(run, left, number) if number is not None else {}
    guesses = _keep([*_first(run, left), *numbered.get(0, ())])
    for index in range(1, len(run.pairs)):
        guesses = _keep([*_advance(guesses, run.pairs[index - 1], run.pairs[index]), *numbered.get(index, ())])
    finals = [guess.grow(chars) for chars in _endings(run) for guess in guesses[:_GAP_BEAM]]
    if not finals:
        return None
    finals = heapq.nlargest(_FINALS, finals, key=_score)
    best = max(finals, key=lambda guess: guess.grow(right.replace("\n", "")).score)
    gain = best.grow(right).score - text_score(left + _as_words(shown) + right)
    if gain < _MARGIN * len(shown) or any(char_score(char) <= UNKNOWN_SCORE for char in best.text):
        return None
    return best.text


def _as_words(text: str) -> str:
    return "".join(simple(char) for char in text.translate(_WIDE))


def _keep(guesses: list[_Guess]) -> list[_Guess]:
    return heapq.nlargest(_BEAM, guesses, key=_score)


def _score(guess: _Guess) -> float:
    return guess.score


def _first(run: _Run, left: str) -> list[_Guess]:
    """Every character whose second half is the first byte shown."""
    start = _context(left)
    return [start.grow(char) for _, char in _tables().by_trail.get(run.pairs[0][0], ())]


def _context(left: str) -> _Guess:
    return replace(_Guess("", (0.0,), "", 0.0).grow(left), text="")


def _numbered(run: _Run, left: str, number: int) -> dict[int, list[_Guess]]:
    """Headings （一）, （二）… that would be shown like the beginning of the run, by the last pair they explain."""
    found: dict[int, list[_Guess]] = defaultdict(list)
    start = _context(left)
    for value in range(1, _MAX_NUMBER + 1):
        bonus = _NUMBER_BONUS + (_EXPECTED_BONUS if value in (1, number + 1) else 0.0)
        for indent in ("\u3000", ""):
            heading = f"{indent}（{chinese_numeral(value)}）"
            index = _explained(run, heading.encode("gbk")[1:])
            if index is None or index >= len(run.pairs):
                continue
            guess = start.grow(heading, bonus)
            last, (first, _) = 0xA9, run.pairs[index]
            if first == last:
                found[index].append(guess)
            # The pair of the bracket's second byte and the next character's first may have been dropped.
            found[index].extend(
                guess.grow(char, -_GAP_COST)
                for lead, char in _tables().by_trail.get(first, ())
                if (last, lead) not in _tables().chars
            )
    return found


def _explained(run: _Run, known: bytes) -> int | None:
    """How many pairs of the run the bytes account for, None if they would have been shown differently."""
    index = 0
    for pair in zip(known[:-1:2], known[1::2], strict=False):
        if pair not in _tables().chars:
            continue
        if index >= len(run.pairs) or run.pairs[index] != pair:
            return None
        index += 1
    return index


def _advance(guesses: list[_Guess], before: Pair, after: Pair) -> list[_Guess]:
    """Continue each guess by the character that ends in ``after[0]``, or by two with a dropped pair between them."""
    char = _tables().chars.get((before[1], after[0]))
    grown = [guess.grow(char) for guess in guesses] if char else []
    if char is None or char_score(char) < _PLAUSIBLE:
        grown.extend(guess.grow(two, -_GAP_COST) for two in _gap(before[1], after[0]) for guess in guesses[:_GAP_BEAM])
    return grown


@lru_cache(maxsize=4096)
def _gap(lead: int, trail: int) -> tuple[str, ...]:
    """Two characters, the first beginning with ``lead``, the second ending in ``trail``, whose pair GBK lacks."""
    tables = _tables()
    found = (
        one + two
        for last, one in tables.by_lead.get(lead, ())
        for first, two in tables.by_trail.get(trail, ())
        if (last, first) not in tables.chars
    )
    return tuple(heapq.nlargest(_GAP_CANDIDATES, found, key=pair_score))


def _endings(run: _Run) -> list[str]:
    """How the run may end: in the character closed by the single byte, or in two with a dropped pair between them."""
    tables = _tables()
    lead = run.pairs[-1][1]
    if run.last is None:
        return [char for _, char in tables.by_lead.get(lead, ())]
    char = tables.chars.get((lead, run.last))
    return [*([char] if char else []), *_gap(lead, run.last)]
