"""How well a number fits a fact: by its unit and by the nearest of the words that the fact declares beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_kb.awards.fact import Fact
from policy_kb.awards.stated.words import BREAK, BREAKS, occurrences
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import Reading

BREAK_COST = 8
_AFTER_COST = 4
_CLAIMED_COST = 12
#: The cost of a number that nothing but the number of the fact's kind speaks for.
NO_CUE_COST = 60
#: Measure words that can count anything.
_GENERIC_UNITS = frozenset("个项种款份次")

_JOINED_CUE = re.compile(r"(?:有|是|为|共|了|到|数|量|总共|一共|:|：|\s)*")
_LINK = re.compile(
    r"(?:专利|发明|产品)?(?:数量?|数目)?(?:也|又|还|就|都|共|总共|一共|合计)?"
    r"(?:有|是|为|达|达到|占|共|计|拿了|评了|排|了|的|:|：| )*(?:一共|总共)?"
)
_ALL_OF_THEM = re.compile(rf"^[{BREAKS}\s]*(?:这些|它们|不过|但|其实|可|而且|也|只)*(?:都|全|全部|均|是|属于|为|只是)+")
_NOT_COUNTED = re.compile(r"(?:不含|不算|除了|不包括|不包含|扣除|去掉|扣掉|除去|刨去|没有|不是|还有)$")
_ENDS_HERE = re.compile(
    rf"^\s*(?:的|吧|呢|啊|了|呀|哦|，|左右)*\s*(?:$|[{BREAKS}]|能|可以|可|该|应|会|怎么|多少|有多|给|补|奖|拿|算|够|行|符合|满足|呢)"
)
_ENDS_REACH = 12


@dataclass(frozen=True, slots=True)
class _Sign:
    """The cue (or exclude) nearest to a quantity on one side of it."""

    speaks_for: bool
    gap: str
    length: int
    claimed: bool = False

    @property
    def broken(self) -> bool:
        return BREAK.search(self.gap) is not None

    @property
    def cost(self) -> int:
        return len(self.gap) + BREAK_COST * len(BREAK.findall(self.gap)) - self.length


def fits(quantity: Quantity, fact: Fact, *, asked: bool) -> bool:
    """Whether a quantity can be the value of a fact by its kind and unit."""
    bare = quantity.kind == "bare"
    counted = quantity.kind == "count" and quantity.unit in (None, fact.unit, *fact.units)
    match fact.type:
        case "money":
            return quantity.kind == "money" or bare
        case "ratio":
            return quantity.kind == "proportion" or (bare and asked)
        case "level":
            return quantity.kind == "level" or (counted and quantity.unit is not None) or (bare and asked)
        case _:
            if fact.is_rank:
                return quantity.kind == "rank" or (asked and (bare or counted))
            return counted or bare


def is_generic(quantity: Quantity, fact: Fact) -> bool:
    """Whether a number counts with a word that isn't the fact's own and can count anything (个)."""
    return quantity.kind == "count" and quantity.unit != fact.unit and quantity.unit in _GENERIC_UNITS


def ends_here(reading: Reading, index: int) -> bool:
    """Whether no noun follows a number, so that it counts what was spoken of before."""
    end = reading.quantities[index].end
    return _ENDS_HERE.match(reading.text[end : end + _ENDS_REACH]) is not None


def cue_cost(reading: Reading, index: int, fact: Fact, *, asked: bool, among: Sequence[Fact] = ()) -> int | None:
    """How far the fact's cue is from a number; None where there is none, or none that can mean it.

    ``among`` are the facts that other numbers of the message may be of.
    """
    quantity = reading.quantities[index]
    before, after = _sign_before(reading, index, fact, among), _sign_after(reading, index, fact, among)
    if quantity.kind == "bare" and fact.type == "count" and not asked:
        # 发明45，高价值20: without a unit only right after the cue
        joined = before is not None and before.speaks_for and _JOINED_CUE.fullmatch(before.gap)
        return before.cost if before is not None and joined else None
    costs = []
    if before and before.speaks_for:
        costs.append(before.cost)
    if after and after.speaks_for:
        costs.append(after.cost + _AFTER_COST + (_CLAIMED_COST if after.claimed else 0))
    cost = min(costs, default=None)
    if cost is not None and is_generic(quantity, fact) and not asked and not ends_here(reading, index):
        # 3个校区，转让了… : a word that can count anything needs its cue beside it
        signs = [sign for sign in (before, after) if sign and sign.speaks_for]
        if all(sign.broken for sign in signs):
            return None
    return cost


def is_excluded(reading: Reading, index: int, fact: Fact, *, part: bool, among: Sequence[Fact] = ()) -> bool:
    """Whether a number counts what the fact doesn't: 20件实用新型, 实用新型20件, 20件，都是实用新型.

    Of a part of another number, one such word in its clause is enough: 其中4件转给外省企业.
    """
    before, after = _sign_before(reading, index, fact, among), _sign_after(reading, index, fact, among)
    if part and _names_another_kind(reading, index, fact):
        return True
    beside = after is not None and not after.claimed and not after.broken and len(after.gap) <= 2
    if after is not None and not after.speaks_for:
        if beside:
            return True
        if not after.claimed and _ALL_OF_THEM.fullmatch(after.gap):
            return True
    if before is None or before.speaks_for or before.broken:
        return False
    if beside and after is not None and after.speaks_for and len(before.gap) > 1:
        return False
    return not _belongs_to_previous(reading, index, before)


def cues(fact: Fact) -> tuple[str, ...]:
    """The words that speak for a fact, as they stand in a normalised message."""
    return fact.subject_words


def _belongs_to_previous(reading: Reading, index: int, before: _Sign) -> bool:
    """In 20件实用新型12件发明专利 the word belongs to the number before it."""
    if not index:
        return False
    gap = reading.text[reading.quantities[index - 1].end : reading.quantities[index].start]
    return len(before.gap) == 0 and len(gap) == before.length and _is_followed_by_a_noun(reading, index)


def _names_another_kind(reading: Reading, index: int, fact: Fact) -> bool:
    clause = BREAK.split(_text_after(reading, index), maxsplit=1)[0]
    words = occurrences(clause, (*cues(fact), *_excludes(fact)))
    return any(word in _excludes(fact) and not _NOT_COUNTED.search(clause[:start]) for start, _, word in words)


def _sign_before(reading: Reading, index: int, fact: Fact, among: Sequence[Fact]) -> _Sign | None:
    quantity = reading.quantities[index]
    from_ = reading.quantities[index - 1].end if index else 0
    text = reading.text[from_ : quantity.start]
    last, read = None, 0
    for start, end, word in _signs(text, fact):
        last, read = _Sign(word in cues(fact), text[end:], len(word)), read + len(word)
        if not last.speaks_for and _NOT_COUNTED.search(text[:start]):
            last = None
    if index and read == len(text.strip()) and _names_what_it_counts(reading, index - 1, among):
        return None
    return last


def _sign_after(reading: Reading, index: int, fact: Fact, among: Sequence[Fact]) -> _Sign | None:
    """The nearest word after a quantity; ``claimed`` where it leads up to the next number (39件，其中高价值30件)."""
    following = index + 1 < len(reading.quantities)
    text = _text_after(reading, index)
    for start, end, word in _signs(text, fact):
        if word not in cues(fact) and _NOT_COUNTED.search(text[:start]):
            continue
        claimed = following and _LINK.fullmatch(text[end:]) is not None
        if claimed and start == 0 and _names_what_it_counts(reading, index, among):
            claimed = False  # 20件实用新型12件发明专利; 50件转让许可 50件备案
        return _Sign(word in cues(fact), text[:start], len(word), claimed)
    return None


def _text_after(reading: Reading, index: int) -> str:
    quantities = reading.quantities
    end = quantities[index + 1].start if index + 1 < len(quantities) else len(reading.text)
    return reading.text[quantities[index].end : end]


def _names_what_it_counts(reading: Reading, index: int, facts: Sequence[Fact]) -> bool:
    """Whether the word right behind a number is its own, since the next number has one behind it as well."""
    if _is_followed_by_a_noun(reading, index + 1):
        return True
    from_ = reading.quantities[index - 1].end if index else 0
    own = reading.text[from_ : reading.quantities[index].start].strip()
    begins = not own or own[-1] in BREAKS
    behind = _text_after(reading, index + 1).lstrip()
    return begins and any(behind.startswith(cues(fact)) for fact in facts)


def _is_followed_by_a_noun(reading: Reading, index: int) -> bool:
    quantity = reading.quantities[index]
    return re.match(r"\s?(?:的)?(?:发明|实用|外观|专利|高价值|有效)", reading.text[quantity.end :]) is not None


def _signs(text: str, fact: Fact) -> list[tuple[int, int, str]]:
    return occurrences(text, (*cues(fact), *_excludes(fact)))


def _excludes(fact: Fact) -> tuple[str, ...]:
    return fact.excluding_words
