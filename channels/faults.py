"""What a request gets that can't be served: a short sentence, as JSON or, for a browser's address bar, as a page."""

from __future__ import annotations

import json
import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from channels.metrics import Metrics
from channels.replies import new_error_number

log = logging.getLogger(__name__)

_SENTENCES = {
    404: "没有这个地址。请从首页 / 进入咨询页面。",
    405: "这个地址不支持这种请求方法。",
    413: "发来的内容太大了，请缩短以后再发。",
}
_OTHER = "这个请求没法处理，请检查后再试。"

_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{status}</title>'
    '<p>{sentence}</p><p><a href="/">返回首页</a></p></html>'
)


def refusal(status: int, sentence: str, *, retry_after: int | None = None) -> web.Response:
    """A JSON answer ``{"error": sentence}``; ``retry_after`` in seconds."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.json_response(
        {"error": sentence},
        status=status,
        headers=headers,
        dumps=_dumps,
    )


#: Where an application keeps its figures.
METRICS = web.AppKey("metrics", Metrics)


@web.middleware
async def faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn HTTP errors into sentences, and errors of our own into a number that stands in the log beside the trace."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        sentence = _SENTENCES.get(error.status, _OTHER)
        response = _page(error.status, sentence) if _from_address_bar(request) else refusal(error.status, sentence)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception:
        number = new_error_number()
        # The pattern of the path: a path may hold a token.
        resource = request.match_info.route.resource
        log.exception("错误 %s：%s %s", number, request.method, resource.canonical if resource else "")
        if (metrics := request.app.get(METRICS)) is not None:
            metrics.error("request")
        return refusal(500, f"系统出了点问题，请稍后再试（错误编号 {number}）。")


def _from_address_bar(request: web.Request) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "")


def _page(status: int, sentence: str) -> web.Response:
    return web.Response(text=_PAGE.format(status=status, sentence=sentence), status=status, content_type="text/html")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
