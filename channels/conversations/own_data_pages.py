"""POST /conversations/export and /conversations/erase: what a visitor may do with all that is kept of them."""

from __future__ import annotations

from aiohttp import web

from channels.conversations.service import Conversations
from channels.conversations.session_token import session_token
from channels.faults import refusal

_NOBODY = "没有找到您的对话：可能已经删除，或者太久没有使用。"
_TOO_OFTEN = "操作太频繁，请稍等片刻再试。"


class OwnData:
    """Both need the token of the visitor's session, and reach all conversations of that session."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def routes(self) -> list[web.AbstractRouteDef]:
        """Both paths."""
        return [
            web.post("/conversations/export", self._export),
            web.post("/conversations/erase", self._erase),
        ]

    async def _export(self, request: web.Request) -> web.Response:
        session = await self._conversations.whose(await session_token(request))
        if session is None:
            return refusal(404, _NOBODY)
        if wait := await self._conversations.own_data_limit.wait(session):
            return refusal(429, _TOO_OFTEN, retry_after=int(wait) + 1)
        return web.json_response(await self._conversations.export(session), headers={"Cache-Control": "no-store"})

    async def _erase(self, request: web.Request) -> web.Response:
        session = await self._conversations.whose(await session_token(request))
        if session is None:
            return refusal(404, _NOBODY)
        if wait := await self._conversations.own_data_limit.wait(session):
            return refusal(429, _TOO_OFTEN, retry_after=int(wait) + 1)
        return web.json_response({"erased": await self._conversations.erase(session)})
