"""What a notice says on a subject, or in a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.answer import Answer, Citation
from actions.asked_for import not_named
from actions.clause_finding import clauses_for, not_mentioned, telling_words
from actions.dialogue import Focus
from actions.evidence import passages_for, shown_by
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    cite,
    clause_body,
    excerpt,
    expired_warning,
    joined,
    lines,
    quoted_title,
    region_part,
    sentences,
    units_line,
    units_of,
)
from policy_kb.knowledge import Source
from policy_kb.notice import Clause
from policy_kb.passages import content_words

#: Characters shown of the clause that was asked for, and of each one beside it.
_WHOLE_CLAUSE, _BESIDE = 320, 160
#: A clause up to this length is shown as it stands.
_SHORT = 120
#: Less than this is not worth a line of its own.
_WORTH_ADDING = 40
_LEFT_OUT = "……"
#: Characters shown of a clause whose points were asked for one by one.
_ALL_POINTS = 900
_MOST_CLAUSES = 3
#: 哪四条, 四条原则都是什么: every point of a clause.
_EACH_POINT = re.compile(
    r"(?:哪|(?<![第\d]))[一二三四五六七八九十几\d]+(?:大|个)?(?:条|点|项|方面|个方面|原则|部分)[^，,。]{0,6}(?:[?？]|是|有|都|分别|念|列|背|$)|哪[一二三四五六七八九十几\d]+个[?？]?$|(?:都|分别)(?:是|有|叫)(?:哪些|什么|啥)|有几[条点项个][，,]"
)
#: Asks whether the notice says it at all.
_WHETHER = re.compile(
    r"(?:提|写|讲|说)(?:到|了|过|着)?[没冇](?:有|提|写|讲)?|(?:有没有|有冇|有没|是否|是不是|没)(?:提|写|讲|说|规定|涉及)|有[这个么]*(?:说法|规定|内容)[不没吗么]|真的假的"
)


def answer(request: Request) -> Reply:
    """The words of the notice on what was asked, the sentence that says it first."""
    of_the_whole = not request.focus.model_copy(update={"documents": (), "units": ()})
    named = len(request.scope.sources) == 1 or bool(request.focus.documents)
    if of_the_whole and named and not content_words(request.turn.reading, _own(request)):
        return _headings(request, request.scope.sources)
    found = clauses_for(request)
    if not found:
        return not_mentioned(request)
    sizes = _WHOLE_CLAUSE, *(_BESIDE,) * _MOST_CLAUSES
    quotes = [
        (source, clause, _quoted(request, source, clause, size))
        for (source, clause), size in zip(found[:_MOST_CLAUSES], sizes, strict=False)
    ]
    silent = _not_mentioned(request, quotes[0][0]) or _not_named(request, *quotes[0][1:])
    asked_whether = silent is None and quotes[0][0].in_force(request.on) and _asks_whether(request)
    parts: list[str | None] = ["有的，文件里写了："] if asked_whether else []
    citations: list[Citation] = []
    for source, clause, quote in quotes:
        parts.append(expired_warning(source, request.on))
        if not citations:
            parts.append(silent)
        heading = f"“{clause.heading}”" if clause.heading and clause.heading not in quote.said else ""
        said = f"：“{quote.said}”" if quote.said else "包括："
        parts.append(f"{quoted_title(source)}{clause.cite_label}{heading}{said}")
        parts.append(f"这一条还写了：“{quote.rest}”" if quote.rest else None)
        parts.append(units_line(clause))
        if not quote.said:
            parts += [f"· {sub.label}{sub.heading}" for sub in _children(source, clause)]
        citations.append(cite(source, clause.cite_label, quote.said or clause.heading, request.on))
    first_source, first = found[0]
    answer = Answer(
        kind="clause",
        text=lines(*dict.fromkeys(part for part in parts if part)),
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


@dataclass(frozen=True, slots=True)
class _Quote:
    """What a clause says on the question, and what else it says."""

    said: str
    rest: str = ""


def _quoted(request: Request, source: Source, clause: Clause, size: int) -> _Quote:
    """A short clause as a whole, of a longer one the sentence that was asked for first; ``size`` characters in all."""
    body = clause_body(clause)
    if len(body) <= _SHORT or (len(body) <= _ALL_POINTS and size == _WHOLE_CLAUSE and _EACH_POINT.search(request.text)):
        return _Quote(body)
    wanted = next((p.sentence for p in passages_for(request) if (p.doc_id, p.clause) == (source.doc_id, clause)), "")
    said = next((sentence for sentence in sentences(body) if (wanted and wanted in sentence) or sentence in wanted), "")
    if not said or request.turn.clause_references:
        return _Quote(body if len(body) <= size else excerpt(clause, telling_words(request), size))
    room = size - len(said)
    if room < _WORTH_ADDING:
        return _Quote(said)
    rest = [sentence for sentence in sentences(body) if sentence != said]
    kept: list[str] = []
    for sentence in rest:
        if sum(map(len, kept)) + len(sentence) <= room:
            kept.append(sentence)
        elif not kept or kept[-1] != _LEFT_OUT:
            kept.append(_LEFT_OUT)
    return _Quote(said, "".join(kept).strip(_LEFT_OUT))


def _not_mentioned(request: Request, source: Source) -> str | None:
    """That the notice has nothing on what weighs most in the message, where one place was asked about."""
    if len(request.scope.named) != 1 or request.elliptic or request.turn.clause_references:
        return None
    missing = request.kb.passages.missing(request.turn.reading, (source.doc_id,))
    return f"文件没有提到“{'、'.join(missing)}”，最接近的是下面这一条。" if missing else None


def _not_named(request: Request, clause: Clause, quote: _Quote) -> str | None:
    """That the notice names no number, day, list … where one was asked for."""
    missing = list(not_named(request.text, (quote.said, clause.heading)))
    return f"文件没有写明{joined(missing)}，只写到下面这些。" if missing else None


def _own(request: Request) -> set[str]:
    return {source.region for source in request.kb.sources.values() if source.region}


def _headings(request: Request, sources: Sequence[Source]) -> Reply:
    """What notices are about as a whole (主要讲什么): their headings."""
    parts: list[str | None] = []
    citations: list[Citation] = []
    for source in sources:
        top = min((len(clause.path) for clause in source.clauses if clause.kind == "clause"), default=0)
        shown = [c for c in source.clauses if c.kind == "clause" and len(c.path) == top and c.heading]
        parts += [expired_warning(source, request.on), f"{quoted_title(source)}主要写了这些："]
        parts += [f"· {clause.cite_label}{clause.heading.removeprefix(clause.label)}" for clause in shown]
        citations += [cite(source, clause.cite_label, clause.heading, request.on) for clause in shown]
    answer = Answer(
        kind="clause",
        text=lines(*parts, "想看哪一条，告诉我就行。" if len(sources) == 1 else "想看哪一份、哪一条，告诉我就行。"),
        region=region_part(sources[0]) if len(sources) == 1 else None,
        citations=tuple(citations),
        suggestions=_next(sources[0]),
    )
    return Reply(answer, focus=Focus(documents=tuple(source.doc_id for source in sources)))


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
