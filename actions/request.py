"""From turn and dialogue to one request: which regions, which subject, which facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from actions.awards_meant import (
    accepts,
    by_cues,
    by_name_words,
    by_numbers,
    by_stated_sum,
    candidate_rules,
    flagged_rules,
    for_applicant,
    for_each_named,
    of_each_clause,
    of_the_role_named,
    other_subject,
    sibling_by_flags,
    sibling_by_words,
    siblings_for,
    sole_by_words,
    those_told_of,
)
from actions.dialogue import Dialogue, Focus
from actions.mentioned import has_subject, own_focus, referenced_clauses
from actions.only_money import by_applicant
from actions.other_kinds import asks_of_another_kind, counting_another_kind
from actions.recipients import asked_for, not_elsewhere
from actions.scope import Scope, find_scope, localise, regions_named
from actions.told import applicant_said, facts_told, remembered_facts, tells_more
from actions.told_together import added_on, asked_together, summed_up, told_together
from actions.turn import Turn
from policy_kb.awards import APPLICANT_FACT, FactValue, Rule
from policy_kb.awards.stated import Doubt
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.normalise import normalise
from policy_kb.passages import content_words

#: Questions that a notice without amounts can answer as well.
_WITHOUT_AMOUNTS = ("clause_content", "responsible_unit", "contact", "definition", "dispute_station", "service_station")
#: These ask what the last question asked.
_GOES_ON = ("follow_up", "inform", "more")
#: “瞪羚”企业 is the same as 瞪羚企业.
_QUOTED = re.compile('[“”"]')
_GOES_ON_ELSEWHERE = ("follow_up", "inform", "correct", "deny")
#: 刚才那项, 再加2件: what was told of it before still stands.
_COMES_BACK = re.compile(
    r"刚才|刚刚|之前|前面|上面|回到|说回|原来|[再又][加多添少减认转卖评]|[多少加减]了|改[成为到]|换成|升到|降到"
)


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a handler needs to answer.

    ``elliptic`` is set where the subject comes from an earlier turn, ``unknown_clause`` where the message names a
    clause by a number that no notice in scope has, ``telling`` where it only tells more of the awards talked about.
    """

    turn: Turn
    dialogue: Dialogue
    kb: KnowledgeBase
    on: date
    scope: Scope
    focus: Focus
    elliptic: bool
    facts: Mapping[str, FactValue]
    doubts: tuple[Doubt, ...]
    rules: tuple[Rule, ...]
    unknown_clause: bool = False
    telling: bool = False

    @property
    def text(self) -> str:
        """The normalised message."""
        return self.turn.text

    def with_facts(self, facts: Mapping[str, FactValue]) -> Request:
        """The same question for other facts."""
        return replace(self, facts=facts)


def resolve(turn: Turn, dialogue: Dialogue, kb: KnowledgeBase, on: date) -> Request:
    """Put what was said now on top of what is remembered."""
    named = asked_for(regions_named(turn, kb), turn, dialogue, kb)
    own = own_focus(turn, kb)
    if named and dialogue.focus and turn.intent in _GOES_ON_ELSEWHERE and _only_says_where(own, kb):
        own = Focus()
    talked_of = [kb.book.rules[key] for key in dialogue.focus.awards if key in kb.book.rules]
    if not named and asks_of_another_kind(turn, talked_of, kb):
        own = Focus()
    asked = dialogue.kind if turn.intent in _GOES_ON and dialogue.kind is not None else turn.intent
    names = [mention.text for mention in turn.reading.mentions if mention.ids("award")]
    scope = find_scope(named, own, dialogue, kb, of_money=asked not in _WITHOUT_AMOUNTS, called=names)
    own = localise(own, scope, kb) if scope.named else own
    referenced = referenced_clauses(turn, dialogue, scope)
    own = own.model_copy(update={"clauses": (*referenced, *own.clauses)})
    telling = not named and not referenced and tells_more(turn, own, dialogue, kb)
    if telling:
        own = Focus()
    elliptic = not has_subject(own)
    focus = dialogue.focus if elliptic else own
    remembered = remembered_facts(dialogue, kb)
    together = () if telling else told_together(turn, dialogue, scope, kb)
    if not telling and not together and (each := asked_together(turn, dialogue, scope, kb)):
        asked_about = Focus(awards=tuple(rule.key for rule in each))
        facts, doubts = facts_told(turn, dialogue, each, {}, kb)
        facts.pop(APPLICANT_FACT, None)  # who is named in one question does not ask the others
        return Request(turn, dialogue, kb, on, scope, asked_about, False, facts, doubts, each)
    if telling:
        rules = tuple(kb.book.rules[key] for key in dialogue.focus.awards if key in kb.book.rules)
    else:
        rules = together or candidate_rules(turn, focus, scope, kb)
    if not telling and (not rules or elliptic) and (flagged := flagged_rules(turn, rules, scope, kb)):
        rules, elliptic = flagged, False
        focus = Focus(awards=tuple(rule.key for rule in flagged))
    if not rules and not focus and (called := by_name_words(turn, kb.rules_of(scope.sources))):
        rules, elliptic = called, False
        focus = Focus(awards=tuple(rule.key for rule in called))
    if not telling and (stating := by_stated_sum(turn, rules, scope, kb)):
        rules, elliptic = stating, False
        focus = Focus(awards=tuple(rule.key for rule in stating))
    if not rules and not telling and (beside := counting_another_kind(turn, scope, kb)):
        rules, elliptic = beside, False
        focus = Focus(awards=tuple(rule.key for rule in beside))
    if elliptic and not together and (all_of_them := summed_up(turn, dialogue, scope, kb)):
        facts = kb.book.validate(dialogue.told)
        return Request(turn, dialogue, kb, on, scope, focus, elliptic, facts, (), all_of_them)
    if not rules and not telling and (told_again := _of_the_award_before(turn, dialogue, scope, kb)):
        rules, elliptic, focus = told_again, True, dialogue.focus
    counted = None if telling or together or own.awards else _counted(turn, dialogue, scope, kb)
    if counted is not None and (not own.topics or counted in rules or _tells_all(turn, dialogue, counted, kb)):
        if elliptic and counted not in rules:
            elliptic, focus = False, Focus(awards=(counted.key,))
        rules = (counted,)
    if elliptic and not telling:
        rules = sibling_by_words(turn, rules, scope, kb)
    if elliptic and not telling and (others := other_subject(turn, dialogue, rules, scope, kb)):
        rules, elliptic = others, False
        focus = Focus(awards=tuple(rule.key for rule in others))
    if not elliptic and not {rule.key for rule in rules} & set(dialogue.focus.awards) and not _of_itself(dialogue):
        # another subject: what was said of the earlier one may mean something else here, who is asking does not
        who_asks = remembered.get(APPLICANT_FACT)
        kept = who_asks if dialogue.identified or any(accepts(rule, who_asks) for rule in rules) else None
        again = {**_told_before(turn, dialogue, rules, kb), APPLICANT_FACT: kept}
        remembered = {name: value for name, value in again.items() if value is not None}
    if not rules and not own.awards and not own.topics and not dialogue.focus:
        kind = applicant_said(turn, dialogue, kb).get(APPLICANT_FACT)
        rules = by_applicant(turn, kind, scope, kb)
        if not rules and scope.named and not has_subject(own):
            rules = sole_by_words(turn, scope, kb)
        if rules:
            elliptic, focus = False, Focus(awards=tuple(rule.key for rule in rules))
    if elliptic and set(named) - set(dialogue.regions) and not dialogue.focus.awards:
        kind = applicant_said(turn, dialogue, kb).get(APPLICANT_FACT)
        if len(of_kind := by_applicant(turn, kind, scope, kb)) == 1:  # 漳州的运营机构封顶多少 after help in Sichuan
            rules, elliptic, focus = of_kind, False, Focus(awards=(of_kind[0].key,))
    rules = sibling_by_flags(turn, for_each_named(turn, rules, scope, kb), scope, kb)
    if not rules and not dialogue.focus and applicant_said(turn, dialogue, kb):
        rules = by_cues(turn, kb.rules_of(scope.sources), kb)
    who = {**remembered, **applicant_said(turn, dialogue, kb)}
    rules = of_each_clause(rules, who) if together else for_applicant(rules, who)
    facts, doubts = facts_told(turn, dialogue, rules, remembered, kb)
    siblings = siblings_for(rules, facts.get(APPLICANT_FACT), scope, kb)
    if siblings := siblings or (() if together else of_the_role_named(turn, rules, scope, kb)):
        rules, focus = siblings, Focus(awards=tuple(rule.key for rule in siblings))
        facts, doubts = facts_told(turn, dialogue, rules, remembered, kb)
    if earlier := added_on(turn, dialogue, rules, kb):
        rules, facts = (*earlier, *rules), {**kb.book.validate(dialogue.told), **facts}
        focus = Focus(awards=tuple(rule.key for rule in rules))
    if telling and (told_of := _one_told_of(rules, facts, dialogue)):
        rules, focus = told_of, Focus(awards=(told_of[0].key,))
    facts, doubts = not_elsewhere(turn, rules, facts, doubts, kb)
    unknown = bool(turn.clause_references) and not referenced and not (turn.choice and dialogue.choices)
    rules = of_each_clause(rules, facts) if together else for_applicant(rules, facts)
    if not (telling or elliptic or earlier):
        rules = those_told_of(turn, rules, own.awards, facts, kb)
    return Request(turn, dialogue, kb, on, scope, focus, elliptic, facts, doubts, rules, unknown, telling)


def _only_says_where(own: Focus, kb: KnowledgeBase) -> bool:
    """Whether a message names nothing but what says where (我公司在四川园区)."""
    where = own.topics and all(kb.topics[topic].of_place for topic in own.topics)
    return bool(where) and not own.model_copy(update={"topics": (), "terms": (), "documents": (), "units": ()})


def with_all_facts(request: Request, rules: tuple[Rule, ...]) -> Request:
    """The request with what the message tells of any of ``rules``, and all that is remembered of the applicant."""
    remembered = remembered_facts(request.dialogue, request.kb)
    facts, doubts = facts_told(request.turn, request.dialogue, rules, remembered, request.kb)
    return replace(request, facts=facts, doubts=doubts)


def _of_the_award_before(turn: Turn, dialogue: Dialogue, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The award talked of, where a message that means none tells what its sum goes by (我们是瞪羚企业，评上四级)."""
    pool = kb.rules_of(scope.sources)
    before = tuple(rule for rule in pool if rule.key in dialogue.focus.awards)
    if len(before) != 1 or not turn.reading.quantities:
        return ()
    clause = kb.sources[before[0].doc].clause(before[0].clause)
    said = _QUOTED.sub("", normalise(clause.text)) if clause is not None else ""
    numbers = "".join(quantity.text for quantity in turn.reading.quantities)
    if not all(word in said or word in numbers for word in content_words(turn.reading, ())):
        return ()  # 安全标准化三级证书 is of another matter
    told, _ = facts_told(turn, dialogue, before, {}, kb)
    return before if any(name in told for name in before[0].sum_facts if name != APPLICANT_FACT) else ()


def _counted(turn: Turn, dialogue: Dialogue, scope: Scope, kb: KnowledgeBase) -> Rule | None:
    """The one award whose count the message tells by that count's own words; None where it counts nothing."""
    if not turn.reading.quantities:
        return None
    said = applicant_said(turn, dialogue, kb)
    who = said.get(APPLICANT_FACT, dialogue.facts.get(APPLICANT_FACT) if dialogue.identified else None)
    return by_numbers(turn.text, kb.rules_of(scope.sources), who, kb)


def _tells_all(turn: Turn, dialogue: Dialogue, rule: Rule, kb: KnowledgeBase) -> bool:
    """Whether a message tells every count of an award, or its speaker is of the kind that the award is for: one of its
    counts alone does not outweigh another subject that is named (密集型产品备案了7件)."""
    facts, _ = facts_told(turn, dialogue, (rule,), {}, kb)
    who = facts.get(APPLICANT_FACT, dialogue.facts.get(APPLICANT_FACT))
    if who is not None and rule.beneficiaries.types and who in rule.beneficiaries.types:
        return True
    return all(name in facts for name in rule.facts if kb.book.facts[name].type == "count")


def _one_told_of(rules: tuple[Rule, ...], facts: Mapping[str, FactValue], dialogue: Dialogue) -> tuple[Rule, ...]:
    """Of several awards that were named the one that new facts are told of; none where any was computed before."""
    if len(rules) < 2 or dialogue.kind == "list_awards" or any(rule.key in dialogue.computed for rule in rules):
        return ()
    new = {name for name in facts if name not in dialogue.facts} - {APPLICANT_FACT}
    told_of = tuple(rule for rule in rules if new & set(rule.accepted_facts))
    return told_of if len(told_of) == 1 else ()


def _told_before(turn: Turn, dialogue: Dialogue, rules: tuple[Rule, ...], kb: KnowledgeBase) -> dict[str, FactValue]:
    """What was told of the awards that a message comes back to (密集型产品再加2件), if they were computed."""
    if not _COMES_BACK.search(turn.text):
        return {}
    accepted = {name for rule in rules if rule.key in dialogue.computed for name in rule.accepted_facts}
    return {name: value for name, value in kb.book.validate(dialogue.told).items() if name in accepted}


def _of_itself(dialogue: Dialogue) -> bool:
    """Whether the user is telling of the whole applicant, so that facts of all awards belong together."""
    return dialogue.kind == "list_awards" and bool(dialogue.facts)
