"""Whether awards may be drawn together: only what the notice says."""

from __future__ import annotations

from actions.answer import Answer
from actions.drafts.relevant import pending
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    basis_line,
    cite,
    expired_warning,
    lines,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.knowledge import Source


def answer(request: Request) -> Reply:
    """Whether awards may be drawn together: only what the notice says."""
    parts: list[str | None] = []
    citations = []
    told: list[Source] = []
    for source in request.scope.sources:
        entry = request.kb.book.stacking.get(source.doc_id)
        if entry is None:
            if request.scope.named and not pending((source,), "stacking"):
                parts.append(f"{quoted_title(source)}没有写几项奖补能不能一起拿。")
            continue
        told.append(source)
        parts.append(expired_warning(source, request.on))
        parts.append(entry.text)
        parts.append(basis_line(source, entry.clause, entry.quote))
        citations.append(cite(source, entry.clause, entry.quote, request.on))
    if told:
        parts.append("具体到您这两项能不能都拿，文件没有逐项写明，要由主管部门认定。")
        ask = told[0].reviewed.who_to_ask if told[0].reviewed else None
        parts.append(ask.statement if ask else None)
    answer = Answer(
        kind="clause",
        text=lines(*parts),
        region=region_part(told[0]) if len(told) == 1 else scope_region(request.scope, request.kb),
        citations=tuple(citations),
        suggestions=("有哪些奖励", "归哪个部门管"),
    )
    return Reply(answer)
