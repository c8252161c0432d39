"""Token buckets in Redis, for all processes together; without Redis those of this process."""

from __future__ import annotations

from channels.conversations.limits import Limiter
from channels.shared.link import Away, Link

#: As ``Limiter.wait`` does it, by the clock of Redis.
_WAIT = """
local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local bucket = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = math.min(burst, (tonumber(bucket[1]) or burst) + math.max(0, now - (tonumber(bucket[2]) or now)) * rate)
local wait = 0
if left >= 1 then left = left - 1 else wait = (1 - left) / rate end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return tostring(wait)
"""


class SharedLimit:
    """A limit of all processes; while Redis is away each counts for itself with ``limiter``."""

    def __init__(self, link: Link, what: str, limiter: Limiter) -> None:
        self._link = link
        self._what = what
        self._limiter = limiter
        self._wait = link.client.register_script(_WAIT)

    async def wait(self, name: str) -> float:
        """0.0 if the act is allowed; otherwise the seconds after which it will be."""
        key = self._link.name("limit", self._what, name)
        arguments = [self._limiter.burst, self._limiter.per_second]
        try:
            return float(await self._link.call(lambda: self._wait([key], arguments)))
        except Away:
            return self._limiter.wait(name)
