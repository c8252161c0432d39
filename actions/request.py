"""From turn and dialogue to one request: which regions, which subject, which facts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from actions.dialogue import Dialogue, Focus
from actions.turn import ClauseReference, Turn
from policy_kb.awards import APPLICANT_FACT, Fact, FactError, FactValue, Rule
from policy_kb.awards.condition import Ratio, leaves
from policy_kb.awards.stated import Doubt, stated_facts
from policy_kb.knowledge import KnowledgeBase, Source
from policy_kb.language.normalise import normalise
from policy_kb.language.numerals import parse_number
from policy_kb.language.reading import Reading

#: A word for a kind of applicant (高校, 运营机构) says who asks; of its other meanings only these can be a subject.
_ABOUT_APPLICANTS = ("term", "institution")
#: Another award is meant where its words fit a message this many times better than those of the award it names.
_MUCH_BETTER = 1.6
#: A label as long as 三、（五）3. can be looked for in a message as it stands.
_LONG_LABEL = 5
#: Score from which a message means an award by its words alone (奖励 and 企业 stand in every award).
_LEAST_SCORE = 5.0
#: The same for a message that counts nothing.
_LEAST_WITHOUT_NUMBERS = 9.0
#: A part of a message belongs to the award that the whole is about if its words fit that at least this well.
_ALSO_FITS = 0.5
#: Score from which a part of a message that counts something means an award by its words alone.
_LEAST_PART_SCORE = 2.0
_SUM_ASKED = re.compile(
    r"一共|总共|合计|总计|加起来|加在一起|合起来|[都全]部?(?:算下来|加起来|加上|算上)|[共全总](?:能|可|补|奖|计|得)"
    r"|一起(?:多少|能|是|拿)|总数|总额|[三两几]样加"
)
_JOINTS = re.compile(r"[，,。；;！!？?、]|还有|又|另外|以及|加上|同时")
#: A shorter message is a fact or a follow-up, not a story that means an award by its words.
_LEAST_TELLING = 6
_LEAST_STORY = 12
#: Words that fit more awards than this mean none of them.
_MOST_MEANT = 3

#: Kinds of question about an award, during which bare statements tell more of it.
TELLING_KINDS = ("award_amount", "calculate", "eligibility", "how_to_apply", "responsible_unit", "stacking", "contact")
_WHAT_IF_END = re.compile(r"(?:又?会?怎么?样|如何|行吗|可以吗|的话)?呢?[?？。!！]*$")
QUESTION = re.compile(
    r"[?？]|多少|几多|怎么|如何|怎样|什么|哪|谁|吗|么$|呢|能不能|可不可以|是不是|有没有|行不行|为什么|为啥|一共|总共|合计|加起来"
    r"|原文|电话|地址|部门|材料|流程|条件|有效期|文号"
)

_FOCUS_KINDS = {
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


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question applies. ``named`` are the region codes asked for; ``foreign`` those without any notice.

    ``below`` is set where the region itself has no notice and ``sources`` are those of smaller regions in it.
    """

    sources: tuple[Source, ...]
    named: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    below: bool = False

    @property
    def only_foreign(self) -> bool:
        """Whether the question is about regions without any notice."""
        return bool(self.foreign) and not self.sources


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
    named = _regions(turn, kb)
    own = _own_focus(turn, kb)
    scope = _scope(named, own, dialogue, kb)
    own = _localise(own, scope, kb) if scope.named else own
    referenced = _referenced(turn, dialogue, scope)
    own = own.model_copy(update={"clauses": (*referenced, *own.clauses)})
    telling = not named and not referenced and _tells_more(turn, own, dialogue, kb)
    if telling:
        own = Focus()
    elliptic = not has_subject(own)
    focus = dialogue.focus if elliptic else own
    remembered = _remembered(dialogue, kb)
    together = () if telling else _told_together(turn, own, scope, kb)
    rules = together or candidate_rules(turn, focus, scope, kb)
    if not telling and (not rules or elliptic) and (flagged := _flagged(turn, rules, scope, kb)):
        rules, elliptic = flagged, False
        focus = Focus(awards=tuple(rule.key for rule in flagged))
    if elliptic and not together and (all_of_them := _summed_up(turn, dialogue, kb)):
        facts = kb.book.validate(dialogue.told)
        return Request(turn, dialogue, kb, on, scope, focus, elliptic, facts, (), all_of_them)
    if elliptic and not telling:
        rules = _sibling_by_words(turn, rules, scope, kb)
    if elliptic and not telling and (others := _other_subject(turn, dialogue, rules, scope, kb)):
        rules, elliptic = others, False
        focus = Focus(awards=tuple(rule.key for rule in others))
    if not elliptic and not {rule.key for rule in rules} & set(dialogue.focus.awards) and not _of_itself(dialogue):
        # another subject: what was said of the earlier one may mean something else here, who is asking does not
        who_asks = remembered.get(APPLICANT_FACT)
        kept = who_asks if dialogue.identified or any(accepts(rule, who_asks) for rule in rules) else None
        remembered = {APPLICANT_FACT: kept} if kept is not None else {}
    who = {**remembered, **_applicant_said(turn, dialogue, kb)}
    rules = _of_each_clause(rules, who) if together else _for_applicant(rules, who)
    facts, doubts = _facts(turn, dialogue, rules, remembered, kb)
    if siblings := _siblings(rules, facts.get(APPLICANT_FACT), scope, kb):
        rules, focus = siblings, Focus(awards=tuple(rule.key for rule in siblings))
        facts, doubts = _facts(turn, dialogue, rules, remembered, kb)
    unknown = bool(turn.clause_references) and not referenced and not (turn.choice and dialogue.choices)
    rules = _of_each_clause(rules, facts) if together else _for_applicant(rules, facts)
    return Request(turn, dialogue, kb, on, scope, focus, elliptic, facts, doubts, rules, unknown, telling)


def _regions(turn: Turn, kb: KnowledgeBase) -> tuple[str, ...]:
    chosen: list[str] = []
    for mention in turn.reading.mentions:
        codes = mention.ids("region")
        if not codes:
            continue
        covered = [code for code in codes if kb.sources_for(code)]
        chosen.append((covered or list(codes))[0])
    return tuple(dict.fromkeys(chosen))


def _own_focus(turn: Turn, kb: KnowledgeBase) -> Focus:
    found: dict[str, tuple[str, ...]] = {}
    applicants = [mention for mention in turn.reading.mentions if mention.ids("applicant")]
    for kind, field in _FOCUS_KINDS.items():
        named = [mention for mention in turn.reading.mentions if mention not in applicants or kind in _ABOUT_APPLICANTS]
        found[field] = tuple(dict.fromkeys(i for mention in named for i in mention.ids(kind)))
    return Focus(**found)


def has_subject(focus: Focus) -> bool:
    """Whether a focus says what a question is about; the name of an office alone does not."""
    return bool(focus.model_copy(update={"units": ()}))


def _scope(named: tuple[str, ...], own: Focus, dialogue: Dialogue, kb: KnowledgeBase) -> Scope:
    if not named:
        docs = [key.partition("#")[0] for key in (*own.documents, *own.targets, *own.figures, *own.institutions)]
        docs = list(own.documents) or (docs if len(set(docs)) == 1 or not own.institutions else [])
        docs = docs or _issuers_of(own.units, kb)
        implied = [kb.sources[doc] for doc in dict.fromkeys(docs) if doc in kb.sources]
        if implied:
            return Scope(tuple(implied), tuple(dict.fromkeys(s.region for s in implied)))
        named = dialogue.regions
        if not named:
            return Scope(tuple(kb.sources.values()))
        if elsewhere := _only_elsewhere(own, named, kb):
            return Scope(elsewhere, tuple(dict.fromkeys(s.region for s in elsewhere)))
    sources: list[Source] = []
    foreign: list[str] = []
    below = False
    for code in named:
        applying = kb.sources_for(code)
        if not applying:
            applying = kb.sources_within(code)
            below = below or bool(applying)
        sources += applying
        if not applying:
            foreign.append(code)
    return Scope(tuple(dict.fromkeys(sources)), named, tuple(foreign), below)


def _issuers_of(units: tuple[str, ...], kb: KnowledgeBase) -> list[str]:
    """The notices that one of these offices issued, where there are few."""
    found = [s.doc_id for s in kb.sources.values() if set(units) & set(s.stored.issuers)]
    return found if len(found) == 1 else []


def _only_elsewhere(own: Focus, regions: tuple[str, ...], kb: KnowledgeBase) -> tuple[Source, ...]:
    """The notices of an award named now, where those of the regions talked about so far have no award on it."""
    if not own.awards:
        return ()
    topics = {topic for key in own.awards for topic in kb.book.rules[key].topics}
    here = [source for region in regions for source in kb.sources_for(region)]
    if any(topics & set(rule.topics) for rule in kb.rules_of(here)):
        return ()
    return tuple(dict.fromkeys(kb.sources[kb.book.rules[key].doc] for key in own.awards))


def _localise(focus: Focus, scope: Scope, kb: KnowledgeBase) -> Focus:
    """Of things that several notices name alike, keep those of the region asked for; keep the topics of the others."""
    docs = {source.doc_id for source in scope.sources}

    def local(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if re.split(r"[#/]", key)[0] in docs)

    topics = list(focus.topics)
    for key in focus.awards:
        if key not in local(focus.awards):
            topics += [topic for topic in kb.book.rules[key].topics if topic not in topics]
    return focus.model_copy(
        update={
            "awards": local(focus.awards),
            "topics": tuple(topics),
            "clauses": local(focus.clauses),
            "institutions": local(focus.institutions),
            "targets": local(focus.targets),
            "figures": local(focus.figures),
            "terms": focus.terms,
            "units": focus.units,
        }
    )


def _referenced(turn: Turn, dialogue: Dialogue, scope: Scope) -> tuple[str, ...]:
    found = [
        f"{source.doc_id}#{clause.cite_label}"
        for source in scope.sources
        for clause in source.clauses
        if len(clause.cite_label) >= _LONG_LABEL and normalise(clause.cite_label) in turn.text
    ]
    found = found[-1:]
    by_number = not found and not (turn.choice is not None and dialogue.choices)
    for reference in turn.clause_references if by_number else ():
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
        digits = re.sub(r"[^一二三四五六七八九十百〇零两\d]", "", clause.label)
        number = parse_number(digits) if digits else None
        if number is None or (reference.bracketed and not clause.label.startswith("（")):
            continue
        by_level.setdefault(len(clause.path), []).append((int(number), clause.cite_label))
    if not by_level:
        return None
    levels = [min(by_level)] if reference.part else sorted(by_level, key=lambda level: -len(by_level[level]))
    for level in levels:
        labels = [label for number, label in by_level[level] if number == reference.number]
        if len(labels) == 1:
            return labels[0]
    return None


def _remembered(dialogue: Dialogue, kb: KnowledgeBase) -> dict[str, FactValue]:
    try:
        return kb.book.validate(dialogue.facts)
    except FactError:
        return {}


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
        unsaid = has_subject(focus) and not elsewhere and len(by_words) <= _MOST_MEANT
        return by_words if unsaid else ()
    so_far = max(scores[rule.key] for rule in meant)
    if any(rule in by_words for rule in meant) or not so_far:
        return meant
    return tuple(rule for rule in by_words if scores[rule.key] > _MUCH_BETTER * so_far) or meant


def telling_text(turn: Turn) -> str:
    """The message without regions and numbers, which say nothing about the subject."""
    return _without_numbers(turn, 0, len(turn.text))


def _without_numbers(turn: Turn, start: int, end: int) -> str:
    spans = [(m.start, m.end) for m in turn.reading.mentions if m.ids("region")]
    spans += [(q.start, q.end) for q in turn.reading.quantities]
    kept, position = "", start
    for first, last in sorted(spans):
        if start <= first and last <= end:
            kept += turn.text[position:first] + " "
            position = max(position, last)
    return kept + turn.text[position:end]


def _told_together(turn: Turn, own: Focus, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Several awards told of in one message (四级评级，还有16件密集型产品), each in a part of its own; else none."""
    pool = kb.rules_of(scope.sources)
    if not pool:
        return ()
    whole = kb.rule_index.scores(telling_text(turn), pool)
    favourite = max(pool, key=lambda rule: whole[rule.key])
    found: dict[str, Rule] = {}
    for start, end in _parts(turn.text):
        named = [i for m in turn.reading.mentions if start <= m.start and m.end <= end for i in m.ids("award")]
        counted = [q for q in turn.reading.quantities if start <= q.start and q.end <= end and q.kind != "rank"]
        scores = kb.rule_index.scores(_without_numbers(turn, start, end), pool)
        best = max(pool, key=lambda rule: scores[rule.key])
        if any(q.kind == "level" for q in counted) and (levelled := _with_level(pool, kb)):
            best = levelled
        elif not (named or counted) or scores[best.key] < (0.0 if named else _LEAST_PART_SCORE):
            continue
        elif scores[favourite.key] >= _ALSO_FITS * scores[best.key] and not (named and favourite.key not in named):
            best = favourite
        elif named and best.key not in named:
            continue
        found[best.key] = best
    for rule in _by_flags(turn, pool, kb):
        found.setdefault(rule.key, rule)
    places = {(rule.doc, rule.clause) for rule in found.values()}
    return tuple(found.values()) if len(places) > 1 else ()


def _by_flags(turn: Turn, pool: tuple[Rule, ...], kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards of whose yes-or-no conditions the message tells (首次贯标, 海外官司赢了, 设了研究中心)."""
    asked = dict.fromkeys(name for rule in pool for name in rule.facts if kb.book.facts[name].type == "flag")
    said = stated_facts(turn.reading, [kb.book.facts[name] for name in asked]).values
    return tuple(rule for rule in pool if said.keys() & set(rule.facts))


def _flagged(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Awards that a message means by their yes-or-no conditions alone (在海外打的官司赢了), unless ``rules`` share them."""
    found = _by_flags(turn, kb.rules_of(scope.sources), kb)
    known = {name for rule in rules for name in rule.facts}
    said = {name for rule in found for name in rule.facts if kb.book.facts[name].type == "flag"}
    return () if not found or said & known or len(found) > _MOST_MEANT else found


def _parts(text: str) -> list[tuple[int, int]]:
    """Spans between punctuation and words that join one claim to the next."""
    cuts = [0, *(m.end() for m in _JOINTS.finditer(text)), len(text)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _with_level(pool: tuple[Rule, ...], kb: KnowledgeBase) -> Rule | None:
    """The one award that is graded by levels, where there is just one."""
    graded = [
        r for r in pool if any(kb.book.facts[f].type == "level" and kb.book.facts[f].unit == "级" for f in r.facts)
    ]
    return graded[0] if len(graded) == 1 else None


def _sibling_by_words(turn: Turn, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Of the awards of one clause, the one whose words a follow-up says (海外的 → 国内的呢)."""
    places = {(rule.doc, rule.clause) for rule in rules}
    siblings = tuple(rule for rule in kb.rules_of(scope.sources) if (rule.doc, rule.clause) in places)
    if len(siblings) <= len(rules):
        return rules
    scores = kb.rule_index.scores(telling_text(turn), siblings)
    best = max(siblings, key=lambda rule: scores[rule.key])
    return (best,) if scores[best.key] > _MUCH_BETTER * max(scores[rule.key] for rule in rules) else rules


def _other_subject(
    turn: Turn, dialogue: Dialogue, rules: tuple[Rule, ...], scope: Scope, kb: KnowledgeBase
) -> tuple[Rule, ...]:
    """Awards that a message without a name means by its words (转让了12件), where they are not the earlier ones."""
    listed = [key for choice in dialogue.choices for key in choice.focus.awards]
    if listed:
        chosen = kb.rule_index.best(telling_text(turn), [kb.book.rules[key] for key in listed], least_shared=1)
        if len(chosen) == 1:
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


def _siblings(rules: tuple[Rule, ...], applicant: object, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """For an applicant that none of the awards is for: the same matter's award that is (高校 → 科研院所)."""
    if applicant is None or not rules or any(accepts(rule, applicant) for rule in rules):
        return ()
    pool = kb.rules_of(scope.sources)
    return tuple(
        rule for rule in pool if accepts(rule, applicant) and any(_same_matter(rule, other) for other in rules)
    )


def _same_matter(rule: Rule, other: Rule) -> bool:
    """Whether two awards of one clause are for the same, given to different applicants."""
    return (rule.doc, rule.clause, set(rule.facts)) == (other.doc, other.clause, set(other.facts))


def _applicant_said(turn: Turn, dialogue: Dialogue, kb: KnowledgeBase) -> dict[str, FactValue]:
    declared = kb.book.facts.get(APPLICANT_FACT)
    return stated_facts(turn.reading, [declared], expected=dialogue.asked).values if declared else {}


def _facts(
    turn: Turn, dialogue: Dialogue, rules: tuple[Rule, ...], remembered: Mapping[str, FactValue], kb: KnowledgeBase
) -> tuple[dict[str, FactValue], tuple[Doubt, ...]]:
    names = dict.fromkeys(name for rule in rules for name in rule.accepted_facts)
    names[APPLICANT_FACT] = None
    if dialogue.asked:
        names[dialogue.asked] = None
    declared: list[Fact] = [kb.book.facts[name] for name in names if name in kb.book.facts]
    stated = stated_facts(
        _own_numbers(turn, declared, dialogue.asked), declared, expected=dialogue.asked, known=remembered
    )
    gone = _displaced(stated.values, rules) | {doubt.fact for doubt in stated.doubts}
    kept = {name: value for name, value in remembered.items() if name not in gone}
    return {**kept, **stated.values}, stated.doubts


def with_all_facts(request: Request, rules: tuple[Rule, ...]) -> Request:
    """The request with what the message tells of any of ``rules``, and all that is remembered of the applicant."""
    remembered = _remembered(request.dialogue, request.kb)
    facts, doubts = _facts(request.turn, request.dialogue, rules, remembered, request.kb)
    return replace(request, facts=facts, doubts=doubts)


def _own_numbers(turn: Turn, declared: list[Fact], asked: str | None) -> Reading:
    """The message without sums that are a notice's own figures (1亿元 of a fund), unless it says what they count."""
    sums = [fact for fact in declared if fact.type == "money"]
    if any(fact.id == asked for fact in sums) or any(cue in turn.text for fact in sums for cue in fact.cues):
        return turn.reading
    figures = [(m.start, m.end) for m in turn.reading.mentions if m.ids("figure")]
    kept = tuple(
        q for q in turn.reading.quantities if not any(q.start < end and start < q.end for start, end in figures)
    )
    return replace(turn.reading, quantities=kept)


def _displaced(said: Mapping[str, FactValue], rules: tuple[Rule, ...]) -> set[str]:
    """Remembered facts that a new one makes obsolete: a share stated anew displaces the count, and the other way."""
    gone: set[str] = set()
    for rule in rules:
        for leaf in leaves(rule.conditions) if rule.conditions is not None else ():
            if isinstance(leaf, Ratio) and leaf.ratio.stated:
                if leaf.ratio.stated in said and leaf.ratio.part not in said:
                    gone.add(leaf.ratio.part)
                if leaf.ratio.part in said and leaf.ratio.stated not in said:
                    gone.add(leaf.ratio.stated)
    return gone


def _tells_more(turn: Turn, own: Focus, dialogue: Dialogue, kb: KnowledgeBase) -> bool:
    """Whether a message without a question only tells more facts of the awards talked about.

    What it names besides (密集型产品 in 备案了57件密集型产品) is no new subject as long as every fact that it tells is
    one of theirs.
    """
    rules = [kb.book.rules[key] for key in dialogue.focus.awards if key in kb.book.rules]
    if not rules or dialogue.kind not in TELLING_KINDS or QUESTION.search(_WHAT_IF_END.sub("", turn.text)):
        return False
    others = [rule for rule in kb.book.rules.values() if rule.key in own.awards or set(rule.topics) & set(own.topics)]
    names = dict.fromkeys(name for rule in (*rules, *others) for name in rule.accepted_facts)
    names[APPLICANT_FACT] = None
    declared = [kb.book.facts[name] for name in names if name in kb.book.facts]
    stated = stated_facts(turn.reading, declared, expected=dialogue.asked)
    told = {*stated.values, *(doubt.fact for doubt in stated.doubts)}
    accepted = {APPLICANT_FACT, *(name for rule in rules for name in rule.accepted_facts)}
    only_who = told == {APPLICANT_FACT} and bool(own.awards)
    return bool(told) and told <= accepted and not only_who


def _summed_up(turn: Turn, dialogue: Dialogue, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards computed so far, where the message asks for nothing but their sum (一共多少); else none."""
    if turn.reading.quantities or len(dialogue.computed) < 2 or not asks_for_sum(turn.text):
        return ()
    rules = tuple(kb.book.rules[key] for key in dialogue.computed if key in kb.book.rules)
    return rules if len(rules) > 1 else ()


def asks_for_sum(text: str) -> bool:
    """Whether a message asks what several awards come to together."""
    return _SUM_ASKED.search(text) is not None


def _of_itself(dialogue: Dialogue) -> bool:
    """Whether the user is telling of the whole applicant, so that facts of all awards belong together."""
    return dialogue.kind == "list_awards" and bool(dialogue.facts)


def _of_each_clause(rules: tuple[Rule, ...], facts: Mapping[str, FactValue]) -> tuple[Rule, ...]:
    """Of the awards of one clause those for this applicant; of a clause that has none for it all, to say so."""
    kept: list[Rule] = []
    for rule in rules:
        beside = tuple(other for other in rules if (other.doc, other.clause) == (rule.doc, rule.clause))
        if rule in _for_applicant(beside, facts):
            kept.append(rule)
    return tuple(kept)


def _for_applicant(rules: tuple[Rule, ...], facts: Mapping[str, FactValue]) -> tuple[Rule, ...]:
    applicant = facts.get(APPLICANT_FACT)
    if applicant is None or len(rules) < 2:
        return rules
    return tuple(rule for rule in rules if accepts(rule, applicant)) or rules
