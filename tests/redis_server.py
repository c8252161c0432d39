"""The Redis that tests use where one can be reached, each under a prefix of its own."""

from __future__ import annotations

import os
import uuid
from functools import cache
from urllib.parse import urlsplit

import pytest
from redis import Redis
from redis.exceptions import RedisError

VARIABLE = "IPDESK_TEST_REDIS"
_DEFAULT = "redis://127.0.0.1:6379/0"


@cache
def redis_url() -> str | None:
    """The address of a Redis that answers. Where the variable names one, it has to answer."""
    named = os.environ.get(VARIABLE)
    client = Redis.from_url(named or _DEFAULT, socket_connect_timeout=2, socket_timeout=2)
    try:
        client.ping()
    except RedisError as error:
        if named:
            raise pytest.UsageError(f"{VARIABLE} names a Redis that can't be reached: {error}") from error
        return None
    finally:
        client.close()
    return named or _DEFAULT


def place(url: str) -> tuple[str, int]:
    """Host and port of an address."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 6379


def through(url: str, port: int) -> str:
    """The same address by way of a port on this machine."""
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{user}@127.0.0.1:{port}" if user else f"127.0.0.1:{port}").geturl()


def new_prefix() -> str:
    """A prefix that nobody else has."""
    return f"test-{uuid.uuid4().hex[:12]}"


def clear(url: str, prefix: str) -> None:
    """Delete what stands under a prefix."""
    client = Redis.from_url(url)
    if keys := list(client.scan_iter(f"{prefix}:*", 500)):
        client.delete(*keys)
    client.close()


needs_redis = pytest.mark.skipif(redis_url() is None, reason="no Redis answers at 127.0.0.1:6379")


def left_out() -> str | None:
    """What to tell whoever runs the tests, if something was not run."""
    if redis_url():
        return None
    return (
        "Redis at 127.0.0.1:6379 can't be reached: the tests of several processes were left out. "
        f"Set {VARIABLE} to the address of another one."
    )
