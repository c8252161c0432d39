"""A line to a service that a test can cut and mend, without touching the service."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_BLOCK = 65_536


class Line:
    """Passes on what comes to ``port`` on this machine to a service, while it is whole."""

    def __init__(self, host: str, port: int) -> None:
        self._service = (host, port)
        self._lock = threading.Lock()
        self._whole = True
        self._ends: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, name="line", daemon=True).start()

    def cut(self) -> None:
        """Everybody is thrown out, and nobody let in."""
        with self._lock:
            self._whole = False
            ends, self._ends = self._ends, set()
        for end in ends:
            _close(end)

    def mend(self) -> None:
        """As before."""
        with self._lock:
            self._whole = True

    def close(self) -> None:
        """For good."""
        _close(self._door)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(near,), daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._service, 5)
            far.settimeout(None)
        except OSError:
            _close(near)
            return
        with self._lock:
            if self._whole:
                self._ends |= {near, far}
            whole = self._whole
        if not whole:
            _close(near)
            _close(far)
            return
        back = threading.Thread(target=_copy, args=(far, near), daemon=True)
        back.start()
        _copy(near, far)
        back.join()
        with self._lock:
            self._ends -= {near, far}


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while block := source.recv(_BLOCK):
            target.sendall(block)
    _close(source)
    _close(target)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()


@contextmanager
def line(host: str, port: int) -> Iterator[Line]:
    """A line that is whole, closed after the block."""
    made = Line(host, port)
    try:
        yield made
    finally:
        made.close()
