"""About the notices themselves: in force or not, issued by whom, which are covered."""

from __future__ import annotations

from actions.answer import Answer
from actions.dialogue import Focus
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    chinese_date,
    cite,
    contact_sentence,
    expired_warning,
    force_sentence,
    joined,
    lines,
    not_covered,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.catalogue.schema import Cite
from policy_kb.knowledge import Source

#: 除了漳州还有哪里: the regions named are not the ones asked for.
_OTHERS = ("除", "其他", "其它", "别的", "还有")
_METADATA = ("issued_on", "doc_number", "issuers", "title", "published_on")


def validity(request: Request) -> Reply:
    """In force, until when, since when."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    sources = _meant(request)
    parts, citations = [], []
    for source in sources:
        statement = source.reviewed.validity.statement if source.reviewed else force_sentence(source, request.on)
        ended = not source.in_force(request.on)
        if ended:
            parts.append(expired_warning(source, request.on))
        note = source.reviewed.validity.superseded_in_practice if source.reviewed and ended else None
        state = "" if ended else "现在还有效。" if source.validity.until else ""
        parts.append(f"{quoted_title(source)}：{statement}{state}{note or ''}")
        if place := _validity_cite(source):
            citations.append(cite(source, place.clause, place.quote, request.on))
    one = sources[0] if len(sources) == 1 else None
    answer = Answer(
        kind="validity",
        text=lines(*parts),
        region=region_part(one) if one else scope_region(request.scope, request.kb),
        verdict=("yes" if one.in_force(request.on) else "not_in_force") if one else None,
        citations=tuple(citations),
        suggestions=("这份文件是谁发的", "有哪些奖励", "原文是怎么写的"),
    )
    return Reply(answer, focus=request.focus or _document_focus(sources))


def document_info(request: Request) -> Reply:
    """Title, issuers, number, dates."""
    if request.scope.only_foreign:
        return Reply(Answer(kind="decline", text=lines(not_covered(request), contact_sentence())))
    sources = _meant(request)
    parts, citations = [], []
    for source in sources:
        stored = source.stored
        parts.append(quoted_title(source))
        parts.append(f"发文机关：{joined(stored.issuers)}。")
        parts.append(f"文号：{stored.doc_number}。" if stored.doc_number else "文号：正文里没有写文号。")
        parts.append(f"印发日期：{chinese_date(stored.issued_on)}。" if stored.issued_on else "印发日期：正文里没有写。")
        if stored.published_on:
            parts.append(f"上网公开日期：{chinese_date(stored.published_on)}。")
        parts.append(_outline(source))
        parts.append(force_sentence(source, request.on))
        quotes = source.reviewed.metadata.quotes if source.reviewed else {}
        for name in _METADATA:
            if entry := quotes.get(name):  # type: ignore[call-overload]
                citations.append(cite(source, entry.clause, entry.quote, request.on))
    one = sources[0] if len(sources) == 1 else None
    answer = Answer(
        kind="validity" if one else "list",
        text=lines(*parts),
        region=region_part(one) if one else scope_region(request.scope, request.kb),
        citations=tuple(citations),
        suggestions=("哪天到期", "主要讲了什么", "有哪些奖励"),
    )
    return Reply(answer, focus=_document_focus(sources))


def list_policies(request: Request) -> Reply:
    """Which notices are covered."""
    only_named = request.scope.named and request.scope.sources and not any(w in request.text for w in _OTHERS)
    sources = request.scope.sources if only_named else tuple(request.kb.sources.values())
    foreign = not_covered(request) if request.scope.foreign else None
    shown = []
    for i, source in enumerate(sources, 1):
        day = f"，{chinese_date(source.stored.issued_on)}印发" if source.stored.issued_on else ""
        state = "" if source.in_force(request.on) else "（期限已过，只供查阅）"
        shown.append(f"{i}. {source.stored.region_name}：{quoted_title(source)}{day}{state}")
    answer = Answer(
        kind="list",
        text=lines(foreign, f"我这里收录了{len(shown)}份公开的知识产权政策文件：", *shown, "您想了解哪个地方的哪件事？"),
        region=scope_region(request.scope, request.kb),
        suggestions=tuple(f"{s.stored.region_name}有哪些奖励" for s in sources if s.reviewed and s.reviewed.amounts == "yes")[:3],
    )
    return Reply(answer)


def _outline(source: Source) -> str:
    """How many parts and numbered clauses the notice has."""
    depths = [len(clause.path) for clause in source.clauses if clause.kind == "clause"]
    if not depths:
        return ""
    parts = depths.count(1)
    deepest = max(depths)
    return f"正文共{parts}条。" if deepest == 1 else f"正文分{parts}个部分，最细一级的条目有{depths.count(deepest)}条。"


def _meant(request: Request) -> tuple[Source, ...]:
    """The notices a question about a notice means: those named, of the region, or of the subject."""
    keys = [*request.focus.awards, *request.focus.clauses, *request.focus.targets, *request.focus.figures]
    docs = list(request.focus.documents) or [key.replace("/", "#").partition("#")[0] for key in keys]
    named = tuple(request.kb.sources[doc] for doc in dict.fromkeys(docs) if doc in request.kb.sources)
    if named and (not request.scope.named or set(named) & set(request.scope.sources)):
        return tuple(s for s in named if s in request.scope.sources) or named
    return request.scope.sources


def _validity_cite(source: Source) -> Cite | None:
    if source.reviewed is None:
        return None
    return source.reviewed.validity.period or source.reviewed.metadata.quotes.get("valid_until") or (
        source.reviewed.metadata.quotes.get("issued_on")
    )


def _document_focus(sources: tuple[Source, ...]) -> Focus:
    return Focus(documents=tuple(source.doc_id for source in sources)) if len(sources) == 1 else Focus()


