"""Questions that ask much the same, put together.

Two questions are alike if their words are: words are cut by the search's tokenizer, those that say nothing (请问, 的)
are left out, and the rest is compared without regard to order (rapidfuzz's token_sort_ratio). A question joins the
first group to whose first question it is alike enough, otherwise it begins a group of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rapidfuzz import fuzz, process

from policy_kb.search.tokenizer import fold, stopwords, tokenizer

Reason = Literal["declined", "asked_back", "useless"]

#: From here on (of 100) two questions are alike: 能奖多少 and 能拿多少 of one subject fall together, 怎么申请 does not.
ALIKE = 70.0
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that went wrong."""

    text: str
    reason: Reason
    at: datetime
    why: str = ""


@dataclass(slots=True)
class Group:
    """Questions that are alike; ``example`` is the newest, ``reasons`` counts what went wrong."""

    example: str
    words: str
    first_at: datetime
    last_at: datetime
    wordings: list[str] = field(default_factory=list)
    reasons: dict[Reason, int] = field(default_factory=dict)
    whys: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(self.reasons.values())


def words_of(text: str) -> str:
    """What is compared of a question."""
    told = [word for word in tokenizer().words(text[:_LONGEST]) if word not in stopwords()]
    return " ".join(told) or fold(text[:_LONGEST]).strip()


def grouped(asked: Iterable[Asked]) -> list[Group]:
    """Groups, the most frequent first; ``asked`` comes newest first."""
    groups: list[Group] = []
    known: list[str] = []
    for one in asked:
        words = words_of(one.text)
        found = process.extractOne(words, known, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if found is None:
            groups.append(Group(one.text, words, one.at, one.at))
            known.append(words)
        group = groups[-1 if found is None else found[2]]
        group.first_at = min(group.first_at, one.at)
        group.reasons[one.reason] = group.reasons.get(one.reason, 0) + 1
        if one.text not in group.wordings:
            group.wordings.append(one.text)
        if one.why and one.why not in group.whys:
            group.whys.append(one.why)
    groups.sort(key=lambda group: (-group.count, -group.last_at.timestamp()))
    return groups
