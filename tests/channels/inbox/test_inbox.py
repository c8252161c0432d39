"""The inbox as staff use it over HTTP, with a visitor at the other end of the WebSocket."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient

from channels.accounts.users import Actor, add_user
from channels.audit.log import entries
from channels.conversations.service import PAGE
from channels.conversations.store import HISTORY, Draft
from channels.inbox import events
from tests.channels.staff import PASSWORD, Person

ALL = "/api/v1/desk/conversations"


async def test_a_visitor_is_answered_by_a_person_and_goes_back_to_the_assistant(visit, person, script):
    visitor = await visit()
    await visitor.ask("能拿多少")
    clerk = await person("clerk")
    assert await clerk.get(ALL) == {"conversations": [], "waiting": 0, "failed": []}
    await visitor.send("ask_person")
    await visitor.until("handover", state="waiting")
    (one,) = (await clerk.get(ALL))["conversations"]
    assert (one["id"], one["state"], one["last_text"], one["here"]) == (
        visitor.conversation,
        "waiting",
        "能拿多少",
        True,
    )
    path = f"{ALL}/{visitor.conversation}"
    taken = await clerk.post(f"{path}/take")
    assert (taken["state"], taken["mine"], taken["staff"]) == ("staff", True, "wang.li")
    assert [m["role"] for m in taken["messages"]] == ["user", "bot", "event", "event"]
    await visitor.until("handover", state="staff", staff="wang.li")
    await clerk.post(f"{path}/note", {"text": "来过电话"})
    await clerk.post(f"{path}/reply", {"text": "  您好，请讲。 "})
    assert (await visitor.until("message", role="staff"))["text"] == "您好，请讲。"
    await visitor.say("是我")
    await visitor.until("ack")
    seen = await clerk.get(path)
    assert [m["role"] for m in seen["messages"]][-3:] == ["note", "staff", "user"]
    assert script.heard == ["能拿多少"]
    back = await clerk.post(f"{path}/hand-back")
    assert back["state"] == "bot"
    await visitor.until("handover", state="bot")
    assert (await visitor.ask("那重庆呢"))["text"] == "收到：那重庆呢"
    assert "来过电话" not in json.dumps(visitor.seen, ensure_ascii=False)
    assert "已经不在" in (await clerk.post(f"{path}/close", status=409))["error"]


async def test_two_of_one_name_are_told_apart(visit, person, database, application):
    add_user(database, "wang.li2", PASSWORD, "clerk", Actor("tests"), display_name="wang.li")
    visitor = await visit()
    await visitor.send("ask_person")
    await visitor.until("handover", state="waiting")
    clerk = await person("clerk")
    client = TestClient(application, cookie_jar=CookieJar(unsafe=True))
    signed = await client.post("/api/v1/session/open", json={"name": "wang.li2", "password": PASSWORD})
    other = Person(client, "clerk", (await signed.json())["user"]["csrf"])
    path = f"{ALL}/{visitor.conversation}"
    assert "先接手" in (await clerk.post(f"{path}/reply", {"text": "在吗"}, status=409))["error"]
    await clerk.post(f"{path}/take")
    await clerk.post(f"{path}/take")
    assert "已经由wang.li接手" in (await other.post(f"{path}/take", status=409))["error"]
    assert "先接手" in (await other.post(f"{path}/reply", {"text": "在吗"}, status=409))["error"]
    assert "不能替别人结束" in (await other.post(f"{path}/hand-back", status=409))["error"]
    admin = await person("admin")
    assert (await admin.post(f"{path}/close"))["state"] == "bot"


async def test_what_is_sent_twice_is_stored_once(visit, person):
    visitor = await visit()
    clerk = await person("clerk")
    path = f"{ALL}/{visitor.conversation}"
    await clerk.post(f"{path}/take")
    body = {"text": "您好", "key": "0123456789"}
    first, second = [await clerk.post(f"{path}/reply", body) for _ in range(2)]
    assert first["seq"] == second["seq"]
    assert [m["text"] for m in (await clerk.get(path))["messages"] if m["role"] == "staff"] == ["您好"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "  \n "}, 422),
        ({"text": "a" * 2001}, 422),
        ({"text": "a", "who": "b"}, 422),
        ({"text": "\ud800"}, 422),
        ({"text": "<script>alert(1)</script>"}, 200),
    ],
)
async def test_hostile_words(visit, person, body, status):
    visitor = await visit()
    clerk = await person("clerk")
    path = f"{ALL}/{visitor.conversation}"
    await clerk.post(f"{path}/take")
    answer = await clerk.client.post(
        f"{path}/reply", data=json.dumps(body), headers={"X-CSRF-Token": clerk.csrf, "Content-Type": "application/json"}
    )
    assert answer.status == status, await answer.text()


async def test_conversations_that_are_not_there(visit, person):
    clerk = await person("clerk")
    await clerk.get(f"{ALL}/{'0' * 32}", status=404)
    await clerk.post(f"{ALL}/{'0' * 32}/take", status=404)
    await clerk.get(f"{ALL}/nonsense", status=404)
    visitor = await visit()
    await visitor.send("restart")
    await visitor.until("welcome")
    assert "新的对话" in (await clerk.post(f"{ALL}/{visitor.conversation}/take", status=409))["error"]


async def test_every_act_is_in_the_log_without_what_was_said(visit, person, database):
    visitor = await visit()
    clerk = await person("clerk")
    path = f"{ALL}/{visitor.conversation}"
    for act, body in (("take", {}), ("reply", {"text": "机密"}), ("note", {"text": "机密"}), ("close", {})):
        await clerk.post(f"{path}/{act}", body)
    log = [one for one in entries(database) if one.action.startswith("conversation.")]
    assert [one.action.partition(".")[2] for one in log] == ["close", "note", "reply", "take"]
    assert {(one.who, one.subject) for one in log} == {("wang.li", visitor.conversation)}
    assert "机密" not in str(log)


async def events_of(response):
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])["conversations"]


async def test_a_new_message_is_told_at_once(visit, person):
    visitor, clerk = await visit(), await person("clerk")
    async with asyncio.timeout(120), clerk.client.get(events.PATH) as response:
        assert response.content_type == "text/event-stream"
        told = events_of(response)
        assert await anext(told) == []
        await visitor.say("在吗")
        assert await anext(told) == [visitor.conversation]


async def test_events_are_for_staff_on_our_own_pages(person, application, database, monkeypatch):
    nobody, clerk = await person(None), await person("clerk")
    assert (await nobody.client.get(events.PATH)).status == 401
    assert (await clerk.client.get(events.PATH, headers={"Origin": "https://evil.example"})).status == 403
    monkeypatch.setattr(events, "_MOST_PER_PERSON", 1)
    async with clerk.client.get(events.PATH) as first:
        assert first.status == 200
        assert (await clerk.client.get(events.PATH)).status == 503


async def test_a_stream_ends_with_the_session(person, monkeypatch):
    monkeypatch.setattr(events, "BEAT_SECONDS", 0.05)
    clerk = await person("clerk")
    async with asyncio.timeout(120), clerk.client.get(events.PATH) as response:
        assert await anext(events_of(response)) == []
        await clerk.post("/api/v1/session/close")
        assert (await response.content.read()).replace(b": here", b"").strip() == b""


async def test_the_statistics_are_kept_with_the_answer(visit, script, database):
    from sqlalchemy import select

    from channels.conversations.models import ConversationRow, MessageRow
    from policy_kb.models.engine import reading

    custom = {"schema": "ipdesk.answer/1", "kind": "award", "region": {"code": "350600", "name": "漳州市"}}
    script.answers["多少"] = {"text": "6万元", "custom": custom}
    visitor = await visit(channel="kiosk")
    await visitor.ask("多少")
    with reading(database) as rows:
        row = rows.scalars(select(MessageRow).where(MessageRow.role == "bot")).one()
        assert (row.kind, row.region, row.intent, row.topic) == ("award", "350600", "award_amount", "funding")
        assert row.ms is not None
        assert 0 <= row.ms < 5000
        assert rows.scalars(select(ConversationRow.channel)).one() == "kiosk"


async def test_older_messages_come_by_pages_with_the_notes(visit, person, conversations):
    visitor = await visit()
    store, talk = conversations.store, visitor.conversation
    total = HISTORY + PAGE + 20
    for number in range(total):
        store.add(talk, Draft("note" if number % 5 == 0 else "bot", str(number), author="wang.li"))
    clerk = await person("clerk")
    path = f"{ALL}/{talk}"
    newest = await clerk.get(path)
    page = await clerk.get(f"{path}?before={newest['messages'][0]['seq']}")
    rest = await clerk.get(f"{path}?before={page['messages'][0]['seq']}")
    assert [len(one["messages"]) for one in (newest, page, rest)] == [HISTORY, PAGE, 20]
    assert [one["more"] for one in (newest, page, rest)] == [True, True, False]
    said = [message["text"] for one in (rest, page, newest) for message in one["messages"]]
    assert said == [str(number) for number in range(total)]
    none = await clerk.get(f"{path}?before=1")
    assert (none["messages"], none["more"]) == ([], False)
    assert (await clerk.get(f"{path}?before=0", status=422))["fields"]


async def test_an_administrator_gives_out_and_erases_all_of_a_visitor(visit, person, database, conversations):
    visitor, other = await visit(), await visit()
    await other.ask("别人的问题")
    await visitor.ask("第一个问题")
    await visitor.send("restart")
    second = (await visitor.until("welcome"))["conversation"]
    await visitor.ask("第二个问题")
    admin = await person("admin")
    await admin.post(f"{ALL}/{second}/note", {"text": "只给同事看"})
    given = await admin.post(f"{ALL}/{visitor.conversation}/export")
    assert given["format"] == "ipdesk.conversations/1"
    assert [talk["conversation"] for talk in given["conversations"]] == [visitor.conversation, second]
    assert [one["text"] for one in given["conversations"][1]["messages"]] == [
        "第二个问题",
        "收到：第二个问题",
        "只给同事看",
    ]
    assert await admin.post(f"{ALL}/{second}/erase") == {"erased": 2}
    fresh = await visitor.until("welcome")
    assert (fresh["history"], fresh["conversation"] in {visitor.conversation, second}) == ([], False)
    for gone in (visitor.conversation, second):
        assert "没有" in (await admin.get(f"{ALL}/{gone}", status=404))["error"]
        await admin.post(f"{ALL}/{gone}/export", status=404)
        await admin.post(f"{ALL}/{gone}/erase", status=404)
    assert (await admin.get(f"{ALL}/{other.conversation}"))["messages"][0]["text"] == "别人的问题"
    logged = [(one.action, one.subject, one.before, one.after) for one in entries(database, limit=10)]
    assert ("conversation.export", visitor.conversation, None, {"conversations": 2}) in logged
    assert ("conversation.erase", second, {"conversations": 2}, None) in logged
    assert "问题" not in json.dumps(logged, ensure_ascii=False)


@pytest.mark.parametrize("role", ["clerk", "editor"])
async def test_nobody_else_may(visit, person, role):
    visitor = await visit()
    await visitor.ask("我的问题")
    colleague = await person(role)
    for act in ("export", "erase"):
        await colleague.post(f"{ALL}/{visitor.conversation}/{act}", status=403)
    assert (await colleague.get(f"{ALL}/{visitor.conversation}"))["messages"]
