"""A server of ours in a thread of its own, behind a line that can be slow or cut, with an assistant that says what it
was told."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import Engine

from channels.backend import Assistant, Backend
from channels.conversations.inbox import Inbox
from channels.conversations.limits import Limiter
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.server import create_app, listening
from channels.staff_api import staff_api
from channels.teaching.endpoints import TeachingApi
from channels.written_answers import WrittenAnswers
from policy_kb.models.engine import create_engine

CONTACT = "12345 政务服务便民热线"


class Script:
    """Answers by its script, or says its ``name`` and repeats the question. ``heard`` is what it was asked; ``gate``
    holds answers back."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.heard: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    async def handle(self, sender: str, text: str, metadata: Any = None) -> list[dict[str, Any]]:
        self.heard.append(text)
        while not self.gate.is_set():  # noqa: ASYNC110 (set from another thread)
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.02)
        return [
            {"recipient_id": sender, **answer}
            for answer in self.answers.get(text, [{"text": f"{self.name}收到：{text}"}])
        ]


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any], seconds: float = 60.0) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


class Line:
    """Passes bytes on between a fixed port and a server; what goes to the browser comes ``delay`` seconds late."""

    def __init__(self) -> None:
        self.target = 0
        self.delay = 0.0
        self.down = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        await self.cut()

    async def cut(self) -> None:
        """Drop every connection; new ones are taken unless the line is ``down``."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.down:
            writer.transport.abort()
            return
        try:
            onward_reader, onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, onward}
        try:
            await asyncio.gather(self._pass(reader, onward, slow=False), self._pass(onward_reader, writer, slow=True))
        finally:
            self._writers -= {writer, onward}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, slow: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(65536):
                if slow and self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(chunk)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()


class Desk:
    """The whole server as browsers see it. ``url`` stays the same while the server behind it is restarted."""

    def __init__(
        self,
        folder: Path,
        assistant: Assistant | None = None,
        loop: Loop | None = None,
        engine: Engine | None = None,
        teaching: TeachingApi | None = None,
    ) -> None:
        """With an ``engine`` that has the staff's tables, what the staff have written is given as in earnest."""
        self.script = Script()
        self.line = Line()
        self.loop = loop or Loop()
        self.embedders: list[str] = []
        self._assistant = assistant or self.script
        self._teaching = teaching
        self._staff = engine
        self._engine = engine or create_engine(f"sqlite:///{folder / 'chat.sqlite3'}")
        upgrade(self._engine)
        self.store = Store(self._engine)
        self.conversations: Conversations
        self.inbox: Inbox
        self._served: contextlib.AbstractAsyncContextManager[str] | None = None
        self.url = f"http://127.0.0.1:{self.loop.run(self.line.open())}"
        self._foreign: web.AppRunner | None = None

    def start(self) -> None:
        self.loop.run(self._start())

    async def _start(self) -> None:
        async def load() -> Assistant:
            return self._assistant

        staff = self._staff
        backend = Backend(load, beside=None if staff is None else WrittenAnswers(lambda: staff, CONTACT))
        await backend.start()
        self.conversations = Conversations(
            self.store, Tokens(b"k" * 32), CONTACT, messages=Limiter(burst=30, per_second=20)
        )
        self.inbox = Inbox(self.conversations)
        api = None if self._teaching is None else staff_api(teaching=self._teaching)
        app = create_app(backend, CONTACT, conversations=self.conversations, embedders=self.embedders, api=api)
        self._served = listening(app, "127.0.0.1", 0)
        address = await self._served.__aenter__()
        self.line.target = int(address.rpartition(":")[2])

    def stop(self) -> None:
        self.loop.run(self._stop())

    async def _stop(self) -> None:
        if self._served is not None:
            await self._served.__aexit__(None, None, None)
            self._served = None

    def cut(self, *, down: bool = False) -> None:
        """Drop all connections, and with ``down`` let none through until ``up``."""
        self.line.down = down
        self.loop.run(self.line.cut())

    def up(self) -> None:
        self.line.down = False

    def foreign_page(self, body: str, headers: dict[str, str]) -> str:
        """A page of another site; gives its address."""

        async def serve() -> str:
            async def page(_request: web.Request) -> web.Response:
                return web.Response(text=body, content_type="text/html", headers=headers)

            app = web.Application()
            app.router.add_get("/", page)
            self._foreign = web.AppRunner(app)
            await self._foreign.setup()
            await web.TCPSite(self._foreign, "127.0.0.1", 0).start()
            return f"http://127.0.0.1:{self._foreign.addresses[0][1]}"

        return self.loop.run(serve())

    def close(self) -> None:
        if self._foreign is not None:
            self.loop.run(self._foreign.cleanup())
        self.stop()
        self.loop.run(self.line.close())
        self.loop.close()
        self._engine.dispose()


@contextlib.contextmanager
def serving(desk: Desk) -> Iterator[Desk]:
    """The server while a test runs; nobody waits for an answer that the test has held back."""
    desk.start()
    try:
        yield desk
    finally:
        desk.script.gate.set()
        desk.close()
