"""Figures for Prometheus: GET /metrics, for this machine only unless networks are named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Literal

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from channels.conversations.failed import FAILED

PATH = "/metrics"
Stage = Literal["parse", "action", "store", "answer"]
Refusal = Literal["too_fast", "too_long", "blank", "too_many_waiting", "starting", "address"]
Where = Literal["request", "answer", "conversation"]
Handover = Literal["asked", "taken", "ended"]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
#: A proxy on this machine adds them: then the request came from somewhere else.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


class Metrics:
    """Counts what happens in this process. An observer of the bot's stages."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self._stages = Histogram(
            "ipdesk_stage_seconds",
            "Time of a turn's stages: parse, action, store, and answer for the whole",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter("ipdesk_answers", "Answers by their kind", ("kind",), registry=registry)
        self._intents = Counter("ipdesk_intents", "Messages by their intent", ("intent",), registry=registry)
        self._declines = Counter("ipdesk_declines", "Questions without an answer", registry=registry)
        self._handovers = Counter("ipdesk_handovers", "Hand-overs to a person", ("event",), registry=registry)
        self._errors = Counter("ipdesk_errors", "Errors of our own, see the log", ("where",), registry=registry)
        self._refusals = Counter("ipdesk_refusals", "Messages that were not taken", ("reason",), registry=registry)
        self._queue = Gauge("ipdesk_queue_length", "Messages being answered or waiting for it", registry=registry)
        self._connections = Gauge("ipdesk_connections", "Open WebSockets", registry=registry)
        self._sessions = Gauge("ipdesk_sessions", "Sessions that are open or being answered", registry=registry)
        self._ready = Gauge("ipdesk_model_loaded", "1 once the assistant is loaded", registry=registry)
        self._model = Gauge("ipdesk_model_info", "The model that answers", ("model",), registry=registry)
        self._away = Gauge("ipdesk_redis_away", "1 while Redis can't be reached", registry=registry)
        self._knowledge = Gauge("ipdesk_knowledge_base_version", "Changes of the knowledge base", registry=registry)
        for stage in ("parse", "action", "store", "answer"):
            self._stages.labels(stage)
        for where in ("request", "answer", "conversation"):
            self._errors.labels(where)

    # --- what happens ---

    def stage(self, name: str, seconds: float) -> None:
        """A stage of a turn took so long."""
        self._stages.labels(name).observe(seconds)

    @contextmanager
    def timed(self, name: Stage) -> Iterator[None]:
        """Measure what is done inside the block, also where it fails."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.stage(name, time.perf_counter() - began)

    def intent(self, name: str) -> None:
        """A message was taken for an intent."""
        self._intents.labels(name).inc()

    def answered(self, kind: object) -> None:
        """An answer was given; ``kind`` as the answer contract has it, or FAILED."""
        known = kind if isinstance(kind, str) and kind else "other"
        self._answers.labels(known).inc()
        if known in ("decline", FAILED):
            self._declines.inc()

    def handover(self, event: Handover) -> None:
        """A conversation changes hands."""
        self._handovers.labels(event).inc()

    def error(self, where: Where) -> None:
        """Something failed that should not."""
        self._errors.labels(where).inc()

    def refused(self, reason: Refusal) -> None:
        """A message was not taken."""
        self._refusals.labels(reason).inc()

    # --- what is, read when somebody asks ---

    def watch_queue(self, length: Callable[[], float]) -> None:
        """Where the number of waiting messages comes from."""
        self._queue.set_function(length)

    def watch_conversations(self, connections: Callable[[], float], sessions: Callable[[], float]) -> None:
        """Where the numbers of sockets and sessions come from."""
        self._connections.set_function(connections)
        self._sessions.set_function(sessions)

    def watch_model(self, name: Callable[[], str | None]) -> None:
        """Where the name of the model that answers comes from, None before it is loaded."""

        def loaded() -> float:
            now = name()
            self._model.clear()
            if now is not None:
                self._model.labels(now).set(1)
            return float(now is not None)

        self._ready.set_function(loaded)

    def watch_peers(self, state: Callable[[], str]) -> None:
        """Where it is known whether other processes can be reached."""
        self._away.set_function(lambda: float(state() == "away"))

    def watch_knowledge(self, version: Callable[[], float]) -> None:
        """Where the version of the knowledge base comes from."""
        self._knowledge.set_function(version)


class MetricsPage:
    """The address that Prometheus reads. Whoever may not is told that there is no such address."""

    def __init__(self, metrics: Metrics, networks: Sequence[str] = ()) -> None:
        """``networks`` (such as 10.0.0.0/8) may read it besides this machine."""
        self._metrics = metrics
        self._networks: tuple[IPv4Network | IPv6Network, ...] = (*_LOOPBACK, *map(ip_network, networks))

    def routes(self) -> list[web.AbstractRouteDef]:
        """The one path."""
        return [web.get(PATH, self._read)]

    async def _read(self, request: web.Request) -> web.Response:
        if not self._may(request):
            raise web.HTTPNotFound
        return web.Response(body=generate_latest(self._metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _may(self, request: web.Request) -> bool:
        if any(name in request.headers for name in _FORWARDED):
            return False
        try:
            address = ip_address((request.remote or "").partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None) or address
        return any(mapped in network for network in self._networks)
