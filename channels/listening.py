"""The HTTP server below the application: how long it waits for a sender, and what it says to what is no request."""

from __future__ import annotations

import logging
import resource

from aiohttp import web
from aiohttp.http_exceptions import LineTooLong
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

from channels.faults import refusal

log = logging.getLogger(__name__)

#: A connection that has not sent the whole head of a request by then is closed, also one that sends it byte by byte.
#: Longer than the minute for which nginx keeps connections, so that it never meets one that is just being closed.
HEAD_SECONDS = 75.0
#: What is left of a body after the answer is waited for so long.
LINGER_SECONDS = 5.0
#: Connections wait here until they are accepted.
BACKLOG = 1_024
_FILES = 65_536

_NO_REQUEST = "这个请求的格式不对，没法处理。"
_LONG_HEAD = "这个请求的请求头太长，没法处理。"


class Runner(web.AppRunner):
    """Runs an application on connections that are given up in time."""

    def __init__(self, app: web.Application, *, shutdown_timeout: float) -> None:
        super().__init__(
            app,
            access_log=None,
            shutdown_timeout=shutdown_timeout,
            keepalive_timeout=HEAD_SECONDS,
            lingering_time=LINGER_SECONDS,
        )

    async def _make_server(self) -> Server:
        made = await super()._make_server()
        return _Server(made.request_handler, request_factory=made.request_factory, loop=made._loop, **made._kwargs)


class _Server(Server):
    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(RequestHandler):
    """aiohttp answers what is no HTTP by itself, beside the application, and tells its name and version."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if status >= 500 or request.writer.output_size > 0:
            super().handle_error(request, status, exc, message)  # writes the log
        else:
            log.debug("what came is no request", exc_info=exc)
        response = refusal(431, _LONG_HEAD) if isinstance(exc, LineTooLong) else refusal(status, _NO_REQUEST)
        response.headers["Server"] = "ipdesk"
        response.force_close()
        return response


def allow_many_connections() -> None:
    """Raise the number of files that this process may have open as far as it is allowed to: often 1,024 at first, which
    as many idle connections would use up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
