"""Names of things the knowledge base knows, found in a message: exactly first, by sound and by edit distance after.

Exact matching is Aho-Corasick over the normalised surfaces (A. Aho, M. Corasick, CACM 18(6), 1975): one pass over the
message however many names there are. What it leaves uncovered is compared by toneless pinyin, so that 知识铲权 and
维泉援助 still link, and then by edit distance, for a dropped or doubled character.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick
from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA

from policy_kb.language.normalise import normalise

_SHORTEST_BY_SOUND = 3
_SHORTEST_BY_EDIT = 5
_FUZZY_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One surface form of one thing. ``kind`` says what it is (region, award, topic …), ``id`` which one."""

    surface: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a message. ``targets`` holds (kind, id) pairs: one surface may name several things."""

    start: int
    end: int
    text: str
    surface: str
    targets: tuple[tuple[str, str], ...]
    exact: bool

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of this mention's targets of one kind."""
        return tuple(i for k, i in self.targets if k == kind)


class Lexicon:
    """An immutable index of surfaces. ``inexact_kinds`` names the kinds that are also found by sound and edit distance."""

    def __init__(self, entries: Iterable[LexiconEntry], *, inexact_kinds: Iterable[str] = ()) -> None:
        targets: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        for entry in entries:
            if surface := normalise(entry.surface):
                targets[surface][(entry.kind, entry.id)] = None
        self._targets = {surface: tuple(found) for surface, found in targets.items()}
        inexact = frozenset(inexact_kinds)
        self._exact = _automaton(self._targets)
        fuzzy = [s for s, t in self._targets.items() if any(kind in inexact for kind, _ in t) and _is_han(s)]
        self._by_sound: dict[int, dict[tuple[str, ...], str]] = defaultdict(dict)
        for surface in fuzzy:
            if len(surface) >= _SHORTEST_BY_SOUND:
                self._by_sound[len(surface)].setdefault(_sound(surface), surface)
        self._by_edit: dict[str, list[str]] = defaultdict(list)
        for surface in fuzzy:
            if len(surface) >= _SHORTEST_BY_EDIT:
                for gram in {surface[i : i + 2] for i in range(len(surface) - 1)}:
                    self._by_edit[gram].append(surface)

    def __len__(self) -> int:
        return len(self._targets)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Mentions in ``text`` (normalised), leftmost-longest, none inside another."""
        mentions = self._find_exact(text)
        mentions += self._find_by_sound(text, mentions)
        mentions += self._find_by_edit(text, mentions)
        wide = [m for m in mentions if not m.exact]
        kept = [m for m in mentions if not any(m is not w and w.start <= m.start and m.end <= w.end for w in wide)]
        return tuple(sorted(kept, key=lambda m: m.start))

    def _find_exact(self, text: str) -> list[Mention]:
        if not self._targets:
            return []
        spans = [(end - len(s) + 1, end + 1, s) for end, s in self._exact.iter(text)]
        spans = [span for span in spans if _on_word_boundary(text, span[0], span[1])]
        chosen = _leftmost_longest(spans)
        return [Mention(a, b, text[a:b], s, self._targets[s], exact=True) for a, b, s in chosen]

    def _find_by_sound(self, text: str, known: Sequence[Mention]) -> list[Mention]:
        sounds = _character_sounds(text)
        spans: list[tuple[int, int, str]] = []
        for length, surfaces in self._by_sound.items():
            for start in range(len(text) - length + 1):
                window = sounds[start : start + length]
                if None in window:
                    continue
                surface = surfaces.get(tuple(w for w in window if w is not None))
                if surface and _same_characters(surface, text[start : start + length]) * 2 >= length:
                    spans.append((start, start + length, surface))
        free = [s for s in spans if _is_free(s, known)]
        return [Mention(a, b, text[a:b], s, self._targets[s], exact=False) for a, b, s in _leftmost_longest(free)]

    def _find_by_edit(self, text: str, known: Sequence[Mention]) -> list[Mention]:
        candidates: defaultdict[str, int] = defaultdict(int)
        for i in range(len(text) - 1):
            for surface in self._by_edit.get(text[i : i + 2], ()):
                candidates[surface] += 1
        spans = []
        for surface, shared in candidates.items():
            if shared < (len(surface) - 1) // 2:
                continue
            best = _best_window(surface, text)
            if best and _is_free((*best, surface), known):
                spans.append((*best, surface))
        return [Mention(a, b, text[a:b], s, self._targets[s], exact=False) for a, b, s in _leftmost_longest(spans)]


def _automaton(surfaces: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for surface in surfaces:
        automaton.add_word(surface, surface)
    automaton.make_automaton()
    return automaton


def _leftmost_longest(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Longest spans first; a span that overlaps a chosen one is dropped."""
    chosen: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (-(s[1] - s[0]), s[0], s[2])):
        if all(span[1] <= a or b <= span[0] for a, b, _ in chosen):
            chosen.append(span)
    return chosen


def _is_free(span: tuple[int, int, str], known: Sequence[Mention]) -> bool:
    """An inexact match may swallow shorter exact ones, but must not cut or repeat one as long as itself."""
    length = span[1] - span[0]
    for mention in known:
        if mention.end <= span[0] or span[1] <= mention.start:
            continue
        inside = span[0] <= mention.start and mention.end <= span[1]
        if not inside or mention.end - mention.start + 2 > length:
            return False
    return True


def _on_word_boundary(text: str, start: int, end: int) -> bool:
    """Latin names and numbers match whole words only: ip is not in script, 416 not in 4160."""
    left_open = text[start].isascii() and text[start].isalnum() and start > 0
    if left_open and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    right_open = text[end - 1].isascii() and text[end - 1].isalnum() and end < len(text)
    return not (right_open and text[end].isascii() and text[end].isalnum())


def _is_han(surface: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in surface)


def _sound(text: str) -> tuple[str, ...]:
    return tuple(_fold(s) for s in lazy_pinyin(text))


def _fold(syllable: str) -> str:
    for heard, folded in _FUZZY_SOUNDS:
        syllable = syllable.replace(heard, folded)
    return syllable


def _character_sounds(text: str) -> list[str | None]:
    syllables = lazy_pinyin(text, errors=lambda run: [""] * len(run))
    if len(syllables) != len(text):
        return [None] * len(text)
    return [_fold(s) if s else None for s in syllables]


def _same_characters(a: str, b: str) -> int:
    return sum(x == y for x, y in zip(a, b, strict=True))


def _best_window(surface: str, text: str) -> tuple[int, int] | None:
    """The window of ``text`` one edit away from ``surface`` (two for eight characters and more), if there is one."""
    allowed = 1 if len(surface) < 8 else 2
    best: tuple[int, int, int] | None = None
    for length in range(len(surface) - 1, len(surface) + 2):
        for start in range(len(text) - length + 1):
            window = text[start : start + length]
            if window[0] != surface[0] and window[-1] != surface[-1]:
                continue
            distance = OSA.distance(window, surface, score_cutoff=allowed)
            if distance <= allowed and (best is None or distance < best[0]):
                best = (distance, start, start + length)
    return (best[1], best[2]) if best else None
