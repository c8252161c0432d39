"""Phone, address, hours: only what the notice names, and who is in charge."""

from __future__ import annotations

from actions.answer import Answer
from actions.applying import contact_line, contacts_of
from actions.clause_finding import relevant_sources
from actions.drafts.quoting import plain_remark, quote_cites, quote_lines
from actions.drafts.relevant import pending
from actions.mentioned import has_subject
from actions.reply import Reply
from actions.request import Request
from actions.silence import nearest_clause
from actions.wording import (
    cite,
    contact_sentence,
    excerpt,
    lines,
    quoted_title,
    scope_region,
    units_line,
    units_of,
    who_to_ask,
)


def answer(request: Request) -> Reply:
    """Phone, address, hours: only what the notice names, and who is in charge."""
    parts: list[str | None] = []
    cited = []
    first = None
    for source in relevant_sources(request):
        clause = nearest_clause(request, source) if has_subject(request.focus) else None
        first = first or clause
        named = source.reviewed.application if source.reviewed else None
        drafted = pending((source,), "contact")
        if source.applying.contacts:
            names = [i.name for i in source.institutions if f"{source.doc_id}#{i.id}" in request.focus.institutions]
            for contact in contacts_of(source, names) or source.applying.contacts:
                parts.append(f"{quoted_title(source)}：{contact_line(contact)}")
                cited.append(cite(source, contact.clause, contact.quote, request.on))
        elif named and (named.phone or named.address):
            for entry in (named.phone, named.address):
                if entry:
                    parts.append(f"{quoted_title(source)}写明：“{entry.quote}”")
                    cited.append(cite(source, entry.clause, entry.quote, request.on))
        elif not drafted:
            parts.append(f"{quoted_title(source)}没有写联系电话、地址和上班时间，我不能编一个给您。")
        if drafted:
            parts += [*quote_lines(drafted), plain_remark(drafted)]
            cited += quote_cites(request, drafted)
        parts.append(units_line(clause) or who_to_ask(source, clause))
        if clause:
            cited.append(cite(source, clause.cite_label, excerpt(clause), request.on))
    if not request.scope.named and not request.focus:
        parts = ["我收录的这几份文件都没有写联系电话、地址和上班时间，我不能编一个给您。"]
    answer = Answer(
        kind="unit",
        text=lines(*parts, contact_sentence()),
        region=scope_region(request.scope, request.kb),
        citations=tuple(cited),
        units=units_of(first),
        suggestions=("归哪个部门管", "怎么申请"),
    )
    return Reply(answer)
