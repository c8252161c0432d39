"""The token of a visitor's session in the body of a request: ``{"token": …}``."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

from aiohttp import web

_MAX_TOKEN = 200
#: A sender that takes longer is not waited for.
_SECONDS = 30.0


async def session_token(request: web.Request) -> str | None:
    """The token; None where there is none, or where a page of another site sends it."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return None
    try:
        async with asyncio.timeout(_SECONDS):
            body = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError, TimeoutError):
        return None
    token = body.get("token") if isinstance(body, dict) else None
    return token if isinstance(token, str) and len(token) <= _MAX_TOKEN else None
