"""Passwords: how they are kept, and which are too easy to guess."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from channels.accounts.errors import AccountError

SHORTEST = 10
#: More would only be work for the hash.
LONGEST = 200
_FEWEST_DIFFERENT = 6
_RULE = f"密码至少要有{SHORTEST}个字符，不能太好猜：不要用登录名，也不要用 123456、abcdef、同一个字符这样的排列。"
#: What everybody tries first, without what people put before or behind it.
_COMMON = ("password", "passw0rd", "qwerty", "123456", "abcdef", "iloveyou", "admin", "ipdesk", "letmein", "welcome")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789012345", "qwertyuiop", "asdfghjkl", "zxcvbnm", "9876543210")

#: RFC 9106's second recommendation: 64 MiB, three passes. A tenth of a second.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
#: Each check takes 64 MiB: no more of them at once than a small machine can bear.
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 5.0


class TooBusy(Exception):
    """Too many passwords are being checked at the moment."""


def hashed(password: str) -> str:
    """The password as it is kept (argon2id). Raises TooBusy."""
    with _turn():
        return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password; with ``kept`` None no, but after as much time. Raises TooBusy."""
    with _turn():
        try:
            _HASHER.verify(_nobodys() if kept is None else kept, password)
        except (Argon2Error, InvalidHashError):
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether it was hashed with less care than is taken now."""
    return _HASHER.check_needs_rehash(kept)


def check_strength(password: str, name: str) -> None:
    """Raises AccountError where the password is too easy to guess; the sentence says what one has to be like."""
    if len(password) < SHORTEST:
        raise AccountError(f"这个密码只有{len(password)}个字符。{_RULE}", "password")
    if len(password) > LONGEST:
        raise AccountError(f"密码太长了，请不要超过{LONGEST}个字符。", "password")
    if "\0" in password or any("\ud800" <= one <= "\udfff" for one in password):
        raise AccountError("密码里有不能使用的字符，请换一个。", "password")
    if _guessable(password.casefold(), name.casefold()):
        raise AccountError(f"这个密码太好猜了。{_RULE}", "password")


def _guessable(password: str, name: str) -> bool:
    left = password.replace(name, "") if len(name) > 2 else password
    for common in (*_COMMON, *_runs(left)):
        left = left.replace(common, "")
    # What people put before and behind a common word are a few digits and marks.
    return len(Counter(password)) < _FEWEST_DIFFERENT or len(left) < SHORTEST // 2


def _runs(text: str) -> Iterator[str]:
    """Pieces of four and more characters that go along a row of the keyboard or the alphabet."""
    for row in _ROWS:
        for size in range(len(row), 3, -1):
            for start in range(len(row) - size + 1):
                piece = row[start : start + size]
                if piece in text:
                    yield piece


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
        raise TooBusy
    try:
        yield
    finally:
        _AT_ONCE.release()


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody")
