"""Which award a message is about when it names none: the rule whose own words it shares most.

BM25 (Robertson and Zaragoza 2009) over one small text per rule: its name and aliases, the words by which people state
its facts, and its quotes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from policy_kb.awards.book import AwardBook
from policy_kb.awards.condition import leaves
from policy_kb.awards.rule import APPLICANT_FACT, Rule
from policy_kb.search.tokenizer import stopwords, tokenizer

_K1, _B = 1.2, 0.3
#: A message has to share this many different words with a rule that it doesn't name.
_LEAST_SHARED = 2
#: Rules that score this close to the best are all meant.
_AS_GOOD = 0.85


class RuleIndex:
    """The words of every rule of a book."""

    def __init__(self, book: AwardBook) -> None:
        self._words: Mapping[str, Counter[str]] = {key: _words_of(rule, book) for key, rule in book.rules.items()}
        sizes = [sum(words.values()) for words in self._words.values()]
        self._usual_size = sum(sizes) / len(sizes) if sizes else 1.0
        self._rules_with = Counter(word for words in self._words.values() for word in words)
        self._weights = {key: {term: self._weight(key, term) for term in words} for key, words in self._words.items()}

    def scores(self, text: str, rules: Iterable[Rule], *, least_shared: int = 1) -> dict[str, float]:
        """How well each rule's words fit a message; 0 where it shares fewer than ``least_shared`` with it."""
        terms = _terms(text)
        found = {}
        for rule in rules:
            weights = self._weights[rule.key]
            shared = [weights[term] for term in terms if term in weights]
            found[rule.key] = sum(shared) if len(shared) >= least_shared else 0.0
        return found

    def best(
        self, text: str, rules: Iterable[Rule], *, least_shared: int = _LEAST_SHARED, least_score: float = 0.0
    ) -> tuple[Rule, ...]:
        """The rules that fit a message best, none where all share too little with it."""
        pool = tuple(rules)
        scores = self.scores(text, pool, least_shared=least_shared)
        top = max(scores.values(), default=0.0)
        return tuple(rule for rule in pool if top > least_score and scores[rule.key] >= _AS_GOOD * top)

    def _weight(self, key: str, term: str) -> float:
        words = self._words[key]
        rarity = math.log(1 + (len(self._words) - self._rules_with[term] + 0.5) / (self._rules_with[term] + 0.5))
        length = 1 - _B + _B * sum(words.values()) / self._usual_size
        return rarity * words[term] * (_K1 + 1) / (words[term] + _K1 * length)


@lru_cache(maxsize=512)
def _terms(text: str) -> frozenset[str]:
    return frozenset(term for term in tokenizer().index_terms(text) if len(term) > 1) - stopwords()


def _words_of(rule: Rule, book: AwardBook) -> Counter[str]:
    quotes = {rule.amount.quote, rule.beneficiaries.quote}
    if rule.conditions is not None:
        quotes |= {leaf.quote for leaf in leaves(rule.conditions)}
    texts = [rule.name, *rule.aliases, *sorted(quotes)]
    for name in rule.accepted_facts:
        fact = book.facts[name]
        texts += [fact.label, *fact.cues, *fact.affirms]
        if name == APPLICANT_FACT:
            for value in rule.beneficiaries.types:
                texts += [fact.option(value).label, *fact.option(value).words]
    cut = tokenizer()
    return Counter(term for text in texts for term in cut.index_terms(text.lower()) if len(term) > 1)
