"""A clause asked for by a number that the notice doesn't have."""

from __future__ import annotations

from actions.answer import Answer
from actions.reply import Reply
from actions.request import Request
from actions.wording import joined, lines, quoted_title, scope_region
from policy_kb.knowledge import Source


def no_such_clause(request: Request) -> Reply:
    """Says that there is no such clause and how many there are."""
    asked = joined(str(reference.number) for reference in request.turn.clause_references)
    parts = [f"{quoted_title(source)}没有第{asked}条，{outline(source)}" for source in request.scope.sources[:3]]
    answer = Answer(
        kind="clause",
        text=lines(*parts, "您想看哪一条？"),
        region=scope_region(request.scope, request.kb),
        verdict="no",
    )
    return Reply(answer, aside=True)


def outline(source: Source) -> str:
    """How many parts and numbered clauses the notice has: 正文分8个部分、共18条。"""
    depths: dict[int, int] = {}
    for clause in source.clauses:
        if clause.kind == "clause":
            depths[len(clause.path)] = depths.get(len(clause.path), 0) + 1
    if not depths:
        return "正文没有编号。"
    levels = sorted(depths)
    names = ("部分", "小节", "小点")[: len(levels) - 1]
    counts = [f"{depths[level]}个{name}" for level, name in zip(levels, names, strict=False)]
    return f"正文{'分' + joined(counts) + '、' if counts else ''}共{depths[levels[-1]]}条。"
