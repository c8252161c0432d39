"""Holds a reply against what is right at that point of a conversation.

It believes neither the payload's amounts nor the award engine: figures are read from the text, clauses from the
knowledge base by document and label, sums from the formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from evaluation.money import yuan_figures
from policy_kb.knowledge import KnowledgeBase
from tests.conversations.generated.speaker import Turn

_QUOTED = re.compile(r"“[^”]*”")
_PROMISE = re.compile(r"(?<!不)(?<!才)可以拿(?!不)|一共\d")
_REFUSAL = re.compile(r"拿不到|不能|不可以|不在范围|不够|还差|不满足|不符合|达不到|没有达到|多了\d")
_CEILING = re.compile(r"不超过|最高|最多|上限|以内")
_COUNTED_OUT = re.compile(r"算法：|加起来是|一共\d|按您说的|(?:奖励|补助|承担)\d[\d.]*[万亿]?元")
#: The factors of a calculation are the clause's own figures; only what comes out of it has to be the result.
_FACTORS = re.compile(r"(?:\d[\d.]*[万亿]?元 [+−-] )?[^\s：；，]+ × (?:\([^)]*\)|[^\s；，。]+)")
_FUND = Decimal(100_000_000)
_FUND_SAID = re.compile(r"不是|规模|总额")


def faults(turn: Turn, messages: Sequence[dict[str, Any]], kb: KnowledgeBase) -> list[str]:
    """Everything about money that is wrong with a reply, in words."""
    text = "\n".join(str(message.get("text") or "") for message in messages)
    if not text.strip():
        return ["no reply"]
    return [*_unfounded(turn, text, messages, kb), *_about_the_sum(turn, text), *_about_the_fund(turn, text)]


def clause_figures(messages: Sequence[dict[str, Any]], kb: KnowledgeBase, only: str | None = None) -> set[Decimal]:
    """The sums in the clauses that a reply cites; ``only`` counts those of one document."""
    found: set[Decimal] = set()
    for message in messages:
        for citation in (message.get("custom") or {}).get("citations") or ():
            clause = kb.sources[citation["doc_id"]].clause(citation["clause"])
            if clause is not None and only in (None, citation["doc_id"]):
                found |= yuan_figures(clause.text)
    return found


def own_lines(text: str) -> Iterator[str]:
    """The lines in which a reply speaks for itself: no quotes, no remarks, no question back."""
    for line in text.splitlines():
        if not re.match(r"(依据|原文|说明|牵头单位|责任单位)：", line) and "请问" not in line:
            yield _QUOTED.sub("", line)


def _unfounded(turn: Turn, text: str, messages: Sequence[dict[str, Any]], kb: KnowledgeBase) -> Iterator[str]:
    allowed = {*turn.right.figures, *turn.told, *yuan_figures(turn.said)}
    allowed |= clause_figures(messages, kb, turn.region)
    for fact in kb.book.facts.values():
        allowed |= {
            figure for words in (fact.question, fact.hint or "") if words in text for figure in yuan_figures(words)
        }
    for figure in sorted(yuan_figures(text) - allowed):
        yield f"{_plain(figure)} yuan is neither in a cited clause nor a right result"


def _about_the_sum(turn: Turn, text: str) -> Iterator[str]:
    own = "\n".join(own_lines(text))
    right = turn.right
    if turn.spoilt:
        if turn.summed and (match := _COUNTED_OUT.search(own)):
            yield f"calculates with a value that can't be counted with: {match[0]}"
    elif turn.asks and right.settled:
        shown = yuan_figures(own)
        if right.verdict == "no":
            had = yuan_figures(own) - turn.told - yuan_figures(turn.said)
            if had and not _REFUSAL.search(own):
                yield f"tells of {_plain(max(had))} yuan where nothing is to be had"
        else:
            yield from (f"does not say the right sum of {_plain(wanted)} yuan" for wanted in right.sums - shown)
            shown = yuan_figures(_FACTORS.sub("", own))
            for figure in sorted(shown - right.figures - turn.told - yuan_figures(turn.said)):
                yield f"{_plain(figure)} yuan stands in the clause but is not the result"
    promised = _PROMISE.search(own)
    if promised and (turn.spoilt or turn.region is not None or right.verdict not in ("yes", "mixed")):
        yield f"promises what is not certain: {promised[0]}"
    for sentence in re.split(r"[。；\n]", own):
        # A sum that the caller named, too, or that another award gives may stand as it is.
        ceilings = right.ceilings - turn.told - yuan_figures(turn.said)
        if ceilings & yuan_figures(sentence) and not _CEILING.search(sentence):
            yield f"words a ceiling as a promise: {sentence.strip()}"


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


def _about_the_fund(turn: Turn, text: str) -> Iterator[str]:
    """The size of the fund of （十） is nobody's award."""
    if _FUND in turn.right.figures | turn.told | yuan_figures(turn.said):
        return
    for sentence in re.split(r"[。；\n]", _QUOTED.sub("", text)):
        if _FUND in yuan_figures(sentence) and not _FUND_SAID.search(sentence):
            yield f"tells the size of a fund as a sum to be had: {sentence.strip()}"
