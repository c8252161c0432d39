"""What a term means, as far as a notice says it."""

from __future__ import annotations

from actions.answer import Answer, Citation
from actions.clause_finding import clauses_for, not_mentioned, telling_words
from actions.evidence import shown_by
from actions.reply import Reply
from actions.request import Request
from actions.silence import subject_name
from actions.wording import basis_line, cite, excerpt, lines, quoted_title, region_part

#: A message names hardly more terms than this of which it wants the meaning.
_MOST_TERMS = 3


def answer(request: Request) -> Reply:
    """What a term means, as far as a notice says it."""
    names = request.focus.terms
    if request.focus.figures and not names:
        return _figures(request)
    if not names:
        return _undefined(request)
    docs = {source.doc_id for source in request.scope.sources}
    elsewhere = not any(place.doc in docs for name in names for place in request.kb.terms[name].citations)
    if elsewhere and request.scope.named and shown_by(request) is not None:
        return _undefined(request)  # another notice's words are no answer for this place
    parts: list[str] = []
    citations: list[Citation] = []
    for name in names[:_MOST_TERMS]:
        term = request.kb.terms[name]
        local = [place for place in term.citations if place.doc in docs] or list(term.citations)
        parts.append(term.text)
        for place in local[:2]:
            source = request.kb.sources[place.doc]
            parts.append(basis_line(source, place.clause, place.quote))
            citations.append(cite(source, place.clause, place.quote, request.on))
    cited_sources = {citation.doc_id for citation in citations}
    answer = Answer(
        kind="definition",
        text=lines(*parts),
        region=region_part(request.kb.sources[citations[0].doc_id]) if len(cited_sources) == 1 else None,
        citations=tuple(citations),
        suggestions=("能拿多少钱", "归哪个部门管", "原文是怎么写的"),
    )
    return Reply(answer)


def _figures(request: Request) -> Reply:
    """What each of the numbers named stands for."""
    found = [request.kb.figures[key] for key in request.focus.figures]
    regions = {source.doc_id for source, _ in found}
    return Reply(
        Answer(
            kind="definition",
            text=lines(*(line for s, f in found for line in (f.meaning, basis_line(s, f.clause, f.quote)))),
            region=region_part(found[0][0]) if len(regions) == 1 else None,
            citations=tuple(cite(s, f.clause, f.quote, request.on) for s, f in found),
        )
    )


def _undefined(request: Request) -> Reply:
    found = clauses_for(request)
    if not found:
        return not_mentioned(request)
    source, clause = found[0]
    quote = excerpt(clause, telling_words(request))
    subject = subject_name(request)
    text = lines(
        f"我收录的文件没有给{'“' + subject + '”' if subject else '这个词'}下定义，只有这样的说法：",
        f"{quoted_title(source)}{clause.cite_label}：“{quote}”",
    )
    return Reply(
        Answer(
            kind="definition",
            text=text,
            region=region_part(source),
            citations=(cite(source, clause.cite_label, quote, request.on),),
        )
    )
