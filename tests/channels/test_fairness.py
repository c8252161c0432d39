"""Who asks now and then is answered before what others have piled up, and nobody is forgotten."""

from __future__ import annotations

import asyncio

import pytest

from channels.conversations.fairness import CROWD, HOUSE, SECONDS_EACH, SECONDS_IGNORED, SECONDS_STRANGE, Fair
from channels.conversations.lately import HALF_LIFE


class Asked:
    """Askers of one queue, and in which order they were let in."""

    def __init__(self, at_once: int = 1) -> None:
        self.now = 0.0
        self.fair = Fair(at_once, clock=lambda: self.now)
        self.order: list[str] = []
        self.gate = asyncio.Event()

    async def one(self, name: str) -> None:
        async with self.fair.place(name, stranger=name.startswith("stranger")):
            self.order.append(name)
            await self.gate.wait()

    async def ask(self, *names: str) -> list[asyncio.Task[None]]:
        tasks = []
        for name in names:
            tasks.append(asyncio.create_task(self.one(name)))
            await asyncio.sleep(0)
        return tasks


async def test_who_asked_least_lately_is_next() -> None:
    asked = Asked()
    tasks = await asked.ask("noisy", "noisy", "noisy", "noisy", "quiet", "other")
    asked.gate.set()
    await asyncio.gather(*tasks)
    assert asked.order == ["noisy", "quiet", "other", "noisy", "noisy", "noisy"]


async def test_what_was_deferred_comes_due() -> None:
    asked = Asked()
    tasks = await asked.ask("noisy", "noisy")
    asked.now = SECONDS_EACH + 1
    tasks += await asked.ask("quiet")
    asked.gate.set()
    await asyncio.gather(*tasks)
    assert asked.order == ["noisy", "noisy", "quiet"]


async def test_after_a_while_it_is_forgotten() -> None:
    asked = Asked()
    asked.gate.set()
    await asyncio.gather(*await asked.ask(*["noisy"] * 5))
    asked.now = 20 * HALF_LIFE
    asked.gate.clear()
    asked.order.clear()
    tasks = await asked.ask("holding", "noisy")
    asked.now += 0.01
    tasks += await asked.ask("quiet")
    asked.gate.set()
    await asyncio.gather(*tasks)
    assert asked.order == ["holding", "noisy", "quiet"]


async def test_so_many_at_once_and_a_place_is_given_back_by_who_goes_away() -> None:
    asked = Asked(at_once=2)
    tasks = await asked.ask("a", "b", "c", "d")
    assert asked.order == ["a", "b"]
    tasks[2].cancel()
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    await asyncio.sleep(0)
    assert asked.order == ["a", "b", "d"]
    asked.gate.set()
    await asyncio.gather(tasks[1], tasks[3])
    again = await asked.ask("e", "f", "g")
    await asyncio.gather(*again)
    assert asked.order[3:] == ["e", "f", "g"]


async def test_a_place_given_to_who_is_just_cancelled_is_not_lost() -> None:
    asked = Asked()
    holding, waiting, last = await asked.ask("a", "b", "c")
    asked.gate.set()
    await asyncio.sleep(0)  # the first goes on
    await holding
    waiting.cancel()
    async with asyncio.timeout(10):
        await last
    assert asked.order[-1] == "c"


async def test_a_house_of_many_names_is_one_that_asks_much() -> None:
    asked = Asked()
    asked.gate.set()
    for number in range(8 * HOUSE):
        async with asked.fair.place(f"name {number}", "noisy"):
            pass
    asked.gate.clear()
    order: list[str] = []

    async def one(name: str, house: str) -> None:
        async with asked.fair.place(name, house):
            order.append(name)

    async with asked.fair.place("holding"):
        tasks = [asyncio.create_task(one("another name", "noisy"))]
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(one("neighbour", "quiet")))
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert order == ["neighbour", "another name"]


async def test_who_goes_on_though_told_to_wait_comes_last_with_what_waits_already() -> None:
    asked = Asked()
    tasks = await asked.ask("holding", "noisy")
    asked.fair.ignored("noisy")
    asked.now += 1
    tasks += await asked.ask("quiet", "quiet", "quiet")
    asked.gate.set()
    await asyncio.gather(*tasks)
    assert asked.order == ["holding", "quiet", "quiet", "quiet", "noisy"]


async def test_that_comes_due_as_well() -> None:
    asked = Asked()
    tasks = await asked.ask("holding", "noisy")
    asked.fair.ignored("noisy")
    asked.now += SECONDS_IGNORED + 1
    tasks += await asked.ask("quiet")
    asked.gate.set()
    await asyncio.gather(*tasks)
    assert asked.order == ["holding", "noisy", "quiet"]


async def test_behind_an_address_one_that_ignores_defers_the_others_less() -> None:
    asked = Asked()
    order: list[str] = []

    async def one(name: str, house: str) -> None:
        async with asked.fair.place(name, house):
            order.append(name)

    async with asked.fair.place("holding"):
        tasks = [asyncio.create_task(one(name, "office")) for name in ("noisy", "colleague")]
        tasks += [asyncio.create_task(one("neighbour", "quiet"))]
        await asyncio.sleep(0)
        assert asked.fair.waiting == 3
        asked.fair.ignored("noisy", "office")
    await asyncio.gather(*tasks)
    assert order == ["neighbour", "colleague", "noisy"]


async def test_in_a_crowd_strangers_are_let_in_one_at_a_time_and_later() -> None:
    asked = Asked(at_once=2)
    tasks = await asked.ask("stranger 1", "stranger 2")
    assert asked.order == ["stranger 1", "stranger 2"]  # nobody waits: whoever comes is let in
    tasks += await asked.ask(*(f"stranger {n}" for n in range(3, 3 + CROWD)), "known")
    tasks[0].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asked.order[2:] == ["known"]
    tasks[-1].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(asked.order) == 3  # one stranger is in, and the other place is kept free
    asked.gate.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(asked.order) == 3 + CROWD


async def test_strangers_come_due() -> None:
    asked = Asked()
    tasks = await asked.ask("known", "stranger")
    asked.now = SECONDS_STRANGE + 1
    tasks += await asked.ask("other")
    asked.gate.set()
    await asyncio.gather(*tasks)
    assert asked.order == ["known", "stranger", "other"]
