"""Endpoints as aiohttp routes: who may call them, what they are handed, and how they answer."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiohttp import web

from channels.addresses import address_of
from channels.api.call import Call, Caller, Gate, NobodyIsSignedIn
from channels.api.endpoint import Endpoint, endpoints_of
from channels.api.incoming import as_object, read_body, read_json, read_path, read_query, read_upload
from channels.api.openapi import document
from channels.api.packing import pack
from channels.api.refused import Refused

log = logging.getLogger(__name__)

OPENAPI_PATH = "/api/v1/openapi.json"
COOKIE = "ipdesk_session"
CSRF_HEADER = "X-CSRF-Token"
RETRY_SECONDS = 3
_WORKERS = 6
#: So many calls may wait for a thread; more are asked to come back.
_MOST_WAITING = 64

_SIGN_IN = "请先登录。"
_MAY_NOT = "您的账号没有做这件事的权限，请联系管理员。"
_STALE_PAGE = "页面过期了，请刷新以后再试。"
_OTHER_SITE = "这个请求来自别的网站，不能处理。"
_BUSY = "现在请求太多，请过几秒钟再试。"
_AWAY = "数据库现在读不出来，请稍后再试。"

Value = TypeVar("Value")


class Api:
    """All endpoints of the application. Their work is done in threads of its own, so many that others still move."""

    def __init__(
        self, holders: Iterable[object], gate: Gate | None = None, uploads: Path = Path("var/uploads")
    ) -> None:
        """``holders`` are objects with methods marked by ``endpoint``; ``uploads`` is where files lie meanwhile."""
        self.gate = NobodyIsSignedIn() if gate is None else gate
        self._uploads = uploads
        self._holders = tuple(holders)
        self.endpoints = tuple(one for holder in self._holders for one in endpoints_of(holder))
        self._threads = ThreadPoolExecutor(_WORKERS, thread_name_prefix="api")
        self._waiting = 0
        self._described: str | None = None

    def attach(self, app: web.Application) -> None:
        """Adds the routes to an application, also to ``files`` of its holders, which ``shut_down`` with it."""
        app.add_routes(self.routes())
        for holder in self._holders:
            if (files := getattr(holder, "files", None)) is not None:
                app.add_routes(files(self.gate))
        app.on_cleanup.append(self._close)

    def connect(self, live: object) -> None:
        """Hands the running server to those holders that work with it."""
        for holder in self._holders:
            if (take := getattr(holder, "connect", None)) is not None:
                take(live)

    async def _close(self, _app: web.Application) -> None:
        for holder in self._holders:
            if (shut_down := getattr(holder, "shut_down", None)) is not None:
                await asyncio.to_thread(shut_down)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def routes(self) -> list[web.AbstractRouteDef]:
        """A route for each endpoint, and the document that describes them."""
        described = web.get(OPENAPI_PATH, self._describe)
        return [described, *(web.route(e.declared.method, e.declared.path, self._serve(e)) for e in self.endpoints)]

    async def _describe(self, request: web.Request) -> web.Response:
        if self._described is None:
            self._described = await self._in_thread(lambda: json.dumps(document(self.endpoints), ensure_ascii=False))
        response = _json(200, self._described)
        pack(request, response)
        return response

    def _serve(self, endpoint: Endpoint) -> Callable[[web.Request], Any]:
        async def serve(request: web.Request) -> web.Response:
            call = Call(
                address=address_of(request),
                # A proxy's word is enough here: who makes it up only gets a cookie that is kept more strictly.
                secure=request.secure or request.headers.get("X-Forwarded-Proto", "") == "https",
                token=request.cookies.get(COOKIE) or None,
            )
            try:
                return await self._answer(endpoint, request, call)
            except Refused as error:
                return _refusal(error)

        return serve

    async def _answer(self, endpoint: Endpoint, request: web.Request, call: Call) -> web.Response:
        declared = endpoint.declared
        if endpoint.changes and endpoint.personal and from_another_site(request):
            raise Refused(403, _OTHER_SITE)
        if call.token is not None and endpoint.personal:
            call.caller = await self._in_thread(lambda: self._who(call))
        if declared.role is not None:
            if call.caller is None:
                raise Refused(401, _SIGN_IN)
            if not call.caller.may(declared.role):
                raise Refused(403, _MAY_NOT)
            sent = request.headers.get(CSRF_HEADER, "")
            if endpoint.changes and not hmac.compare_digest(sent.encode(), call.caller.csrf.encode()):
                raise Refused(403, _STALE_PAGE)
        async with self._arguments(endpoint, request, call) as arguments:
            text = await self._in_thread(lambda: self._work(endpoint, call, arguments))
        response = _json(declared.status, text)
        pack(request, response)
        if call.new_token is not None:
            _set_cookie(response, call)
        return response

    @contextlib.asynccontextmanager
    async def _arguments(
        self, endpoint: Endpoint, request: web.Request, call: Call
    ) -> AsyncIterator[dict[str, object]]:
        found: dict[str, object] = {"call": call} if "call" in endpoint.wants else {}
        if endpoint.path is not None:
            found["path"] = read_path(endpoint.path, request.match_info)
        if endpoint.query is not None:
            found["query"] = read_query(endpoint.query, request)
        if endpoint.body is not None:
            found["body"] = read_body(endpoint.body, await read_json(request))
        if (own := endpoint.checked_by_handler) is not None:
            found["body"] = as_object(await read_json(request), own.otherwise)
        if (limits := endpoint.declared.upload) is None:
            yield found
            return
        async with read_upload(request, limits, self._uploads) as upload:
            yield found | {"upload": upload}

    def _who(self, call: Call) -> Caller | None:
        with _database_in_words(call.address):
            return self.gate.caller(call.token or "")

    def _work(self, endpoint: Endpoint, call: Call, arguments: dict[str, object]) -> str:
        """In a thread: what the handler gives, as JSON, and a line in the audit log for a change."""
        declared = endpoint.declared
        with _database_in_words(f"{declared.method} {declared.path}"):
            value = endpoint.handler(**arguments)
            if endpoint.changes and declared.role is not None and declared.audited and not call.logged:
                if not call.acts:
                    raise RuntimeError(f"{declared.method} {declared.path} changed something and said nothing of it")
                self.gate.record(call, call.acts)
        return endpoint.answer.dump_json(value, by_alias=True, exclude_none=True).decode()

    async def _in_thread(self, work: Callable[[], Value]) -> Value:
        if self._waiting >= _MOST_WAITING:
            raise Refused(503, _BUSY, retry_after=RETRY_SECONDS)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


@contextlib.contextmanager
def _database_in_words(what: str) -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        log.exception("数据库出错：%s", what)
        raise Refused(503, _AWAY, retry_after=RETRY_SECONDS) from error


def from_another_site(request: web.Request) -> bool:
    """A browser says where a request comes from."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def _set_cookie(response: web.Response, call: Call) -> None:
    if not call.new_token:
        response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict", secure=call.secure)
        return
    response.set_cookie(COOKIE, call.new_token, path="/", httponly=True, samesite="Strict", secure=call.secure)


def _refusal(error: Refused) -> web.Response:
    response = _json(error.status, error.body.model_dump_json())
    wait = error.retry_after or (RETRY_SECONDS if error.status == 503 else None)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def _json(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="application/json")
