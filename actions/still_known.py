"""A conversation goes on while the knowledge base changes: what it remembers of things that are gone is dropped."""

from __future__ import annotations

from actions.dialogue import Choice, Dialogue, Focus, Subject
from policy_kb.knowledge import KnowledgeBase


def still_known(dialogue: Dialogue, kb: KnowledgeBase) -> Dialogue:
    """The dialogue without awards, notices, clauses and the like that the knowledge base no longer has."""
    focus = _focus(dialogue.focus, kb)
    choices = tuple(_choice(choice, kb) for choice in dialogue.choices)
    computed = tuple(key for key in dialogue.computed if key in kb.book.rules)
    facts = {name: value for name, value in dialogue.facts.items() if name in kb.book.facts}
    told = {name: value for name, value in dialogue.told.items() if name in kb.book.facts}
    asked = dialogue.asked if dialogue.asked is None or dialogue.asked in kb.book.facts else None
    return dialogue.model_copy(
        update={
            "focus": focus,
            "choices": choices,
            "computed": computed,
            "facts": facts,
            "told": told,
            "asked": asked,
            "previous": _subject(dialogue.previous, kb) if dialogue.previous is not None else None,
        }
    )


def _subject(subject: Subject, kb: KnowledgeBase) -> Subject:
    facts = {name: value for name, value in subject.facts.items() if name in kb.book.facts}
    return subject.model_copy(update={"focus": _focus(subject.focus, kb), "facts": facts})


def _choice(choice: Choice, kb: KnowledgeBase) -> Choice:
    return choice.model_copy(update={"focus": _focus(choice.focus, kb)})


def _focus(focus: Focus, kb: KnowledgeBase) -> Focus:
    return focus.model_copy(
        update={
            "awards": tuple(key for key in focus.awards if key in kb.book.rules),
            "topics": tuple(key for key in focus.topics if key in kb.topics),
            "clauses": tuple(key for key in focus.clauses if _has_clause(key, kb)),
            "institutions": tuple(key for key in focus.institutions if key in kb.institutions),
            "targets": tuple(key for key in focus.targets if key in kb.targets),
            "terms": tuple(key for key in focus.terms if key in kb.terms),
            "documents": tuple(key for key in focus.documents if key in kb.sources),
            "figures": tuple(key for key in focus.figures if key in kb.figures),
        }
    )


def _has_clause(key: str, kb: KnowledgeBase) -> bool:
    doc, _, label = key.partition("#")
    return doc in kb.sources and kb.sources[doc].clause(label) is not None
