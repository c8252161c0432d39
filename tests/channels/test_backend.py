"""An assistant that was replaced: its turns end, and then nothing of it is kept."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Mapping
from typing import Any

import pytest

from channels.backend import Backend
from channels.replies import Reply


class Slow:
    """Answers when it is let, and refers to itself, as a loaded model does."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.itself = self

    async def handle(self, sender: str, text: str, metadata: Mapping[str, Any] | None = None) -> list[Reply]:
        await self.let.wait()
        return [{"recipient_id": sender, "text": text}]


async def _slow(_: object = None) -> Slow:
    return Slow()


async def test_the_old_one_is_gone_when_its_last_turn_has_ended() -> None:
    backend = Backend(_slow)
    await backend.start()
    held = backend._assistant
    assert isinstance(held, Slow)
    old = weakref.ref(held)
    turn = asyncio.create_task(backend.answer("someone", "还在说", {}))
    await asyncio.sleep(0)
    await backend.swap(_slow)
    assert backend._assistant is not held
    leaving = backend._leaving
    assert leaving is not None
    await asyncio.sleep(0.1)
    assert not leaving.done()
    held.let.set()
    del held
    assert await turn == [{"recipient_id": "someone", "text": "还在说"}]
    del turn
    await leaving
    assert old() is None


async def test_a_turn_that_hangs_holds_up_no_swap() -> None:
    backend = Backend(_slow, answer_seconds=0.1)
    await backend.start()
    turn = asyncio.create_task(backend.answer("someone", "没完", {}))
    await asyncio.sleep(0)
    await backend.swap(_slow)
    await backend.swap(_slow)
    with pytest.raises(TimeoutError):
        await turn
