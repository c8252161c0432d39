"""What a notice says on a subject, or in a clause."""

from __future__ import annotations

import re

from actions.answer import Answer, Citation
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

_WHOLE_CLAUSE = 320
#: Asks for a sum or a rate of money.
_HOW_MUCH = re.compile(
    r"(?:[补奖贴报给拨发领拿]|资助|报销|贴息|贴费|费|钱|奖金|现钱)[^，,。;；?？]{0,8}?(?:多少|几多|好多|几[成万千个块]|百分之几|多高)"
    r"|(?:多少|几多|好多|几个?)(?:钱|万|点|成|个百分点)|给(?:[报补奖贴]|资助|报销)[^，,。;；?？]{0,8}?[吗么不没]|几成"
)


_MOST_CLAUSES = 3
#: Asks whether the notice says it at all.
_WHETHER = re.compile(
    r"(?:提|写|讲|说)(?:到|了|过|着)?[没冇](?:有|提|写|讲)?|(?:有没有|有冇|有没|是否|是不是|没)(?:提|写|讲|说|规定|涉及)|有[这个么]*(?:说法|规定|内容)[不没吗么]|真的假的"
)


def answer(request: Request) -> Reply:
    """The words of the notice on what was asked."""
    found = clauses_for(request)
    if not found:
        return not_mentioned(request)
    current = found[0][0].in_force(request.on)
    asked_whether = current and _WHETHER.search(request.text) is not None and shown_by(request) is not None
    parts: list[str | None] = ["有的，文件里写了："] if asked_whether else []
    if _HOW_MUCH.search(request.text):
        parts += [_no_figure(source) for source in dict.fromkeys(source for source, _ in found[:_MOST_CLAUSES])]
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


def _no_figure(source: Source) -> str | None:
    """That a notice without amounts names none, where one was asked for."""
    if source.reviewed is None or source.reviewed.amounts != "none":
        return None
    return f"{quoted_title(source)}没有写具体的金额或者比例，给不给、给多少都查不到。相关的原文是："


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
