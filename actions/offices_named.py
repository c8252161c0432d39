"""Offices that a message names in full or as people shorten them (市场监管局), and whether a clause names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from policy_kb.knowledge import KnowledgeBase
from policy_kb.notice import Clause

_OF_ITS_PLACE = re.compile(r"^(?:省|市|县|区)委?(?=[\u3400-\u9fff]{3})")
_SHORTEST = 3
_WHETHER = re.compile(
    r"[吧吗么]|是不是|是否|对不对|对吗|有没有|有无|有没得|包不包括|在不在|算不算|归不归|[不没](?:[?？。]|$)"
)
_LEADING = re.compile(r"牵头|为主|主管|带头|挑头")


def short_name(office: str) -> str:
    """An office without the level that it belongs to: 市市场监管局 is 市场监管局."""
    return _OF_ITS_PLACE.sub("", office)


@lru_cache(maxsize=8)
def _short_names(offices: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in map(short_name, offices) if len(name) >= _SHORTEST)


def spans_of_offices(text: str, kb: KnowledgeBase) -> list[tuple[int, int]]:
    """Where a message (normalised) names an office of any clause."""
    named = (name for name in _short_names(kb.offices) if name in text)
    return [match.span() for name in named for match in _occurrences(name, text)]


def _occurrences(name: str, text: str) -> Iterator[re.Match[str]]:
    """Where a text has the name of an office and not that of one of a higher level (国家知识产权局, 省教育厅)."""
    return re.finditer(rf"(?<!国家)(?<!省){re.escape(name)}", text)


def whether_named(text: str, clause: Clause) -> str | None:
    """What to say first where a message asks whether an office stands behind a clause; None where it asks no such.

    是市场监管局牵头吧, 责任单位里有没有国资委.
    """
    if not _WHETHER.search(text):
        return None
    lead, responsible = list(_in(text, clause.lead_units)), list(_in(text, clause.responsible_units))
    if lead:
        return f"是的，{lead[0]}是牵头单位。"
    if not responsible:
        return None
    if _LEADING.search(text) and clause.lead_units:
        return f"不是，{responsible[0]}是责任单位，不是牵头单位。"
    return f"有，{responsible[0]}是责任单位。"


def none_of_them(text: str, clause: Clause, kb: KnowledgeBase) -> str | None:
    """What to say first where it is asked whether an office stands behind a clause that does not name it."""
    named = [text[start:end] for start, end in spans_of_offices(text, kb)]
    if not named or not _WHETHER.search(text) or not (clause.lead_units or clause.responsible_units):
        return None
    return f"这一条写的单位里没有{max(named, key=len)}。"


def _in(text: str, offices: Iterable[str]) -> Iterator[str]:
    long_enough = (office for office in offices if len(short_name(office)) >= _SHORTEST)
    return (office for office in long_enough if any(_occurrences(short_name(office), text)))
