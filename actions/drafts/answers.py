"""Answers where what was asked for stands only in a draft: quoted instead of the answer, or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.answer import Answer, Kind
from actions.applying import applying_cites, applying_lines
from actions.dialogue import Choice, Focus
from actions.drafts.quoting import money_remark, plain_remark, quote_cites, quote_lines, read_remark
from actions.drafts.relevant import Drafted, Found, drafted_awards, pending
from actions.reply import Handler, Reply
from actions.request import Request
from actions.wording import contact_sentence, expired_warning, lines, region_part, scope_region, units_line, units_of
from policy_kb.models.review import DraftKind

_MONEY = ("award_amount", "calculate", "eligibility", "list_awards")
_MOST_CHOICES = 6
#: Questions that drafts of these kinds add to.
_BESIDE: Mapping[str, tuple[DraftKind, ...]] = {
    "how_to_apply": ("window", "materials", "steps", "contact"),
    "target": ("target",),
    "stacking": ("stacking",),
}
_KINDS: Mapping[str, Kind] = {"list_awards": "list", "target": "target", "stacking": "clause"}


def with_drafts(question: str, handler: Handler) -> Handler:
    """The handler of a question, which quotes drafts where they are what was asked for."""

    def answer(request: Request) -> Reply:
        if question in _MONEY:
            reply = _money(request, question, handler)
        elif question in _BESIDE:
            reply = _beside(request, question, handler)
        else:
            reply = handler(request)
        return _with_office_remark(request, reply)

    return answer


def _money(request: Request, question: str, handler: Handler) -> Reply:
    found = drafted_awards(request, listing=question == "list_awards")
    if not found:
        return _appended(handler(request), request, _of_the_same_clauses(request), money=True)
    reviewed = bool(request.kb.rules_of(request.scope.sources))
    named_here = any(rule.key in request.focus.awards for rule in request.rules)
    if (found.named and not named_here) or (not request.rules and not (found.all_of_them and reviewed)):
        return _quoted(request, question, found)
    return _appended(handler(request), request, found.drafts, money=True)


def _of_the_same_clauses(request: Request) -> tuple[Drafted, ...]:
    """What the clauses of the reviewed awards say besides: it may limit them, or add to them."""
    clauses = {f"{rule.doc}#{rule.clause}" for rule in request.rules}
    sources = [request.kb.sources[doc] for doc in dict.fromkeys(rule.doc for rule in request.rules)]
    return tuple(one for one in pending(sources, "award") if one.place in clauses)


def _beside(request: Request, question: str, handler: Handler) -> Reply:
    drafts = _of_places(request, _BESIDE[question])
    if question == "how_to_apply":
        awards = drafted_awards(request)
        if awards and not request.rules:
            whole = (*awards.drafts, *(one for one in drafts if one not in awards.drafts))
            return _quoted(request, question, replace(awards, drafts=whole), choices=awards.drafts)
        return _appended(handler(request), request, drafts, money=False)
    if drafts and not _has_reviewed(request, question):
        return _quoted(request, question, Found(drafts))
    return _appended(handler(request), request, drafts, money=False)


def _has_reviewed(request: Request, question: str) -> bool:
    if question == "target":
        return any(source.targets for source in request.scope.sources)
    return any(source.doc_id in request.kb.book.stacking for source in request.scope.sources)


def _of_places(request: Request, kinds: tuple[DraftKind, ...]) -> tuple[Drafted, ...]:
    """The drafts of the notices asked about: those of the region, of the clauses in focus, of the awards meant."""
    docs = {rule.doc for rule in request.rules} | {key.partition("#")[0] for key in request.focus.clauses}
    sources = [s for s in request.scope.sources if request.scope.named or s.doc_id in docs]
    if docs & {source.doc_id for source in sources}:
        sources = [source for source in sources if source.doc_id in docs]
    found = pending(sources, *kinds)
    return tuple(one for one in found if one.place in request.focus.clauses and one.draft.kind == "target") or found


def _quoted(request: Request, question: str, found: Found, choices: tuple[Drafted, ...] | None = None) -> Reply:
    """The drafts' own words as the whole answer."""
    drafts = found.drafts
    sources = list(dict.fromkeys(one.source for one in drafts))
    pickable = choices if choices is not None else drafts
    places = list(dict.fromkeys(one.place for one in pickable))
    clause = sources[0].clause(pickable[0].draft.clause) if len(places) == 1 else None
    about_money = question in _MONEY or any(one.draft.kind == "award" for one in drafts)
    remark = money_remark(drafts) if about_money else plain_remark(drafts)
    reviewed = sources if question == "how_to_apply" else []
    text = lines(
        *(expired_warning(source, request.on) for source in sources),
        *(line for source in reviewed for line in applying_lines(source, request.on)),
        *quote_lines(drafts, numbered=True),
        units_line(clause),
        remark,
        contact_sentence(),
    )
    listed = _choices(pickable, question) if len(places) > 1 and question != "stacking" else ()
    answer = Answer(
        kind=_KINDS.get(question, "how_to_apply" if question == "how_to_apply" else "award"),
        text=text,
        region=region_part(sources[0]) if len(sources) == 1 else scope_region(request.scope, request.kb),
        verdict="unknown" if question in _MONEY else None,
        citations=(
            *(citation for source in reviewed for citation in applying_cites(source, request.on)),
            *quote_cites(request, drafts),
        ),
        units=units_of(clause),
        suggestions=_next(question),
    )
    focus = request.focus or Focus(clauses=tuple(places))
    if len(places) == 1:
        focus = Focus(clauses=tuple(places), topics=pickable[0].draft.topics)
    return Reply(answer, focus=focus, choices=listed)


def _choices(drafts: tuple[Drafted, ...], question: str) -> tuple[Choice, ...]:
    found = {one.place: one for one in reversed(drafts)}
    listed = [found[place] for place in dict.fromkeys(one.place for one in drafts)]
    return tuple(
        Choice(title=one.draft.name or one.draft.clause, focus=Focus(clauses=(one.place,)), kind=question)
        for one in listed[:_MOST_CHOICES]
    )


def _next(question: str) -> tuple[str, ...]:
    following = ("能拿多少钱", "怎么申请", "归哪个部门管")
    return tuple(one for one in following if not (question == "how_to_apply" and one == "怎么申请"))


def _appended(reply: Reply, request: Request, drafts: tuple[Drafted, ...], *, money: bool) -> Reply:
    """An answer with the drafts' words below it."""
    if not drafts or reply.answer.kind in ("question", "decline"):
        return reply
    remark = money_remark(drafts) if money else plain_remark(drafts)
    text = lines(reply.answer.text, "另外，文件里还有：", *quote_lines(drafts), remark)
    citations = (*reply.answer.citations, *quote_cites(request, drafts))
    return replace(reply, answer=reply.answer.model_copy(update={"text": text, "citations": citations}))


def _with_office_remark(request: Request, reply: Reply) -> Reply:
    """Offices that were read from a notice are told as such until somebody has reviewed them."""
    if reply.answer.units is None or any(citation.reviewed is False for citation in reply.answer.citations):
        return reply
    docs = {citation.doc_id for citation in reply.answer.citations}
    if not pending((request.kb.sources[doc] for doc in docs), "units"):
        return reply
    text = lines(reply.answer.text, read_remark("牵头单位和责任单位"))
    return replace(reply, answer=reply.answer.model_copy(update={"text": text}))
