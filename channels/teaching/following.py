"""Each process answers with the model that was chosen, whichever process it was chosen in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import Engine

from channels.backend import Backend
from channels.shared.peers import News, Peers

log = logging.getLogger(__name__)

#: What is told over Redis is known at once; this is for what nobody could tell.
_LOOK_SECONDS = 2.0
#: A model that could not be loaded is tried again after so many looks.
_LOOKS_AFTER_FAILURE = 30


@dataclass(frozen=True, slots=True)
class Following:
    """``engine`` gives the staff's database, ``folder`` is where models lie, ``load`` loads one so that it goes on with
    the conversations of the assistant before (None is the program's own), ``base`` is the fingerprint of the files that
    this process was started from."""

    engine: Callable[[], Engine]
    folder: Path
    load: Callable[[Path | None, Any], Awaitable[Any]]
    base: str


class Follower:
    """Looks for another choice and swaps the model."""

    def __init__(self, following: Following, backend: Backend, peers: Peers) -> None:
        self._following = following
        self._backend = backend
        self._told = asyncio.Event()
        self._version = -1
        self._pause = 0
        self._task: asyncio.Task[None] | None = None
        peers.listen(self)

    def on_news(self, news: News) -> None:
        """Another process has another model."""
        if news.kind == "model":
            self._pause = 0
            self._told.set()

    def on_missed(self) -> None:
        """Perhaps."""
        self._told.set()

    async def start(self, _app: web.Application) -> None:
        """For ``app.on_startup``."""
        self._task = asyncio.create_task(self._follow())

    async def stop(self, _app: web.Application) -> None:
        """For ``app.on_shutdown``."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), _LOOK_SECONDS)
            self._told.clear()
            if not self._backend.loaded:
                continue
            if self._pause:
                self._pause -= 1
                continue
            try:
                await self._look()
            except Exception:
                self._pause = _LOOKS_AFTER_FAILURE
                log.exception("选定的模型没能换上，还用原来的，稍后再试")

    async def _look(self) -> None:
        from channels.teaching.sharing import version_of_choice

        following = self._following
        if await asyncio.to_thread(version_of_choice, following.engine()) == self._version:
            return
        version, file = await asyncio.to_thread(self._chosen)
        if _name(file) != _taught(self._backend.model):
            await self._backend.swap(self._swapped)
            log.info("已换成选定的模型：%s", self._backend.model)
        self._version = version

    def _chosen(self) -> tuple[int, Path | None]:
        from bot.taught import read_choice, taught_model
        from channels.teaching.sharing import bring_here

        following = self._following
        version = bring_here(following.engine(), following.folder)
        choice = read_choice(following.folder)
        if choice.model is None or choice.base != following.base:
            return version, None
        file = taught_model(following.folder, choice.model)
        return version, file if file.is_file() else None

    async def _swapped(self, before: Any) -> Any:
        # Another look, now that nobody else swaps.
        _, file = await asyncio.to_thread(self._chosen)
        if _name(file) == _taught(str(getattr(before, "model", ""))):
            return before
        return await self._following.load(file, before)


def _name(file: Path | None) -> str | None:
    return None if file is None else file.name


def _taught(model: str | None) -> str | None:
    """The name of a taught model; None for one of the program's own, which change with the program only."""
    from bot.taught import is_taught

    return model if model is not None and is_taught(model) else None
