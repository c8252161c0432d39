"""Rasa's REST protocol: POST /webhooks/rest/webhook."""

from __future__ import annotations

import json
import logging
import time

from aiohttp import web

from channels import replies
from channels.backend import Backend, NotReady
from channels.envelope import Envelope, RequestRefused, read_envelope
from channels.faults import refusal
from channels.logs import about, pseudonym
from channels.metrics import Metrics
from channels.replies import Reply, why_refused
from channels.turns import TooManyWaiting, Turns

log = logging.getLogger(__name__)

STARTING = "系统正在启动，请稍等几秒钟再发一次。"


class RestChannel:
    """Takes messages over HTTP. Every message that can be read gets a normal answer, if only an apology."""

    def __init__(self, backend: Backend, turns: Turns, human_contact: str, metrics: Metrics) -> None:
        self._backend = backend
        self._turns = turns
        self._human_contact = human_contact
        self._metrics = metrics

    def routes(self) -> list[web.AbstractRouteDef]:
        """The paths that stock Rasa serves for this channel."""
        return [
            web.get("/webhooks/rest/", self._alive),
            web.post("/webhooks/rest/webhook", self._webhook),
        ]

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _webhook(self, request: web.Request) -> web.Response:
        try:
            envelope = await read_envelope(request)
            with about(conversation=pseudonym(envelope.sender)):
                body = await self._answer(envelope)
        except RequestRefused as error:
            return refusal(error.status, str(error))
        except NotReady:
            self._metrics.refused("starting")
            return refusal(503, STARTING, retry_after=3)
        except TooManyWaiting as error:
            self._metrics.refused("too_many_waiting")
            if error.whole_server:
                return refusal(503, "现在咨询的人太多，请稍等片刻再发一次。", retry_after=3)
            return refusal(429, "您发得太快了，请等上一条回答出来以后再发。", retry_after=1)
        return web.Response(body=body, content_type="application/json", charset="utf-8")

    async def _answer(self, envelope: Envelope) -> bytes:
        own = replies.without_assistant(envelope.sender, envelope.text, self._human_contact)
        if own is not None:
            self._metrics.refused(why_refused(envelope.text))
            return _encode(own)
        began = time.perf_counter()
        try:
            async with self._turns.turn(envelope.sender):
                answer = await self._backend.answer(
                    envelope.sender, envelope.text, envelope.metadata, envelope.message_id
                )
            self._metrics.stage("answer", time.perf_counter() - began)
            self._metrics.answered((answer[0].get("custom") or {}).get("kind"))
            return _encode(answer)
        except (NotReady, TooManyWaiting):
            raise
        except Exception:
            number = replies.new_error_number()
            log.exception("错误 %s：这条消息没有答上来", number)
            self._metrics.stage("answer", time.perf_counter() - began)
            self._metrics.error("answer")
            return _encode(replies.apology(envelope.sender, number, self._human_contact))


def _encode(answer: list[Reply]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
