"""A visitor at one process, tabs and staff at the other."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from channels.conversations.fairness import AT_ONCE
from channels.conversations.models import dialogue_of
from tests.channels.shared.conftest import until
from tests.redis_server import needs_redis

pytestmark = needs_redis

ALL = "/api/v1/desk/conversations"


async def test_tabs_at_two_processes_see_the_same(processes):
    a, b = processes
    here, token = await a.visit()
    there, _ = await b.visit(token=token)
    assert there.conversation == here.conversation
    answer = await here.ask("一")
    assert (await there.until("message", role="user"))["text"] == "一"
    assert await there.until("message", role="bot") == answer
    await there.ask("二")
    await here.until("message", role="bot", text="收到：二")
    assert [frame["seq"] for frame in here.seen if frame["type"] == "message"] == [2, 3, 4]
    assert [frame["seq"] for frame in there.seen if frame["type"] == "message"] == [1, 2, 4]
    await here.send("rate", seq=2, useful=True)
    await there.until("rated", seq=2, useful=True)

    await there.send("restart")
    fresh = (await here.until("welcome"))["conversation"]
    assert fresh != here.conversation
    await here.ask("三")
    assert (await there.until("message", role="bot"))["text"] == "收到：三"


async def test_who_waits_for_another_process_keeps_nobody_from_an_answer(processes, script):
    a, b = processes
    waiting = [(await a.visit())[0] for _ in range(AT_ONCE)]
    async with AsyncExitStack() as held:
        for visitor in waiting:
            await held.enter_async_context(b.peers.turns().turn(dialogue_of(visitor.conversation)))
            await visitor.say("一")
            await visitor.until("typing", on=True)
        other, _ = await a.visit()
        assert (await other.ask("二"))["text"] == "收到：二"
        assert script.heard == ["二"]
    for visitor in waiting:
        await visitor.until("message", text="收到：一")


async def test_staff_at_another_process_than_the_visitor(processes):
    a, b = processes
    visitor, _ = await a.visit()
    await visitor.ask("能拿多少")
    second, _ = await a.visit()
    clerk = await b.person("clerk")
    await visitor.send("ask_person")
    await visitor.until("handover", state="waiting", position=1)
    await second.send("ask_person")
    await second.until("handover", state="waiting", position=2)
    async with asyncio.timeout(10):
        while not all(one["here"] for one in (await clerk.get(ALL))["conversations"]):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    events = await clerk.client.get("/desk/events")
    path = f"{ALL}/{visitor.conversation}"
    await clerk.post(f"{path}/take")
    await visitor.until("handover", state="staff", staff="wang.li")
    await second.until("handover", state="waiting", position=1)
    await clerk.post(f"{path}/note", {"text": "来过电话"})
    await clerk.post(f"{path}/reply", {"text": "您好，请讲。"})
    assert (await visitor.until("message", role="staff"))["text"] == "您好，请讲。"
    await visitor.say("是我")
    await visitor.until("ack")
    async with asyncio.timeout(10):
        while visitor.conversation.encode() not in await events.content.readline():
            pass
    events.close()
    assert [m["text"] for m in (await clerk.get(path))["messages"]][-1] == "是我"
    await clerk.post(f"{path}/hand-back")
    await visitor.until("handover", state="bot")
    assert (await visitor.ask("那重庆呢"))["text"] == "收到：那重庆呢"
    seqs = [frame["seq"] for frame in visitor.seen if frame["type"] in ("message", "ack")]
    assert seqs == sorted(set(seqs))
    assert not any("来过电话" in str(frame) for frame in visitor.seen)


async def test_what_is_said_while_redis_is_away_is_seen_all_the_same(processes, to_redis):
    a, b = processes
    here, token = await a.visit()
    there, _ = await b.visit(token=token)
    to_redis.cut()
    await until(lambda: a.peers.state == b.peers.state == "away")
    assert (await here.ask("一"))["text"] == "收到：一"
    # By looking into the database now and then.
    await b.conversations.look_around()
    assert (await there.until("message", role="bot"))["text"] == "收到：一"
    await here.ask("二")
    to_redis.mend()
    assert (await there.until("message", role="bot"))["text"] == "收到：二"
    await until(lambda: a.peers.state == b.peers.state == "together")
    assert (await there.ask("三"))["text"] == "收到：三"
    assert (await here.until("message", role="bot"))["text"] == "收到：三"
    assert [frame["seq"] for frame in there.seen if frame["type"] == "message"] == [1, 2, 3, 4, 6]


async def test_a_tab_that_has_not_heard_of_a_new_conversation_speaks_in_it(processes, to_redis):
    a, b = processes
    here, token = await a.visit()
    there, _ = await b.visit(token=token)
    to_redis.cut()
    await until(lambda: a.peers.state == b.peers.state == "away")
    await there.send("restart")
    fresh = (await there.until("welcome"))["conversation"]
    await here.say("一")
    assert (await here.until("welcome"))["conversation"] == fresh
    assert (await here.until("message", role="bot"))["text"] == "收到：一"


async def test_what_is_ended_or_erased_at_one_is_at_the_other(processes):
    a, b = processes
    here, token = await a.visit()
    there, _ = await b.visit(token=token)
    await here.ask("一")
    admin = await b.person("admin")
    await admin.post(f"{ALL}/{here.conversation}/erase")
    for tab in (here, there):
        fresh = (await tab.until("welcome"))["conversation"]
        assert fresh != tab.conversation
    await a.conversations.end(token)
    await there.until("bye", code="ended")


async def test_a_link_made_at_one_opens_at_the_other(processes):
    a, b = processes
    here, token = await a.visit()
    await here.ask("一")
    made = await (await a._client().post("/kiosk/takeaway", json={"token": token})).json()
    opened = await b._client().get(f"{made['path']}/answers")
    assert "收到：一" in await opened.text()
    assert (await a._client().get(f"{made['path']}/answers")).status == 410


async def test_readiness_says_whether_the_others_can_be_reached(processes, to_redis):
    a, _ = processes
    client = a._client()

    async def said():
        return await (await client.get("/readyz")).json()

    assert await said() == {"status": "ready", "processes": "together"}
    to_redis.cut()
    await until(lambda: a.peers.state == "away")
    assert await said() == {"status": "ready", "processes": "away"}
    figures = await (await client.get("/metrics")).text()
    assert "\nipdesk_redis_away 1.0\n" in figures
