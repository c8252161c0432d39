"""One open WebSocket: frames wait in a bounded queue, so that one slow reader costs nobody else anything."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import WSCloseCode, web

from channels.conversations.frames import Bye, Outgoing, Refused
from channels.conversations.patience import Patience

log = logging.getLogger(__name__)

QUEUE = 256
SEND_SECONDS = 20.0


class Connection:
    """Sends frames to one browser tab in order. One that falls too far behind is closed; it comes back for the rest."""

    def __init__(self, socket: web.WebSocketResponse, *, house: str = "", queue: int = QUEUE) -> None:
        """``house`` is the address that the tab is at, empty for this machine. ``dismissed``: sent away for what it
        sent; ``wait``: sent away for so many seconds, since others at its address have sent too much."""
        self.house = house
        self.patience = Patience()
        self.dismissed = False
        self.wait = 0.0
        self._socket = socket
        self._queue: asyncio.Queue[str | None] = asyncio.Queue(queue)
        self._overflowed = False

    def send(self, frame: Outgoing) -> None:
        """Queue a frame. Never waits."""
        self.send_text(frame.model_dump_json(exclude_none=True))

    def too_fast(self, kind: str, seconds: float, sentence: str, client_id: str | None = None) -> None:
        """Say that a frame of a kind was not taken, and for how long none will be."""
        self.patience.told(kind, seconds)
        self.send(Refused(code="too_fast", sentence=sentence, client_id=client_id, retry_after=round(seconds, 1)))

    def dismiss(self, bye: Bye) -> None:
        """Send somebody away for what they sent."""
        self.dismissed = True
        self.send(bye)

    def send_text(self, frame: str) -> None:
        """Queue a frame that was encoded already."""
        if self._overflowed:
            return
        try:
            self._queue.put_nowait(frame)
        except asyncio.QueueFull:
            self._overflowed = True
            # Room for the end mark: what is dropped here is in the database.
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(None)

    def finish(self) -> None:
        """Close once everything queued has been sent."""
        if not self._overflowed:
            self._overflowed = True
            if self._queue.full():
                self._queue.get_nowait()
            self._queue.put_nowait(None)

    async def pump(self) -> None:
        """Send what is queued until the end. Closes the socket."""
        try:
            while (frame := await self._queue.get()) is not None:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._socket.send_str(frame)
        except (ConnectionError, TimeoutError, RuntimeError):
            log.debug("a connection went away while sending", exc_info=True)
        finally:
            await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
