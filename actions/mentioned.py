"""What a message names: subjects of the knowledge base, clauses by their number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from actions.dialogue import Dialogue, Focus
from actions.offices_named import spans_of_offices
from actions.scope import Scope
from actions.turn import ClauseReference, Turn
from policy_kb.knowledge import KnowledgeBase, Source
from policy_kb.language.lexicon import Mention
from policy_kb.language.normalise import normalise
from policy_kb.language.numerals import parse_number

#: A word for a kind of applicant (高校, 运营机构) says who asks; of its other meanings only these can be a subject.
_ABOUT_APPLICANTS = ("term", "institution")

#: A label as long as 三、（五）3. can be looked for in a message as it stands.
_LONG_LABEL = 5

#: Kinds of things with a name, and the field of a focus that holds their ids.
FOCUS_KINDS = {
    "award": "awards",
    "topic": "topics",
    "clause": "clauses",
    "institution": "institutions",
    "target": "targets",
    "term": "terms",
    "document": "documents",
    "figure": "figures",
    "unit": "units",
}


def own_focus(turn: Turn, kb: KnowledgeBase) -> Focus:
    """What the message names; a word inside the name of an office (监管 in 市场监管局) is no subject."""
    found: dict[str, tuple[str, ...]] = {}
    offices = spans_of_offices(turn.reading.text, kb)
    mentions = [m for m in turn.reading.mentions if m.ids("unit") or not _inside(m, offices)]
    others = [mention for mention in mentions if not mention.ids("applicant")]
    for kind, field in FOCUS_KINDS.items():
        named = mentions if kind in _ABOUT_APPLICANTS else others
        found[field] = tuple(dict.fromkeys(i for mention in named for i in mention.ids(kind)))
    return Focus(**found)


def _inside(mention: Mention, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def has_subject(focus: Focus) -> bool:
    """Whether a focus says what a question is about; the name of an office alone does not."""
    return bool(focus.model_copy(update={"units": ()}))


def referenced_clauses(turn: Turn, dialogue: Dialogue, scope: Scope) -> tuple[str, ...]:
    found = [
        f"{source.doc_id}#{clause.cite_label}"
        for source in scope.sources
        for clause in source.clauses
        if len(clause.cite_label) >= _LONG_LABEL and normalise(clause.cite_label) in turn.text
    ]
    found = found[-1:]
    by_number = not found and not (turn.choice is not None and dialogue.choices)
    for reference in dict.fromkeys(turn.clause_references) if by_number else ():
        for source in scope.sources:
            clause = referenced_clause(source, reference)
            if clause:
                found.append(f"{source.doc_id}#{clause}")
    return tuple(dict.fromkeys(found))


def referenced_clause(source: Source, reference: ClauseReference) -> str | None:
    """The cite label of the clause a number means: of the levels that have it, the one with the most clauses."""
    by_level: dict[int, list[tuple[int, str]]] = {}
    for clause in source.clauses:
        if clause.kind != "clause":
            continue
        number = _number(clause.label)
        if number is None or (reference.bracketed and not clause.label.startswith("（")):
            continue
        by_level.setdefault(len(clause.path), []).append((number, clause.cite_label))
    if not by_level:
        return None
    levels = [min(by_level)] if reference.part else sorted(by_level, key=lambda level: -len(by_level[level]))
    for level in levels:
        labels = [label for number, label in by_level[level] if number == reference.number]
        if len(labels) == 1:
            return labels[0]
    return None


@lru_cache(4_096)
def _number(label: str) -> int | None:
    digits = re.sub(r"[^一二三四五六七八九十百〇零两\d]", "", label)
    number = parse_number(digits) if digits else None
    return None if number is None else int(number)
