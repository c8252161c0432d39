"""Which yuan figures a reply may show: those of the clauses it cites, those
that the question file worked out by hand, those the user typed.

Written apart from the award engine: figures are read here by a pattern of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from evaluation.collection import Expectation, Message, holds
from policy_kb.knowledge import KnowledgeBase
from policy_kb.language.numerals import NUMBER, parse_number

_FIGURE = re.compile(r"(?<![\d.〔])(\d+(?:\.\d+)?)\s*(万|亿)?元")
#: What `never` says where no sum at all may be told.
_ANY_SUM = ("万元", "元")
_SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}


def yuan_figures(text: str) -> set[Decimal]:
    """Every sum of money written with 元 in a text, in yuan."""
    return {Decimal(number) * _SCALE[scale or ""] for number, scale in _FIGURE.findall(text)}


def unfounded_figures(
    said: str, messages: Sequence[Message], kb: KnowledgeBase, expected: Iterable[Decimal] = ()
) -> set[Decimal]:
    """Figures of a reply that no cited clause holds, nobody typed and the question file does not state.

    The payload is not believed: a wrong sum would stand there too.

    A list of several awards cites each of them; figures of a question's own example (比如100万元) come from the facts.
    """
    allowed = yuan_figures(said) | {number for m in NUMBER.finditer(said) if (number := parse_number(m[0])) is not None}
    for fact in kb.book.facts.values():
        allowed |= yuan_figures(f"{fact.question}{fact.hint or ''}")
    allowed |= set(expected)
    text = ""
    for message in messages:
        text += str(message.get("text") or "")
        payload = message.get("custom") or {}
        for citation in payload.get("citations") or ():
            clause = kb.sources[citation["doc_id"]].clause(citation["clause"])
            allowed |= yuan_figures((clause.text if clause else "") + citation["quote"])
    return yuan_figures(text) - allowed


def worked_out(turns: Iterable[Expectation]) -> set[Decimal]:
    """Every sum that the question file states for these turns, in yuan."""
    found: set[Decimal] = set()
    for turn in turns:
        if turn.yuan is not None:
            found.add(Decimal(turn.yuan))
        for text in (*(text for group in turn.says for text in group), *turn.figures):
            found |= yuan_figures(text)
    return found


def wrong_results(turn: Expectation, messages: Sequence[Message]) -> set[Decimal]:
    """Sums, in yuan, that a reply gives although the question file says otherwise.

    That is a certain amount other than the expected one, one where the answer is no, a sum that must not stand there,
    and any at all where the region asked about has none. Sums of another region, named as such, are no wrong ones.
    """
    text = "\n".join(str(message.get("text") or "") for message in messages)
    given = {yuan for message in messages if (yuan := _certain(message)) is not None}
    if turn.yuan is not None:
        wrong = set() if Decimal(turn.yuan) in given else given
    else:
        wrong = given if turn.verdict == "no" else set()
    for word in turn.never:
        if holds(text, word):
            wrong |= yuan_figures(word)
            if word in _ANY_SUM and turn.region is not None:
                wrong |= {sum_ for m in messages if _region(m) == turn.region for sum_ in yuan_figures(str(m["text"]))}
    return wrong


def _region(message: Message) -> str | None:
    region = (message.get("custom") or {}).get("region") or {}
    return region.get("code")


def _certain(message: Message) -> Decimal | None:
    """The sum that a message gives as certain and to be had."""
    payload = message.get("custom") or {}
    amount = payload.get("amount") or {}
    computed = payload.get("kind") == "calculation" or payload.get("verdict") == "yes"
    if not computed or payload.get("verdict") == "no" or amount.get("basis") != "exact" or amount.get("yuan") is None:
        return None
    return Decimal(str(amount["yuan"]))
