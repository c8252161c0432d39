"""Whether the process lives (/healthz) and whether it answers questions (/readyz)."""

from __future__ import annotations

from aiohttp import web

from channels.backend import Backend


class Health:
    """Two answers for a supervisor or a load balancer."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[web.AbstractRouteDef]:
        """/healthz and /readyz."""
        return [web.get("/healthz", self._alive), web.get("/readyz", self._ready)]

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _ready(self, _request: web.Request) -> web.Response:
        if await self._backend.ready():
            return web.json_response({"status": "ready"})
        status = "knowledge base unavailable" if self._backend.loaded else "starting"
        return web.json_response({"status": status}, status=503, headers={"Retry-After": "2"})
