"""Which award and which of its facts an inverse question means: by name, by unit and words asked for, by the sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from actions.awards_meant import accepts
from actions.claimed import party_named, without
from actions.inverse.wish import Wish
from actions.request import Request
from policy_kb.awards import APPLICANT_FACT, Fact, FactValue, Rule, what_if
from policy_kb.awards.amount import Discretionary, Flat, RatioOf, Share, amount_facts
from policy_kb.awards.whatif import paid, stated_sums

_LEVELS = ("级", "级别", "等级", "档", "档次")
_LEAST_NEAR = 2
_NO_VERB = "要得需有到了才能再还差够少起码应该多是说明对应共先至最总给拿满奖补前"
_FIXED = 3
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True)
class Aim:
    """One award that an inverse question can mean.

    ``fact`` is the fact asked for (None: the conditions as a whole), ``facts`` what was told, ``near`` how well the
    words beside the count fit, ``worded`` whether any words of the fact stand in the message, ``tier`` how well the sum
    fits (0: the notice names it, 1: can be paid exactly, 2: is exceeded, 3: can't be reached or has nothing to do with
    the fact).
    """

    rule: Rule
    fact: str | None
    facts: Mapping[str, FactValue]
    reach: Decimal | None
    most: bool
    party: str | None
    near: int
    worded: bool
    own_unit: bool
    tier: int

    @property
    def out_of_reach(self) -> bool:
        """Whether the award can't come to the sum wanted."""
        return self.tier == _FIXED

    def without_fact(self) -> dict[str, FactValue]:
        """What was told of other facts than the one asked for."""
        return {name: value for name, value in self.facts.items() if name != self.fact}


def aims_of(request: Request, wish: Wish) -> tuple[Aim, ...]:
    """The awards meant, the best fitting ones only; empty where the question has nothing to do with an award."""
    pool = _pool(request)
    own = request.focus
    named = not request.elliptic and bool(own.awards or own.topics or own.clauses)
    first = request.rules if named or request.elliptic else ()
    meant = _fitting(request, wish, first)
    if meant and (named or wish.alone):
        return _best(meant, request)
    everywhere = _fitting(request, wish, pool) if not wish.alone else []
    nearer = max((aim.near for aim in everywhere), default=0)
    if meant and not (nearer >= _LEAST_NEAR and not any(aim.near for aim in meant)):
        unreachable = wish.unit is None and all(aim.tier == _FIXED for aim in meant)
        if not unreachable or not any(aim.tier == 0 for aim in everywhere):
            return _best(meant, request)
    return _in_pool(everywhere, request, wish)


def _in_pool(aims: list[Aim], request: Request, wish: Wish) -> tuple[Aim, ...]:
    """Without a name only what the words or the sum speak for."""
    aims = [aim for aim in aims if aim.own_unit or aim.near or aim.worded]
    if wish.vague:
        aims = [aim for aim in aims if aim.near >= _LEAST_NEAR]
    elif wish.unit is None and not wish.spending:
        # A share of a stated sum can come to anything: only its own words mean it.
        aims = [aim for aim in aims if aim.tier < _FIXED and not isinstance(aim.rule.amount, RatioOf | Share)]
        aims = [aim for aim in aims if aim.tier <= 1] or aims
    best = _best(aims, request)
    if len(best) > 1:
        worded = tuple(aim for aim in best if aim.rule in request.rules)
        best = worded or best
    return best if len(best) <= _MOST_LISTED else ()


def _pool(request: Request) -> tuple[Rule, ...]:
    """The awards of the regions talked about; a target or a document alone that a number brought up is no region."""
    if request.turn.reading.ids("region") or request.focus.documents:
        return request.kb.rules_of(request.scope.sources)
    regions = request.dialogue.regions
    sources = [s for code in regions for s in request.kb.sources_for(code)] if regions else request.kb.sources.values()
    return request.kb.rules_of(tuple(sources))


def _best(aims: Iterable[Aim], request: Request) -> tuple[Aim, ...]:
    """Those that fit best: by the words beside the count, then the sum, then the unit, then who asks."""
    left = list(aims)
    if not left:
        return ()
    near = max(aim.near for aim in left)
    left = [aim for aim in left if aim.near == near]
    tier = min(aim.tier for aim in left)
    left = [aim for aim in left if aim.tier == tier]
    left = [aim for aim in left if aim.worded] or left
    left = [aim for aim in left if aim.own_unit] or left
    applicant = request.facts.get(APPLICANT_FACT)
    if applicant is not None:
        left = [aim for aim in left if accepts(aim.rule, applicant)] or left
    return tuple(left)


def _fitting(request: Request, wish: Wish, rules: tuple[Rule, ...]) -> list[Aim]:
    found = []
    for rule in rules:
        told = without(request, wish.sums, (rule,), wish.asked).facts
        if (aim := _aim(request, wish, rule, told)) is not None:
            found.append(aim)
    return found


def _aim(request: Request, wish: Wish, rule: Rule, told: Mapping[str, FactValue]) -> Aim | None:
    facts = request.kb.book.facts
    near, own_unit = 0, True
    fact: str | None = None
    if wish.spending:
        if isinstance(rule.amount, Discretionary):
            fact = None
        elif money := [name for name in amount_facts(rule.amount) if facts[name].type == "money"]:
            fact, near = money[0], _LEAST_NEAR if money[0] in wish.spent else 0
        else:
            return None
    elif wish.unit is not None:
        chosen = _fact_with_unit(wish, rule, facts, told, request.text)
        if chosen is None:
            return None
        fact, near = chosen
        own_unit = fact is None or facts[fact].type == "level" or facts[fact].unit == wish.unit
    else:
        fact = next(iter(amount_facts(rule.amount)), None)
    party, named = _party(request, wish, rule)
    if wish.spending and isinstance(rule.amount, Share) and not (named or near):
        return None
    worded = fact is not None and any(cue.lower() in request.text for cue in facts[fact].cues)
    aim = Aim(rule, fact, told, wish.reach, wish.most, party, near, worded, own_unit, _FIXED)
    return replace(aim, tier=_tier(aim, request))


def _fact_with_unit(
    wish: Wish, rule: Rule, facts: Mapping[str, Fact], told: Mapping[str, FactValue], text: str
) -> tuple[str | None, int] | None:
    """The fact whose unit is asked for; None in its place where several fit equally well; None where none does."""
    level = wish.unit in _LEVELS
    fitting = [
        name
        for name in rule.facts
        if (facts[name].type == "level" if level else facts[name].type == "count")
        and (level or wish.unit in (facts[name].unit, *facts[name].units))
        and not any(word in wish.near for word in facts[name].excluding_words)
    ]
    if not fitting:
        return None
    near = {name: _nearness(wish.near, facts[name]) for name in fitting}
    score = {
        name: (near[name], any(cue.lower() in text for cue in facts[name].cues), name in told or name in rule.sum_facts)
        for name in fitting
    }
    best = max(score.values())
    leading = [name for name in fitting if score[name] == best]
    if len(leading) == 1:
        return leading[0], near[leading[0]]
    return None, 0


def _nearness(near: str, fact: Fact) -> int:
    """How long a word of the fact stands beside the count (高价值要有几件); its beginning (卖几件) counts as well."""
    whole = max((len(cue) for cue in fact.cues if cue.lower() in near), default=0)
    if whole:
        return whole
    before = near.partition("|")[0].rstrip(_NO_VERB)
    for size in (2, 1):
        verb = before[-size:]
        if len(verb) == size and any(cue.startswith(verb) and len(cue) > size for cue in fact.cues):
            return size
    return 0


def _party(request: Request, wish: Wish, rule: Rule) -> tuple[str | None, bool]:
    """The party of a shared sum that the sum wanted is said of, the first where none is named; and whether one is."""
    if not isinstance(rule.amount, Share):
        return None, False
    text = re.split(r"[，,。;；！!？?、]", request.text[: wish.sums[-1].start])[-1] if wish.sums else ""
    named = party_named(rule.amount, text)
    names = [party.name for party in rule.amount.parties]
    before = request.dialogue.sharer if wish.alone and request.dialogue.sharer in names else None
    return named or before or names[0], named is not None


def _tier(aim: Aim, request: Request) -> int:
    rule, amount = aim.rule, aim.rule.amount
    sums = stated_sums(rule)
    if aim.reach is None:
        return 0 if not aim.most or (sums and not isinstance(amount, Flat)) else 2
    if isinstance(amount, Discretionary):
        return 0 if aim.reach in sums else _FIXED
    if aim.reach in sums and (not aim.most or aim.reach == max(sums)):
        return 0
    source = request.kb.sources[rule.doc]
    fact = aim.fact
    if fact is None or isinstance(amount, Flat):
        return _FIXED
    found = what_if(
        rule, aim.without_fact(), request.kb.book, request.on, source.validity, reach=aim.reach, fact=fact,
        party=aim.party,
    )  # fmt: skip
    if found is None:
        return _FIXED
    return 1 if paid(found.result, aim.party) == aim.reach else 2
