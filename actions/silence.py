"""What is said where a notice is silent: it says so, shows the nearest clause, and names who would know."""

from __future__ import annotations

from collections.abc import Iterable

from actions.answer import Answer, Citation, Kind
from actions.awards_meant import telling_text
from actions.dialogue import Focus
from actions.evidence import passages_for, shown_by
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    cite,
    excerpt,
    expired_warning,
    joined,
    lines,
    quoted_title,
    scope_region,
    titled,
    units_line,
    units_of,
    who_to_ask,
)
from policy_kb.knowledge import Source
from policy_kb.notice import Clause

#: Share of the question's words that a clause must hold to be worth showing.
_ENOUGH_COVERED = 0.5


def topics_of(request: Request) -> tuple[str, ...]:
    """The topics a request is about, those of its awards included."""
    found = list(request.focus.topics)
    for key in request.focus.awards:
        found += request.kb.book.rules[key].topics
    return tuple(dict.fromkeys(found))


def nearest_clause(request: Request, source: Source) -> Clause | None:
    """The clause of a notice that comes closest to what was asked."""
    for key in request.focus.clauses:
        doc, _, label = key.partition("#")
        if doc == source.doc_id and (clause := source.clause(label)):
            return clause
    if (passage := shown_by(request)) is not None and passage.doc_id == source.doc_id and not request.elliptic:
        return passage.clause
    for topic in topics_of(request):
        if found := request.kb.clauses_on(request.kb.topics[topic], source):
            return found[0]
    if request.elliptic:
        return None
    hits = request.kb.search(telling_text(request.turn), docs=(source.doc_id,), limit=1)
    clause = source.clause(hits[0].clause) if hits and hits[0].coverage >= _ENOUGH_COVERED else None
    return clause if clause is not None and clause.kind == "clause" else None


def subject_name(request: Request) -> str:
    """What was asked about, in words."""
    names = [request.kb.topics[topic].name for topic in topics_of(request)[:1]]
    return names[0] if names else ""


def no_amount_here(request: Request, kind: Kind = "award", form: str | None = None) -> Reply:
    """The notices in scope name no amount for this, or do not write of a ``form`` of support: say so, with the nearest
    clause."""
    parts: list[str] = []
    citations: list[Citation] = []
    first: Clause | None = None
    sources = request.scope.sources
    with_amounts = [s for s in sources if s.reviewed and s.reviewed.amounts == "yes"]
    shown: Iterable[Source] = sources if request.scope.named else with_amounts or sources
    for source in shown:
        clause = nearest_clause(request, source)
        first = first or clause
        parts.append(f"{quoted_title(source)}没有写“{form}”这一项。" if form else _silence(request, source))
        if clause is not None:
            quote = excerpt(clause, _words(request))
            parts.append(f"和这件事最接近的是{titled(clause)}：“{quote}”")
            parts.append(units_line(clause) or "")
            citations.append(cite(source, clause.cite_label, quote, request.on))
        parts.append(who_to_ask(source, clause) or "")
    others = _elsewhere(request)
    answer = Answer(
        kind=kind,
        text=lines(*[expired_warning(s, request.on) for s in shown if request.scope.named], *parts, others),
        region=scope_region(request.scope, request.kb),
        citations=tuple(citations),
        units=units_of(first),
        suggestions=("你们收录了哪些政策", "归哪个部门管", "怎么申请"),
    )
    return Reply(answer, focus=request.focus or Focus())


def _silence(request: Request, source: Source) -> str:
    subject = subject_name(request)
    if source.reviewed and source.reviewed.amounts == "none":
        return f"{quoted_title(source)}没有规定奖励或补助的金额，所以这里查不到能拿多少钱。"
    about = f"“{subject}”" if subject else "您问的这一项"
    if source.reviewed is None and source.drafts:
        return f"{quoted_title(source)}还没有经过工作人员核对，系统没有从里面读出{about}的奖励或补助金额。"
    return f"{quoted_title(source)}没有写明{about}的奖励或补助金额。"


def _words(request: Request) -> list[str]:
    words: list[str] = []
    for topic in topics_of(request):
        entry = request.kb.topics[topic]
        words += [entry.name, *entry.patterns, *entry.aliases]
    if found := passages_for(request):
        words = [*found[0].words, *words]
    return words


def _elsewhere(request: Request) -> str | None:
    """Where else an amount is named for the same subject."""
    if not request.scope.named:
        return None
    here = {source.doc_id for source in request.scope.sources}
    topics = set(topics_of(request))
    rules = [r for r in request.kb.book.rules.values() if r.doc not in here and topics & set(r.topics)]
    names = dict.fromkeys(request.kb.sources[rule.doc].stored.region_name or "" for rule in rules)
    if not names:
        return None
    return f"目前收录的文件里，这件事写明金额的是{joined(names)}的文件，需要的话可以接着问我。"
