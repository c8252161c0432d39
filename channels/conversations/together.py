"""Writes of several callers in one transaction, for a database that lets one writer in at a time.

Whoever waits for another writer's end asks again after ever longer pauses, and each transaction has its own beginning
and end. What comes while one is written is written together as the next. (Group commit: DeWitt et al., Implementation
techniques for main memory database systems, SIGMOD 1984, section 4.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine

from policy_kb.models.engine import change_connection

T = TypeVar("T")
_Write = Callable[[Connection], Any]

#: A transaction is not to last so long that others give up waiting for it.
_MOST = 200


class Together:
    """Writes in a thread of its own. Each caller waits until what it wrote is safe."""

    def __init__(self, engine: Engine, name: str, refusal: type[Exception]) -> None:
        """``refusal`` is what a write raises that has changed nothing: the others of its transaction stand."""
        self._engine = engine
        self._refusal = refusal
        self._thread = ThreadPoolExecutor(1, name)
        self._waiting: list[tuple[_Write, asyncio.Future[Any]]] = []
        self._busy = False
        self._following: asyncio.Task[None] | None = None

    async def run(self, write: Callable[[Connection], T]) -> T:
        """What ``write`` gives when its transaction has ended. Raises its refusal, or what made the transaction fail,
        for which all that were in it fail alike."""
        if self._busy:
            done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            self._waiting.append((write, done))
            return await done
        self._busy = True
        try:
            [result] = await self._in_thread([write])
        finally:
            # Those who came meanwhile are no concern of this caller, who may go away.
            self._following = asyncio.create_task(self._write_waiting()) if self._waiting else None
            self._busy = self._following is not None
        if isinstance(result, self._refusal):
            raise result
        return cast("T", result)

    async def _write_waiting(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
                ended, _ = await asyncio.wait({asyncio.ensure_future(self._in_thread([write for write, _ in batch]))})
                (written,) = ended
                failed = written.exception()
                results = [failed] * len(batch) if failed is not None else written.result()
                for (_, done), result in zip(batch, results, strict=True):
                    _settle(done, result)
        finally:
            self._busy = False

    async def _in_thread(self, writes: Sequence[_Write]) -> list[Any]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._written, writes)

    def _written(self, writes: Sequence[_Write]) -> list[Any]:
        with change_connection(self._engine) as connection:
            return [self._result(write, connection) for write in writes]

    def _result(self, write: _Write, connection: Connection) -> Any:
        try:
            return write(connection)
        except self._refusal as refused:
            return refused


def _settle(done: asyncio.Future[Any], result: Any) -> None:
    if done.done():  # whoever asked has given up
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
