"""GET /desk/events: server-sent events that name the conversations in which something has happened.

They carry names only: what happened is asked for through the API, so nothing can be missed for good, and a stream that
breaks off is simply opened again (browsers do that by themselves).
"""

from __future__ import annotations

import asyncio
import contextlib
import json

from aiohttp import web

from channels.api.call import Caller, Gate
from channels.api.serving import COOKIE, from_another_site
from channels.faults import refusal
from channels.live import Live

PATH = "/desk/events"
#: So often the stream shows that it lives, and whoever reads it is looked up again.
BEAT_SECONDS = 15.0
#: What happens at almost the same time is told once.
_GATHER_SECONDS = 0.05
_MOST = 300
_MOST_PER_PERSON = 12


class Events:
    """Streams to the staff's pages."""

    def __init__(self, live: Live, gate: Gate) -> None:
        self._live = live
        self._gate = gate
        self._open: dict[asyncio.Event, str] = {}
        self._closing = False

    def routes(self) -> list[web.AbstractRouteDef]:
        """The one path."""
        return [web.get(PATH, self._stream)]

    async def close(self, _app: web.Application) -> None:
        """For ``app.on_shutdown``: streams would otherwise never end."""
        self._closing = True
        for something in self._open:
            something.set()

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        if from_another_site(request):
            return refusal(403, "这个请求来自别的网站，不能处理。")
        token = request.cookies.get(COOKIE, "")
        caller = await self._who(token)
        if caller is None:
            return refusal(401, "请先登录。")
        if len(self._open) >= _MOST or sum(name == caller.name for name in self._open.values()) >= _MOST_PER_PERSON:
            return refusal(503, "同时打开的工作台页面太多，请先关掉几个。", retry_after=15)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        changed: set[str] = set()
        something = asyncio.Event()

        def note(conversation: str) -> None:
            changed.add(conversation)
            something.set()

        self._open[something] = caller.name
        unwatch = self._live.inbox.watch(note)
        try:
            await response.prepare(request)
            # The first event makes the page fetch what it may have missed.
            await response.write(b'retry: 1000\ndata: {"conversations": []}\n\n')
            while not self._closing and await self._next(something):
                if changed:
                    await asyncio.sleep(_GATHER_SECONDS)
                    # An empty list makes the page ask for everything.
                    names = [] if "" in changed else sorted(changed)
                    changed.clear()
                    await response.write(f"data: {json.dumps({'conversations': names})}\n\n".encode())
                elif await self._who(token) is None:
                    break
                else:
                    await response.write(b": here\n\n")
        except (ConnectionError, TimeoutError):
            pass
        finally:
            unwatch()
            del self._open[something]
        return response

    async def _next(self, something: asyncio.Event) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(something.wait(), BEAT_SECONDS)
        something.clear()
        return True

    async def _who(self, token: str) -> Caller | None:
        return await asyncio.to_thread(self._gate.glance, token) if token else None
