"""Several ``ipdesk serve`` on one PostgreSQL and one Redis, over lines that can be cut."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from channels.loading import newest_model
from tests.channels.served import ROOT, Served
from tests.cut import Line, line
from tests.policy_kb.store.databases import database
from tests.redis_server import clear, new_prefix, place, redis_url, through


@dataclass(frozen=True)
class Several:
    """The processes, and their lines to what they have in common. ``database`` is the address without a line."""

    servers: tuple[Served, ...]
    postgresql: Line
    redis: Line
    database: str

    async def start(self) -> None:
        """Start all and wait until they answer questions. The first makes the tables."""
        await self.servers[0].start()
        await asyncio.gather(*(one.start() for one in self.servers[1:]))

    @property
    def addresses(self) -> list[str]:
        return [one.address for one in self.servers]


@contextmanager
def several(folder: Path, day: str, count: int) -> Iterator[Several]:
    """Servers that have not been started, with a knowledge base; ``day`` is their today."""
    redis = redis_url()
    assert redis is not None
    model = newest_model(ROOT / "var" / "model")
    assert model.is_file(), "there is no trained model; make test makes one"
    data = folder / "data"
    (data / "model").mkdir(parents=True)
    (data / "model" / model.name).symlink_to(model)
    prefix = new_prefix()
    with ExitStack() as stack:
        url = make_url(stack.enter_context(database("postgresql", folder)))
        to_postgresql = stack.enter_context(line(url.host or "127.0.0.1", url.port or 5432))
        to_redis = stack.enter_context(line(*place(redis)))
        stack.callback(clear, redis, prefix)
        by_line = url.set(host="127.0.0.1", port=to_postgresql.port).render_as_string(hide_password=False)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IPDESK_")}
        environment |= {
            "IPDESK_DATA": str(data),
            "IPDESK_TODAY": day,
            "IPDESK_REDIS_PREFIX": prefix,
            "DATABASE_URL": by_line,
            "REDIS_URL": through(redis, to_redis.port),
        }
        servers = tuple(
            Served(f"http://127.0.0.1:{port}", environment | {"IPDESK_PORT": str(port)}, folder / f"server{number}.log")
            for number, port in enumerate(_free_ports(count))
        )
        servers[0].command("kb", "build")
        try:
            yield Several(servers, to_postgresql, to_redis, url.render_as_string(hide_password=False))
        finally:
            for one in servers:
                if one.process is not None and one.process.poll() is None:
                    one.end()


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        doors = [stack.enter_context(socket.socket()) for _ in range(count)]
        for door in doors:
            door.bind(("127.0.0.1", 0))
        return [int(door.getsockname()[1]) for door in doors]
