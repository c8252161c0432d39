"""Several awards at once: told of in one message, or summed up over a conversation."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from actions.asks_number import asks_for_limit, asks_how_much
from actions.awards_meant import by_flags, by_numbers, candidate_rules, telling_text, without_numbers
from actions.dialogue import Dialogue
from actions.mentioned import own_focus
from actions.only_money import by_applicant
from actions.scope import Scope, localise
from actions.told import applicant_said, facts_told
from actions.turn import Turn, said_again
from policy_kb.awards import APPLICANT_FACT, Rule
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import read

#: A part of a message belongs to the award that the whole is about if its words fit that at least this well.
_ALSO_FITS = 0.5

#: Score from which a part of a message that counts something means an award by its words alone.
_LEAST_PART_SCORE = 2.0

_ADDS_ON = re.compile(
    r"(?:[也再]|一[起块])(?:给我|帮我)?(?:加上|算上|算进去|加进去)[吧呢了。？?]*$|连(?:上|同|着)?(?:前面|刚才|上面|之前)"
    r"|^(?:另外|还有|再有|再加上?|加上).{4,}(?:加一[起块]|一起|一共|总共|合计|加起来)"
)
_SUM_ASKED = re.compile(
    r"一共|总共|合计|总计|加起来|加在一起|合起来|[都全]部?(?:算下来|加起来|加上|算上)|[共全总](?:能|可|补|奖|计|得)"
    r"|(?:加上|算上|算进去|加进去)[吧呢了。？?]*$|加总|累加|加一[起块]|一起(?:最多|最高|多少|能|是|拿)|总数|总额|[三两几]样加"
)

#: 那两个奖, 这三项: the awards talked about, counted.
_THESE = re.compile(r"[这那]?[两二三四五几\d]\s?[个项样笔种](?:奖|补|钱|政策|加|一共|总共|合|都)?")
_QUESTION_END = re.compile(r"[?？;；]")
#: 研究中心和运营机构哪个补得多: one beside the other.
_WHICH_IS_MORE = re.compile(r"哪[个项样种边家一][^，,。;；?？]{0,4}[多高少低]|差多少|相差|谁[补奖拿给][^，,。]{0,2}多")
_BESIDE = re.compile(r"[和跟与同比、,，]|还是")
_LEAST_ASKED = 2
_JOINTS = re.compile(r"[，,。；;！!？?、]|还有|又|另外|以及|加上|同时")


def told_together(turn: Turn, dialogue: Dialogue, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Several awards told of in one message (四级评级，还有16件密集型产品), each in a part of its own; else none."""
    pool = kb.rules_of(scope.sources)
    if not pool:
        return ()
    whole = kb.rule_index.scores(telling_text(turn), pool)
    favourite = max(pool, key=lambda rule: whole[rule.key])
    said = applicant_said(turn, dialogue, kb)
    who = said.get(APPLICANT_FACT, dialogue.facts.get(APPLICANT_FACT) if dialogue.identified else None)
    found: dict[str, Rule] = {}
    for start, end in _parts(turn.text):
        named = [i for m in turn.reading.mentions if start <= m.start and m.end <= end for i in m.ids("award")]
        counted = [q for q in turn.reading.quantities if start <= q.start and q.end <= end and q.kind != "rank"]
        scores = kb.rule_index.scores(without_numbers(turn, start, end), pool)
        best = max(pool, key=lambda rule: scores[rule.key])
        unclear = not named and (
            scores[best.key] < _LEAST_PART_SCORE or _only_sums_of_nothing(turn.text[start:end], counted, best, kb)
        )
        if any(q.kind == "level" for q in counted) and (levelled := _with_level(pool, kb)):
            best = levelled
        elif counted and (told_of := by_numbers(turn.text[start:end], pool, who, kb)):
            best = told_of
        elif not (named or counted) or unclear:
            continue
        elif scores[favourite.key] >= _ALSO_FITS * scores[best.key] and not (named and favourite.key not in named):
            best = favourite
        elif named and best.key not in named:
            continue
        found[best.key] = best
    for rule in by_flags(turn, pool, kb):
        found.setdefault(rule.key, rule)
    return tuple(found.values()) if _differ(tuple(found.values())) else ()


def asked_together(turn: Turn, dialogue: Dialogue, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """Several awards whose sums are asked for, each in a question of its own (快维站补多少？研究中心补多少？), or one
    beside the other (研究中心和运营机构哪个补得多).

    None where it is not clear which award a fact is told of.
    """
    asking = [part for part in _QUESTION_END.split(turn.text) if asks_how_much(part) or asks_for_limit(part)]
    if len(asking) < _LEAST_ASKED and (compared := _WHICH_IS_MORE.search(turn.text)):
        asking = [part for part in _BESIDE.split(turn.text[: compared.start()]) if part.strip()]
    if len(asking) < _LEAST_ASKED:
        return ()
    found: dict[str, Rule] = {}
    for part in asking:
        own = said_again(part, turn.intent, read(part, kb.lexicon))
        rules = candidate_rules(own, localise(own_focus(own, kb), scope, kb), scope, kb)
        rules = rules or by_applicant(own, applicant_said(own, dialogue, kb).get(APPLICANT_FACT), scope, kb)
        if len(rules) != 1:
            return ()
        found[rules[0].key] = rules[0]
    asked = tuple(found.values())
    facts, doubts = facts_told(turn, dialogue, asked, {}, kb)
    shared = any(sum(name in rule.accepted_facts for rule in asked) > 1 for name in facts.keys() - {APPLICANT_FACT})
    return asked if _differ(asked) and not doubts and not shared else ()


def _only_sums_of_nothing(part: str, counted: Sequence[Quantity], rule: Rule, kb: KnowledgeBase) -> bool:
    """Whether a part holds sums without a word of what the award is computed from (符合那个50万吗)."""
    facts = [kb.book.facts[name] for name in rule.facts]
    cues = [cue.lower() for fact in facts if fact.type == "money" for cue in fact.cues]
    return all(q.kind == "money" for q in counted) and not any(cue in part for cue in cues)


def _differ(rules: tuple[Rule, ...]) -> bool:
    """Whether some of these are different matters: of different clauses, or computed from different facts."""
    facts = [set(rule.facts) - {APPLICANT_FACT} for rule in rules]
    apart = any(not one & other for one, other in itertools.combinations(facts, 2))
    return apart or len({(rule.doc, rule.clause) for rule in rules}) > 1


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


def summed_up(turn: Turn, dialogue: Dialogue, scope: Scope, kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards computed so far, where the message asks for nothing but their sum (那两个奖一共多少); else none."""
    if not asks_for_sum(turn.text):
        return ()
    meant = [match.span() for match in _THESE.finditer(turn.text)]
    if any(not any(start <= q.start and q.end <= end for start, end in meant) for q in turn.reading.quantities):
        return ()
    rules = (kb.book.rules[key] for key in dialogue.computed if key in kb.book.rules)
    docs = {source.doc_id for source in scope.sources}
    here = tuple(rule for rule in rules if rule.doc in docs)
    return here if len(here) > 1 else ()


def added_on(turn: Turn, dialogue: Dialogue, rules: tuple[Rule, ...], kb: KnowledgeBase) -> tuple[Rule, ...]:
    """The awards computed so far that a message adds its own to (密集型产品7件也加上); else none."""
    if not rules or not _ADDS_ON.search(turn.text):
        return ()
    earlier = (kb.book.rules[key] for key in dialogue.computed if key in kb.book.rules)
    docs = {rule.doc for rule in rules}
    return tuple(rule for rule in earlier if rule not in rules and rule.doc in docs)


def asks_for_sum(text: str) -> bool:
    """Whether a message asks what several awards come to together."""
    return _SUM_ASKED.search(text) is not None
