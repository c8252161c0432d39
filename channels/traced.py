"""Each request has an id: in the log, and in the answer for whoever asks about it."""

from __future__ import annotations

import re
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler

from channels.logs import about

HEADER = "X-Request-Id"
#: What a proxy in front may name a request.
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


@web.middleware
async def traced(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Everything that is logged on behalf of a request carries its id, and none of its words."""
    given = request.headers.get(HEADER, "")
    number = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    with about(request=number, words=True):
        response = await handler(request)
    if not response.prepared:
        response.headers[HEADER] = number
    return response
