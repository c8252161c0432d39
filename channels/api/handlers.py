"""GET /api/v1/awards/form and POST /api/v1/awards/match."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from policy_kb.awards.profile import ProfileError
    from policy_kb.knowledge import KnowledgeBase

log = logging.getLogger(__name__)

FORM_PATH = "/api/v1/awards/form"
MATCH_PATH = "/api/v1/awards/match"
RETRY_SECONDS = 3


class Refused(Exception):
    """A request that gets no answer: the HTTP status, a Chinese sentence, and one for each field that is wrong."""

    def __init__(self, status: int, sentence: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.fields = fields or {}


class AwardsApi:
    """Thin handlers: what they do is done in a thread, since a match reads the database and may take long."""

    def routes(self) -> list[web.AbstractRouteDef]:
        """The paths of the API."""
        return [web.get(FORM_PATH, self._form), web.post(MATCH_PATH, self._match)]

    async def _form(self, request: web.Request) -> web.Response:
        region = request.query.get("region")
        return await _respond(lambda: _form_for(region))

    async def _match(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return _refusal(Refused(415, "请用 JSON 格式发送，请求头写 Content-Type: application/json。"))
        body = await request.read()
        return await _respond(lambda: _matched(body))


async def _respond(work: Callable[[], dict[str, Any]]) -> web.Response:
    try:
        return _json(200, await asyncio.to_thread(work))
    except Refused as error:
        return _refusal(error)


# The modules below are imported where they are used, in the thread: they take a second or more, and the server has to
# listen before that.


def _form_for(region: str | None) -> dict[str, Any]:
    from policy_kb.matching import find_region, input_form

    kb = _knowledge()
    try:
        return input_form(kb, find_region(region, kb))
    except ValueError as error:
        raise Refused(422, str(error), {"region": str(error)}) from None


def _matched(body: bytes) -> dict[str, Any]:
    from channels.api.answering import answer
    from channels.api.reading import Unreadable, parse_json
    from policy_kb.awards.profile import ProfileError
    from policy_kb.matching import read_profile
    from policy_kb.settings import today

    try:
        raw = parse_json(body)
    except Unreadable as error:
        raise Refused(400, str(error)) from None
    if not isinstance(raw, dict):
        raise Refused(400, "请发送一个 JSON 对象，里面写 region（地区）和 facts（情况）。")
    kb = _knowledge()
    try:
        profile = read_profile(raw, kb, today())
    except ProfileError as error:
        raise Refused(422, _summary(error), {one.place: one.sentence for one in error.refusals}) from None
    return answer(profile, kb.as_of(profile.on)).payload()


def _summary(error: ProfileError) -> str:
    first, *others = error.refusals
    return f"{first.sentence}另外还有{len(others)}处要改。" if others else first.sentence


def _knowledge() -> KnowledgeBase:
    from sqlalchemy.exc import SQLAlchemyError

    from policy_kb import knowledge

    try:
        return knowledge.current()
    except knowledge.KnowledgeBaseMissing:
        raise Refused(503, "知识库还没有建好，请稍后再试。") from None
    except (SQLAlchemyError, OSError):
        log.exception("知识库读不出来")
        raise Refused(503, "知识库现在读不出来，请稍后再试。") from None


def _refusal(error: Refused) -> web.Response:
    response = _json(error.status, {"error": str(error), "fields": error.fields})
    if error.status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _json(status: int, body: dict[str, Any]) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, allow_nan=False)
    return web.Response(status=status, text=text, content_type="application/json")
