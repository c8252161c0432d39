"""Replies that name institutions: which services are wanted, who offers them, and since when or whether at all."""

from __future__ import annotations

from actions.answer import Answer, Citation
from actions.applying import contact_line, contacts_of
from actions.dialogue import Choice, Focus
from actions.drafts.quoting import plain_remark, quote_cites, quote_lines
from actions.drafts.relevant import Drafted, pending
from actions.evidence import shown_by, source_of
from actions.reply import Reply
from actions.request import Request
from actions.silence import nearest_clause
from actions.wording import (
    basis_line,
    cite,
    contact_sentence,
    excerpt,
    expired_warning,
    in_brackets,
    joined,
    lines,
    quoted_title,
    scope_region,
    units_line,
    units_of,
    who_to_ask,
)
from policy_kb.catalogue.schema import STATUS_NAMES, Institution, InstitutionRole
from policy_kb.catalogue.services import Service, services
from policy_kb.knowledge import Source

_STATUS_ORDER = {"existing": 0, "supported": 1, "planned": 2}


_MOST_PER_SOURCE = 4
_MOST_AT_A_GLANCE = 3
_OFFERED_BY = ("机构", "平台", "中心", "服务", "站", "去哪", "找谁")


def said_services(request: Request) -> tuple[Service, ...]:
    """The services that a message names, where it asks for those who offer them rather than for money."""
    named = tuple(s for s in services().services if any(word in request.text for word in s.words))
    asks = any(word in request.text for word in _OFFERED_BY) or any("dispute_station" in s.questions for s in named)
    return named if asks and not request.focus.awards else ()


def institutions_for(request: Request, source: Source, wanted: tuple[Service, ...]) -> list[Institution]:
    """The institutions of a notice for some services: those the message names, else by role and words."""
    named = set(request.focus.institutions)
    found = [i for i in source.institutions if f"{source.doc_id}#{i.id}" in named]
    roles = tuple(dict.fromkeys(role for service in wanted for role in service.roles))
    found = found or _matching(source, roles, _said(request, wanted))
    return _of_the_topic(request, found) or found


def _of_the_topic(request: Request, found: list[Institution]) -> list[Institution]:
    """Those of the matter that a message names, where no service is for it (版权这块找谁)."""
    served = {topic for service in services().services for topic in service.topics}
    topics = [request.kb.topics[name] for name in request.focus.topics if name not in served]
    return [i for i in found if any(topic.matches(f"{i.name}{i.quote}") for topic in topics)]


def station_reply(request: Request, question: str) -> Reply:
    """The institutions that serve what was asked for, in each notice in scope; at a glance where no region is said."""
    wanted = wanted_services(request, question)
    if not request.scope.named and not request.focus.institutions and not request.focus.clauses:
        offering = [(source, institutions_for(request, source, wanted)) for source in request.scope.sources]
        offering = [(source, found) for source, found in offering if found]
        if len(offering) > 1:
            return _at_a_glance(request, offering, wanted)
    parts: list[str | None] = []
    citations: list[Citation] = []
    choices: list[Choice] = []
    reached = False
    first_clause = None
    for source in request.scope.sources:
        found = institutions_for(request, source, wanted)
        drafted = _drafted(request, source, wanted)
        parts.append(expired_warning(source, request.on) if found or request.scope.named else None)
        if not found:
            if drafted:
                parts += [*quote_lines(drafted), plain_remark(drafted)]
                citations += quote_cites(request, drafted)
                reached = True
            elif request.scope.named:
                parts.append(_nothing(request, source, wanted))
            continue
        parts.append(f"{source.stored.region_name}：{_sentence(found, wanted)}")
        for institution in found[:_MOST_PER_SOURCE]:
            parts.append(f"· {institution.name}{in_brackets(institution.clause)}：{institution.says}")
            key = f"{source.doc_id}#{institution.id}"
            choices.append(Choice(title=institution.name, focus=Focus(institutions=(key,)), kind=question))
            citations.append(cite(source, institution.clause, institution.quote, request.on))
        contacts = contacts_of(source, (institution.name for institution in found[:_MOST_PER_SOURCE]))
        reached = reached or bool(contacts)
        for contact in contacts:
            parts.append(contact_line(contact))
            citations.append(cite(source, contact.clause, contact.quote, request.on))
        if drafted:
            parts += ["另外，文件里还有：", *quote_lines(drafted), plain_remark(drafted)]
            citations += quote_cites(request, drafted)
        clause = source.clause(found[0].clause)
        first_clause = first_clause or clause
        if request.scope.named:
            parts.append(basis_line(source, found[0].clause, found[0].quote))
            parts.append(units_line(clause) or who_to_ask(source, clause))
    if request.scope.named and (passage := shown_by(request)) is not None:
        place = cite(source_of(request, passage), passage.clause.cite_label, passage.sentence, request.on)
        if not any(passage.sentence in c.quote or c.quote == passage.sentence for c in citations):
            parts.append(
                f"和您问的最接近的原文是{passage.clause.cite_label}：“{excerpt(passage.clause, passage.words)}”"
            )
            citations.append(place)
    if request.scope.named:
        silent = "文件没有写这些机构的电话和地址，去之前建议先问清楚。"
        parts.append("去之前建议先打电话问清楚。" if reached else silent if citations else None)
    else:
        parts.append("您在哪个地方？告诉我地区，我可以说得更细。")
    parts.append(contact_sentence())
    answer = Answer(
        kind="station",
        text=lines(*parts),
        region=scope_region(request.scope, request.kb),
        citations=tuple(citations),
        units=units_of(first_clause),
        suggestions=("归哪个部门管", "原文是怎么写的", "联系电话是多少"),
    )
    focus = request.focus or Focus(topics=tuple(t for s in wanted[:1] for t in s.topics))
    return Reply(answer, focus=focus, choices=tuple(choices))


def _at_a_glance(
    request: Request, offering: list[tuple[Source, list[Institution]]], wanted: tuple[Service, ...]
) -> Reply:
    """One line for each region, and the question which region it is."""
    shown = []
    for source, found in offering:
        ended = "" if source.in_force(request.on) else "（文件的期限已经结束，只供参考）"
        where = "；".join(dict.fromkeys(i.clause for i in found[:_MOST_AT_A_GLANCE]))
        names = joined(i.name for i in found[:_MOST_AT_A_GLANCE])
        shown.append(f"· {source.stored.region_name}{ended}：{names}（{where}）")
    what = joined(dict.fromkeys(service.name for service in wanted[:2]))
    regions = tuple(dict.fromkeys(source.stored.region_name or "" for source, _ in offering if source.region))
    answer = Answer(
        kind="station",
        text=lines(
            f"{what}要看您在哪个地方。各地文件提到的机构有：",
            *shown,
            "您在哪个地方？告诉我，我把那里的情况和原文说细。",
            contact_sentence(),
        ),
        citations=tuple(
            cite(source, i.clause, i.quote, request.on) for source, found in offering for i in found[:_MOST_AT_A_GLANCE]
        ),
        suggestions=regions[:6],
    )
    return Reply(answer, focus=request.focus or Focus(topics=tuple(t for s in wanted[:1] for t in s.topics)))


def _drafted(request: Request, source: Source, wanted: tuple[Service, ...]) -> tuple[Drafted, ...]:
    """Institutions that nobody has reviewed yet: those named, else those of the wanted roles in the region named."""
    found = pending((source,), "institution")
    if named := tuple(one for one in found if one.place in request.focus.clauses):
        return _with_contacts(source, named)
    roles = {role for service in wanted for role in service.roles}
    fitting = tuple(one for one in found if request.scope.named and roles & set(one.draft.roles))
    return _with_contacts(source, fitting)


def _with_contacts(source: Source, found: tuple[Drafted, ...]) -> tuple[Drafted, ...]:
    """Together with the contacts that were read from the same clauses."""
    clauses = {one.draft.clause for one in found}
    return (*found, *(one for one in pending((source,), "contact") if one.draft.clause in clauses))


def wanted_services(request: Request, question: str) -> tuple[Service, ...]:
    """The services a question is about, by the words in it; the question's usual ones where no word says."""
    table = services()
    said = tuple(s for s in table.services if any(word in request.text for word in s.words))
    of_kind = tuple(s for s in said if question in s.questions)
    by_topic = tuple(s for s in table.services if set(s.topics) & set(request.focus.topics))
    chosen = of_kind or said or by_topic
    if any(s.specific for s in chosen):
        chosen = tuple(s for s in chosen if s.specific)
    return chosen or tuple(s for s in table.services if question in s.usual_for)


def _said(request: Request, wanted: tuple[Service, ...]) -> tuple[str, ...]:
    """The words of the wanted services that stand in the message, longest first."""
    return tuple(sorted((w for s in wanted for w in s.words if w in request.text), key=len, reverse=True))


def _matching(source: Source, roles: tuple[InstitutionRole, ...], said: tuple[str, ...]) -> list[Institution]:
    """Institutions with a wanted role, or whose words in the notice name what was asked for.

    First those whose words name it, then by the order of the roles, then those that exist already.
    """

    def named(institution: Institution) -> int:
        return sum(word in institution.quote or word in institution.says for word in said)

    def rank(institution: Institution) -> tuple[int, int, int]:
        places = [roles.index(role) for role in institution.roles if role in roles]
        return (min(places, default=len(roles)), -named(institution), _STATUS_ORDER[institution.status])

    found = [i for i in source.institutions if set(i.roles) & set(roles) or (said and named(i) == len(said))]
    return sorted(found, key=rank)


def _sentence(found: list[Institution], wanted: tuple[Service, ...]) -> str:
    what = "、".join(dict.fromkeys(service.name for service in wanted[:2]))
    if found[0].status == "existing":
        return f"{what}，可以找下面的机构。"
    return f"{what}，文件提到的是下面的机构（{STATUS_NAMES[found[0].status]}，是否已经开办请先问清楚）。"


def _nothing(request: Request, source: Source, wanted: tuple[Service, ...]) -> str:
    what = wanted[0].name if wanted else "这项服务"
    clause = nearest_clause(request, source)
    quote = f"最接近的是{clause.cite_label}：“{excerpt(clause)}”" if clause else ""
    return lines(f"{quoted_title(source)}没有写办{what}的机构。{quote}", who_to_ask(source, clause))
