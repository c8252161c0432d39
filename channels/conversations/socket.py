"""The WebSocket at /ws."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from pydantic import ValidationError

from channels.addresses import TOO_MANY, TOO_MANY_MESSAGES, Addresses, is_elsewhere
from channels.conversations.connection import Connection
from channels.conversations.frames import (
    AskPerson,
    Bye,
    CancelPerson,
    Erase,
    Export,
    Hello,
    Incoming,
    Older,
    Ping,
    Pong,
    Rate,
    Refused,
    Restart,
    Say,
    read_frame,
)
from channels.conversations.limits import Limiter
from channels.conversations.models import Channel
from channels.conversations.service import TOO_FAST, Conversations, Room
from channels.faults import refusal
from channels.logs import about
from channels.replies import new_error_number

log = logging.getLogger(__name__)

PATH = "/ws"
MAX_FRAME = 64 * 1024
HELLO_SECONDS = 10.0
HEARTBEAT_SECONDS = 25.0
CLOSE_SECONDS = 3.0
#: How long somebody is held who was sent away for what they sent, and how seldom what they go on sending is looked at.
HELD_SECONDS = 10.0
HELD_LONGEST = 60.0
HELD_REST_SECONDS = 1.0
HELD_LOOK_SECONDS = 0.05
MOST_CONNECTIONS = 2_000
MOST_PER_SESSION = 20
#: An office behind one address has as many pages open.
MOST_PER_ADDRESS = 300


class Socket:
    """Takes connections from our own pages and from the ``embedders``' (origins such as https://portal.example)."""

    def __init__(
        self, conversations: Conversations, embedders: Sequence[str] = (), addresses: Addresses | None = None
    ) -> None:
        self._conversations = conversations
        self._embedders = frozenset(embedders)
        self._addresses = Addresses() if addresses is None else addresses
        self._closing = asyncio.Event()
        self._open = 0
        self._open_from: Counter[str] = Counter()

    @property
    def open(self) -> int:
        """Number of connections."""
        return self._open

    def routes(self) -> list[web.AbstractRouteDef]:
        """The one path."""
        return [web.get(PATH, self._connect)]

    async def close(self, _app: web.Application) -> None:
        """For ``app.on_shutdown``."""
        self._closing.set()
        await self._conversations.close()

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if not self._allowed(request):
            return refusal(403, "这个网页没有登记，不能使用咨询服务。请管理员把网页的地址写进 IPDESK_EMBED_ORIGINS。")
        if self._open >= MOST_CONNECTIONS:
            return refusal(503, "现在咨询的人太多，请稍等片刻再试。", retry_after=5)
        address = self._addresses.of(request)
        if is_elsewhere(address) and self._open_from[address] >= MOST_PER_ADDRESS:
            return refusal(429, TOO_MANY, retry_after=30)
        socket = web.WebSocketResponse(timeout=CLOSE_SECONDS, heartbeat=HEARTBEAT_SECONDS, max_msg_size=MAX_FRAME)
        if not socket.can_prepare(request).ok:
            return refusal(426, "这个地址只接受 WebSocket 连接。")
        await socket.prepare(request)
        self._open += 1
        self._open_from[address] += 1
        connection = Connection(socket, house=address if is_elsewhere(address) else "")
        pump = asyncio.create_task(connection.pump())
        try:
            await self._talk(request, socket, connection, address)
            if connection.dismissed:
                often = self._conversations.ignored("", connection.house)
                await self._hold(request, socket, min(HELD_LONGEST, HELD_SECONDS * max(1.0, often)))
            elif connection.wait:
                await self._hold(request, socket, min(HELD_LONGEST, connection.wait))
        finally:
            self._open -= 1
            self._open_from[address] -= 1
            if not self._open_from[address]:
                del self._open_from[address]
            connection.finish()
            await asyncio.wait({pump}, timeout=HELLO_SECONDS)
            pump.cancel()
        return socket

    def _allowed(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        # Programs that are no browsers send none, and have no cookies or tokens of anybody to misuse.
        return origin is None or origin in self._embedders or urlsplit(origin).netloc == request.host

    def _channel(self, request: web.Request) -> Channel:
        return "widget" if request.headers.get("Origin") in self._embedders else "web"

    async def _talk(
        self, request: web.Request, socket: web.WebSocketResponse, connection: Connection, address: str
    ) -> None:
        room: Room | None = None
        channel = self._channel(request)
        frames = Limiter(burst=60, per_second=10, names=1)
        try:
            while (frame := await self._receive(socket, connection, first=room is None)) is not None:
                if frames.wait(""):
                    connection.dismiss(Bye(code="too_fast", sentence=TOO_FAST))
                    return
                if room is not None and (wait := connection.patience.left(frame.type)):
                    self._conversations.too_early(connection, room, frame, wait)
                    if connection.patience.over:
                        connection.dismiss(Bye(code="too_fast", sentence=TOO_FAST))
                        return
                    await self._rest(request, connection.patience.rest)
                    continue
                if await self._too_many(connection, frame, address):
                    if room is None:
                        return
                    continue
                try:
                    if room is None:
                        room = await self._hello(connection, frame, channel)
                        if room is None:
                            return
                    else:
                        room.heard = True
                        with about(conversation=room.conversation.id, words=True):
                            await self._act(connection, room, frame)
                except Exception:
                    number = new_error_number()
                    log.exception("错误 %s：对话里的一个请求没有处理成", number)
                    self._conversations.metrics.error("conversation")
                    client_id = frame.client_id if isinstance(frame, Say) else None
                    sentence = f"系统刚才出了点问题（错误编号 {number}），请稍后再试。"
                    connection.send(Refused(code="failed", sentence=sentence, client_id=client_id, retry_after=3))
                    if room is None:
                        return
        finally:
            if room is not None:
                self._conversations.leave(connection, room)

    async def _too_many(self, connection: Connection, frame: Incoming, address: str) -> bool:
        """Whether more came from an address than it may send: messages, and beginnings of new sessions."""
        if not isinstance(frame, Say) and not (isinstance(frame, Hello) and frame.token is None):
            return False
        wait = await self._addresses.wait_for_message(address)
        if not wait:
            return False
        self._conversations.metrics.refused("address")
        if isinstance(frame, Say):
            connection.too_fast("message", wait, TOO_MANY_MESSAGES, frame.client_id)
        else:
            connection.wait = wait
            connection.send(Bye(code="too_fast", sentence=TOO_MANY))
        return True

    async def _hold(self, request: web.Request, socket: web.WebSocketResponse, seconds: float) -> None:
        """Keep whoever was sent away for a while, unless they go by themselves: nobody is better at once."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._closing.is_set() and not await self._gone(socket):
                    await self._rest(request, HELD_REST_SECONDS)

    async def _gone(self, socket: web.WebSocketResponse) -> bool:
        """Whether somebody has closed the connection; what else they have sent is thrown away."""
        with contextlib.suppress(TimeoutError):
            while (await socket.receive(HELD_LOOK_SECONDS)).type in (WSMsgType.TEXT, WSMsgType.BINARY):
                pass
            return True
        return False

    async def _rest(self, request: web.Request, seconds: float) -> None:
        """Read nothing from a connection for a while: what comes too fast waits where it comes from."""
        request.protocol.pause_reading()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._closing.wait()
        finally:
            request.protocol.resume_reading()

    async def _receive(self, socket: web.WebSocketResponse, connection: Connection, *, first: bool) -> Incoming | None:
        """The next frame; None when the conversation over this socket has come to its end."""
        try:
            message = await socket.receive(HELLO_SECONDS if first else None)
        except TimeoutError:
            connection.send(Bye(code="no_hello", sentence="连接后没有收到消息，已断开。"))
            return None
        if message.type is WSMsgType.TEXT:
            try:
                return read_frame(message.data)
            except ValidationError:
                connection.dismiss(Bye(code="bad_frame", sentence="收到的内容格式不对，请刷新页面再试。"))
        elif message.type is WSMsgType.BINARY:
            connection.dismiss(Bye(code="bad_frame", sentence="收到的内容格式不对，请刷新页面再试。"))
        return None

    async def _hello(self, connection: Connection, frame: Incoming, channel: Channel) -> Room | None:
        if not isinstance(frame, Hello):
            connection.send(Bye(code="no_hello", sentence="连接后的第一条消息应当是 hello。"))
            return None
        known, after = frame.conversation, frame.after_seq
        room = await self._conversations.join(connection, frame.token, known, after, frame.channel or channel)
        if len(room.connections) > MOST_PER_SESSION:
            connection.send(Bye(code="full", sentence="同时打开的窗口太多，请先关掉几个。"))
            self._conversations.leave(connection, room)
            return None
        return room

    async def _act(self, connection: Connection, room: Room, frame: Incoming) -> None:
        match frame:
            case Say():
                await self._conversations.say(connection, room, frame.client_id, frame.text)
            case Rate():
                await self._conversations.rate(connection, room, frame.seq, frame.useful, frame.why)
            case Restart():
                await self._conversations.restart(connection, room)
            case AskPerson():
                await self._conversations.ask_person(room)
            case CancelPerson():
                await self._conversations.cancel_person(room)
            case Older():
                await self._conversations.older(connection, room, frame.before)
            case Export() | Erase():
                await self._conversations.own_data(connection, room, erase=isinstance(frame, Erase))
            case Ping():
                connection.send(Pong())
            case Hello():
                connection.send(Refused(code="failed", sentence="这个连接已经打过招呼了。"))
