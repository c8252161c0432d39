"""The speller for the knowledge base of the moment."""

from __future__ import annotations

from bot.components.vocabulary import PolicyWords
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.spelling import LearntSpelling, Speller


class Spellers:
    """Makes a speller for each state of the knowledge base, so that its names and words are known at once."""

    def __init__(self, learnt: LearntSpelling) -> None:
        self.learnt = learnt
        self._policy_words = PolicyWords()
        self._last: tuple[KnowledgeBase, Speller] | None = None

    def of(self, knowledge: KnowledgeBase) -> Speller:
        """The speller for a snapshot; the last one's is kept."""
        last = self._last
        if last is not None and last[0] is knowledge:
            return last[1]
        speller = self.learnt.speller(
            knowledge.lexicon.surfaces, self._policy_words.of(knowledge), knowledge.short_place_names()
        )
        self._last = (knowledge, speller)
        return speller
