"""A notice's text as a page, with an anchor at each clause: where citations lead to."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from channels.errors import UserError
from channels.faults import refusal
from channels.page import page
from policy_kb.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from policy_kb.notice import Clause
    from policy_kb.store.repository import StoredDocument

log = logging.getLogger(__name__)

_STYLE = Path(__file__).with_name("sources.css")
_STYLE_PATH = "/sources.css"

_REMARK = '<p class="remark">下面是整理过的正文，以发布机关公布的原文为准。</p>'


class SourcePages:
    """GET /sources/{doc_id}. ``open_session`` gives a session on the knowledge base."""

    def __init__(self, open_session: Callable[[], AbstractContextManager[Session]] | None = None) -> None:
        self._open = open_session or _configured

    def routes(self) -> list[web.AbstractRouteDef]:
        """The page of a notice, and the pages' style."""
        return [web.get(_STYLE_PATH, self._style), web.get("/sources/{doc_id}", self._page)]

    async def _style(self, _request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "no-cache"}
        return web.FileResponse(_STYLE, headers=headers)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        try:
            rendered = await asyncio.to_thread(self._render, request.match_info["doc_id"])
        except UserError as error:
            log.warning("文件的网页打不开：%s", error)
            return refusal(503, "知识库正在维护，请过一会儿再试。", retry_after=30)
        if rendered is None:
            raise web.HTTPNotFound
        return web.Response(text=rendered, content_type="text/html", charset="utf-8")

    def _render(self, doc_id: str) -> str | None:
        from policy_kb.store import repository

        with self._open() as session:
            document = repository.document(session, doc_id)
            text = repository.text(session, doc_id)
            if document is None or text is None:
                return None
            clauses = repository.clauses(session, doc_id)
        article = "\n".join(_body(text, clauses))
        return page(document.title, f"<dl>{_facts(document)}</dl>\n{_REMARK}\n<article>\n{article}\n</article>")


def _configured() -> AbstractContextManager[Session]:
    from channels.loading import open_knowledge_base

    return open_knowledge_base(settings())


def _facts(document: StoredDocument) -> str:
    ended = document.ended_on.isoformat() if document.ended_on else None
    until = document.valid_until or document.period_until
    facts = (
        ("发布机关", "、".join(document.issuers)),
        ("文号", document.doc_number),
        ("印发日期", document.issued_on.isoformat() if document.issued_on else None),
        ("有效期至", until.isoformat() if until else "文件没有写明"),
        ("停止执行", ended),
    )
    return "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)


def _body(text: str, clauses: list[Clause]) -> Iterator[str]:
    """The text cut where a clause begins; what stands between is the clause's own words, without those of its parts."""
    starts: dict[int, list[str]] = {}
    for clause in clauses:
        starts.setdefault(clause.start, []).append(clause.cite_label)
    cuts = sorted({0, *starts, len(text)})
    for begin, end in pairwise(cuts):
        labels = starts.get(begin, [])
        anchors = "".join(f'<a id="{escape(label, quote=True)}"></a>' for label in labels[1:])
        attribute = f' id="{escape(labels[0], quote=True)}"' if labels else ""
        lines = [line for line in re.split(r"\n+", text[begin:end]) if line.strip()]
        paragraphs = "".join(f"<p>{escape(line.strip())}</p>" for line in lines)
        yield f"<section{attribute}>{anchors}{paragraphs}</section>"
