"""The facts that a message tells, on top of those remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.awards_meant import by_numbers
from actions.dialogue import Dialogue, Focus
from actions.turn import Turn
from policy_kb.awards import APPLICANT_FACT, Fact, FactError, FactValue, Rule
from policy_kb.awards.amount import Share
from policy_kb.awards.condition import Ratio, leaves
from policy_kb.awards.fact import Facts
from policy_kb.awards.stated import Doubt, stated_facts
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.reading import Reading

#: Kinds of question about an award, during which bare statements tell more of it.
TELLING_KINDS = (
    "award_amount",
    "calculate",
    "eligibility",
    "how_to_apply",
    "responsible_unit",
    "stacking",
    "contact",
    "validity",
    "document_info",
    "clause_content",
)

_WHAT_IF_END = re.compile(r"(?:又?会?怎么?样|如何|行吗|可以吗|的话)?呢?[?？。!！]*$")

_CHANGED = re.compile(
    r"^(?:那|哦|啊|换|改|如果|要是|假如|假设|若|是)|不对|[说记报看写算弄搞]错|更正|纠正|应为|应该是|改成|改为|换成|实际是"
)
#: 等凑够5家再说, 回头再来办: nothing is asked or told for now.
LATER = re.compile(
    r"(?:等|到时候?|以后|回头|下次|改天|过(?:段|阵|些|几)|凑|攒)[^，,。？?]{0,12}再(?:说|讲|来|问|看|谈|办|申请|申报|联系|打)"
)
QUESTION = re.compile(
    r"[?？]|多少|几多|怎么|如何|怎样|什么|哪|谁|吗|么$|呢|能不能|可不可以|是不是|有没有|行不行|为什么|为啥|一共|总共|合计|加起来"
    r"|对吧|对不对|是吧|没错吧|原文|电话|地址|部门|材料|流程|条件|有效期|文号"
)


def remembered_facts(dialogue: Dialogue, kb: KnowledgeBase) -> dict[str, FactValue]:
    try:
        return kb.book.validate(dialogue.facts)
    except FactError:
        return {}


def applicant_said(turn: Turn, dialogue: Dialogue, kb: KnowledgeBase) -> dict[str, FactValue]:
    declared = kb.book.facts.get(APPLICANT_FACT)
    return stated_facts(turn.reading, [declared], expected=dialogue.asked).values if declared else {}


def facts_told(
    turn: Turn, dialogue: Dialogue, rules: tuple[Rule, ...], remembered: Mapping[str, FactValue], kb: KnowledgeBase
) -> tuple[dict[str, FactValue], tuple[Doubt, ...]]:
    names = dict.fromkeys(name for rule in rules for name in rule.accepted_facts)
    names[APPLICANT_FACT] = None
    if dialogue.asked:
        names[dialogue.asked] = None
    talked_of = {name for key in dialogue.focus.awards if key in kb.book.rules for name in kb.book.rules[key].facts}
    declared = [without_deeds(fact) if fact.id in talked_of else fact for fact in kb.book.declared(names)]
    stated = stated_facts(
        _own_numbers(turn, declared, dialogue.asked, remembered), declared, expected=dialogue.asked, known=remembered
    )
    in_a_name = dialogue.identified and dialogue.asked != APPLICANT_FACT and not turn.reading.ids("applicant")
    if not turn.about_itself and (in_a_name or _is_a_party(stated.values, rules, kb)):
        stated.values.pop(APPLICANT_FACT, None)
    gone = _displaced(stated.values, rules) | {doubt.fact for doubt in stated.doubts}
    kept = {name: value for name, value in remembered.items() if name not in gone}
    return {**kept, **stated.values}, stated.doubts


def _is_a_party(said: Facts, rules: tuple[Rule, ...], kb: KnowledgeBase) -> bool:
    """Whether the kind of applicant that was named is a party that bears a share (银行自己承担多少), not who asks."""
    kind = said.get(APPLICANT_FACT)
    if kind is None or not rules or not all(isinstance(rule.amount, Share) for rule in rules):
        return False
    label = kb.book.facts[APPLICANT_FACT].option(str(kind)).label
    return any(label in party.name for rule in rules if isinstance(rule.amount, Share) for party in rule.amount.parties)


def without_deeds(fact: Fact) -> Fact:
    """A fact of an award that is talked of anyway: what is done (转让) need not be said again."""
    return fact.model_copy(update={"deeds": ()}) if fact.deeds else fact


def _own_numbers(turn: Turn, declared: list[Fact], asked: str | None, known: Facts) -> Reading:
    """The message without sums that are a notice's own figures (1亿元 of a fund), unless it says what they count."""
    sums = [fact for fact in declared if fact.type == "money"]
    changed = _CHANGED.search(turn.text) and any(fact.id in known for fact in sums)
    if changed or any(fact.id == asked for fact in sums) or any(cue in turn.text for fact in sums for cue in fact.cues):
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


def _counts_for_another(turn: Turn, rules: list[Rule], who: object, kb: KnowledgeBase) -> bool:
    """Whether the number of a message counts what another award asks for (还是算转让吧，高校，24件)."""
    meant = by_numbers(turn.text, tuple(kb.book.rules.values()), who, kb)
    return meant is not None and meant not in rules


def tells_more(turn: Turn, own: Focus, dialogue: Dialogue, kb: KnowledgeBase) -> bool:
    """Whether a message only tells more facts of the awards talked about.

    What it names besides (密集型产品 in 备案了57件密集型产品) is no new subject as long as every fact that it tells is
    one of theirs.
    """
    rules = [kb.book.rules[key] for key in dialogue.focus.awards if key in kb.book.rules]
    if not rules or dialogue.kind not in (*TELLING_KINDS, None):
        return False
    if own.targets or own.clauses or own.documents:
        return False
    named = [rule for rule in kb.book.rules.values() if rule.key in own.awards or set(rule.topics) & set(own.topics)]
    others = [rule for rule in named if rule not in rules]
    names = dict.fromkeys(name for rule in (*rules, *others) for name in rule.accepted_facts)
    names[APPLICANT_FACT] = None
    declared = [without_deeds(fact) for fact in kb.book.declared(names)]
    stated = stated_facts(turn.reading, declared, expected=dialogue.asked)
    if not stated.values and not stated.doubts:
        stated = stated_facts(turn.reading, declared, expected=dialogue.asked, known=remembered_facts(dialogue, kb))
    told = {*stated.values, *(doubt.fact for doubt in stated.doubts)}
    who = stated.values.get(APPLICANT_FACT, dialogue.facts.get(APPLICANT_FACT) if dialogue.identified else None)
    if told <= {APPLICANT_FACT} and turn.reading.quantities and _counts_for_another(turn, rules, who, kb):
        return False
    accepted = {APPLICANT_FACT, *(name for rule in rules for name in rule.accepted_facts)}
    own_facts = told - {APPLICANT_FACT}
    if QUESTION.search(_WHAT_IF_END.sub("", turn.text)):
        shared = any(own_facts & set(rule.accepted_facts) for rule in others)
        elsewhere = bool(set(own.awards) - set(dialogue.focus.awards)) or len(turn.reading.quantities) > 1
        return bool(own_facts and others) and told <= accepted and not (shared or elsewhere)
    only_who = told == {APPLICANT_FACT} and bool(own.awards or own.institutions) and not turn.about_itself
    return bool(told) and told <= accepted and not only_who
