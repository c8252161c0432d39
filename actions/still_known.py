"""A conversation goes on while the knowledge base changes: what it remembers of things that are gone is dropped."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue import Choice, Dialogue, Focus, Subject
from actions.mentioned import FOCUS_KINDS
from actions.turn import Turn
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read


def still_named(turn: Turn, kb: KnowledgeBase) -> Turn:
    """The message, read anew where it was read with names of things that the knowledge base no longer has."""
    named = {target for mention in turn.reading.mentions for target in mention.targets}
    if all(_is_known(kind, key, kb) for kind, key in named):
        return turn
    return replace(turn, reading=read(turn.reading.text, kb.lexicon))


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
    known = {
        field: tuple(key for key in getattr(focus, field) if _is_known(kind, key, kb))
        for kind, field in FOCUS_KINDS.items()
    }
    return focus.model_copy(update=known)


def _is_known(kind: str, key: str, kb: KnowledgeBase) -> bool:
    match kind:
        case "award":
            return key in kb.book.rules
        case "topic":
            return key in kb.topics
        case "clause":
            return _has_clause(key, kb)
        case "institution":
            return key in kb.institutions
        case "target":
            return key in kb.targets
        case "term":
            return key in kb.terms
        case "document":
            return key in kb.sources
        case "figure":
            return key in kb.figures
    return True


def _has_clause(key: str, kb: KnowledgeBase) -> bool:
    doc, _, label = key.partition("#")
    return doc in kb.sources and kb.sources[doc].clause(label) is not None
