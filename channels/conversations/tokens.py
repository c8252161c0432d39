"""Tokens that name a visitor's session: nobody can make one up, so nobody reads another's conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

KEY_BYTES = 32
#: A visitor who comes back later than this starts afresh.
LIFETIME_SECONDS = 30 * 24 * 3600

_SHAPE = re.compile(r"1\.([0-9a-f]{32})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})")
_ASCII_LIMIT = 200


def signing_key(folder: Path) -> bytes:
    """The key kept in ``folder``, made at the first call; readable by its owner only. Raises OSError."""
    file = folder / "session.key"
    try:
        return _read(file)
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".session.key.{secrets.token_hex(8)}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(KEY_BYTES))
        # Linking fails if another process was faster; its key is then the key.
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return _read(file)


def _read(file: Path) -> bytes:
    key = file.read_bytes()
    if len(key) != KEY_BYTES:
        raise OSError(f"{file}: not a key of {KEY_BYTES} bytes")
    return key


def new_session() -> str:
    """A session's name: 128 random bits."""
    return secrets.token_hex(16)


class Tokens:
    """Issues and reads tokens. ``clock`` gives seconds since the epoch."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self._clock = clock

    def issue(self, session: str) -> str:
        """A token for a session, good for ``LIFETIME_SECONDS``."""
        stem = f"1.{session}.{int(self._clock())}"
        return f"{stem}.{self._mark(stem)}"

    def session(self, token: str) -> str | None:
        """The session that a token names; None if it is not ours or too old."""
        if len(token) > _ASCII_LIMIT or (match := _SHAPE.fullmatch(token)) is None:
            return None
        stem, _, mark = token.rpartition(".")
        if not hmac.compare_digest(mark, self._mark(stem)):
            return None
        age = self._clock() - int(match[2])
        return match[1] if age <= LIFETIME_SECONDS else None

    def _mark(self, stem: str) -> str:
        digest = hmac.new(self._key, stem.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
