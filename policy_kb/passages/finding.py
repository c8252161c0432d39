"""Which sentence of which clause a message is about.

The full-text index finds the clauses; their sentences are then weighed by the rarity of the words that they share with
the message, as in BM25's idf (S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework, 2009). A word counts
fully where it stands in the sentence, in part where it stands elsewhere in the clause. An everyday word counts for the
official ones that mean the same, and a misheard word for the one that sounds like it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policy_kb.language.reading import Reading
from policy_kb.language.words import cut
from policy_kb.notice import Clause
from policy_kb.passages.content import content_words
from policy_kb.passages.thesaurus import thesaurus
from policy_kb.search.tokenizer import tokenizer

_SENTENCE = re.compile(r"(?<=[。；;!！?？\n])")
_ELSEWHERE, _IN_HEADING, _MEANT = 0.4, 0.7, 0.9
_CANDIDATES = 15
_REMEMBERED = 256

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
    """A word of the message, what it is worth and in which forms a notice may have it."""

    text: str
    weight: float
    forms: tuple[str, ...]


class PassageFinder:
    """Finds passages in the clauses of one version of the knowledge base."""

    def __init__(
        self, clauses: Callable[[str, str], Clause | None], search: Search, weigh: Weigh, heard: Callable[[str], str]
    ) -> None:
        self._clauses, self._search, self._weigh, self._heard = clauses, search, weigh, heard
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

    def _find(self, reading: Reading, docs: tuple[str, ...] | None) -> tuple[Passage, ...]:
        words = self._words(reading)
        total = sum(word.weight for word in words)
        if not total:
            return ()
        query = " ".join(dict.fromkeys(form for word in words for form in (word.text, *word.forms)))
        found = [
            self._passage(doc, clause, words, total)
            for doc, label in self._search(query, docs, _CANDIDATES)
            if (clause := self._clauses(doc, label)) is not None
        ]
        return tuple(sorted((p for p in found if p.weight), key=lambda passage: -passage.weight))

    def _words(self, reading: Reading) -> list[_Word]:
        said = content_words(reading)
        meant = {reading.text[start:end]: official for start, end, official in thesaurus().find(reading.text)}
        forms: dict[str, tuple[str, ...]] = {}
        for word in said:
            everyday = [text for text in meant if word in text or (len(text) > 1 and text in word)]
            forms[word] = tuple(dict.fromkeys(f for text in everyday for f in meant[text]))
        for text, official in meant.items():
            if not any(text in word or word in text for word in forms):
                forms[text] = official
        pieces = {word: tokenizer().pieces(word) for word in forms}
        misheard = self._misheard(reading.text, said)
        weights = self._weigh({*forms, *(p for ps in pieces.values() for p in ps), *(f for fs in forms.values() for f in fs)})
        words: list[_Word] = []
        for word, official in forms.items():
            known = [form for form in official if form in weights]
            if word in weights or known or len(pieces[word]) < 2:
                heard = () if word in weights or known else misheard
                weight = min([weights[f] for f in known if f in weights] or [weights.get(word, weights[""])])
                words.append(_Word(word, weights.get(word, weight), (*known, *heard)))
            else:
                words += [_Word(piece, weights.get(piece, weights[""]), ()) for piece in pieces[word]]
        return words

    def _misheard(self, text: str, said: Sequence[str]) -> tuple[str, ...]:
        """Words that the message has only by their sound."""
        heard = self._heard(text)
        return tuple(word for word in cut(heard) if len(word) > 1 and word not in said) if heard else ()

    def _passage(self, doc: str, clause: Clause, words: Sequence[_Word], total: float) -> Passage:
        around = _terms(clause.text)
        heading = _terms(clause.heading)
        best, best_weight = "", 0.0
        held = tuple(word for word in words if _held(word, around))
        for sentence in _SENTENCE.split(clause.text):
            terms = _terms(sentence)
            weight = 0.0
            for word in held:
                share = _held(word, terms) or _IN_HEADING * _held(word, heading) or _ELSEWHERE * _held(word, around)
                weight += word.weight * share
            if weight > best_weight:
                best, best_weight = sentence.strip(), weight
        forms = tuple(dict.fromkeys(form for word in held for form in (word.text, *word.forms) if form in around))
        return Passage(doc, clause, best, best_weight, best_weight / total, forms)


def _held(word: _Word, terms: frozenset[str]) -> float:
    if word.text in terms:
        return 1.0
    return _MEANT if any(form in terms for form in word.forms) else 0.0


@lru_cache(maxsize=20_000)
def _terms(text: str) -> frozenset[str]:
    return frozenset(tokenizer().index_terms(text))
