"""A follow-up that tells several numbers of which only some could be used computes nothing from the old ones.

In 那要是38件里有20件呢 the 20 may be understood while the 38 is not. What was told before in its place must not stand:
the sum or the yes would be that of neither case.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from actions.answer import Answer, Missing
from actions.differences import difference
from actions.reply import Reply
from actions.request import Request
from actions.wording import joined, region_part
from policy_kb.awards import APPLICANT_FACT, Fact, FactValue
from policy_kb.awards.stated.rates import is_at_a_rate
from policy_kb.awards.stated.retraction import denied, former
from policy_kb.awards.stated.signs import fits
from policy_kb.language.quantities import Quantity

_DIFFERS = ("more", "less")
#: 那一级, 这三项 count nothing.
_POINTING = ("那", "这", "哪")
_TOGETHER = re.compile(r"加起来|加在一起|加一[起块]|合起来|合在一起|加总|累加")
#: A number of a message that changes none may be one of the notice's (是不是要满40件才行).
_OF_THE_RULE = re.compile(r"才|要求|条件|必须|规定|门槛|为什么|为啥|凭什么|原文|是不是|不是说|至少|起码|标准|每")


def with_all_numbers(request: Request, reply: Reply) -> Reply:
    """The reply, or, where it computes with an old number although a new one was left over, the question for it."""
    if not _decides(reply) or not (request.elliptic or request.telling) or not request.dialogue.facts:
        return reply
    left = _left_over(request)
    kept = _kept_numbers(request)
    replaced = [fact for fact in kept if any(fits(quantity, fact, asked=False) for quantity in left)]
    if not replaced and _added_to_an_old_one(request):
        return _one_at_a_time(request, reply)
    if not replaced or difference(request) is not None:
        return reply
    said = joined(f"“{quantity.text}”" for quantity in left)
    asked = replaced[0]
    sentence = f"您说的{said}，我没有听出来说的是哪一项，所以不按原来的数往下算。{asked.question}"
    answer = Answer(
        kind="question",
        text=sentence,
        region=region_part(request.kb.sources[request.rules[0].doc]) if request.rules else None,
        verdict="unknown",
        missing=(Missing(fact=asked.id, question=asked.question),),
    )
    gone = {fact.id for fact in replaced}
    facts = {name: value for name, value in request.facts.items() if name not in gone}
    return replace(reply, answer=answer, asked=asked.id, facts=facts)


def _added_to_an_old_one(request: Request) -> bool:
    """Whether a message puts a number in place of an old one and asks for both together (另一家是一级，加起来呢)."""
    if len(request.rules) != 1 or not _TOGETHER.search(request.text):
        return False
    before = request.dialogue.facts
    values = [quantity.exact_value for quantity in request.turn.reading.quantities]
    return any(
        _is_number(value) and name in before and str(before[name]) != str(value) and Fraction(value) in values
        for name, value in request.facts.items()
    )


def _one_at_a_time(request: Request, reply: Reply) -> Reply:
    answer = Answer(
        kind="question",
        text="您是要把几种情况加在一起吗？这样我怕算错。请一种一种地告诉我，我分开算给您。",
        region=region_part(request.kb.sources[request.rules[0].doc]),
        verdict="unknown",
    )
    return replace(reply, answer=answer, asked=None, facts=request.dialogue.facts)


def _decides(reply: Reply) -> bool:
    answer = reply.answer
    exact = answer.amount is not None and answer.amount.basis == "exact"
    return not (reply.parties or reply.inverse or reply.unconfirmed) and (exact or answer.verdict in ("yes", "no"))


def _left_over(request: Request) -> list[Quantity]:
    """The numbers of the message that no fact was made of."""
    before, facts = request.dialogue.facts, request.facts
    told = {n: v for n, v in facts.items() if n != APPLICANT_FACT and str(before.get(n)) != str(v)}
    used = [Fraction(value) for value in facts.values() if _is_number(value)]
    changed = [Fraction(value) for value in told.values() if _is_number(value)]
    text = request.turn.text
    if not changed and _OF_THE_RULE.search(text):
        return []
    declared = [request.kb.book.facts[n] for rule in request.rules for n in rule.accepted_facts]
    said = [q for q in request.turn.reading.quantities if any(fits(q, fact, asked=False) for fact in declared)]
    values = [quantity.exact_value for quantity in said]
    if any(value not in values for value in changed):
        return []  # 再多两件, 3件加4件: the value was worked out of several
    taken_back = [Fraction(str(before[n])) for n in told if n in before and _is_number(facts[n])]
    return [
        quantity
        for quantity, value in zip(said, values, strict=True)
        if value not in used
        and value not in taken_back
        and quantity.qualifier not in _DIFFERS
        and not is_at_a_rate(text, quantity)
        and not text[: quantity.start].endswith(_POINTING)
        and not (denied(text[: quantity.start]) or former(text[: quantity.start]))
    ]


def _kept_numbers(request: Request) -> list[Fact]:
    """The facts with a number from an earlier message that still stands."""
    before = request.dialogue.facts
    names = dict.fromkeys(name for rule in request.rules for name in rule.facts)
    return [
        request.kb.book.facts[name]
        for name in names
        if _is_number(request.facts.get(name)) and str(before.get(name)) == str(request.facts[name])
    ]


def _is_number(value: FactValue | None) -> bool:
    return value is not None and not isinstance(value, bool | str)
