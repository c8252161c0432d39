"""Names of things the knowledge base knows, found in a message: exactly first, by sound and by edit distance after.

All searches are one pass of an Aho-Corasick automaton (A. Aho, M. Corasick, CACM 18(6), 1975) over the message, however
many names there are: over the characters for exact names, over toneless syllables for homophones (知识铲权), and over
the halves of names for one missing, doubled, swapped or wrong character: one slip leaves one half untouched.
Spaces, hyphens and the like inside a name don't count (ISO 56005, iso-56005), nor does how its digits are written.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick
from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from policy_kb.language.normalise import normalise
from policy_kb.search.tokenizer import tokenizer

_SHORTEST_BY_SOUND = 3
_SHORTEST_BY_ORDER = 4
_SHORTEST_BY_EDIT = 5
#: A name across a comma or a full stop is one only if it is long.
_SHORTEST_ACROSS_PUNCTUATION = 6
#: A message and its clauses are read several times on their way.
_MOST_REMEMBERED = 256
#: Digits that are a name by themselves only where no letter stands before them.
_SHORT_CODE = 4

_CODE_NUMBER = re.compile(r"[\s\-‐‑–—_/.]*\d{3,}")

_FUZZY_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FUZZY_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_JOINTS = frozenset(" -‐‑–—_·•・‧/\\'\"“”‘’`*~|.《》〈〉「」『』()[]【】<>#")
_PUNCTUATION = frozenset(",、。;:!?…")
_DASHES = frozenset("‐‑–—")
_HAN_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "幺": "1"}
_HAN_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几点")
_UNITS_AFTER_COUNT = frozenset("件家项个级万亿元块%名位所户人年月天种次款分")
_NOT_INSERTED = frozenset("不没未非无否和与或及跟")
_FUNCTION_WORDS = frozenset("的地得了和与及或是在有要给把被对向从让请问吗呢吧啊找做不没也都就还能可多少几个")
_WILDCARD = "\x00"


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


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """A text without what doesn't count inside names; ``offsets[i]`` is the place of its i-th character."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.offsets[start], self.offsets[end - 1] + 1


_Span = tuple[int, int, str]


class Lexicon:
    """An immutable index of surfaces. Names of ``inexact_kinds`` are also found by sound and edit distance."""

    def __init__(self, entries: Iterable[LexiconEntry], *, inexact_kinds: Iterable[str] = ()) -> None:
        targets: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
        for entry in entries:
            if surface := normalise(entry.surface):
                targets[surface][(entry.kind, entry.id)] = None
        self._targets = {surface: tuple(found) for surface, found in targets.items()}
        forms: dict[str, str] = {}
        for surface in self._targets:
            forms.setdefault(_skeleton(surface).text or surface, surface)
        self._forms = forms
        self._alike = _same_form(self._targets, forms)
        self._exact = _automaton(forms)
        inexact = frozenset(inexact_kinds)
        fuzzy = [
            form
            for form, surface in forms.items()
            if any(kind in inexact for kind, _ in self._alike[surface]) and sum(map(_is_han, form)) >= 3
        ]
        self._sounds = _Sounds(fuzzy)
        self._slips = _Slips(fuzzy)
        self._remembered = lru_cache(maxsize=_MOST_REMEMBERED)(self._find)

    def __len__(self) -> int:
        return len(self._targets)

    @property
    def surfaces(self) -> Iterable[str]:
        """All names as they are looked for (normalised)."""
        return self._targets.keys()

    def find(self, text: str) -> tuple[Mention, ...]:
        """Mentions in ``text`` (normalised), the longest first where names overlap, none inside another."""
        return self._remembered(text)

    def _find(self, text: str) -> tuple[Mention, ...]:
        if not self._targets or not text:
            return ()
        skeleton = _skeleton(text)
        exact = _longest_first(self._exact_spans(text, skeleton), len(text))
        found = [self._mention(text, span, exact=_is_as_written(text, span)) for span in exact]
        inexact = [
            span
            for span in (
                self._at(skeleton, hit) for hit in (*self._sounds.find(skeleton.text), *self._slips.find(skeleton.text))
            )
            if not _crosses(text, span, _PUNCTUATION)
        ]
        if not inexact:
            return tuple(found)
        known = _Cover(exact, len(text))
        wide = _longest_first((span for span in inexact if known.is_free(span)), len(text))
        covered = bytearray(len(text))
        for start, end, _ in wide:
            covered[start:end] = b"\x01" * (end - start)
        kept = [mention for mention in found if not covered[mention.start]]
        return tuple(sorted([*kept, *(self._mention(text, s, exact=False) for s in wide)], key=lambda m: m.start))

    def _mention(self, text: str, span: _Span, *, exact: bool) -> Mention:
        start, end, surface = span
        return Mention(start, end, text[start:end], surface, self._alike[surface], exact)

    def _at(self, skeleton: _Skeleton, hit: _Span) -> _Span:
        start, end = skeleton.span(hit[0], hit[1])
        return start, end, self._forms[hit[2]]

    def _exact_spans(self, text: str, skeleton: _Skeleton) -> Iterator[_Span]:
        if not skeleton.text:
            return
        for last, form in self._exact.iter(skeleton.text):
            first = last - len(form) + 1
            start, end = skeleton.span(first, last + 1)
            if not _on_word_boundary(text, start, end, form) or _begins_another_code(text, end, form):
                continue
            span = (start, end, self._forms[form])
            short = len(form) < _SHORTEST_ACROSS_PUNCTUATION and not _PUNCTUATION.intersection(span[2])
            if not (short and _crosses(text, span, _PUNCTUATION)):
                yield span


class _Sounds:
    """Finds names by the sound of their characters; at least half of the characters must be the right ones."""

    def __init__(self, forms: Iterable[str]) -> None:
        by_sound: dict[str, list[str]] = defaultdict(list)
        for form in forms:
            if len(form) >= _SHORTEST_BY_SOUND:
                for sounds in {_sound_in_context(form), _sound(form)}:
                    by_sound[sounds].append(form)
        self._forms = dict(by_sound)
        self._automaton = _automaton(by_sound)

    def find(self, text: str) -> Iterator[_Span]:
        """Spans of ``text`` that sound like a name and are written differently."""
        if not self._forms or not text:
            return
        for last, sounds in self._automaton.iter(_sound(text)):
            start, end = last - len(sounds) + 1, last + 1
            written = text[start:end]
            for form in self._forms[sounds]:
                same = sum(a == b for a, b in zip(form, written, strict=True))
                if same * 2 < len(form) or same == len(form) or not _han_where_different(form, written):
                    continue
                if form[0] != written[0] and start and _is_word(text[start - 1 : start + 1]):
                    continue
                if form[-1] != written[-1] and _is_word(text[end - 1 : end + 1]):
                    continue
                yield start, end, form


class _Slips:
    """Finds names with one character missing, doubled, inserted, swapped with its neighbour, or wrong."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._tails: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._heads: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        across: dict[str, str] = {}
        for form in forms:
            if len(form) < _SHORTEST_BY_ORDER:
                continue
            half = len(form) // 2
            head, tail = form[:half], form[half:]
            for altered in _alterations(tail):
                self._tails[head][altered].append(form)
            for altered in _alterations(head):
                self._heads[tail][altered].append(form)
            if form[half - 1] != form[half]:
                across.setdefault(form[: half - 1] + form[half] + form[half - 1] + form[half + 1 :], form)
        self._across = across
        self._lengths = {("t", k): _lengths(v) for k, v in self._tails.items()}
        self._lengths |= {("h", k): _lengths(v) for k, v in self._heads.items()}
        self._automaton = _automaton({*self._tails, *self._heads, *across})

    def find(self, text: str) -> Iterator[_Span]:
        """Spans of ``text`` one slip away from a name."""
        if not text or not (self._tails or self._across):
            return
        for last, part in self._automaton.iter(text):
            start, end = last - len(part) + 1, last + 1
            if part in self._across:
                yield start, end, self._across[part]
            if part in self._tails:
                altered = self._tails[part]
                for length in self._lengths["t", part]:
                    if end + length <= len(text):
                        for form in _altered_forms(altered, text[end : end + length]):
                            if _is_slip(form, text, start, end + length):
                                yield start, end + length, form
            if part in self._heads:
                altered = self._heads[part]
                for length in self._lengths["h", part]:
                    if start >= length:
                        for form in _altered_forms(altered, text[start - length : start]):
                            if _is_slip(form, text, start - length, end):
                                yield start - length, end, form


class _Cover:
    """Which exact mention covers each character."""

    def __init__(self, spans: Iterable[_Span], length: int) -> None:
        self._at: list[_Span | None] = [None] * length
        for span in spans:
            self._at[span[0] : span[1]] = [span] * (span[1] - span[0])

    def is_free(self, span: _Span) -> bool:
        """An inexact match may swallow shorter exact ones, but must not cut or repeat one as long as itself."""
        start, end, _ = span
        for known in {id(k): k for k in self._at[start:end] if k is not None}.values():
            if not (start <= known[0] and known[1] <= end) or known[1] - known[0] + 2 > end - start:
                return False
        return True


def _same_form(
    targets: dict[str, tuple[tuple[str, str], ...]], forms: dict[str, str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Targets of the surface that stands for all surfaces of one form (ISO 56005 for ISO56005 and ISO-56005)."""
    merged: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for surface, found in targets.items():
        merged[forms[_skeleton(surface).text or surface]].update(dict.fromkeys(found))
    return {surface: tuple(found) for surface, found in merged.items()}


def _automaton(words: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    if not len(automaton):
        automaton.add_word(_WILDCARD, _WILDCARD)
    automaton.make_automaton()
    return automaton


def _longest_first(spans: Iterable[_Span], length: int) -> list[_Span]:
    """Longest spans first, the leftmost of equals; a span that overlaps a chosen one is dropped. In order of place."""
    taken = bytearray(length)
    chosen: list[_Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0], s[2])):
        start, end, _ = span
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            chosen.append(span)
    return sorted(chosen)


def _skeleton(text: str) -> _Skeleton:
    kept: list[str] = []
    offsets: list[int] = []
    digits = _spelled_digits(text)
    for i, char in enumerate(text):
        if char in _JOINTS or char in _PUNCTUATION:
            # between two digits a point, a dash or a space makes another number
            left, right = text[i - 1 : i], text[i + 1 : i + 2]
            if not (left.isdecimal() and right.isdecimal()):
                continue
        kept.append("-" if char in _DASHES else digits.get(i, char))
        offsets.append(i)
    return _Skeleton("".join(kept), tuple(offsets))


def _spelled_digits(text: str) -> dict[int, str]:
    """五六零零五 as 56005, by place; a run of three and more digits without units."""
    found: dict[int, str] = {}
    run: list[int] = []
    for i, char in enumerate(text + _WILDCARD):
        if char in _HAN_DIGITS:
            run.append(i)
            continue
        if len(run) >= 3 and char not in "十百千万亿点分":
            found.update((at, _HAN_DIGITS[text[at]]) for at in run)
        run = []
    return found


def _crosses(text: str, span: _Span, marks: frozenset[str]) -> bool:
    start, end, _ = span
    return any(char in marks for char in text[start:end])


def _is_as_written(text: str, span: _Span) -> bool:
    """Whether an exact match has no punctuation that its name hasn't."""
    return not _crosses(text, span, _PUNCTUATION) or text[span[0] : span[1]] == span[2]


def _begins_another_code(text: str, end: int, form: str) -> bool:
    """Whether letters that are a name by themselves go on to another number: iso in ISO 9001."""
    return form.isascii() and form.isalpha() and _CODE_NUMBER.match(text, end) is not None


def _on_word_boundary(text: str, start: int, end: int, form: str) -> bool:
    """Latin names and numbers match whole words only: ip is not in script, 416 not in 4160, 4.16, 416件."""
    first, last = text[start], text[end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    if _same_word(before, first) or _same_word(last, after):
        return False
    if first in _HAN_NUMERALS and before and before in _HAN_NUMERALS:
        return False  # 一亿元 is not in 十一亿元
    if _is_digit(first):
        after_letter = len(form) < _SHORT_CODE and before.isascii() and before.isalpha()
        if after_letter or _goes_on(before, text[start - 2 : start - 1]):
            return False
    if not _is_digit(last):
        return True
    unit = text[end : end + 2].lstrip()[:1]
    # no level has the number of a standard: 56005级最高多少 lost a character
    counts = form.isdecimal() and unit in _UNITS_AFTER_COUNT and not (unit == "级" and len(form) > _SHORT_CODE)
    return not counts and not _goes_on(after, text[end + 1 : end + 2])


def _is_digit(char: str) -> bool:
    return char.isascii() and char.isdecimal()


def _same_word(left: str, right: str) -> bool:
    """Whether two characters, either of which may be missing, are both Latin letters or both digits."""
    if not (left.isascii() and left.isalnum() and right.isascii() and right.isalnum()):
        return False
    return left.isdecimal() == right.isdecimal()


def _goes_on(mark: str, beyond: str) -> bool:
    """Whether a number goes on beyond a point, a comma or a plus sign."""
    return mark != "" and mark in ".,+" and _is_digit(beyond)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _han_where_different(form: str, written: str) -> bool:
    return all(_is_han(a) and _is_han(b) for a, b in zip(form, written, strict=True) if a != b)


def _is_word(pair: str) -> bool:
    """Whether two characters are a word of the dictionary."""
    return len(pair) == 2 and all(map(_is_han, pair)) and pair in tokenizer().inner(pair + "\u3400")


@cache
def _syllable(char: str) -> str:
    """A sign for the toneless, dialect-blind first reading of ``char``; what has none stands for itself."""
    readings = PINYIN_DICT.get(ord(char)) if _is_han(char) else None
    return _sign(_fold(to_normal(readings.split(",")[0]))) if readings else char


_signs: dict[str, str] = {}
_signs_lock = threading.Lock()


def _sign(syllable: str) -> str:
    """One private-use character per syllable."""
    with _signs_lock:
        return _signs.setdefault(syllable, chr(0xF0000 + len(_signs)))


def _fold(syllable: str) -> str:
    """zh/z, ch/c, sh/s, n/l, ang/an, eng/en and ing/in sound alike in much of the country."""
    for heard, folded in _FUZZY_INITIALS:
        if syllable.startswith(heard):
            syllable = folded + syllable[len(heard) :]
            break
    for heard, folded in _FUZZY_FINALS:
        if syllable.endswith(heard):
            return syllable[: -len(heard)] + folded
    return syllable


def _sound(text: str) -> str:
    return "".join(map(_syllable, text))


def _sound_in_context(form: str) -> str:
    """The reading as a phrase (调解 is tiáojiě), which the first reading of each character may miss."""
    syllables = lazy_pinyin(form, errors=list)  # type: ignore[arg-type]
    if len(syllables) != len(form):
        return _sound(form)
    return "".join(_sign(_fold(s)) if _is_han(c) else c for s, c in zip(syllables, form, strict=True))


def _alterations(part: str) -> set[str]:
    """Keys under which one slip in ``part`` is found: itself, one missing, one swapped, one wildcard."""
    keys = {part}
    for i in range(len(part)):
        keys.add(part[:i] + part[i + 1 :])
        keys.add(part[:i] + _WILDCARD + part[i + 1 :])
        if i and part[i - 1] != part[i]:
            keys.add(part[: i - 1] + part[i] + part[i - 1] + part[i + 1 :])
    keys.discard("")
    return keys


def _lengths(altered: Iterable[str]) -> tuple[int, ...]:
    lengths = {len(key) for key in altered}
    return tuple(sorted(lengths | {max(lengths) + 1}))


def _altered_forms(altered: dict[str, list[str]], written: str) -> Iterator[str]:
    yield from altered.get(written, ())
    for i in range(len(written)):
        yield from altered.get(written[:i] + _WILDCARD + written[i + 1 :], ())
        yield from altered.get(written[:i] + written[i + 1 :], ())


def _is_slip(form: str, text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is ``form`` with exactly one slip that nothing speaks against."""
    written = text[start:end]
    if len(written) == len(form):
        return _is_swap(form, written) or _is_wrong_character(form, text, start, end)
    if len(written) == len(form) + 1:
        return _is_insertion(form, written)
    return len(written) == len(form) - 1 and _is_omission(form, text, start, end)


def _differences(a: str, b: str) -> list[int]:
    return [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]


def _is_swap(form: str, written: str) -> bool:
    places = _differences(form, written)
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    i, j = places
    return form[i] == written[j] and form[j] == written[i] and _is_han(form[i]) and _is_han(form[j])


def _is_wrong_character(form: str, text: str, start: int, end: int) -> bool:
    """A wrong character makes no word with its neighbours: 市级示范企业 is no slip of 省级示范企业."""
    places = _differences(form, text[start:end])
    if len(form) < _SHORTEST_BY_EDIT or len(places) != 1 or not 0 < places[0] < len(form) - 1:
        return False
    at = start + places[0]
    if not _is_han(form[places[0]]) or not _is_han(text[at]) or text[at] in _FUNCTION_WORDS:
        return False
    return not _is_word(text[at - 1 : at + 1]) and not _is_word(text[at : at + 2])


def _is_insertion(form: str, written: str) -> bool:
    at = next((i for i, (a, b) in enumerate(zip(form, written, strict=False)) if a != b), len(form))
    if written[:at] + written[at + 1 :] != form or not at > 0 or not _is_han(written[at]):
        return False
    if written[at] == written[at - 1]:
        return True
    return at < len(form) and len(form) >= _SHORTEST_BY_EDIT and written[at] not in _NOT_INSERTED


def _is_omission(form: str, text: str, start: int, end: int) -> bool:
    """A name that lost a character is one only if that broke a word.

    知识产权保护 is not 知识产权保护法, the 知识产权文 of 知识产权文件 not 知识产权文化, and 试点方案 not 试点县方案.
    """
    written = text[start:end]
    if len(form) < _SHORTEST_BY_EDIT:
        return False
    at = next((i for i, (a, b) in enumerate(zip(form, written, strict=False)) if a != b), len(written))
    if form[:at] + form[at + 1 :] != written or not _is_han(form[at]):
        return False
    if at == len(written):
        return not _is_word(written[-2:]) and not _is_word(text[end - 1 : end + 1])
    if at == 0:
        return not _is_word(written[:2]) and not (start and _is_word(text[start - 1 : start + 1]))
    return len(form) > _SHORTEST_BY_EDIT + 1 or any(len(word) == 1 for word in tokenizer().words(written))
