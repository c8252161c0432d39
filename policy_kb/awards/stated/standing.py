"""Which numbers of a message stand: of 不是12件，是15件 and 12件，哦不，15件 only the second does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy_kb.awards.stated.retraction import begins_with_correction, denied, former, superseded, taken_back
from policy_kb.awards.stated.words import MOST_STATEMENTS
from policy_kb.language.quantities import Quantity
from policy_kb.language.reading import Reading

_REACH = 12
#: 39件，就差一件: how far the number before is from something.
_DISTANCE = re.compile(r"[，,。;；!！?？ ](?:(?:就|只|仅)+差(?:了|个)?|(?P<bare>差))\s?$")
#: 39件，差一件，能通融吗: whoever asks for leniency is short of what is demanded.
_LENIENT = re.compile(r"通融|行不行|[能可]不[能可]|破例|照顾|放宽")


@dataclass(frozen=True, slots=True)
class Standing:
    """Places of the quantities that stand, in order, with the one that each of them replaces.

    ``former`` are values that are said to have been so before (从二级): no statements, but changes start from them.
    ``corrects`` is set where anything was taken back, in this message or from an earlier one.
    """

    places: tuple[int, ...]
    replaces: dict[int, int] = field(default_factory=dict)
    former: tuple[int, ...] = ()
    corrects: bool = False


def standing(reading: Reading) -> Standing:
    """Sort the quantities of a message into those that stand and those that are taken back."""
    quantities = reading.quantities[:MOST_STATEMENTS]
    places: list[int] = []
    replaces: dict[int, int] = {}
    earlier: list[int] = []
    corrects = begins_with_correction(reading.text)
    for i, quantity in enumerate(quantities):
        before = reading.text[max(0, quantity.start - _REACH) : quantity.start]
        if denied(before):
            corrects = True
            continue
        if _is_distance(reading.text, before) and any(_alike(quantity, other) for other in quantities[:i]):
            continue
        j = _next_alike(quantities, i)
        between = reading.text[quantity.end : quantities[j].start] if j is not None else ""
        if j is not None and (taken_back(between) or superseded(between)) and not denied(between):
            replaces[j] = i
            corrects = True
        elif former(before) and _another_alike(quantities, i):
            earlier.append(i)
        else:
            places.append(i)
    return Standing(tuple(places), replaces, tuple(earlier), corrects)


def _is_distance(text: str, before: str) -> bool:
    match = _DISTANCE.search(before)
    return match is not None and (match["bare"] is None or _LENIENT.search(text) is not None)


def _next_alike(quantities: tuple[Quantity, ...], index: int) -> int | None:
    return next((j for j in range(index + 1, len(quantities)) if _alike(quantities[index], quantities[j])), None)


def _another_alike(quantities: tuple[Quantity, ...], index: int) -> bool:
    return any(j != index and _alike(quantities[index], other) for j, other in enumerate(quantities))


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count the same thing as far as their units say; a number without unit may count anything."""
    if "bare" in (one.kind, other.kind):
        return True
    return one.kind == other.kind and (one.unit == other.unit or None in (one.unit, other.unit))
