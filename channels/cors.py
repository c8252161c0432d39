"""Which pages of other sites may ask: those of the origins that were named, and only what everybody may ask."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

#: Answers that hold nothing of whoever is signed in, and need no cookie.
PATHS = frozenset(("/webhooks/rest/webhook", "/api/v1/awards/form", "/api/v1/awards/match"))
_AN_HOUR = "3600"


class Cors:
    """Cookies are never allowed along."""

    def __init__(self, origins: Sequence[str] = ()) -> None:
        self._origins = frozenset(origins)

    def routes(self) -> list[web.AbstractRouteDef]:
        """What a browser asks before it sends JSON to another site."""
        return [web.options(path, self._before) for path in sorted(PATHS)] if self._origins else []

    async def _before(self, request: web.Request) -> web.Response:
        if request.headers.get("Origin") not in self._origins:
            raise web.HTTPForbidden
        return web.Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Content-Type",
                "Access-Control-Max-Age": _AN_HOUR,
            },
        )

    async def mark(self, request: web.Request, response: web.StreamResponse) -> None:
        """For ``app.on_response_prepare``."""
        if self._origins and request.path in PATHS:
            response.headers["Vary"] = "Origin"
            if (origin := request.headers.get("Origin")) in self._origins:
                response.headers["Access-Control-Allow-Origin"] = str(origin)
                response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
