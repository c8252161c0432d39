"""What a notice says: a clause by its number, a subject, the offices in charge, a definition."""

from __future__ import annotations

from actions.answer import Answer, Citation, Units
from actions.dialogue import Focus
from actions.questions.silence import nearest_clause, subject_name, topics_of
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    basis_line,
    cite,
    clause_body,
    contact_sentence,
    excerpt,
    expired_warning,
    joined,
    lines,
    not_covered,
    quoted_title,
    region_part,
    scope_region,
    units_line,
    units_of,
    who_to_ask,
)
from policy_kb.knowledge import Source
from policy_kb.notice import Clause

_WHOLE_CLAUSE = 320
_MOST_CLAUSES = 3
_ENOUGH_COVERED = 0.5


def clause_content(request: Request) -> Reply:
    """The words of the notice on what was asked."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    found = clauses_for(request)
    if not found:
        return _not_mentioned(request)
    parts: list[str | None] = []
    citations: list[Citation] = []
    for source, clause in found[:_MOST_CLAUSES]:
        parts.append(expired_warning(source, request.on))
        body = clause_body(clause)
        quote = body if len(body) <= _WHOLE_CLAUSE else excerpt(clause, _words(request), _WHOLE_CLAUSE)
        heading = f"“{clause.heading}”" if clause.heading and clause.heading not in quote else ""
        parts.append(f"{quoted_title(source)}{clause.cite_label}{heading}：“{quote or clause.heading}”")
        parts.append(units_line(clause))
        if not body:
            parts += [f"· {sub.label}{sub.heading}" for sub in _children(source, clause)]
        citations.append(cite(source, clause.cite_label, quote or clause.heading, request.on))
    first_source, first = found[0]
    answer = Answer(
        kind="clause",
        text=lines(*parts),
        region=region_part(first_source) if len({s.doc_id for s, _ in found}) == 1 else None,
        citations=tuple(citations),
        units=units_of(first),
        suggestions=("归哪个部门管", "能拿多少钱", "怎么申请"),
    )
    focus = request.focus or Focus(clauses=tuple(f"{s.doc_id}#{c.cite_label}" for s, c in found[:1]))
    return Reply(answer, focus=focus)


def clauses_for(request: Request) -> list[tuple[Source, Clause]]:
    """The clauses a request is about, best first: named, of its awards, of its topics, or found by search."""
    found: dict[tuple[str, str], tuple[Source, Clause]] = {}

    def add(source: Source, clause: Clause | None) -> None:
        if clause is not None:
            found.setdefault((source.doc_id, clause.cite_label), (source, clause))

    in_scope = {source.doc_id: source for source in request.scope.sources}
    for key in (*request.focus.clauses, *request.focus.institutions):
        doc, _, label = key.partition("#")
        if doc in in_scope:
            if key in request.kb.institutions:
                label = request.kb.institutions[key][1].clause
            add(in_scope[doc], in_scope[doc].clause(label))
    for key in request.focus.targets:
        source, target = request.kb.targets[key]
        if source.doc_id in in_scope:
            add(source, source.clause(target.clause))
    for rule in request.rules:
        if rule.key in request.focus.awards or not request.focus.topics:
            add(in_scope[rule.doc], in_scope[rule.doc].clause(rule.clause))
    for source in request.scope.sources:
        for clause in _topical(request, source):
            add(source, clause)
    if not found:
        for hit in request.kb.search(_words_only(request), docs=tuple(in_scope), limit=3):
            if hit.coverage >= _ENOUGH_COVERED:
                add(in_scope[hit.doc_id], in_scope[hit.doc_id].clause(hit.clause))
                if request.scope.named:
                    break
    return list(found.values())


def _topical(request: Request, source: Source) -> list[Clause]:
    """For each topic asked about, the clause of the notice that fits the message best."""
    chosen: list[Clause] = []
    for topic in topics_of(request):
        clauses = request.kb.clauses_on(request.kb.topics[topic], source)
        if len(clauses) > 1:
            hits = request.kb.search(_words_only(request), docs=(source.doc_id,), limit=10)
            order = {hit.clause: rank for rank, hit in enumerate(hits)}
            clauses = tuple(sorted(clauses, key=lambda c: order.get(c.cite_label, len(order))))
        chosen += clauses[:1]
    return chosen


def _words_only(request: Request) -> str:
    """The message without the names of regions and notices, which every clause of a notice would share."""
    text = request.turn.text
    for mention in request.turn.reading.mentions:
        if mention.ids("region") or mention.ids("document"):
            text = text.replace(mention.text, " ")
    return text


def responsible_unit(request: Request) -> Reply:
    """Which office leads, which are responsible."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    found = clauses_for(request)
    if not found:
        return _whole_notice(request)
    parts: list[str | None] = []
    citations: list[Citation] = []
    for source, clause in found[:_MOST_CLAUSES]:
        parts.append(expired_warning(source, request.on))
        parts.append(_unit_sentence(source, clause))
        citations.append(cite(source, clause.cite_label, _unit_quote(clause), request.on))
    first_source, first = found[0]
    answer = Answer(
        kind="unit",
        text=lines(*parts),
        region=region_part(first_source) if len({s.doc_id for s, _ in found}) == 1 else None,
        citations=tuple(citations),
        units=units_of(first),
        suggestions=("这一条是怎么写的", "能拿多少钱", "联系电话是多少"),
    )
    focus = request.focus or Focus(clauses=tuple(f"{s.doc_id}#{c.cite_label}" for s, c in found[:1]))
    return Reply(answer, focus=focus)


def _unit_sentence(source: Source, clause: Clause) -> str:
    what = f"{quoted_title(source)}{clause.cite_label}“{clause.heading}”" if clause.heading else quoted_title(source)
    if clause.lead_units:
        rest = f"责任单位有{joined(clause.responsible_units)}。" if clause.responsible_units else ""
        return f"{what}由{joined(clause.lead_units)}牵头。{rest}"
    if clause.responsible_units:
        return f"{what}没有分牵头和配合，责任单位是{joined(clause.responsible_units)}。"
    return f"{what}这一条没有写明由哪个部门负责。{who_to_ask(source) or ''}"


def _unit_quote(clause: Clause) -> str:
    for line in clause.text.splitlines():
        if "牵头单位" in line or "责任单位" in line:
            at = min(i for i in (line.find("牵头单位"), line.find("责任单位")) if i >= 0)
            return line[at:].rstrip("）)〕 ")
    return clause.heading or excerpt(clause)


def _whole_notice(request: Request) -> Reply:
    parts: list[str | None] = []
    citations = []
    lead: list[str] = []
    for source in request.scope.sources:
        parts.append(expired_warning(source, request.on))
        if source.reviewed:
            ask = source.reviewed.who_to_ask
            parts.append(f"{quoted_title(source)}：{ask.statement}")
            lead += ask.names
            citations.append(cite(source, ask.clause, ask.quote, request.on))
    if not request.scope.named:
        parts.append("您想问哪一件事？说出事项，我可以告诉您那一条由哪个部门牵头。")
    answer = Answer(
        kind="unit",
        text=lines(*parts),
        region=scope_region(request.scope, request.kb),
        citations=tuple(citations),
        units=Units(lead=tuple(dict.fromkeys(lead))) if request.scope.named and lead else None,
        suggestions=("有哪些奖励", "你们收录了哪些政策"),
    )
    return Reply(answer)


def definition(request: Request) -> Reply:
    """What a term means, as far as a notice says it."""
    for key in request.focus.figures:
        source, figure = request.kb.figures[key]
        return Reply(
            Answer(
                kind="definition",
                text=lines(figure.meaning, basis_line(source, figure.clause, figure.quote)),
                region=region_part(source),
                citations=(cite(source, figure.clause, figure.quote, request.on),),
            )
        )
    names = request.focus.terms
    if not names:
        return _undefined(request)
    term = request.kb.terms[names[0]]
    local = [c for c in term.citations if c.doc in {s.doc_id for s in request.scope.sources}] or list(term.citations)
    citations = []
    places = []
    for entry in local[:2]:
        source = request.kb.sources[entry.doc]
        citations.append(cite(source, entry.clause, entry.quote, request.on))
        places.append(basis_line(source, entry.clause, entry.quote))
    cited_sources = {citation.doc_id for citation in citations}
    answer = Answer(
        kind="definition",
        text=lines(term.text, *places),
        region=region_part(request.kb.sources[citations[0].doc_id]) if len(cited_sources) == 1 else None,
        citations=tuple(citations),
        suggestions=("能拿多少钱", "归哪个部门管", "原文是怎么写的"),
    )
    return Reply(answer)


def _undefined(request: Request) -> Reply:
    found = clauses_for(request)
    if not found:
        return _not_mentioned(request)
    source, clause = found[0]
    quote = excerpt(clause, _words(request))
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


def _not_mentioned(request: Request) -> Reply:
    """Nothing on this in the notices asked for."""
    titles = joined(quoted_title(source) for source in request.scope.sources)
    asked = "您说的这件事"
    parts: list[str | None] = [f"我查了{titles}，没有找到关于{asked}的内容。"]
    for source in request.scope.sources if request.scope.named else ():
        clause = nearest_clause(request, source)
        if clause is not None:
            parts.append(f"最接近的是{clause.cite_label}“{clause.heading}”。")
    parts.append("您可以换个说法再问一次，或者告诉我是哪个地方、哪件事。")
    parts.append(contact_sentence())
    return Reply(
        Answer(
            kind="clause" if request.scope.named else "decline",
            text=lines(*parts),
            region=scope_region(request.scope, request.kb),
            verdict="no" if request.scope.named else None,
        ),
        missed=not request.scope.named,
    )


def _children(source: Source, clause: Clause) -> list[Clause]:
    depth = len(clause.path)
    return [c for c in source.clauses if len(c.path) == depth + 1 and c.path[:depth] == clause.path]


def _words(request: Request) -> list[str]:
    words: list[str] = []
    for topic in topics_of(request):
        entry = request.kb.topics[topic]
        words += [entry.name, *entry.patterns]
    words += list(request.focus.terms)
    return words
