"""Words of a text, by the tokenizer that the search index uses."""

from __future__ import annotations

from policy_kb.search.tokenizer import tokenizer


def cut(text: str) -> list[str]:
    """The words of normalised text in order; punctuation is left out."""
    return tokenizer().words(text)
