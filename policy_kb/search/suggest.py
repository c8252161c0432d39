"""What somebody may have meant who typed a word as it sounds: 知识铲权, 专力导航, zhuanli."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.language.normalise import simplify
from policy_kb.models import SearchTermRow
from policy_kb.search.sound import folded, sounds
from policy_kb.search.tokenizer import Tokenizer, fold, stopwords, tokenizer

MAX_QUERY = 100
_RUN = re.compile(r"(?P<han>[\u3400-\u9fff]{2,30})|(?P<latin>[a-z]{4,30})")
_LONGEST_WORD, _LONGEST_SPELLING = 8, 24
#: Values in one statement.
_AT_ONCE = 1_000

# Made once: building a statement takes SQLAlchemy as long as a small database takes to answer it.
_terms = SearchTermRow.__table__
_KNOWN_TERMS = sa.select(_terms.c.term).where(_terms.c.term.in_(sa.bindparam("terms", expanding=True)))
_SOUNDING = sa.select(_terms.c.sound, _terms.c.clause_count, _terms.c.term).where(
    _terms.c.sound.in_(sa.bindparam("sounds", expanding=True))
)

#: What the ways to read a run of characters cost. Words that are known cost next to nothing, so nothing that can be
#: read as it stands is changed.
_KNOWN, _SKIPPED, _UNKNOWN, _CHANGED, _EACH_CHANGE = 0.01, 0.05, 1.0, 0.3, 0.15
_NO_WAY = float("inf")


@dataclass(frozen=True, slots=True)
class _Step:
    end: int
    cost: float
    text: str
    changed: bool = False


#: For each piece of a run the words of the index that sound like it, the most common first.
_Words = Mapping[str, list[str]]


def did_you_mean(session: Session, query: str) -> str | None:
    """``query`` with words of the index in place of such as only sound like them; None where there are none.

    A suggestion is for a person to take or leave: search itself never replaces what was typed.
    """
    text = fold(simplify(query.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")))[:MAX_QUERY]
    parts: list[str] = []
    position, changed = 0, False
    for run in _RUN.finditer(text):
        better = _better(session, run.group(), tokenizer(), spelt=run.lastgroup == "latin")
        parts += [text[position : run.start()], better or run.group()]
        changed = changed or better is not None
        position = run.end()
    return "".join(parts) + text[position:] if changed else None


def _better(session: Session, run: str, words: Tokenizer, *, spelt: bool) -> str | None:
    pieces = [run[start:end] for start, end in _places(len(run), _LONGEST_SPELLING if spelt else _LONGEST_WORD)]
    known: set[str] = set(session.connection().execute(_KNOWN_TERMS, {"terms": [run] if spelt else pieces}).scalars())
    if spelt:
        if run in known:
            return None
        heard = _heard(session, {piece: {folded(piece)} for piece in pieces})
        return _cheapest(run, lambda start: _spelt(run, start, heard))
    if not _doubtful(run, words, known):
        return None
    strange = _strange(run, known)
    doubted = {
        run[start:end]
        for start, end in _places(len(run), _LONGEST_WORD)
        if any(strange[start:end]) and run[start:end] not in known and run[start:end] not in stopwords()
    }
    heard = _heard(session, {piece: sounds(piece) for piece in doubted})
    return _cheapest(run, lambda start: _written(run, start, known, heard))


def _places(length: int, longest: int) -> Iterator[tuple[int, int]]:
    return ((start, end) for start in range(length) for end in range(start + 2, min(length, start + longest) + 1))


def _heard(session: Session, sounding: Mapping[str, Collection[str]]) -> _Words:
    wanted = sorted({sound for found in sounding.values() for sound in found})
    by_sound: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for start in range(0, len(wanted), _AT_ONCE):
        some = {"sounds": wanted[start : start + _AT_ONCE]}
        rows = cast("Iterable[tuple[str, int, str]]", session.connection().execute(_SOUNDING, some))
        for sound, count, term in rows:
            by_sound[sound].append((-count, term))
    return {
        piece: [term for _, term in sorted({one for sound in found for one in by_sound.get(sound, ())})]
        for piece, found in sounding.items()
    }


def _doubtful(run: str, words: Tokenizer, known: Collection[str]) -> bool:
    """Whether something in the run is no word that the index knows."""
    return any(word not in known and word not in stopwords() for word in words.words(run))


def _strange(run: str, known: Collection[str]) -> list[bool]:
    """Which characters no word holds in the cheapest way to read a run as it is: only there something is misheard."""
    costs, before = [0.0] + [_NO_WAY] * len(run), [0] * (len(run) + 1)
    for start in range(len(run)):
        for step in _written(run, start, known, {}):
            if (total := round(costs[start] + step.cost, 6)) < costs[step.end]:
                costs[step.end], before[step.end] = total, start
    strange, end = [False] * len(run), len(run)
    while end:
        start = before[end]
        strange[start] = end - start == 1 and run[start] not in stopwords()
        end = start
    return strange


def _spelt(run: str, start: int, heard: _Words) -> Iterator[_Step]:
    for end in range(start + 2, len(run) + 1):
        for term in heard.get(run[start:end], ())[:1]:
            yield _Step(end, _CHANGED, term, changed=True)


def _written(run: str, start: int, known: Collection[str], heard: _Words) -> Iterator[_Step]:
    char = run[start]
    yield _Step(start + 1, _SKIPPED if char in stopwords() else _UNKNOWN, char)
    for end in range(start + 2, min(len(run), start + _LONGEST_WORD) + 1):
        piece = run[start:end]
        if piece in known or piece in stopwords():
            yield _Step(end, _KNOWN, piece)
            continue
        for term in heard.get(piece, ()):
            wrong = sum(a != b for a, b in zip(piece, term, strict=False))
            if len(term) == len(piece) and wrong * 2 <= len(piece):
                yield _Step(end, _CHANGED + _EACH_CHANGE * wrong, term, changed=True)


def _cheapest(run: str, steps: Callable[[int], Iterator[_Step]]) -> str | None:
    """The cheapest way through the run if it changes something; of equally cheap ones the first found."""
    ways: dict[int, tuple[float, str, bool]] = {0: (0.0, "", False)}
    for start in range(len(run)):
        if start not in ways:
            continue
        cost, text, changed = ways[start]
        for step in steps(start):
            total = round(cost + step.cost, 6)
            if step.end not in ways or total < ways[step.end][0]:
                ways[step.end] = (total, text + step.text, changed or step.changed)
    _, text, changed = ways.get(len(run), (0.0, "", False))
    return text if changed else None
