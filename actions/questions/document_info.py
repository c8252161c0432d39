"""Title, issuers, number, dates, outline of a notice."""

from __future__ import annotations

import re

from actions.answer import Answer, Citation
from actions.clause_finding import document_focus, meant_sources
from actions.drafts.quoting import read_remark
from actions.drafts.relevant import pending
from actions.no_such_clause import outline
from actions.reply import Reply
from actions.request import Request
from actions.wording import (
    chinese_date,
    cite,
    force_sentence,
    joined,
    lines,
    quoted_title,
    region_part,
    scope_region,
)
from policy_kb.knowledge import Source
from policy_kb.language.document_numbers import number_in

#: Asks for the documents that a notice rests on, not for its own data.
_BASED_ON = re.compile(r"依据|根据|按照|照着|按[^，,。]{0,6}[办文]|上[头级位]|来的|哪个办法|哪[几两]个文|引用|参照")
_METADATA = ("issued_on", "doc_number", "issuers", "title", "published_on")


def answer(request: Request) -> Reply:
    """Title, issuers, number, dates."""
    sources = meant_sources(request)
    parts: list[str | None] = [_no_such_number(request)]
    citations: list[Citation] = []
    for source in sources:
        stored = source.stored
        parts.append(quoted_title(source))
        if source.reviewed is None and not pending((source,), "document"):
            parts.append("这份文件的基本信息还没有经过工作人员核对，请以原文为准。")
            continue
        parts.append(f"发文机关：{joined(stored.issuers)}。")
        parts.append(f"文号：{stored.doc_number}。" if stored.doc_number else "文号：正文里没有写文号。")
        parts.append(
            f"印发日期：{chinese_date(stored.issued_on)}。" if stored.issued_on else "印发日期：正文里没有写。"
        )
        if stored.published_on:
            parts.append(f"上网公开日期：{chinese_date(stored.published_on)}。")
        parts.append(_based_on(source) if _BASED_ON.search(request.text) else None)
        parts.append(outline(source))
        parts.append(force_sentence(source, request.on) if source.reviewed else read_remark("以上信息"))
        parts += [entry.statement for entry in source.reviewed.horizon] if source.reviewed else []
        quotes = source.reviewed.metadata.quotes if source.reviewed else {}
        citations += [cite(source, q.clause, q.quote, request.on) for name, q in quotes.items() if name in _METADATA]
    one = sources[0] if len(sources) == 1 else None
    answer = Answer(
        kind="validity" if one else "list",
        text=lines(*parts),
        region=region_part(one) if one else scope_region(request.scope, request.kb),
        citations=tuple(citations),
        suggestions=("哪天到期", "主要讲了什么", "有哪些奖励"),
    )
    return Reply(answer, focus=document_focus(sources))


def _no_such_number(request: Request) -> str | None:
    """Said where a number was given that no notice here has."""
    number = number_in(request.text)
    if number is None or request.turn.reading.ids("document"):
        return None
    return f"我收录的文件里没有文号是“{number}”的，收录的是："


def _based_on(source: Source) -> str | None:
    """The documents that the notice names, those with a number first."""
    named = sorted(source.stored.cited_documents, key=lambda document: document.doc_number is None)
    if not named:
        return "正文里没有写依据的是哪些文件。"
    shown = joined(f"《{one.title}》{'（' + one.doc_number + '）' if one.doc_number else ''}" for one in named)
    return f"正文里提到的其他文件：{shown}。"
