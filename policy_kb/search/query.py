"""From what somebody typed to terms to look for. No operator syntax: whatever is typed is text."""

from __future__ import annotations

from dataclasses import dataclass

from policy_kb.search.tokenizer import Tokenizer, stopwords

MAX_QUERY = 500
MAX_TERMS = 24


@dataclass(frozen=True, slots=True)
class Query:
    """``required`` terms find clauses, ``optional`` ones only rank them; ``prefix``: the required terms are single
    characters, which stand for all words that begin with them."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    prefix: bool = False

    def __bool__(self) -> bool:
        return bool(self.required)


def parse_query(text: str, tokenizer: Tokenizer) -> Query:
    """The terms of ``text``; of a very long text only the beginning counts. False where nothing can be looked for."""
    typed = list(dict.fromkeys(tokenizer.words(text[:MAX_QUERY])))
    words = [word for word in typed if word not in stopwords()] or typed
    telling = [word for word in words if not _is_weak(word)]
    if not telling:
        numbers = [word for word in words if word.isdigit()]
        singles = [word for word in words if len(word) == 1 and not word.isdigit()]
        if numbers:
            return Query(tuple(numbers[:MAX_TERMS]), tuple(singles[:MAX_TERMS]))
        return Query(tuple(singles[:MAX_TERMS]), prefix=True)
    required = list(dict.fromkeys(piece for word in telling for piece in tokenizer.pieces(word)))[:MAX_TERMS]
    optional = [word for word in words if word not in required][:MAX_TERMS]
    return Query(tuple(required), tuple(optional))


def _is_weak(word: str) -> bool:
    """Single characters and counts (12件, 3级) vary with the asker's case and are rarely what a clause is about."""
    return len(word) == 1 or (word.isdigit() and len(word) < 4)
