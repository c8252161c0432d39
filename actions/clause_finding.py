"""Which clauses and notices a request is about."""

from __future__ import annotations

import re

from actions.answer import Answer, Citation
from actions.dialogue import Focus
from actions.evidence import passages_for, shown_by, source_of
from actions.reply import Reply
from actions.request import Request
from actions.silence import nearest_clause, topics_of
from actions.wording import cite, contact_sentence, excerpt, joined, lines, quoted_title, scope_region, titled
from policy_kb.knowledge import Source
from policy_kb.notice import Clause
from policy_kb.passages import Passage

_ENOUGH_COVERED = 0.5
#: Where a second clause fits this nearly as well as the first, nobody can say which was meant, and both are shown.
_RIVAL = 0.85
#: Less than this is no likeness at all.
_LITTLE = 1.5
#: A passage of another notice is shown as well from this share of the best one's weight on.
_AS_GOOD = 0.8
_ALIKE = 0.6
_ALL_OF_THEM = re.compile(r"[分几哪各每][一二三四五几个大]*(?:步|阶段|部分|块|方面|点|条|项)|几步|几大")


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
    passage = shown_by(request) if not _names_a_place(request) else None
    if passage is not None:
        source = source_of(request, passage)
        above = _above(request, source, passage)
        add(source, above or passage.clause)
        for rival in passages_for(request)[1:2] if above is None else ():
            if rival.doc_id == passage.doc_id and rival.clause.label and rival.weight >= _RIVAL * passage.weight:
                add(source, rival.clause)
        best_of = {p.doc_id: p for p in reversed(passages_for(request)) if p.clause.label}
        several = len(request.scope.named) > 1
        for doc, other in best_of.items():
            if doc != passage.doc_id and (several or other.weight >= _AS_GOOD * passage.weight):
                add(source_of(request, other), other.clause)
        return list(found.values())
    for key in request.focus.targets:
        source, target = request.kb.targets[key]
        if source.doc_id in in_scope:
            add(source, source.clause(target.clause))
    for rule in request.rules:
        if rule.key in request.focus.awards or not request.focus.topics:
            add(in_scope[rule.doc], in_scope[rule.doc].clause(rule.clause))
    named_in = {doc for doc, _ in found}
    for source in request.scope.sources:
        if named_in and source.doc_id not in named_in and not request.scope.named:
            continue  # the thing itself was named: other places' clauses on its topic were not asked for
        for clause in _topical(request, source):
            add(source, clause)
    if not found:
        for hit in request.kb.search(_words_only(request), docs=tuple(in_scope), limit=3):
            if hit.coverage >= _ENOUGH_COVERED:
                add(in_scope[hit.doc_id], in_scope[hit.doc_id].clause(hit.clause))
                if request.scope.named:
                    break
    return list(found.values())


def _above(request: Request, source: Source, best: Passage) -> Clause | None:
    """The heading over clauses that fit alike, where all of them were asked for (分几个阶段); None otherwise."""
    path = best.clause.path
    if not _ALL_OF_THEM.search(request.text) or len(path) < 2:
        return None
    beside = [p for p in passages_for(request) if p.clause.path[:-1] == path[:-1]]
    alike = [p for p in beside if p.weight >= _ALIKE * best.weight]
    over = next((clause for clause in source.clauses if clause.path == path[:-1]), None)
    return over if len(alike) > 1 else None


def _names_a_place(request: Request) -> bool:
    """Whether the message names the clause, the award or the institution itself, or goes on about one named before."""
    focus = request.focus
    named = bool(focus.clauses or focus.institutions or focus.awards)
    return named and (not request.elliptic or shown_by(request) is None)


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


def telling_words(request: Request) -> list[str]:
    """Words by which a sentence shows that it is about the subject asked for."""
    words: list[str] = []
    for topic in topics_of(request):
        entry = request.kb.topics[topic]
        words += [entry.name, *entry.patterns]
    words += list(request.focus.terms)
    if found := passages_for(request):
        words = [*found[0].words, *words]
    return words


def not_mentioned(request: Request) -> Reply:
    """Nothing on this in the notices asked for."""
    titles = joined(quoted_title(source) for source in request.scope.sources)
    asked = "您说的这件事"
    parts: list[str | None] = [f"我查了{titles}，没有找到关于{asked}的内容。"]
    citations: list[Citation] = []
    for source in request.scope.sources if request.scope.named else ():
        clause = nearest_clause(request, source) or _likest(request, source)
        if clause is not None:
            quote = excerpt(clause, telling_words(request))
            parts.append(f"最接近的是{titled(clause)}：“{quote}”")
            citations.append(cite(source, clause.cite_label, quote, request.on))
    parts.append("您可以换个说法再问一次，或者告诉我是哪个地方、哪件事。")
    parts.append(contact_sentence())
    return Reply(
        Answer(
            kind="clause" if request.scope.named else "decline",
            text=lines(*parts),
            region=scope_region(request.scope, request.kb),
            verdict="no" if request.scope.named else None,
            citations=tuple(citations),
        ),
        missed=not request.scope.named,
    )


def _likest(request: Request, source: Source) -> Clause | None:
    """The clause of a notice that shares most with the message, however little."""
    found = (p for p in passages_for(request) if p.doc_id == source.doc_id and p.clause.label)
    return next((p.clause for p in found if p.weight >= _LITTLE), None)


def relevant_sources(request: Request) -> tuple[Source, ...]:
    """The notices in scope that say something on the subject; all of them where none does."""
    if request.scope.named or not (topics_of(request) or request.focus):
        return request.scope.sources
    with_award = {rule.doc for rule in request.rules}
    found = [s for s in request.scope.sources if s.doc_id in with_award or nearest_clause(request, s) is not None]
    found.sort(key=lambda source: source.doc_id not in with_award)
    return tuple(found[:2]) or request.scope.sources


def meant_sources(request: Request) -> tuple[Source, ...]:
    """The notices a question about a notice means: those named, of the region, or of the subject."""
    if request.turn.reading.ids("region") and len(request.scope.named) > 1:
        return request.scope.sources  # 四川和淄博的意见: one of them may be called so by itself
    keys = [*request.focus.awards, *request.focus.clauses, *request.focus.targets, *request.focus.figures]
    docs = list(request.focus.documents) or [key.replace("/", "#").partition("#")[0] for key in keys]
    named = tuple(request.kb.sources[doc] for doc in dict.fromkeys(docs) if doc in request.kb.sources)
    if named and (not request.scope.named or set(named) & set(request.scope.sources)):
        return tuple(s for s in named if s in request.scope.sources) or named
    return request.scope.sources


def document_focus(sources: tuple[Source, ...]) -> Focus:
    """The subject of later questions after one about a notice as a whole."""
    return Focus(documents=tuple(source.doc_id for source in sources)) if len(sources) == 1 else Focus()
