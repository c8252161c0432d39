"""In force, until when, since when."""

from __future__ import annotations

from actions.answer import Answer
from actions.clause_finding import document_focus, meant_sources
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    cite,
    contact_sentence,
    force_sentence,
    lines,
    not_covered,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.catalogue.schema import Cite
from policy_kb.knowledge import Source


def answer(request: Request) -> Reply:
    """In force, until when, since when."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    sources = meant_sources(request)
    parts, citations = [], []
    for source in sources:
        statement = source.reviewed.validity.statement if source.reviewed else force_sentence(source, request.on)
        ended = not source.in_force(request.on)
        state = "现在已经过期。" if ended else "现在还有效。" if source.validity.until else ""
        parts.append(f"{quoted_title(source)}{state and '：' + state}{'' if state else '：'}{statement}")
        if place := _validity_cite(source):
            citations.append(cite(source, place.clause, place.quote, request.on))
    one = sources[0] if len(sources) == 1 else None
    answer = Answer(
        kind="validity",
        text=lines(*parts),
        region=region_part(one) if one else scope_region(request.scope, request.kb),
        verdict=("yes" if one.in_force(request.on) else "not_in_force") if one else None,
        citations=tuple(citations),
        suggestions=("这份文件是谁发的", "有哪些奖励", "原文是怎么写的"),
    )
    return Reply(answer, focus=request.focus or document_focus(sources))


def _validity_cite(source: Source) -> Cite | None:
    if source.reviewed is None:
        return None
    return (
        source.reviewed.validity.period
        or source.reviewed.metadata.quotes.get("valid_until")
        or (source.reviewed.metadata.quotes.get("issued_on"))
    )
