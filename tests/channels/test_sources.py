"""The page of a notice: its text with an anchor at each clause, and no markup of the notice's own."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from aiohttp import web

from channels.errors import UserError
from channels.faults import faults
from channels.sources import SourcePages
from policy_kb.store import repository


@pytest.fixture
async def pages(aiohttp_client, monkeypatch):
    text = "开头的话\n一、总则<script>alert(1)</script>\n（一）第一条\n（二）第二条 & 其他\n"
    document = SimpleNamespace(
        title="关于<b>某事</b>的通知",
        issuers=("某市人民政府",),
        doc_number=None,
        issued_on=date(2024, 2, 2),
        valid_until=None,
        period_until=None,
        ended_on=None,
    )

    def clause(label):
        return SimpleNamespace(cite_label=label, start=text.index(label))

    monkeypatch.setattr(repository, "document", lambda _session, doc_id: document if doc_id == "a-1" else None)
    monkeypatch.setattr(repository, "text", lambda _session, doc_id: text if doc_id == "a-1" else None)
    monkeypatch.setattr(
        repository, "clauses", lambda _session, _doc: [clause("一、"), clause("（一）"), clause("（二）")]
    )

    @contextmanager
    def session():
        yield None

    app = web.Application(middlewares=[faults])
    app.add_routes(SourcePages(session).routes())
    return await aiohttp_client(app)


async def test_every_clause_can_be_led_to(pages):
    response = await pages.get("/sources/a-1")
    page = await response.text()
    assert (response.status, response.content_type) == (200, "text/html")
    assert re.findall(r'<section id="([^"]+)">', page) == ["一、", "（一）", "（二）"]
    assert "<p>（二）第二条 &amp; 其他</p>" in page
    assert "某市人民政府" in page
    assert "2024-02-02" in page


async def test_a_notice_can_not_bring_markup(pages):
    page = await (await pages.get("/sources/a-1")).text()
    assert "<script" not in page
    assert "<b>" not in page
    assert "<style" not in page


@pytest.mark.parametrize("doc_id", ["none", "..%2f..%2fetc", quote("文件"), "'%20OR%201=1"])
async def test_a_notice_that_is_not_there(pages, doc_id):
    assert (await pages.get(f"/sources/{doc_id}")).status == 404


async def test_a_knowledge_base_that_is_away_is_said_in_words(aiohttp_client):
    @contextmanager
    def away():
        raise UserError("secret path")
        yield

    app = web.Application(middlewares=[faults])
    app.add_routes(SourcePages(away).routes())
    response = await (await aiohttp_client(app)).get("/sources/a-1")
    assert response.status == 503
    assert await response.json() == {"error": "知识库正在维护，请过一会儿再试。"}


async def test_the_style_is_served(pages):
    response = await pages.get("/sources.css")
    assert (response.status, response.content_type) == (200, "text/css")


async def test_the_notices_of_the_knowledge_base_have_pages(client):
    response = await client.get("/sources/zhangzhou-2024")
    page = await response.text()
    assert response.status == 200
    assert '<section id="（七）">' in page
    assert "漳州市人民政府办公室" in page
