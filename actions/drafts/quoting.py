"""Drafts in words: the notice's own sentence, its clause, and that nobody has reviewed it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.answer import Citation
from actions.drafts.relevant import Drafted
from actions.request import Request
from actions.wording import cite, quoted_title
from policy_kb.knowledge import Source

_UNREVIEWED = "是系统从通知里自动摘出来的，还没有经过工作人员核对"
_MOST_PLACES = 8
_LISTS = ("materials", "steps")


def money_remark(drafts: Sequence[Drafted]) -> str:
    """After quotes about money."""
    return f"{_these(drafts)}{_UNREVIEWED}，所以先给您看原文，暂时不做计算；金额和条件以原文和主管部门的解释为准。"


def plain_remark(drafts: Sequence[Drafted]) -> str:
    """After quotes about anything else."""
    return f"{_these(drafts)}{_UNREVIEWED}，先给您看原文，以原文和主管部门的解释为准。"


def read_remark(what: str) -> str:
    """Of details that were read and can't be told apart from the answer: 责任单位是系统从通知里自动摘出来的……"""
    return f"{what}{_UNREVIEWED}，请以原文为准。"


def _these(drafts: Sequence[Drafted]) -> str:
    return "这一条" if len(places(drafts)) == 1 else "这几条"


def quote_lines(drafts: Sequence[Drafted], *, numbered: bool = False) -> list[str]:
    """《…》（七）的原文是：“…”, or below the title a line for each place."""
    shown = places(drafts)
    listed: list[str] = []
    sources = list(dict.fromkeys(place.source for place in shown))
    number = 0
    for source in sources:
        own = [place for place in shown if place.source is source]
        if len(own) == 1 and len(sources) == 1 and not own[0].label:
            return [f"{quoted_title(source)}的原文是：{_quoted(own[0].quotes)}"]
        if len(own) == 1 and len(sources) == 1:
            return [f"{quoted_title(source)}{own[0].label}的原文是：{_quoted(own[0].quotes)}"]
        listed.append(f"{quoted_title(source)}的原文：")
        for place in own[:_MOST_PLACES]:
            number += 1
            listed.append(f"{f'{number}.' if numbered else '·'} {place.label}{_quoted(place.quotes)}")
        if len(own) > _MOST_PLACES:
            listed.append(f"另外还有{len(own) - _MOST_PLACES}处，可以直接看原文。")
    return listed


def quote_cites(request: Request, drafts: Sequence[Drafted]) -> tuple[Citation, ...]:
    """The same as citations, marked as unreviewed."""
    return tuple(
        cite(place.source, clause, quote, request.on).model_copy(update={"reviewed": False})
        for place in places(drafts)
        for clause, quote in zip(place.clauses, place.quotes, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A clause, or a list of the notice, with the words that drafts rest on."""

    source: Source
    label: str
    clauses: tuple[str, ...]
    quotes: tuple[str, ...]


def places(drafts: Sequence[Drafted]) -> list[Place]:
    """Where drafts stand, clause by clause; what follows on one another in a clause is one quote."""
    found: dict[tuple[str, str], list[Drafted]] = {}
    for one in drafts:
        key = (
            one.source.doc_id,
            one.draft.clause if one.draft.kind not in _LISTS else f"{one.draft.kind} {one.draft.id}",
        )
        found.setdefault(key, []).append(one)
    return [_place(group) for group in found.values()]


def _place(group: Sequence[Drafted]) -> Place:
    first = group[0]
    source = first.source
    cites = list(dict.fromkeys(cite for one in group for cite in one.draft.quotes))
    if first.draft.kind in _LISTS:
        label = f"{first.draft.heading or first.draft.clause}："
        return Place(source, label, tuple(clause for clause, _ in cites), tuple(quote for _, quote in cites))
    quotes: list[tuple[str, str]] = []
    for at, quote in cites:
        if any(quote in other and quote != other for _, other in cites):
            continue
        text = found.text if (found := source.clause(at)) else ""
        if quotes and quotes[-1][0] == at and (whole := _joined(text, quotes[-1][1], quote)) is not None:
            quotes[-1] = at, whole
        else:
            quotes.append((at, quote))
    clause = quotes[0][0] if quotes else first.draft.clause
    label = "" if clause in ("开头", "文末", "网页") else clause
    return Place(source, label, tuple(at for at, _ in quotes), tuple(quote for _, quote in quotes))


def _joined(text: str, one: str, other: str) -> str | None:
    """The words of a clause from one quote to the end of the next, where nothing but a mark stands between them."""
    start = text.find(one)
    at = text.find(other, start + len(one)) if start >= 0 else -1
    between = text[start + len(one) : at] if at >= 0 else "?"
    return text[start : at + len(other)] if len(between) <= 2 and not any(c.isalnum() for c in between) else None


def _quoted(quotes: Sequence[str]) -> str:
    return "".join(f"“{' '.join(quote.split())}”" for quote in quotes)
