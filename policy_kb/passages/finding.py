"""Which sentence of which clause a message is about.

The full-text index finds the clauses; their sentences are then weighed by the rarity of the words that they share with
the message, as in BM25's idf (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework, 2009). A word counts
fully where it stands in the sentence, in part where it stands elsewhere in the clause. An everyday word counts for the
official ones that mean the same, and a misheard word for the one that sounds like it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from policy_kb.language.normalise import normalise
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut
from policy_kb.notice import Clause
from policy_kb.passages.abbreviations import Abbreviations
from policy_kb.passages.content import content_words, is_asking
from policy_kb.passages.thesaurus import thesaurus
from policy_kb.regions import region_table
from policy_kb.search.tokenizer import tokenizer

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST_BY_SOUND = 2
_SENTENCE = re.compile(r"(?<=[。；;!！?？\n])")
_MARKS = re.compile(r"[()\[\]<>{}“”‘’\"'《》〈〉「」『』【】〔〕]")
_PUNCTUATION = re.compile(r"[^\u3400-\u9fffa-z0-9]+")
_ELSEWHERE, _IN_HEADING, _MEANT, _MEANT_AS_WELL, _IN_PARTS = 0.4, 1.2, 0.9, 0.5, 0.6
_CANDIDATES = 15
_REMEMBERED = 256
#: A part of a word that every other clause has says nothing.
_TELLING = 1.0
#: A word that is worth this much stands in few clauses.
_TELLS_MUCH = 2.5
#: So many clauses are weighed one by one: the index, made for large collections, leaves out what lacks a rare word.
_FEW = 400

#: Clauses found for a query in some documents, as (document, label); how rare each of some terms is.
Search = Callable[[str, tuple[str, ...] | None, int], Sequence[tuple[str, str]]]
Weigh = Callable[[Iterable[str]], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that shares words with a message. ``weight`` is what the shared words are worth, ``coverage`` their
    share of all that the message says (0 to 1), ``words`` those of them that stand in the clause."""

    doc_id: str
    clause: Clause
    sentence: str
    weight: float
    coverage: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the message, what it is worth, in which other forms a notice may have it, and its parts."""

    text: str
    weight: float
    forms: tuple[str, ...]
    parts: tuple[str, ...] = ()
    known: bool = True


class PassageFinder:
    """Finds passages in the clauses of one version of the knowledge base."""

    def __init__(
        self,
        notices: Mapping[str, Sequence[Clause]],
        own_regions: Collection[str],
        search: Search,
        weigh: Weigh,
        heard: Callable[[str], str],
    ) -> None:
        self._notices, self._search, self._weigh, self._heard = notices, search, weigh, heard
        self._own_regions = frozenset(own_regions)
        self._last_heard: tuple[str, str] = ("", "")
        self._found: OrderedDict[tuple[str, tuple[str, ...] | None], tuple[Passage, ...]] = OrderedDict()

    def find(self, reading: Reading, docs: Iterable[str] | None = None) -> tuple[Passage, ...]:
        """The best passage of each clause that shares words with a message, best first, at most 15 of them.

        Looks in ``docs``, or in all notices. One query of the index and a few milliseconds.
        """
        key = reading.text, None if docs is None else tuple(docs)
        if key not in self._found:
            self._found[key] = self._find(reading, key[1])
            if len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        return self._found[key]

    def missing(self, reading: Reading, docs: Iterable[str]) -> tuple[str, ...]:
        """Words of a message that other notices have and none of ``docs`` in any form, if none that these have weighs
        as much."""
        clauses = [clause for doc in docs for clause in self._notices[doc]]
        if len(clauses) > _FEW:
            return ()
        words = [word for word in self._words(reading) if word.weight >= _TELLS_MUCH]
        held = [word for word in words if any(_held(word, clause.text) for clause in clauses)]
        most = max((word.weight for word in held), default=0.0)
        lacking = (word for word in words if word.known and word not in held and word.weight >= most)
        return tuple(word.text for word in lacking)

    def _find(self, reading: Reading, docs: tuple[str, ...] | None) -> tuple[Passage, ...]:
        words = self._words(reading)
        total = sum(word.weight for word in words)
        if not total:
            return ()
        found = [self._passage(doc, clause, words, total) for doc, clause in self._candidates(words, docs)]
        ranked = sorted((p for p in found if p.weight), key=lambda p: (-round(p.weight, 6), -_times(p)))
        return tuple(ranked[:_CANDIDATES])

    def _candidates(self, words: Sequence[_Word], docs: tuple[str, ...] | None) -> Iterable[tuple[str, Clause]]:
        """The clauses to weigh: all of a few notices, those that the index finds in many."""
        looked_in = tuple(self._notices) if docs is None else docs
        if sum(len(self._notices[doc]) for doc in looked_in) <= _FEW:
            return [(doc, clause) for doc in looked_in for clause in self._notices[doc]]
        query = " ".join(dict.fromkeys(form for word in words for form in (word.text, *word.forms)))
        hits = self._search(query, docs, _CANDIDATES)
        return [(doc, clause) for doc, label in hits for clause in self._notices[doc] if clause.cite_label == label]

    def _words(self, reading: Reading) -> list[_Word]:
        said = content_words(reading, self._own_regions)
        meant = [(reading.text[start:end], official) for start, end, official in thesaurus().find(reading.text)]
        forms: dict[str, list[str]] = {word: [] for word in said}
        for everyday, official in meant:
            if is_asking(everyday):
                continue
            inside = [word for word in said if word in everyday or everyday in word]
            for word in inside or [everyday]:
                forms.setdefault(word, []).extend(official)
        cuts = {term: tokenizer().pieces(term) for term in (*forms, *(f for fs in forms.values() for f in fs))}
        weights = self._weigh({*cuts, *(piece for pieces in cuts.values() for piece in pieces)})
        words: list[_Word] = []
        for word, meanings in forms.items():
            if word not in weights and word in region_table().codes_by_name:
                continue  # 古雷开发区 only says where, if no notice speaks of it
            weighed = {form: _weight(form, cuts[form], weights) for form in meanings}
            known = {form: weight for form, weight in weighed.items() if weight is not None}
            if word not in weights and not known and len(cuts[word]) > 1:
                words += [_Word(piece, weights.get(piece, weights[""]), ()) for piece in cuts[word]]
                continue
            sounding = () if word in weights or known else self._shortened(word) or self._sounding(word, reading.text)
            least = min(known.values(), default=weights[""])
            parts = tuple(part for part in cuts[word] if part != word and weights.get(part, 0.0) > _TELLING)
            words.append(_Word(word, weights.get(word, least), (*known, *sounding), parts, word in weights))
        return words

    def _shortened(self, word: str) -> tuple[str, ...]:
        """The phrases of a few notices that an unknown word is short for."""
        return self._abbreviations.phrases(word) if _HAN.fullmatch(word) else ()

    @cached_property
    def _abbreviations(self) -> Abbreviations:
        clauses = [clause for clauses in self._notices.values() for clause in clauses]
        if len(clauses) > _FEW:
            return Abbreviations(())
        parts = (part for clause in clauses for part in _PUNCTUATION.split(_folded(clause.text)) if part)
        return Abbreviations(cut(part) for part in dict.fromkeys(parts))

    def _sounding(self, word: str, text: str) -> tuple[str, ...]:
        """What the notices have that sounds like a word which they don't have."""
        if len(word) < _SHORTEST_BY_SOUND or not _HAN.fullmatch(word):
            return ()
        if self._last_heard[0] != text:
            self._last_heard = text, self._heard(text)
        at, heard = text.find(word), self._last_heard[1]
        meant = heard[at : at + len(word)] if at >= 0 and len(heard) == len(text) else ""
        return (meant,) if meant and meant != word else ()

    def _passage(self, doc: str, clause: Clause, words: Sequence[_Word], total: float) -> Passage:
        best, best_weight = "", 0.0
        held = tuple(word for word in words if _held(word, clause.text))
        for sentence in _sentences(clause):
            weight = 0.0
            for word in held:
                share = max(_held(word, sentence), _IN_HEADING * _held(word, clause.heading))
                weight += word.weight * (share or _ELSEWHERE * _held(word, clause.text))
            if weight > best_weight:
                best, best_weight = sentence.strip(), weight
        forms = tuple(dict.fromkeys(form for word in held for form in (word.text, *word.forms) if form in clause.text))
        return Passage(doc, clause, best, best_weight, min(1.0, best_weight / total), forms)


@lru_cache(maxsize=20_000)
def _sentences(clause: Clause) -> tuple[str, ...]:
    """The sentences of a clause without its heading, unless it is nothing else."""
    found = [part for part in _SENTENCE.split(clause.text) if part.strip()]
    first = found[0].strip().removeprefix(clause.label).strip(" .。．\u3000") if found else ""
    return tuple(found[1:] if len(found) > 1 and first == clause.heading else found)


def _weight(form: str, pieces: Sequence[str], weights: Mapping[str, float]) -> float | None:
    """What a word of the thesaurus is worth: that of its rarest part where the index has it only in parts."""
    if form in weights:
        return weights[form]
    parts = [weights[piece] for piece in pieces if piece in weights]
    return max(parts) if len(parts) == len(pieces) else None


def _times(passage: Passage) -> int:
    """How often a clause has the words of a passage, at least: of several that weigh the same the one that speaks of it
    most."""
    text = _folded(passage.clause.text)
    return min((text.count(word) for word in passage.words), default=0)


def _held(word: _Word, text: str) -> float:
    folded = _folded(text)
    if word.text in folded:
        return 1.0
    if any(form in folded for form in word.forms):
        return _MEANT_AS_WELL if word.known else _MEANT
    parts = [part in folded for part in word.parts]
    return _IN_PARTS * sum(parts) / len(parts) if parts else 0.0


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """As messages are written, without quotation marks and brackets: 各市（州） is 各市州."""
    return _MARKS.sub("", normalise(text))
