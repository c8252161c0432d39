"""Whether the process lives (/healthz) and whether it answers questions (/readyz)."""

from __future__ import annotations

from aiohttp import web

from channels.backend import Backend
from channels.shared.peers import Peers


class Health:
    """Two answers for a supervisor or a load balancer."""

    def __init__(self, backend: Backend, peers: Peers) -> None:
        self._backend = backend
        self._peers = peers

    def routes(self) -> list[web.AbstractRouteDef]:
        """/healthz and /readyz."""
        return [web.get("/healthz", self._alive), web.get("/readyz", self._ready)]

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def _ready(self, _request: web.Request) -> web.Response:
        if await self._backend.ready():
            state = self._peers.state
            # Without the others it answers all the same: a balancer must not take every process out at once.
            return web.json_response({"status": "ready", **({} if state == "alone" else {"processes": state})})
        status = "knowledge base unavailable" if self._backend.loaded else "starting"
        return web.json_response({"status": status}, status=503, headers={"Retry-After": "2"})
