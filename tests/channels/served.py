"""``ipdesk serve`` as a process of its own, with the trained model, on a database of its own; it can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from channels.loading import newest_model
from tests.policy_kb.store.databases import database

ROOT = Path(__file__).parents[2]
_MAIN = (sys.executable, "-m", "channels.cli.main")
_READY_SECONDS = 180


@dataclass
class Served:
    """A server that answers at ``address`` while it runs."""

    address: str
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Start it and wait until it answers questions."""
        self.process = await asyncio.to_thread(self._started)
        for _ in range(_READY_SECONDS * 5):
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            if await asyncio.to_thread(self._ready):
                return
            await asyncio.sleep(0.2)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def _started(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as out:
            return subprocess.Popen((*_MAIN, "serve"), env=self.environment, cwd=ROOT, stdout=out, stderr=out)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def end(self, number: int = signal.SIGKILL) -> None:
        """End it by a signal, by default the one that leaves it no time for anything."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(30)

    def command(self, *words: str) -> None:
        """One ``ipdesk`` command on the same data."""
        done = subprocess.run(
            (*_MAIN, *words), env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def served(backend: str, folder: Path, day: str) -> Iterator[Served]:
    """A server that has not been started, with a knowledge base; ``day`` is its today."""
    model = newest_model(ROOT / "var" / "model")
    assert model.is_file(), "there is no trained model; make test makes one"
    data = folder / "data"
    (data / "model").mkdir(parents=True)
    (data / "model" / model.name).symlink_to(model)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    with database(backend, folder) as url:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IPDESK_")}
        environment |= {"IPDESK_DATA": str(data), "IPDESK_PORT": str(port), "IPDESK_TODAY": day, "DATABASE_URL": url}
        made = Served(f"http://127.0.0.1:{port}", environment, folder / "server.log")
        made.command("kb", "build")
        try:
            yield made
        finally:
            if made.process is not None and made.process.poll() is None:
                made.end(signal.SIGTERM)
