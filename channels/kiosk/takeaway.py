"""POST /kiosk/takeaway makes a link to what was said, /take/{token} opens it; POST /kiosk/end ends a session."""

from __future__ import annotations

import asyncio

from aiohttp import web

from channels.conversations.limits import Limiter
from channels.conversations.service import Conversations
from channels.conversations.session_token import session_token
from channels.faults import refusal
from channels.kiosk import takeaway_page
from channels.kiosk.links import LIFETIME_SECONDS, Links, Taken
from channels.shared.peers import Peers
from policy_kb.settings import settings

_NOTHING = "现在还没有可以带走的回答，请先提问。"
_GONE = 410


class Takeaway:
    """What a visitor takes along, and how they leave. Both need the token of the visitor's session."""

    def __init__(self, conversations: Conversations, peers: Peers) -> None:
        self._conversations = conversations
        self._links = Links(conversations.store.engine)
        self._limit = peers.limit("takeaway", Limiter(burst=6, per_second=0.1))

    def routes(self) -> list[web.AbstractRouteDef]:
        """All paths. A HEAD would open a link as a GET does, so there is none."""
        return [
            web.post("/kiosk/takeaway", self._make),
            web.post("/kiosk/end", self._end),
            web.get("/take/{token:[A-Za-z0-9_-]{22}}", self._door, allow_head=False),
            web.get("/take/{token:[A-Za-z0-9_-]{22}}/answers", self._open, allow_head=False),
        ]

    async def _make(self, request: web.Request) -> web.Response:
        token = await session_token(request)
        found = await self._conversations.so_far(token) if token else None
        if found is None:
            return refusal(404, _NOTHING)
        if wait := await self._limit.wait(found.conversation):
            return refusal(429, "二维码生成得太频繁，请稍等片刻再试。", retry_after=int(wait) + 1)
        link = await asyncio.to_thread(self._links.make, Taken(found.conversation, found.seq))
        made: dict[str, str | int] = {"path": f"/take/{link}", "seconds": LIFETIME_SECONDS}
        if (base := settings().public_url) is not None:
            made["base"] = base
        return web.json_response(made)

    async def _end(self, request: web.Request) -> web.Response:
        token = await session_token(request)
        if token:
            await self._conversations.end(token)
        return web.Response(status=204)

    async def _door(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if not await asyncio.to_thread(self._links.good, token):
            return _page(takeaway_page.closed(), _GONE)
        return _page(takeaway_page.door(token))

    async def _open(self, request: web.Request) -> web.Response:
        taken = await asyncio.to_thread(self._links.open, request.match_info["token"])
        if taken is None:
            return _page(takeaway_page.closed(), _GONE)
        messages = await self._conversations.read(taken.conversation, taken.last_seq)
        return _page(takeaway_page.answers(messages))


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
