"""Which sums of a message are meant as the award (能拿30万), and which are a cost, a loss or a revenue (花了30万)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from actions.request import Request, with_all_facts
from policy_kb.awards import Fact, Rule
from policy_kb.awards.amount import Share, amount_facts
from policy_kb.language.quantities import Quantity

_BREAK = re.compile(r"[，,。;；！!？?、\n]")
_REACH_BEFORE = 14
_REACH_AFTER = 6
#: Nobody names more sums in a question.
_MOST_SUMS = 16
#: A part of a party's name this long names it (银行 of 合作银行).
_LEAST_NAME = 2
_GIVEN = (
    r"拿|补|奖|(?<![卖转让])给|得|领|发(?![明生])|享受|到手|承担|负担|分担|分摊|担"
    r"|出(?!了|口|国)|贴|扶持|资助|达到|够|满"
)
_SPENT = (
    r"花|付|支出|成本|开销|投入|投资|贷款?|借|融资|授信|资本|营收|收入|产值|利润|税|合同|标的|赔偿|判赔|索赔|获赔|交易|成交"
    r"|价款|卖[了得给]|规模|利息|律师费|诉讼费|费用|转让费|价[格值]|出了"
)


def award_sums(request: Request) -> tuple[Quantity, ...]:
    """The sums that the message names as what is or would be paid. Foreign money is none."""
    sums = [q for q in request.turn.reading.quantities if q.kind == "money" and q.unit == "元"][:_MOST_SUMS]
    spent = _spent_words(request.kb.book.facts.values())
    return tuple(quantity for quantity in sums if _is_award(quantity, request, spent))


def without(
    request: Request, sums: Iterable[Quantity], rules: tuple[Rule, ...], asked: tuple[int, int] | None = None
) -> Request:
    """The request with those facts of ``rules`` that it tells apart from ``sums`` and from the span ``asked``."""
    dropped = tuple(sums)
    start, end = asked or (0, 0)
    reading = request.turn.reading
    kept = tuple(q for q in reading.quantities if q not in dropped and not (q.start < end and start < q.end))
    text = reading.text
    if asked:
        # 45件，高价值要几件才有: 才 belongs to what is asked, the number before it is told and quotes no condition.
        text = text[:start] + text[start:].replace("才", "就")
    turn = replace(request.turn, reading=replace(reading, text=text, quantities=kept))
    # The fact that was asked for takes any number; here the message asks a question of its own.
    dialogue = request.dialogue.model_copy(update={"asked": None})
    told = with_all_facts(replace(request, turn=turn, dialogue=dialogue), rules)
    remembered = request.dialogue.facts
    facts = {n: v for n, v in told.facts.items() if n in request.facts or str(v) != str(remembered.get(n))}
    return replace(told, dialogue=request.dialogue, facts=facts, rules=rules)


def _spent_words(facts: Iterable[Fact]) -> re.Pattern[str]:
    return _spent_pattern(frozenset(cue for fact in facts if fact.type == "money" for cue in fact.subject_words))


@lru_cache(maxsize=64)
def _spent_pattern(cues: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted(map(re.escape, sorted(cues)), key=len, reverse=True)
    return re.compile(f"(?P<spent>{'|'.join(ordered)}|{_SPENT})|(?P<given>{_GIVEN})")


def _is_award(quantity: Quantity, request: Request, words: re.Pattern[str]) -> bool:
    text = request.turn.reading.text
    others = request.turn.reading.quantities
    left = max([quantity.start - _REACH_BEFORE, 0, *(q.end for q in others if q.end <= quantity.start)])
    before = _BREAK.split(text[left : quantity.start])[-1]
    right = min([quantity.end + _REACH_AFTER, *(q.start for q in others if q.start >= quantity.end)])
    after = _BREAK.split(text[quantity.end : right])[0]
    signs = list(words.finditer(before))[-1:] or list(words.finditer(after))[:1]
    if signs:
        return signs[0].lastgroup == "given"
    return _is_a_partys_part(before, request) or not _is_computed_from_a_sum(request)


def _is_a_partys_part(before: str, request: Request) -> bool:
    """银行那边12万: what one party bears of a shared sum."""
    shares = [rule.amount for rule in request.rules if isinstance(rule.amount, Share)]
    return any(party_named(amount, before) for amount in shares)


def _is_computed_from_a_sum(request: Request) -> bool:
    """Whether a sum without a word of its own is one that the award is computed from (如果是12万呢 of a loss)."""
    if request.dialogue.inverse:
        return False
    facts = request.kb.book.facts
    return any(facts[name].type == "money" for rule in request.rules for name in amount_facts(rule.amount))


def party_named(amount: Share, text: str) -> str | None:
    """The party that a text names, by a part of its name that no other party has more of (银行)."""
    common = {
        party.name: max(_in_common(party.name, text), *(len(word) for word in party.words if word in text), 0)
        for party in amount.parties
    }
    best = max(common, key=lambda name: common[name])
    return best if common[best] >= _LEAST_NAME else None


def _in_common(name: str, text: str) -> int:
    """The length of the longest part of a name that stands in a text."""
    return max(
        (
            end - start
            for start in range(len(name))
            for end in range(start + 1, len(name) + 1)
            if name[start:end] in text
        ),
        default=0,
    )
