"""Where a request comes from, and how much is taken from one address."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web
from aiohttp.typedefs import Handler

from channels.conversations.limits import Limiter
from channels.faults import METRICS, refusal
from channels.shared.alone import LocalLimit
from channels.shared.peers import Limit, Peers

_LOOPBACK = ("127.0.0.0/8", "::1/128")
#: Whoever looks at pages asks for several things at once; nobody asks for this many for long.
_REQUESTS_BURST, _REQUESTS_PER_SECOND = 300, 50.0
#: An address may save up the messages of so many seconds.
_SAVED_SECONDS = 12
_PREFIX = 64
#: What watches the service must not be turned away.
_ALWAYS = frozenset(("/healthz", "/readyz", "/metrics"))
_MESSAGES = frozenset(("/webhooks/rest/webhook",))

TOO_MANY = "从您这里来的请求太多，请稍等片刻再试。"
TOO_MANY_MESSAGES = "从您这里来的消息太多，请稍等片刻再发。"


class Addresses:
    """Tells visitors' addresses and limits each. ``proxies`` are networks of proxies in front, whose word about where a
    request comes from is believed besides this machine's own; ``per_second`` is how many messages one address may send
    in the long run (0: as many as it likes)."""

    def __init__(self, proxies: Sequence[str] = (), per_second: float = 0.0) -> None:
        self._proxies = [ip_network(one) for one in (*_LOOPBACK, *proxies)]
        burst = max(1, round(per_second * _SAVED_SECONDS))
        self._own_messages = Limiter(burst, per_second) if per_second else None
        self._messages: Limit | None = None if self._own_messages is None else LocalLimit(self._own_messages)
        self._requests = Limiter(_REQUESTS_BURST, max(_REQUESTS_PER_SECOND, 2 * per_second)) if per_second else None

    def share(self, peers: Peers) -> None:
        """From now on an address may send so many messages to all processes together. Requests of other kinds are too
        many to ask others about each: they are counted here."""
        if self._own_messages is not None:
            self._messages = peers.limit("address", self._own_messages)

    def of(self, request: web.BaseRequest) -> str:
        """The visitor's address: of IPv6 the network that one household has; empty where there is none."""
        address = _read(request.remote or "")
        hops = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
        while hops and address is not None and any(address in network for network in self._proxies):
            if (before := _read(hops.pop())) is None:
                break
            address = before
        if isinstance(address, IPv6Address) and not address.is_loopback:
            return str(IPv6Network((address, _PREFIX), strict=False))
        return "" if address is None else str(address)

    async def wait_for_message(self, address: str) -> float:
        """0.0 if an address may send a message, and counts it; otherwise the seconds after which it may. This machine
        itself may send what it likes as long as it does not speak for anybody else."""
        return await self._messages.wait(address) if self._messages is not None and is_elsewhere(address) else 0.0

    def wait_for_request(self, address: str) -> float:
        """The same for requests of any kind."""
        return self._requests.wait(address) if self._requests is not None and is_elsewhere(address) else 0.0


def is_elsewhere(address: str) -> bool:
    """Whether an address is another machine's."""
    return address not in ("", "::1") and not address.startswith("127.")


def address_of(request: web.Request) -> str:
    """Where a request comes from, as the application that it comes to tells it."""
    addresses = request.app.get(ADDRESSES)
    return request.remote or "" if addresses is None else addresses.of(request)


ADDRESSES = web.AppKey("addresses", Addresses)


@web.middleware
async def limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns away whoever asks for too much, before anything is read of what they send."""
    if request.path in _ALWAYS:
        return await handler(request)
    addresses = request.app[ADDRESSES]
    address = addresses.of(request)
    wait, sentence = addresses.wait_for_request(address), TOO_MANY
    if not wait and request.path in _MESSAGES and request.method == "POST":
        wait, sentence = await addresses.wait_for_message(address), TOO_MANY_MESSAGES
    if wait:
        request.app[METRICS].refused("address")
        return refusal(429, sentence, retry_after=int(wait) + 1)
    return await handler(request)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
