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
from policy_kb.ingest.cleaning.lexis import (
    MAX_WORD,
    UNKNOWN_SCORE,
    char_score,
    extend,
    second_characters,
    simple,
    text_score,
)
from policy_kb.ingest.numerals import chinese_numeral, parse_numeral

_CANDIDATE = re.compile(r"[?\ufffd](?=[^\x00-\x20\x30-\x7e])")
_GLOSS = re.compile(r"(?:^|(?<=[\u3400-\u9fff]))[（(][a-z\u00e0-\u01dc]{1,6}[)）]")
_LABEL = re.compile(r"^[\s\u3000]*[（(]([一二三四五六七八九十]{1,3})[）)]", re.MULTILINE)
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_MAX_RUN = 48
_MAX_SEARCHES = 200
_CONTEXT = 4
_BEAM = 24
_GAP_BEAM = 8
_FINALS = 60
_WORDS = 80
_PLAUSIBLE = -16.5
_NUMBER_BONUS = 14.0
_EXPECTED_BONUS = 6.0
_MAX_NUMBER = 30
_GAP_COST = 1.0
_MARK_COST = 8.0
# Marks that follow words, and those behind which another one would be odd.
_AFTER_WORDS, _PAUSES = frozenset("，、。；：！？）〕》”"), frozenset("，、。；：！？（〔《“")
# Log-probabilities. A repair must be better than the text as it stands by this much for each character of the run;
_MARGIN = 2.5
# it must beat every other reading of the same bytes, and be likely Chinese in itself, by character.
_LEAD_OVER_NEXT = 2.0
_GOOD = -5.7
_LEADS = range(0x81, 0xFF)
_TRAILS = tuple(byte for byte in range(0x40, 0xFF) if byte != 0x7F)

Pair = tuple[int, int]


class _Tables(NamedTuple):
    """GBK by pairs of bytes; likely characters by either half; those after whose second half a pair may be lacking.

    ``open_by_lead`` gives (second half, character), ``open_chars`` (first half, second half, character).
    """

    chars: dict[Pair, str]
    by_lead: dict[int, tuple[tuple[int, str], ...]]
    by_trail: dict[int, tuple[tuple[int, str], ...]]
    open_by_lead: dict[int, tuple[tuple[int, str], ...]]
    open_chars: tuple[tuple[int, int, str], ...]


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
            if char in _AFTER_WORDS and tail[-2:-1] in _PAUSES:
                bonus -= _MARK_COST
            if char == "\u3000" and tail[-2:-1] not in ("", "\n", "\u3000", " "):
                bonus -= 2 * _MARK_COST
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
    lacking = {last for last in _LEADS if any((last, lead) not in chars for lead in _LEADS)}
    open_by_lead = {
        lead: tuple((trail, char) for trail, char in found if trail in lacking) for lead, found in by_lead.items()
    }
    open_chars = [(lead, trail, char) for lead, found in open_by_lead.items() for trail, char in found]
    return _Tables(
        chars,
        {lead: tuple(found) for lead, found in by_lead.items()},
        {trail: tuple(found) for trail, found in by_trail.items()},
        open_by_lead,
        tuple(open_chars),
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
        guesses = _keep([*_close(guesses, run.pairs[index - 1][1], run.pairs[index][0]), *numbered.get(index, ())])
    lead = run.pairs[-1][1]
    if run.last is None:
        finals = [guess.grow(char) for _, char in _tables().by_lead.get(lead, ()) for guess in guesses]
    else:
        finals = _close(guesses, lead, run.last)
    ranked = sorted(
        ((guess.grow(right).score, guess.text) for guess in heapq.nlargest(_FINALS, finals, key=_score)), reverse=True
    )
    if not ranked:
        return None
    score, best = ranked[0]
    gain = score - text_score(left + _as_words(shown) + right)
    words = _as_words(best)
    second = next((other for other, reading in ranked if _as_words(reading) != words), None)
    sure = second is None or score - second >= _LEAD_OVER_NEXT
    good = score - text_score(left) >= _GOOD * (len(best) + len(right))
    if gain < _MARGIN * len(shown) or not sure or not good or any(char_score(char) <= UNKNOWN_SCORE for char in best):
        return None
    return best


def _as_words(text: str) -> str:
    return "".join(simple(char) for char in text.translate(_WIDE))


def _keep(guesses: list[_Guess]) -> list[_Guess]:
    return heapq.nlargest(_BEAM, guesses, key=_score)


def _score(guess: _Guess) -> float:
    return guess.score


def _first(run: _Run, left: str) -> list[_Guess]:
    """Every character whose second half is the first byte shown, or a word with a dropped pair inside."""
    start, trail = _context(left), run.pairs[0][0]
    return [
        *(start.grow(char) for _, char in _tables().by_trail.get(trail, ())),
        *(start.grow(word, -_GAP_COST) for _, word in _gapped_words(trail)),
    ]


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


def _close(guesses: list[_Guess], lead: int, trail: int) -> list[_Guess]:
    """Each guess with what may stand from a first half ``lead`` to a second half ``trail``.

    That is one character; or two, if the pair between them was dropped because GBK lacks it; or three after two
    such pairs, if the last two make a word.
    """
    tables = _tables()
    char = tables.chars.get((lead, trail))
    closed = [guess.grow(char) for guess in guesses] if char else []
    opened = heapq.nlargest(
        _GAP_BEAM,
        ((guess.grow(one, -_GAP_COST), last) for last, one in tables.open_by_lead.get(lead, ()) for guess in guesses),
        key=_open_score,
    )
    for guess, last in opened:
        closed.extend(guess.grow(two) for two in _after_gap(last, trail))
        closed.extend(
            guess.grow(word, -_GAP_COST) for first, word in _gapped_words(trail) if (last, first) not in tables.chars
        )
    return closed


@lru_cache(maxsize=256)
def _gapped_words(trail: int) -> tuple[tuple[int, str], ...]:
    """Words of two characters, with their first byte, whose middle pair GBK lacks and that end in ``trail``."""
    tables = _tables()
    seconds: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for lead, char in tables.by_trail.get(trail, ()):
        seconds[simple(char)].append((lead, char))
    found = (
        (lead, one + two)
        for lead, last, one in tables.open_chars
        for second in second_characters(simple(one))
        for first, two in seconds.get(second, ())
        if (last, first) not in tables.chars
    )
    return tuple(heapq.nlargest(_WORDS, found, key=lambda entry: text_score(_as_words(entry[1]))))


def _open_score(opened: tuple[_Guess, int]) -> float:
    return opened[0].score


@lru_cache(maxsize=4096)
def _after_gap(last: int, trail: int) -> tuple[str, ...]:
    """Characters with the second half ``trail`` whose first half makes no pair with ``last``."""
    tables = _tables()
    return tuple(char for lead, char in tables.by_trail.get(trail, ()) if (last, lead) not in tables.chars)
