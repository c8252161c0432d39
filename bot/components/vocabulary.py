"""Where the words of a message come from: the notices, the examples in scope, or neither."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from policy_kb.knowledge import KnowledgeBase
from policy_kb.search.tokenizer import tokenizer

_HAN = re.compile(r"[\u3400-\u9fff]")


class Vocabulary:
    """``policy`` are the words of the notices, ``asked`` those of the examples that are in scope."""

    def __init__(self, policy: Container[str], asked: Container[str]) -> None:
        self._policy, self._asked = policy, asked

    def origin(self, word: str) -> str:
        """A short label: P for the notices, T for the examples, F for a word foreign to both; then its length."""
        if word in self._policy:
            return "P"
        if word in self._asked:
            return f"T{min(len(word), 2)}"
        return f"F{min(len(word), 2)}" if _HAN.match(word) else "FL"


class PolicyWords:
    """The words of all clauses of a knowledge base. A new snapshot costs only the cutting of its new documents."""

    def __init__(self) -> None:
        self._of_document: dict[tuple[str, int], frozenset[str]] = {}
        self._snapshot: KnowledgeBase | None = None
        self._words: frozenset[str] = frozenset()

    def of(self, knowledge: KnowledgeBase) -> frozenset[str]:
        """The words of a snapshot; the last one's are kept."""
        if knowledge is not self._snapshot:
            of_document: dict[tuple[str, int], frozenset[str]] = {}
            for doc_id, source in knowledge.sources.items():
                key = doc_id, hash(tuple(clause.text for clause in source.clauses))
                known = self._of_document.get(key)
                of_document[key] = known if known is not None else _words(clause.text for clause in source.clauses)
            self._of_document = of_document
            self._words = frozenset().union(*of_document.values())
            self._snapshot = knowledge
        return self._words


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in tokenizer().index_terms(text))
