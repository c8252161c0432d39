"""Which award rules a message means: by name, by topic, by its words, by who asks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from actions.dialogue import Dialogue, Focus
from actions.mentioned import has_subject
from actions.scope import Scope
from actions.turn import Turn
from policy_kb.awards import APPLICANT_FACT, Fact, FactValue, Rule
from policy_kb.awards.stated import stated_facts
from policy_kb.awards.stated.flags import stated_flags
from policy_kb.awards.whatif import stated_sums
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import read
from policy_kb.passages import content_words

#: Another award is meant where its words fit a message this many times better than those of the award it names.
_MUCH_BETTER = 1.6

#: Score from which a message means an award by its words alone (奖励 and 企业 stand in every award).
_LEAST_SCORE = 5.0

#: The same for a message that counts nothing.
_LEAST_WITHOUT_NUMBERS = 9.0

#: A shorter message is a fact or a follow-up, not a story that means an award by its words.
_LEAST_TELLING = 6

_LEAST_STORY = 12
#: A longer message is more than a choice from a list by its words (专利密集型的).
_LONGEST_CHOICE = 8

#: Characters of a count's own words that have to stand in a message which gives no number.
_LEAST_CUED = 4

#: Questions that can only be about an award.
_OF_AWARDS = ("award_amount", "calculate", "eligibility", "how_to_apply")

_AND = re.compile(r"[和与及跟、]|以及|还有")
_CLAUSE = re.compile(r"[，,。；;！!？?、]")

#: Words that fit more awards than this mean none of them.
_MOST_MEANT = 3
#: 那15万是给啥的, 50万是哪一项
_SPEAKER = re.compile("[我咱俺本敝]")
#: 两年: how long, not what is counted.
_TIME_ONLY = re.compile(r"[一二两三四五\d]+年内?")
_WHAT_FOR = re.compile(r"(?:给|奖|补|发)(?:什么|啥|谁|哪)|(?:是|叫)(?:什么|啥|哪)|哪[一个条项笔]|怎么来")


def candidate_rules(turn: Turn, focus: Focus, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The award rules a message can mean: named, by clause, by topic, or by the words it shares with a rule."""
    pool = kb.rules_of(scope.sources)
    meant = tuple(rule for rule in pool if rule.key in focus.awards)
    if not meant:
        meant = tuple(rule for rule in pool if f"{rule.doc}#{rule.clause}" in focus.clauses)
    if not meant:
        meant = tuple(rule for rule in pool if set(rule.topics) & set(focus.topics))
        meant = kb.rule_index.best(telling_text(turn), meant, least_shared=1) or meant
    scores = kb.rule_index.scores(telling_text(turn), pool)
    by_words = kb.rule_index.best(telling_text(turn), pool, least_score=_LEAST_SCORE)
    if not meant:
        elsewhere = any(set(rule.topics) & set(focus.topics) for rule in kb.book.rules.values())
        unsaid = has_subject(focus) and not elsewhere and len(by_words) == 1
        if not unsaid:
            return ()
        # PCT国际申请 shares 国际 with an award, and no more
        besides = kb.rule_index.best(_without(focus, turn), pool, least_score=_LEAST_SCORE)
        return by_words if by_words[0] in besides or _names(turn, by_words[0]) else ()
    so_far = max(scores[rule.key] for rule in meant)
    if any(rule in by_words for rule in meant) or not so_far:
        return meant
    return tuple(rule for rule in by_words if scores[rule.key] > _MUCH_BETTER * so_far) or meant


def sole_by_words(turn: Turn, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The one award of the place asked for that a message without a name means by its words; else none."""
    least = _LEAST_SCORE if turn.reading.quantities else _LEAST_WITHOUT_NUMBERS
    best = kb.rule_index.best(telling_text(turn), kb.rules_of(scope.sources), least_score=least)
    return tuple(best) if len(best) == 1 else ()


def by_name_words(turn: Turn, pool: Sequence[Rule]) -> tuple[Rule, ...]:
    """The few awards whose names hold every word of a message that names none (帮我算转让); else none."""
    if turn.intent not in _OF_AWARDS:
        return ()
    words = [word for word in content_words(turn.reading, ()) if not any(c.isdigit() for c in word)]
    found = tuple(rule for rule in pool if all(word in rule.name for word in words)) if words else ()
    if turn.reading.quantities and not any(sum(word in rule.name for rule in pool) == 1 for word in words):
        return ()  # 发明专利40件的奖励: a number is told of none before one is meant for certain
    return found if len(found) <= _MOST_MEANT else ()


def telling_text(turn: Turn) -> str:
    """The message without regions and numbers, which say nothing about the subject."""
    return without_numbers(turn, 0, len(turn.text))


def _names(turn: Turn, rule: Rule) -> bool:
    """Whether something that a message names stands in an award's name."""
    names = [name.lower() for name in (rule.name, *rule.aliases)]
    return any(m.text in name for m in turn.reading.mentions if m.ids("topic") or m.ids("term") for name in names)


def _without(focus: Focus, turn: Turn) -> str:
    """What a message says besides the subject that it is about."""
    text = telling_text(turn)
    for mention in turn.reading.mentions:
        if set(mention.ids("topic")) & set(focus.topics) or set(mention.ids("term")) & set(focus.terms):
            text = text.replace(mention.text, " ")
    return text


def without_numbers(turn: Turn, start: int, end: int) -> str:
    spans = [(m.start, m.end) for m in turn.reading.mentions if m.ids("region")]
    spans += [(q.start, q.end) for q in turn.reading.quantities]
    kept, position = "", start
    for first, last in sorted(spans):
        if start <= first and last <= end:
            kept += turn.text[position:first] + " "
            position = max(position, last)
    return kept + turn.text[position:end]


def by_flags(turn: Turn, pool: tuple[Rule, ...], kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards of whose yes-or-no conditions the message tells (首次贯标, 海外官司赢了, 设了研究中心)."""
    asked = dict.fromkeys(name for rule in pool for name in rule.facts if kb.book.facts[name].type == "flag")
    flags = [kb.book.facts[name] for name in asked]
    met = {name for name, value in stated_flags(turn.text, flags).items() if value}
    told = met | stated_flags(turn.text, flags, certain=True).keys()
    return tuple(rule for rule in pool if told & set(rule.facts))


def flagged_rules(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Awards that a message means by their yes-or-no conditions alone (海外官司赢了), unless ``rules`` share them."""
    found = by_flags(turn, kb.rules_of(scope.sources), kb)
    known = {name for rule in rules for name in rule.facts}
    said = {name for rule in found for name in rule.facts if kb.book.facts[name].type == "flag"}
    return () if not found or said & known or len(found) > _MOST_MEANT else found


def sibling_by_flags(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Of the awards of one clause those whose conditions the message tells, instead of one that it only names."""
    if len(rules) != 1:
        return rules
    place = (rules[0].doc, rules[0].clause)
    beside = tuple(rule for rule in kb.rules_of(scope.sources) if (rule.doc, rule.clause) == place)
    told = by_flags(turn, beside, kb) if len(beside) > 1 else ()
    return told if told and rules[0] not in told else rules


def by_cues(turn: Turn, pool: Sequence[Rule], kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The one award whose count a message speaks of without counting (把一批发明卖给了企业); else none."""
    applicant = kb.book.facts.get(APPLICANT_FACT)
    kinds = {word for option in (applicant.options if applicant else ()) for word in (option.label, *option.words)}
    names = dict.fromkeys(name for rule in pool for name in rule.sum_facts)
    counts = [fact for name in names if (fact := kb.book.facts[name]).type == "count"]
    weights = {
        fact.id: _cued(fact, turn.text, kinds)
        for fact in counts
        if not any(word in turn.text for word in fact.excluding_words)
    }
    best = max(weights.values(), default=0)
    top = [name for name, weight in weights.items() if weight == best]
    if best < _LEAST_CUED or len(top) != 1:
        return ()
    found = tuple(rule for rule in pool if top[0] in rule.sum_facts)
    return found if len(found) == 1 else ()


def by_numbers(text: str, pool: Sequence[Rule], who: object, kb: KnowledgeBase) -> Rule | None:
    """The one award for ``who`` whose count a text tells by the count's own words (卖给企业18件), else None."""
    applicant = kb.book.facts.get(APPLICANT_FACT)
    kinds = {word for option in (applicant.options if applicant else ()) for word in (option.label, *option.words)}
    names = dict.fromkeys(name for rule in pool for name in rule.accepted_facts)
    counts = [kb.book.facts[name] for name in names if kb.book.facts[name].type == "count"]
    parts = _CLAUSE.split(text)
    meant = {rule.key: rule for part in parts for rule in _counting(part, pool, counts, kinds, kb)}
    if not meant and len(parts) > 1 and len(read(text, kb.lexicon).quantities) == 1:
        meant = {rule.key: rule for rule in _counting(text, pool, counts, kinds, kb)}
    found = [rule for rule in meant.values() if who is None or len(meant) == 1 or accepts(rule, who)]
    return found[0] if len(found) == 1 else None


def _counting(
    part: str, pool: Sequence[Rule], counts: Sequence[Fact], ignored: set[str], kb: KnowledgeBase
) -> list[Rule]:
    """The awards of the counts that a part of a message speaks of most, if it tells every one of them."""
    weights = {fact.id: _cued(fact, part, ignored) for fact in counts}
    best = max(weights.values(), default=0)
    top = [fact for fact in counts if weights[fact.id] == best]
    if not best:
        return []
    reading = read(part, kb.lexicon)
    if not all(stated_facts(reading, [fact]).values for fact in top):
        return []
    told = {fact.id for fact in top}
    return [rule for rule in pool if told & set(rule.facts)]


def _cued(fact: Fact, text: str, ignored: set[str]) -> int:
    """How much of a text speaks of a fact: the length of its words that stand there, none inside another."""
    for word in _holding_a_cue(fact.excluding_words, fact.cues):
        text = text.replace(word, " ")  # the 标准 of 资助标准 is none that somebody drafted
    present = [cue for cue in fact.cues if cue in text and cue not in ignored and not _TIME_ONLY.fullmatch(cue)]
    return sum(len(cue) for cue in present if not any(cue != other and cue in other for other in present))


@lru_cache(maxsize=512)
def _holding_a_cue(words: tuple[str, ...], cues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if any(cue != word and cue in word for cue in cues))


def by_stated_sum(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards that pay the one sum a message asks about (那15万是给啥的), if those talked of don't; else none."""
    told = [quantity for quantity in turn.reading.quantities if quantity.kind == "money" or quantity.value != 1]
    if [quantity.kind for quantity in told] != ["money"] or not _WHAT_FOR.search(turn.text):
        return ()
    spent = [fact for fact in kb.book.facts.values() if fact.type == "money"]
    if any(cue in turn.text for fact in spent for cue in fact.cues):
        return ()  # 坏账50万是哪个部门管
    sums = [told[0].value]
    if any(sums[0] in stated_sums(rule) for rule in rules):
        return ()
    found = tuple(rule for rule in kb.rules_of(scope.sources) if sums[0] in stated_sums(rule))
    return found if len(found) <= _MOST_MEANT else ()


def sibling_by_words(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Of the awards of one clause, the one whose words a follow-up says (海外的 → 国内的呢)."""
    places = {(rule.doc, rule.clause) for rule in rules}
    siblings = tuple(rule for rule in kb.rules_of(scope.sources) if (rule.doc, rule.clause) in places)
    if len(siblings) <= len(rules):
        return rules
    scores = kb.rule_index.scores(telling_text(turn), siblings)
    best = max(siblings, key=lambda rule: scores[rule.key])
    return (best,) if scores[best.key] > _MUCH_BETTER * max(scores[rule.key] for rule in rules) else rules


def _names_more_than_who(turn: Turn) -> bool:
    """Whether a message has words beside those for a kind of applicant (不是，是研究所 chooses nothing)."""
    who = [mention.text for mention in turn.reading.mentions if mention.ids("applicant")]
    return any(not any(word in name for name in who) for word in content_words(turn.reading, ()))


def other_subject(
    turn: Turn, dialogue: Dialogue, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase
) -> tuple[Rule, ...]:
    """Awards that a message without a name means by its words (转让了12件), where they are not the earlier ones."""
    listed = [key for choice in dialogue.choices for key in choice.focus.awards]
    if listed and _names_more_than_who(turn):
        chosen = kb.rule_index.best(telling_text(turn), [kb.book.rules[key] for key in listed], least_shared=1)
        if len(chosen) == 1 or (1 < len(chosen) <= _MOST_MEANT and len(turn.text) <= _LONGEST_CHOICE):
            return chosen
    if len(turn.text) < _LEAST_TELLING:
        return ()
    least = _LEAST_SCORE if turn.reading.quantities else _LEAST_WITHOUT_NUMBERS
    others = kb.rule_index.best(telling_text(turn), kb.rules_of(scope.sources), least_score=least)
    if rules and not turn.reading.quantities and len(telling_text(turn)) < _LEAST_STORY:
        return ()  # 换成科研院所呢 changes who asks, not what is asked
    applicant = dialogue.facts.get(APPLICANT_FACT)
    if applicant is not None and not turn.reading.ids("applicant"):
        others = tuple(rule for rule in others if accepts(rule, applicant))
    known = {rule.key for rule in rules}
    return () if len(others) > _MOST_MEANT or any(rule.key in known for rule in others) else others


def accepts(rule: Rule, applicant: object) -> bool:
    """Whether an award is for this kind of applicant, or may be."""
    return not rule.beneficiaries.types or applicant in (*rule.beneficiaries.types, *rule.beneficiaries.unclear)


def siblings_for(rules: tuple[Rule, ...], applicant: object, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """For an applicant that none of the awards is for: the same matter's award that is (高校 → 科研院所)."""
    if applicant is None or not rules or any(accepts(rule, applicant) for rule in rules):
        return ()
    pool = kb.rules_of(scope.sources)
    return tuple(
        rule for rule in pool if accepts(rule, applicant) and any(_same_matter(rule, other) for other in rules)
    )


def of_the_role_named(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Where none of the awards is for the applicant that a message names, the award for just that kind whose subject it
    is as well (研究中心 → 运营中心一年呢); else none, as where it speaks of itself (我们是运营中心)."""
    found: dict[str, Rule] = {}
    for mention in turn.reading.mentions if not _SPEAKER.search(turn.text) else ():
        kinds, topics = mention.ids("applicant"), set(mention.ids("topic"))
        if len(kinds) != 1 or not topics or not rules or any(accepts(rule, kinds[0]) for rule in rules):
            continue
        for rule in kb.rules_of(scope.sources):
            if topics & set(rule.topics) and kinds[0] in rule.beneficiaries.types:
                found[rule.key] = rule
    return tuple(found.values()) if len(found) == 1 else ()


def for_each_named(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards of one matter for each kind of applicant that is named beside the award (高校和|科研院所首次贯标)."""
    if len(rules) != 1:
        return rules
    mentions = turn.reading.mentions
    kinds = {
        kind
        for one, other in itertools.pairwise(mentions)
        if rules[0].key in other.ids("award") and _AND.fullmatch(turn.text[one.end : other.start])
        for kind in one.ids("applicant")
    }
    pool = [rule for rule in kb.rules_of(scope.sources) if rule in rules or _same_matter(rule, rules[0])]
    return tuple(rule for rule in pool if rule in rules or any(accepts(rule, kind) for kind in kinds))


def _same_matter(rule: Rule, other: Rule) -> bool:
    """Whether two awards of one clause are for the same, given to different applicants."""
    return (rule.doc, rule.clause, set(rule.facts)) == (other.doc, other.clause, set(other.facts))


def of_each_clause(rules: tuple[Rule, ...], facts: Mapping[str, FactValue]) -> tuple[Rule, ...]:
    """Of the awards of one clause those for this applicant; of a clause that has none for it all, to say so."""
    kept: list[Rule] = []
    for rule in rules:
        beside = tuple(other for other in rules if (other.doc, other.clause) == (rule.doc, rule.clause))
        if rule in for_applicant(beside, facts):
            kept.append(rule)
    return tuple(kept)


def for_applicant(rules: tuple[Rule, ...], facts: Mapping[str, FactValue]) -> tuple[Rule, ...]:
    applicant = facts.get(APPLICANT_FACT)
    if applicant is None or len(rules) < 2:
        return rules
    return tuple(rule for rule in rules if accepts(rule, applicant)) or rules


def those_told_of(
    turn: Turn, rules: tuple[Rule, ...], named: tuple[str, ...], facts: Mapping[str, FactValue], kb: KnowledgeBase
) -> tuple[Rule, ...]:
    """Of several awards those that a message names, or tells a fact of by the fact's own words.

    A word that is one of several counts' (发明专利) says nothing of either.
    """
    if len({(rule.doc, rule.clause) for rule in rules}) < 2:
        return _whose_flag_is_met(rules, named, facts, kb) or rules
    declared = {name: kb.book.facts[name] for rule in rules for name in rule.facts if name != APPLICANT_FACT}
    told = [
        name
        for name, fact in declared.items()
        if name in facts and any(cue.lower() in turn.text for cue in _own_cues(fact, declared.values()))
    ]
    return tuple(rule for rule in rules if rule.key in named or any(name in rule.facts for name in told)) or rules


def _whose_flag_is_met(
    rules: tuple[Rule, ...], named: tuple[str, ...], facts: Mapping[str, FactValue], kb: KnowledgeBase
) -> tuple[Rule, ...]:
    """Of the awards of one clause the only one of whose yes-or-no conditions is told (在欧洲打赢了); else none."""
    told = [rule for rule in rules if any(name in facts for name in rule.facts if kb.book.facts[name].type == "flag")]
    met = len(told) == 1 and all(
        facts[n] is True for n in told[0].facts if n in facts and kb.book.facts[n].type == "flag"
    )
    return tuple(told) if met and not named else ()


def _own_cues(fact: Fact, among: Iterable[Fact]) -> set[str]:
    shared = {cue for other in among if other is not fact for cue in other.cues}
    return {cue for cue in fact.cues if cue not in shared}
