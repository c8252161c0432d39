"""All that one message states of some facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policy_kb.awards.fact import Fact, FactError, Facts, FactValue, parse_fact
from policy_kb.awards.stated.choices import stated_choice
from policy_kb.awards.stated.doubts import Doubt, exact_number_please
from policy_kb.awards.stated.flags import stated_flags
from policy_kb.awards.stated.numbers import stated_numbers
from policy_kb.awards.stated.signs import cues
from policy_kb.awards.stated.words import BREAKS, occurrences
from policy_kb.language.numerals import read_number
from policy_kb.language.quantities import find_vague, vague_spans
from policy_kb.language.reading import Reading

_ORDINAL_ALONE = re.compile(
    rf"(?:我们|咱们|是|排|在|那|要是|如果|换成|改成|变成|不对|应该|[{BREAKS}\s])*"
    r"第([零一二三四五六七八九十\d]{1,3})(?P<any>个)?(?:位|名)?[的吧呢嘞咧啊。?？ ]*"
)
_END_LEVEL = re.compile(
    r"(?:我们|咱们|评|拿|是|的|了|到|上|达到|那|要是|如果|换成?|按|算|通过|过了?)*"
    r"(?:(?P<highest>最高|最顶|最上面?|最顶上|顶到头|到顶|到头|顶格|满|顶[级尖层]?|头[等号]|封顶)|最低|最底下?|最下面?|垫底|起步|入门)"
    r"(?:的?[那这]?[一个]?(?:等?级|级别|档次?)|(?<=顶级)|(?<=顶尖))"
    r"(?:是|能|可以|给|补|奖|拿|领|有|又)*(?:多少|几多)?(?:钱)?[的吧呢嘞咧啊了呀哦。?？ ]*"
)
_SEVERAL = re.compile(r"[都各每几两俩仨些均全分多]|其中|有的|其他|另|之一|\d\s?[项个份部件]")
_VAGUE_REACH = 24
_BREAK = re.compile(f"[{BREAKS}]")


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What one message states: usable values, and what has to be asked again."""

    values: dict[str, FactValue] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def stated_facts(
    reading: Reading, facts: Sequence[Fact], *, expected: str | None = None, known: Facts | None = None
) -> StatedFacts:
    """Read the values of ``facts`` out of one message. ``expected`` is the fact that was asked for last."""
    values: dict[str, FactValue] = {}
    for fact in facts:
        if fact.type == "choice" and (choice := stated_choice(reading.text, fact, asked=fact.id == expected)):
            values[fact.id] = choice
    values |= stated_flags(reading.text, [fact for fact in facts if fact.type == "flag"], expected, known=known or {})
    values |= _implied(facts, values, known or {})
    numeric = [fact for fact in facts if fact.type not in ("choice", "flag")]
    if (end := _end_level(reading.text, numeric, expected)) is not None:
        return StatedFacts({**values, **end})
    numbers, doubts = stated_numbers(reading, numeric, expected, known or {})
    values |= numbers
    if not doubts:
        values |= _of_one(reading.text, numeric, values, known or {}, expected)
        doubts += _without_a_number(reading, numeric, values, expected, known or {})
    return StatedFacts(values, tuple(doubts))


def _implied(facts: Sequence[Fact], values: Facts, known: Facts) -> dict[str, FactValue]:
    """The kind of applicant that a flag told now leaves open no more, where nobody says which it is."""
    found: dict[str, FactValue] = {}
    for fact in facts:
        if fact.implies is None or values.get(fact.id) is not True:
            continue
        for choice in facts:
            open_ = choice.id not in values and choice.id not in known
            if choice.type == "choice" and open_ and any(o.value == fact.implies for o in choice.options):
                found[choice.id] = fact.implies
    return found


def _end_level(text: str, facts: Sequence[Fact], expected: str | None) -> dict[str, FactValue] | None:
    """What 最高级 or 最低那档 tells, of the level that was asked for or the only one that is talked about."""
    end = _END_LEVEL.fullmatch(text)
    if end is None:
        return None
    levels = [fact for fact in facts if fact.type == "level"]
    asked = [fact for fact in levels if fact.id == expected]
    found = asked or levels
    return {found[0].id: int(found[0].bounds[1 if end["highest"] else 0])} if len(found) == 1 else None


def _of_one(
    text: str, facts: Sequence[Fact], values: dict[str, FactValue], known: Facts, expected: str | None
) -> dict[str, FactValue]:
    """标准文本里我们排第二: a place in one standard, where nothing says that there are more of them."""
    found: dict[str, FactValue] = {}
    for fact in facts:
        thing = next((other for other in facts if other.id == fact.ranks), None)
        if thing is None or fact.id not in values or fact.id == expected or thing.id in (*values, *known):
            continue
        if any(cue in text for cue in cues(thing)) and not _SEVERAL.search(text):
            found[thing.id] = 1
    return found


def _without_a_number(
    reading: Reading, facts: Sequence[Fact], values: dict[str, FactValue], expected: str | None, known: Facts
) -> list[Doubt]:
    """Answers that are no quantities: 第二 (set in ``values``), 好几件 (asked again)."""
    asked = next((fact for fact in facts if fact.id == expected and fact.id not in values), None)
    try:
        ranked = next((fact.id for fact in facts if fact.is_rank and fact.id in known), None)
        values |= _ordinal_answer(reading.text, facts, expected or ranked)
    except FactError as error:
        return [Doubt(error.fact_id, str(error))]
    if asked and asked.id not in values and find_vague(reading.text):
        return [exact_number_please(asked)]
    vague = next((fact for span in vague_spans(reading.text) if (fact := _meant(reading.text, span, facts))), None)
    return [exact_number_please(vague)] if vague and vague.id not in values else []


def _ordinal_answer(text: str, facts: Sequence[Fact], expected: str | None) -> dict[str, FactValue]:
    """第二 tells the rank where one was asked for, or where another fact was; elsewhere it chooses from a list."""
    match = _ORDINAL_ALONE.fullmatch(text) if expected is not None else None
    ranks = [fact for fact in facts if fact.is_rank and (fact.id == expected or (match and not match["any"]))]
    number = read_number(match[1]) if match else None
    return {ranks[0].id: parse_fact(ranks[0], number)} if number is not None and len(ranks) == 1 else {}


def _meant(text: str, span: tuple[int, int], facts: Sequence[Fact]) -> Fact | None:
    """The fact that a count without a number is said of: that whose cue stands nearest in the same clause."""
    before = _BREAK.split(text[max(0, span[0] - _VAGUE_REACH) : span[0]])[-1]
    after = _BREAK.split(text[span[1] : span[1] + _VAGUE_REACH])[0]
    nearest: list[tuple[int, int]] = []
    for k, fact in enumerate(facts):
        words = (*cues(fact), *fact.excluding_words)
        left, right = occurrences(before, words), occurrences(after, words)
        if text[span[1] - 1] not in (fact.unit, *fact.units, "∞", "数") or fact.type == "level":
            continue
        beside = [(len(before) - end, word) for _, end, word in left[-1:]] + [(s, word) for s, _, word in right[:1]]
        if beside and all(word in cues(fact) for _, word in beside):
            nearest.append((min(gap for gap, _ in beside), k))
    return facts[min(nearest)[1]] if nearest else None
