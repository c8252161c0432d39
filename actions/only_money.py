"""Messages that ask for money and name nothing but who and where: 运营机构一年补多少, 漳州专利补贴有哪些."""

from __future__ import annotations

import re

from actions.scope import Scope
from actions.turn import Turn
from policy_kb.awards import Rule
from policy_kb.awards.stated import is_plain
from policy_kb.awards.whatif import stated_sums
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.words import cut
from policy_kb.passages.content import is_asking

#: 三笔分别是多少 counts what is paid.
_OF_SUMS = "笔"
#: 能不能, 可不可以
_OR_NOT = re.compile(r"([\u3400-\u9fff])[不没]\1")


#: 知识产权快维中心 says no more than 快维中心.
_FIELD = "知识产权"


def names_no_subject(turn: Turn) -> bool:
    """Whether everything a message says beside places, kinds of applicant and numbers are plain words."""
    spans = [(m.start, m.end) for m in turn.reading.mentions if m.ids("region") or m.ids("applicant")]
    spans += [(q.start, q.end) for q in turn.reading.quantities]
    kept, position = "", 0
    for start, end in sorted(spans):
        kept += turn.text[position:start] + " "
        position = max(position, end)
    said = _OR_NOT.sub(" ", kept + turn.text[position:]).replace(_FIELD, " ")
    return all(is_plain(word) or is_asking(word) for word in cut(said))


def by_applicant(turn: Turn, said: object, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The one award for the kind of applicant that a message names, where it names nothing else; none where several."""
    kinds = {kind for mention in turn.reading.mentions for kind in mention.ids("applicant")} | {said}
    found = [rule for rule in kb.rules_of(scope.sources) if kinds & set(rule.beneficiaries.types)]
    if len(found) != 1 or (turn.reading.quantities and not _only_its_sum(turn, found[0])):
        return ()
    return tuple(found) if names_no_subject(turn) else ()


def _only_its_sum(turn: Turn, rule: Rule) -> bool:
    """Whether the only numbers are sums that the award itself names (快维中心的15万)."""
    counted = (q for q in turn.reading.quantities if q.unit != _OF_SUMS)
    return all(q.kind == "money" and q.value in stated_sums(rule) for q in counted)
