"""The model is swapped while conversations go on: no message is lost, and each is answered as without a swap."""

from __future__ import annotations

import asyncio
import uuid

from bot.runtime import Assistant
from channels.backend import Assistant as Answering
from channels.backend import Backend
from channels.loading import model_folder, newest_model
from policy_kb.settings import settings

TURNS = ("算一下漳州转让专利能拿多少", "我们是高校", "归哪个部门管", "12件", "再多一件呢", "那重庆呢")
VISITORS = 6


async def test_swapped_in_the_middle_of_conversations(assistant: Assistant) -> None:
    async def load() -> Answering:
        return assistant

    backend = Backend(load)
    await backend.start()
    swapped = False

    async def conversation() -> list[str]:
        sender = uuid.uuid4().hex
        said = []
        for text in TURNS:
            said.append((await backend.answer(sender, text, {}))[0]["text"])
            await asyncio.sleep(0.05)  # people read what they are told; loading has the processor meanwhile
        return said

    async def another(before: Answering) -> Answering:
        assert isinstance(before, Assistant)
        return await Assistant.load(newest_model(model_folder(settings())), after=before)

    async def swap() -> None:
        nonlocal swapped
        await backend.swap(another)
        swapped = True

    async def until_swapped() -> list[list[str]]:
        found = []
        while not swapped:
            found.append(await conversation())
        return [*found, await conversation()]

    expected = await conversation()
    held, _ = await asyncio.gather(asyncio.gather(*(until_swapped() for _ in range(VISITORS))), swap())
    assert backend._assistant is not assistant
    assert {tuple(one) for visitor in held for one in visitor} == {tuple(expected)}
    assert len(set(expected)) == len(TURNS)
