"""The sentence of a notice that a question is about, found by its words: for what nobody has given a name yet."""

from policy_kb.passages.content import content_words
from policy_kb.passages.finding import Passage, PassageFinder

__all__ = ["Passage", "PassageFinder", "content_words"]
