"""Facts as people state them: 我们是高校，转让了12件 → applicant_type university, transferred_patents 12.

Which fact a number belongs to is decided by its unit and by the nearest of the words that the fact declares (its cues);
in a form, the fact that was just asked for takes what carries no cue of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policy_kb.awards.fact import Fact, FactError, Facts, FactValue, parse_fact
from policy_kb.language.quantities import Quantity, find_vague
from policy_kb.language.reading import Reading

_BREAK = re.compile(r"[，,。.;；!！?？、\n]")
_BREAK_COST = 8
_NO_CUE_COST = 40
_ONLY_CANDIDATE_COST = 60
_AFTER_COST = 4

_SPEAKER = re.compile(
    r"(我们?|咱们?|俺们?|本人|本单位|自己|作为|属于|身为)(?:公司|单位|这边|这里|这)?(?:是|属于|算)?(?:一)?(?:家|所|个|名)?[^，,。;；]{0,6}$"
)
_RECIPIENT = re.compile(
    r"(向|给|卖给|转给|让给|许可给|惠及|服务|帮助|指导|带动|面向|与|跟|和)(?:了|过)?[^，,。;；\d]{0,6}$"
)
_NOT = re.compile(r"(不|没|没有|非|未|不是|并非|还没)(?:能|有|是|被|算)?$")
_YES = re.compile(
    r"^(是|是的|对|对的|有|有的|嗯+|嗯嗯|没错|可以|行|当然|必须的|yes|y|ok|好|符合|满足|算)[的啊呀哦呢了吧。.!！，, ]*$"
)
_NO = re.compile(r"^(不是|没有|没|不|否|无|不算|不符合|不满足|没呢|还没|no|n|不是的)[的啊呀哦呢了吧。.!！，, ]*$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was said of a fact but can't be used; ``sentence`` tells the caller what is possible."""

    fact: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What one message states: usable values, and what has to be asked again."""

    values: dict[str, FactValue] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def stated_facts(
    reading: Reading, facts: Sequence[Fact], *, expected: str | None = None, known: Facts | None = None
) -> StatedFacts:
    """Read the values of ``facts`` out of one message. ``expected`` is the fact that was asked for last."""
    known = known or {}
    values: dict[str, FactValue] = {}
    doubts: list[Doubt] = []
    for fact in facts:
        value: FactValue | None = None
        if fact.type == "choice":
            value = _choice(reading.text, fact, asked=fact.id == expected)
        elif fact.type == "flag":
            value = _flag(reading.text, fact, asked=fact.id == expected)
        if value is not None:
            values[fact.id] = value
    numeric = {fact.id: fact for fact in facts if fact.type not in ("choice", "flag")}
    for quantity, fact in _assign(reading, list(numeric.values()), expected, known):
        try:
            values[fact.id] = _value(quantity, fact, known)
        except FactError as error:
            doubts.append(Doubt(fact.id, str(error)))
    if expected in numeric and expected not in values and not doubts and find_vague(reading.text):
        doubts.append(Doubt(numeric[expected].id, _exact_number_please(numeric[expected])))
    return StatedFacts(values, tuple(doubts))


def _choice(text: str, fact: Fact, *, asked: bool) -> str | None:
    ranked: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    words = [(word.lower(), option.value) for option in fact.options for word in {option.label, *option.words}]
    for word, value in sorted(words, key=lambda w: -len(w[0])):
        for match in re.finditer(re.escape(word), text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            before = text[: match.start()]
            if _NOT.search(before):
                continue
            rank = 3 if _SPEAKER.search(before) else 1 if _RECIPIENT.search(before) and not asked else 2
            ranked[value] = max(rank, ranked.get(value, 0))
    if not ranked:
        return None
    best = max(ranked.values())
    chosen = [value for value, rank in ranked.items() if rank == best]
    return chosen[0] if len(chosen) == 1 and (best > 1 or asked) else None


def _flag(text: str, fact: Fact, *, asked: bool) -> bool | None:
    if any(word.lower() in text for word in fact.denies):
        return False
    for word in sorted(fact.affirms, key=len, reverse=True):
        position = text.find(word.lower())
        if position >= 0:
            return not _NOT.search(text[:position])
    if asked and _NO.match(text):
        return False
    if asked and _YES.match(text):
        return True
    return None


def _assign(reading: Reading, facts: Sequence[Fact], expected: str | None, known: Facts) -> list[tuple[Quantity, Fact]]:
    """Pair quantities with facts, cheapest pair first, each used once."""
    pairs: list[tuple[int, int, int]] = []
    for i, quantity in enumerate(reading.quantities):
        fitting = [k for k, fact in enumerate(facts) if _fits(quantity, fact, asked=fact.id == expected)]
        for k in fitting:
            fact = facts[k]
            cost = _cue_cost(reading, i, fact)
            if cost is None and fact.id == expected:
                cost = _NO_CUE_COST
            elif cost is None and (len(fitting) == 1 or _only_known(fact, [facts[j] for j in fitting], known)):
                cost = _ONLY_CANDIDATE_COST
            if cost is not None:
                pairs.append((cost, i, k))
    chosen: list[tuple[Quantity, Fact]] = []
    used_quantities: set[int] = set()
    used_facts: set[int] = set()
    for _, i, k in sorted(pairs):
        if i not in used_quantities and k not in used_facts:
            used_quantities.add(i)
            used_facts.add(k)
            chosen.append((reading.quantities[i], facts[k]))
    return chosen


def _only_known(fact: Fact, rivals: Sequence[Fact], known: Facts) -> bool:
    """A number without a cue corrects the one fact of its kind that was stated before."""
    return fact.id in known and sum(rival.id in known for rival in rivals) == 1


def _fits(quantity: Quantity, fact: Fact, *, asked: bool) -> bool:
    match fact.type:
        case "money":
            return quantity.kind == "money" or (quantity.kind == "bare" and (asked or quantity.value >= 10_000))
        case "ratio":
            return quantity.kind == "proportion"
        case "level":
            if quantity.kind == "rank":
                return fact.unit in ("名", "位")
            return (
                quantity.kind == "level"
                or quantity.unit in (fact.unit, *fact.units)
                or (quantity.kind == "bare" and asked)
            )
        case _:
            if quantity.kind == "rank":
                return fact.unit in ("名", "位") or "名" in fact.units
            if quantity.kind == "bare":
                return asked
            return quantity.kind == "count" and quantity.unit in (fact.unit, *fact.units)


def _cue_cost(reading: Reading, index: int, fact: Fact) -> int | None:
    """Distance in characters from a quantity to the nearest cue of ``fact``; None without one in reach."""
    quantity = reading.quantities[index]
    previous = reading.quantities[index - 1].end if index else 0
    following = reading.quantities[index + 1].start if index + 1 < len(reading.quantities) else len(reading.text)
    before, after = reading.text[previous : quantity.start], reading.text[quantity.end : following]
    best: int | None = None
    for cue in fact.cues:
        cue = cue.lower()
        found = before.rfind(cue)
        if found >= 0:
            gap = before[found + len(cue) :]
            cost = len(gap) + _BREAK_COST * len(_BREAK.findall(gap)) - len(cue)
            best = cost if best is None else min(best, cost)
        found = after.find(cue)
        if found >= 0:
            gap = after[:found]
            cost = len(gap) + _AFTER_COST + _BREAK_COST * len(_BREAK.findall(gap)) - len(cue)
            best = cost if best is None else min(best, cost)
    return best


def _value(quantity: Quantity, fact: Fact, known: Mapping[str, FactValue]) -> FactValue:
    if quantity.qualifier in ("more", "less"):
        base = known.get(fact.id)
        if isinstance(base, int) and not isinstance(base, bool):
            change = quantity.value if quantity.qualifier == "more" else -quantity.value
            return parse_fact(fact, base + change)
        raise FactError(fact.id, f"您原来的{fact.label}是多少？告诉我以后我再往上加。")
    if quantity.qualifier == "negative":
        return parse_fact(fact, -quantity.value)
    if quantity.qualifier != "exact":
        raise FactError(fact.id, _exact_number_please(fact))
    return parse_fact(fact, quantity.value)


def _exact_number_please(fact: Fact) -> str:
    return f"要算准金额，我需要{fact.label}的准确数字，请您给一个确切的数。"
