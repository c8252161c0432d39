"""Words of a text, by the tokenizer that the search index uses."""

from __future__ import annotations

from functools import lru_cache

from policy_kb.search.tokenizer import tokenizer

#: A message and its clauses are cut many times on their way; a longer text is no message.
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 1024, 400


def cut(text: str) -> list[str]:
    """The words of normalised text in order; punctuation is left out."""
    return list(_remembered(text)) if len(text) <= _LONGEST_REMEMBERED else tokenizer().words(text)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _remembered(text: str) -> tuple[str, ...]:
    return tuple(tokenizer().words(text))
