"""The aiohttp server: listens first, loads the assistant beside that, and stops without dropping what it accepted."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from aiohttp import web

from channels.addresses import ADDRESSES, Addresses, limited
from channels.api.serving import Api
from channels.backend import Backend
from channels.conversations.own_data_pages import OwnData
from channels.conversations.service import Conversations
from channels.conversations.socket import Socket
from channels.cors import Cors
from channels.errors import UserError
from channels.faults import METRICS, faults
from channels.headers import secure_headers
from channels.health import Health
from channels.inbox.events import Events
from channels.kiosk.takeaway import Takeaway
from channels.listening import BACKLOG, Runner, allow_many_connections
from channels.live import Live
from channels.metrics import Metrics, MetricsPage
from channels.rest import RestChannel
from channels.shared.alone import Alone
from channels.shared.peers import Peers
from channels.site import Site
from channels.sources import SourcePages
from channels.staff_api import staff_api
from channels.teaching.following import Follower, Following
from channels.traced import traced
from channels.turns import Turns
from channels.upkeep.worker import Upkeep

log = logging.getLogger(__name__)

Hook = Callable[[web.Application], Awaitable[None]]

# Room for a message several times too long, even with every character escaped, so that it gets its answer in words.
MAX_BODY = 64 * 1024
#: In all ten seconds at most: answers that were begun, then other requests, then what is left.
ANSWERS_SECONDS = 7.0
REQUESTS_SECONDS = 1.0


def create_app(
    backend: Backend,
    human_contact: str,
    *,
    turns: Turns | None = None,
    conversations: Conversations | None = None,
    embedders: Sequence[str] = (),
    api: Api | None = None,
    metrics: Metrics | None = None,
    metrics_from: Sequence[str] = (),
    addresses: Addresses | None = None,
    hsts_days: int = 0,
    peers: Peers | None = None,
    models: Following | None = None,
) -> web.Application:
    """The application with all its routes; ``human_contact`` is what a decline or an apology offers, ``embedders`` are
    the origins that may talk to it from pages of their own, ``metrics_from`` the networks that may read the figures,
    ``addresses`` limits what comes from one address (default: nothing), ``hsts_days`` is how long browsers are to come
    by https alone. Without ``conversations`` there is no WebSocket. ``peers`` are the other processes, ``models`` is
    what follows their choice of a model."""
    app = web.Application(client_max_size=MAX_BODY, middlewares=[traced, limited, faults])
    app[METRICS] = metrics = Metrics() if metrics is None else metrics
    app[ADDRESSES] = addresses = Addresses() if addresses is None else addresses
    cors = Cors(embedders)
    app.on_response_prepare.extend((secure_headers(embedders, hsts_days), cors.mark))
    peers = Alone() if peers is None else peers
    turns = peers.turns() if turns is None else turns
    addresses.share(peers)
    app.on_startup.append(peers.start)
    closing: list[Hook] = []
    metrics.watch_queue(lambda: turns.messages)
    metrics.watch_model(lambda: backend.model)
    metrics.watch_peers(lambda: peers.state)
    app.add_routes(MetricsPage(metrics, metrics_from).routes())
    app.add_routes(RestChannel(backend, turns, human_contact, metrics).routes())
    app.add_routes(cors.routes())
    if conversations is not None:
        conversations.attach(backend, turns, metrics, peers)
        socket = Socket(conversations, embedders, addresses)
        metrics.watch_conversations(lambda: socket.open, lambda: conversations.sessions)
        app.add_routes(socket.routes())
        app.add_routes(Takeaway(conversations, peers).routes())
        app.add_routes(OwnData(conversations).routes())
        closing.append(socket.close)
    app.on_shutdown.append(_finish(turns, closing))
    app.add_routes(Health(backend, peers).routes())
    api = staff_api() if api is None else api
    if conversations is not None:
        upkeep = Upkeep(conversations, peers)
        app.on_startup.append(upkeep.start)
        app.on_shutdown.append(upkeep.stop)
        live = Live(conversations, backend, peers)
        app.on_startup.append(live.start)
        api.connect(live)
        events = Events(live, api.gate)
        app.add_routes(events.routes())
        app.on_shutdown.append(events.close)
    if models is not None:
        follower = Follower(models, backend, peers)
        app.on_startup.append(follower.start)
        app.on_shutdown.append(follower.stop)
    api.attach(app)
    app.on_cleanup.append(peers.stop)
    app.add_routes(SourcePages().routes())
    app.add_routes(Site().routes())
    return app


async def serve(
    backend: Backend,
    human_contact: str,
    host: str,
    port: int,
    *,
    conversations: Conversations | None = None,
    embedders: Sequence[str] = (),
    notice: str | None = None,
    metrics: Metrics | None = None,
    metrics_from: Sequence[str] = (),
    addresses: Addresses | None = None,
    hsts_days: int = 0,
    peers: Peers | None = None,
    models: Following | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; ``notice`` is said once it listens.

    Raises UserError if there is no port to be had, and what loading raises.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    app = create_app(
        backend,
        human_contact,
        conversations=conversations,
        embedders=embedders,
        metrics=metrics,
        metrics_from=metrics_from,
        addresses=addresses,
        hsts_days=hsts_days,
        peers=peers,
        models=models,
    )
    allow_many_connections()
    async with listening(app, host, port) as address:
        log.info("已在 %s 监听，模型加载完就能提问", address)
        if notice is not None:
            log.info(notice)
        loading = asyncio.create_task(backend.start())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({loading, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if loading.done():
            loading.result()
            log.info("可以提问了：在浏览器打开 %s（按 Ctrl+C 停止）", address)
        await stopped
        log.info("正在停止，先答完已经收到的问题…")
    loading.cancel()
    log.info("已停止")


def _finish(turns: Turns, closing: Sequence[Hook]) -> Hook:
    """Gives the answers that were begun their time, over every channel at once."""

    async def answers() -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWERS_SECONDS):
                await turns.idle()

    async def finish(app: web.Application) -> None:
        await asyncio.gather(answers(), *(close(app) for close in closing))

    return finish


@contextlib.asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve the application inside the block; gives its address (port 0 takes a free one). Raises UserError."""
    runner = Runner(app, shutdown_timeout=REQUESTS_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=BACKLOG)
        try:
            await site.start()
        except OSError as error:
            raise UserError(_why(error, host, port)) from error
        yield f"http://{_for_url(host)}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _for_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {port} 已被别的程序占用。请先关掉那个程序，或换一个端口再启动，例如：IPDESK_PORT={port + 1} make run"
        )
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}。请换一个 1024 以上的端口，例如：IPDESK_PORT=8080 make run"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"这台机器上没有 {host} 这个地址。请检查环境变量 IPDESK_HOST，只在本机使用请设为 127.0.0.1。"
    return f"没法在 {host} 的端口 {port} 上提供服务（{error.strerror}）。请检查环境变量 IPDESK_HOST 和 IPDESK_PORT。"
