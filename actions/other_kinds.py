"""What people ask about that is like what an award counts and is none of it: 实用新型转让算不算."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.scope import Scope
from actions.turn import Turn
from policy_kb.awards import Fact, Rule
from policy_kb.awards.stated.signs import fits, is_excluded
from policy_kb.awards.stated.words import occurrences
from policy_kb.knowledge import KnowledgeBase

_LEAST_CUE = 2
_LONGEST = 16
_COUNTS = re.compile(r"算|[也都]?(?:行|可以|能)(?:不(?:行|可以|能)|[吗么不没])|不行|计(?:入|进|不)|[在包]不[在包]")
#: 不含实用新型, 没有外观: they are not asked about.
_SET_ASIDE = re.compile(r"(?:不含|不算|不包[括含]|除了?|扣除|没有?|不是|并非|别算|去掉)(?:其中的?|那些|这些)?$")


def counting_another_kind(turn: Turn, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The one award whose count the message speaks of by its own words, but of another kind of thing; else none."""
    found = [
        rule
        for rule in kb.rules_of(scope.sources)
        if any(another_kind(turn, fact) and _speaks_of(turn.text, fact) for fact in counts_of(rule, kb))
    ]
    return tuple(found) if len(found) == 1 else ()


def asks_of_another_kind(turn: Turn, rules: Sequence[Rule], kb: KnowledgeBase) -> bool:
    """实用新型算不算数 after an award that counts inventions: whether that counts as well, no subject of its own."""
    if len(rules) != 1 or len(turn.text) > _LONGEST or turn.reading.quantities or not _COUNTS.search(turn.text):
        return False
    return any(another_kind(turn, fact) for fact in counts_of(rules[0], kb))


def counts_of(rule: Rule, kb: KnowledgeBase) -> list[Fact]:
    """The facts of a rule that know things which never count."""
    return [fact for name in rule.accepted_facts if (fact := kb.book.facts[name]).other_kinds]


def another_kind(turn: Turn, fact: Fact) -> str | None:
    """The word for something that a fact never counts, where the message names nothing that it does."""
    thing = counted_thing(fact)
    if any(cue.lower() in turn.text for cue in fact.cues if cue in thing):
        return None
    counted = [i for i, quantity in enumerate(turn.reading.quantities) if fits(quantity, fact, asked=False)]
    if not all(is_excluded(turn.reading, i, fact, part=False) for i in counted):
        return None
    found = occurrences(turn.text, fact.other_kinds)
    return next((word for start, _, word in found if not _SET_ASIDE.search(turn.text[:start])), None)


def counted_thing(fact: Fact) -> str:
    """What a fact counts, without what is said of it: 发明专利 of 当年度向本市企业转让的发明专利."""
    return fact.label.rpartition("的")[2]


def _speaks_of(text: str, fact: Fact) -> bool:
    return any(cue.lower() in text for cue in fact.cues if len(cue) >= _LEAST_CUE)
