"""What a notice says on a subject, or in a clause."""

from __future__ import annotations

import re

from actions.answer import Answer, Citation
from actions.asks_number import no_number_here
from actions.clause_finding import clauses_for, not_mentioned, telling_words
from actions.dialogue import Focus
from actions.evidence import shown_by
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    cite,
    clause_body,
    excerpt,
    expired_warning,
    lines,
    quoted_title,
    region_part,
    units_line,
    units_of,
)
from policy_kb.knowledge import Source
from policy_kb.notice import Clause
from policy_kb.passages import content_words

_WHOLE_CLAUSE = 320


_MOST_CLAUSES = 3
#: Asks whether the notice says it at all.
_WHETHER = re.compile(
    r"(?:提|写|讲|说)(?:到|了|过|着)?[没冇](?:有|提|写|讲)?|(?:有没有|有冇|有没|是否|是不是|没)(?:提|写|讲|说|规定|涉及)|有[这个么]*(?:说法|规定|内容)[不没吗么]|真的假的"
)


def answer(request: Request) -> Reply:
    """The words of the notice on what was asked."""
    of_the_whole = not request.focus.model_copy(update={"documents": (), "units": ()})
    if of_the_whole and len(request.scope.sources) == 1 and not content_words(request.turn.reading, _own(request)):
        return _headings(request, request.scope.sources[0])
    found = clauses_for(request)
    if not found:
        return not_mentioned(request)
    current = found[0][0].in_force(request.on)
    no_number = no_number_here(request, found)
    asked_whether = not no_number and current and _asks_whether(request)
    parts: list[str | None] = ["有的，文件里写了："] if asked_whether else []
    if no_number:
        parts.append("文件没有写具体的数，只有下面这样的原文：")
    citations: list[Citation] = []
    for source, clause in found[:_MOST_CLAUSES]:
        parts.append(expired_warning(source, request.on))
        body = clause_body(clause)
        quote = body if len(body) <= _WHOLE_CLAUSE else excerpt(clause, telling_words(request), _WHOLE_CLAUSE)
        heading = f"“{clause.heading}”" if clause.heading and clause.heading not in quote else ""
        said = f"：“{quote}”" if quote else "包括："
        parts.append(f"{quoted_title(source)}{clause.cite_label}{heading}{said}")
        parts.append(units_line(clause))
        if not body:
            parts += [f"· {sub.label}{sub.heading}" for sub in _children(source, clause)]
        citations.append(cite(source, clause.cite_label, quote or clause.heading, request.on))
    first_source, first = found[0]
    answer = Answer(
        kind="clause",
        text=lines(*parts),
        verdict="yes" if asked_whether else None,
        region=region_part(first_source) if len({s.doc_id for s, _ in found}) == 1 else None,
        citations=tuple(citations),
        units=units_of(first),
        suggestions=_next(first_source),
    )
    here = Focus(clauses=tuple(f"{s.doc_id}#{c.cite_label}" for s, c in found[:1]))
    another = request.elliptic and shown_by(request) is not None
    focus = here if another or not request.focus else request.focus.model_copy(update={"clauses": here.clauses})
    return Reply(answer, focus=focus, regions=_regions(found))


def _own(request: Request) -> set[str]:
    return {source.region for source in request.kb.sources.values() if source.region}


def _headings(request: Request, source: Source) -> Reply:
    """What a notice is about as a whole (主要讲什么): its headings."""
    top = min((len(clause.path) for clause in source.clauses if clause.kind == "clause"), default=0)
    shown = [c for c in source.clauses if c.kind == "clause" and len(c.path) == top and c.heading]
    text = lines(
        expired_warning(source, request.on),
        f"{quoted_title(source)}主要写了这些：",
        *(f"· {clause.cite_label}{clause.heading.removeprefix(clause.label)}" for clause in shown),
        "想看哪一条，告诉我就行。",
    )
    cited = tuple(cite(source, clause.cite_label, clause.heading, request.on) for clause in shown)
    answer = Answer(kind="clause", text=text, region=region_part(source), citations=cited, suggestions=_next(source))
    return Reply(answer, focus=Focus(documents=(source.doc_id,)))


def _asks_whether(request: Request) -> bool:
    return _WHETHER.search(request.text) is not None and shown_by(request) is not None


def _next(source: Source) -> tuple[str, ...]:
    """Questions that this notice can answer."""
    pays = source.reviewed is not None and source.reviewed.amounts == "yes"
    return ("归哪个部门管", "能拿多少钱", "怎么申请") if pays else ("归哪个部门管", "这份文件还有效吗")


def _regions(found: list[tuple[Source, Clause]]) -> tuple[str, ...]:
    """The region to go on with: that of the one notice shown."""
    codes = tuple(dict.fromkeys(source.region for source, _ in found if source.region))
    return codes if len(codes) == 1 else ()


def _children(source: Source, clause: Clause) -> list[Clause]:
    depth = len(clause.path)
    return [c for c in source.clauses if len(c.path) == depth + 1 and c.path[:depth] == clause.path]
