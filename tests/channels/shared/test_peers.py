"""Processes that know of each other over Redis: turns, limits, jobs, who is where; and without it."""

from __future__ import annotations

import asyncio

import pytest
from redis import Redis

from channels.addresses import Addresses
from channels.conversations.limits import Limiter
from channels.errors import UserError
from channels.shared.peers import News
from channels.turns import TooManyWaiting
from tests.channels.shared.conftest import until
from tests.redis_server import needs_redis, redis_url

pytestmark = needs_redis


class Heard:
    def __init__(self):
        self.news: list[News] = []
        self.times_missed = 0

    def on_news(self, news):
        self.news.append(news)

    def on_missed(self):
        self.times_missed += 1


async def test_turns_of_one_conversation_come_one_after_the_other_in_whichever_process(peers):
    a, b = await peers(), await peers()
    turns = [a.turns(), b.turns()]
    order, inside = [], 0

    async def one(number):
        nonlocal inside
        async with turns[number % 2].turn("talk"):
            inside += 1
            assert inside == 1
            order.append(number)
            await asyncio.sleep(0.01)
            inside -= 1

    tasks = []
    for number in range(8):
        tasks.append(asyncio.create_task(one(number)))
        await asyncio.sleep(0.002)
    await asyncio.gather(*tasks)
    assert sorted(order) == list(range(8))
    assert order[0] == 0
    # Those of one process keep their order.
    assert [n for n in order if n % 2 == 0] == [0, 2, 4, 6]
    assert [n for n in order if n % 2] == [1, 3, 5, 7]


async def test_turns_of_different_conversations_go_side_by_side(peers):
    a, b = await peers(), await peers()
    both = asyncio.Barrier(2)

    async def one(turns, name):
        async with turns.turn(name), asyncio.timeout(10):
            await both.wait()

    await asyncio.gather(one(a.turns(), "one"), one(b.turns(), "other"))


async def test_too_many_of_all_processes_are_refused(peers):
    a, b = await peers(), await peers()
    for peer in (a, b):
        peer.turns()._most = 2
    gate, c = asyncio.Event(), await peers()
    c.turns()._most = 2

    async def one(turns):
        async with turns.turn("talk"):
            await gate.wait()

    first = asyncio.create_task(one(a.turns()))
    second = asyncio.create_task(one(b.turns()))
    await asyncio.sleep(0.1)
    with pytest.raises(TooManyWaiting):
        await one(c.turns())
    gate.set()
    await asyncio.gather(first, second)
    await one(c.turns())


async def test_nobody_waits_for_a_process_that_is_gone(peers, prefix):
    a, b = await peers(), await peers()
    url = redis_url()
    assert url is not None
    with Redis.from_url(url) as client:
        client.rpush(f"{prefix}:turn:talk", "0123456789abcdef.1", "fedcba9876543210.7")
    async with asyncio.timeout(5), a.turns().turn("talk"):
        pass
    async with asyncio.timeout(5), b.turns().turn("talk"):
        pass


async def test_a_limit_counts_for_all_together(peers):
    a, b = await peers(), await peers()
    limits = [peer.limit("say", Limiter(burst=3, per_second=0.01)) for peer in (a, b)]
    waits = [await limits[number % 2].wait("session") for number in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert all(90 < wait <= 100 for wait in waits[3:])
    assert await limits[0].wait("another session") == 0
    assert await a.limit("other", Limiter(burst=1, per_second=1)).wait("session") == 0


async def test_an_address_sends_so_many_messages_to_all_together(peers):
    addresses = [Addresses((), 0.25) for _ in range(2)]  # three at once
    for one in addresses:
        one.share(await peers())
    waits = [await addresses[number % 2].wait_for_message("203.0.113.7") for number in range(4)]
    assert waits[:3] == [0, 0, 0]
    assert 3 < waits[3] <= 4
    assert await addresses[0].wait_for_message("203.0.113.8") == 0
    assert [await addresses[1].wait_for_message("127.0.0.1") for _ in range(4)] == [0] * 4


async def test_a_job_is_done_by_one(peers):
    several = [await peers() for _ in range(3)]
    assert sum([await peer.mine("retention", 3_600) for peer in several]) == 1
    assert await several[2].mine("another", 3_600)
    assert await several[0].mine("often", 0.2)
    await asyncio.sleep(0.25)
    assert await several[1].mine("often", 0.2)


async def test_news_and_who_is_where(peers):
    heard = Heard(), Heard()
    a = await peers(work=lambda peer: peer.listen(heard[0]))
    b = await peers(work=lambda peer: peer.listen(heard[1]))
    said = News("changed", "c" * 32, "s" * 32, "漳州")
    a.tell(said)
    await until(lambda: bool(heard[1].news))
    assert heard[1].news == [said]
    assert heard[0].news == []
    a.present("here", here=True)
    async with asyncio.timeout(5):
        while await b.where(["here", "nowhere"]) != {"here"}:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await a.where(["here"]) == set()
    a.present("here", here=False)
    async with asyncio.timeout(5):
        while await b.where(["here"]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_without_redis_each_goes_on_alone_and_finds_it_again(peers, to_redis):
    heard = Heard()
    a = await peers(work=lambda peer: peer.listen(heard))
    b = await peers()
    a.present("here", here=True)
    async with a.turns().turn("talk"):
        to_redis.cut()
        await until(lambda: (a.state, b.state) == ("away", "away"))
        # Whoever could not be asked must not hold anybody up.
        async with asyncio.timeout(5), b.turns().turn("talk"):
            pass
    limit = a.limit("say", Limiter(burst=1, per_second=0.01))
    assert await limit.wait("s") == 0
    assert await limit.wait("s") > 0
    assert await a.mine("retention", 3_600)
    assert await b.mine("retention", 3_600)
    assert await b.where(["here"]) == set()
    b.tell(News("changed", "c", "s"))
    missed = heard.times_missed
    to_redis.mend()
    await until(lambda: (a.state, b.state) == ("together", "together"))
    assert heard.times_missed == missed + 1
    assert await b.where(["here"]) == {"here"}
    # The turn that was held when the line was cut is nobody's any more.
    async with asyncio.timeout(5), b.turns().turn("talk"):
        pass


async def test_a_start_without_redis_goes_on_without(peers, to_redis, monkeypatch):
    monkeypatch.setattr("channels.shared.redis_peers._PATIENCE_SECONDS", 0.2)
    to_redis.cut()
    a = await peers()
    assert a.state == "away"
    async with a.turns().turn("talk"):
        pass
    to_redis.mend()
    await until(lambda: a.state == "together")


async def test_one_that_signs_with_another_key_does_not_start(peers):
    await peers()
    with pytest.raises(UserError, match=r"session\.key"):
        await peers(b"x" * 32)
