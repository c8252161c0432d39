"""What is kept of a visitor: covered when it comes, given out and erased when that is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from channels.conversations import own_data
from channels.conversations.dialogues import Dialogues
from channels.conversations.migrations import upgrade
from channels.conversations.models import dialogue_of
from channels.conversations.store import Draft, Store
from channels.conversations.tokens import Tokens, new_session
from tests.policy_kb.store.databases import SQLITE_FILE, backends, engine_on

from .conftest import WEBHOOK
from .test_conversations_socket import conversations, inbox, server, start, store, tab  # noqa: F401 -- fixtures

NUMBERS = "手机13812345678，身份证11010519491231002X，卡4111111111111111，邮箱li@qq.com"
COVERED = "手机138****5678，身份证110*************2X，卡4111********1111，邮箱l*@qq.com"


async def test_numbers_are_covered_before_anything_is_stored(tab, store, assistant):  # noqa: F811
    one = await tab()
    await one.say("a", NUMBERS)
    assert (await one.next("message", role="bot"))["text"].endswith(COVERED)
    await one.send(type="rate", seq=2, useful=False, why="打13812345678找我")
    await one.next("rated")
    kept = json.dumps(
        own_data.exported(store.engine, [one.welcome["conversation"]], notes=True), ensure_ascii=False, default=str
    )
    assert COVERED in kept
    assert "打138****5678找我" in kept
    assert not any(number in kept for number in ("13812345678", "11010519491231002X", "4111111111111111", "li@qq"))
    assert assistant.calls[0][1] == COVERED


async def test_over_rest_too(client, assistant):
    response = await client.post(WEBHOOK, json={"sender": "s", "message": NUMBERS})
    assert response.status == 200
    assert assistant.calls[0][1] == COVERED


async def test_a_visitor_takes_everything_along(tab, server, store, inbox):  # noqa: F811
    one = await tab()
    await one.say("a", "第一个问题")
    await one.next("message", role="bot")
    await one.send(type="restart")
    token = (await one.next("welcome"))["token"]
    await one.say("b", "第二个问题")
    second = (await one.next("message", role="bot"))["conversation"]
    await inbox.note(second, "李工", "只给同事看")
    response = await server.post("/conversations/export", json={"token": token})
    given = await response.json()
    assert response.headers["Cache-Control"] == "no-store"
    assert [[one["text"] for one in talk["messages"] if one["role"] == "user"] for talk in given["conversations"]] == [
        ["第一个问题"],
        ["第二个问题"],
    ]
    assert "只给同事看" not in json.dumps(given, ensure_ascii=False)
    assert "只给同事看" in json.dumps(own_data.exported(store.engine, [second], notes=True), ensure_ascii=False)


async def test_a_visitor_erases_everything(tab, server, store, assistant):  # noqa: F811
    forgotten = []
    assistant.forget = forgotten.append
    one, other = await tab(), await tab()
    await other.say("a", "别人的问题")
    await other.next("message", role="bot")
    await one.say("a", "我的问题")
    await one.next("message", role="bot")
    await one.send(type="rate", seq=2, useful=True)
    await one.send(type="ask_person")
    await one.next("handover", state="waiting")
    old = one.welcome["conversation"]
    remembered = Dialogues(store.engine)
    for talk in (old, other.welcome["conversation"]):
        await remembered.store(dialogue_of(talk), 0, "[]", "1", "[]")
    response = await server.post("/conversations/erase", json={"token": one.welcome["token"]})
    assert await response.json() == {"erased": 1}
    fresh = await one.next("welcome")
    assert fresh["history"] == []
    assert fresh["conversation"] != old
    assert fresh["handover"]["state"] == "bot"
    assert forgotten == [f"chat-{old}"]
    with store.engine.connect() as connection:
        left = {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in ("conversations", "messages", "ratings", "handovers", "dialogues", "dialogue_answers")
        }
    assert list(left.values()) == [2, 2, 0, 0, 1, 1]
    await one.say("b", "又一个问题")
    assert (await one.next("message", role="bot"))["conversation"] == fresh["conversation"]


async def test_the_same_over_the_socket(tab, store):  # noqa: F811
    one, other = await tab(), await tab()
    await other.say("a", "别人的问题")
    await other.next("message", role="bot")
    await one.say("a", "我的问题")
    await one.next("message", role="bot")
    second = await tab(token=one.welcome["token"])
    await one.send(type="export")
    given = (await one.next("exported"))["data"]
    assert [[said["text"] for said in talk["messages"]] for talk in given["conversations"]] == [
        ["我的问题", "收到：我的问题"]
    ]
    await one.send(type="erase")
    fresh = await one.next("welcome")
    assert (await one.next("erased"))["conversations"] == 1
    assert (await second.next("welcome"))["conversation"] == fresh["conversation"] != one.welcome["conversation"]
    left = own_data.exported(store.engine, [one.welcome["conversation"], other.welcome["conversation"]])
    assert [talk["conversation"] for talk in left["conversations"]] == [other.welcome["conversation"]]


async def test_not_too_often_whichever_way(tab, server):  # noqa: F811
    one = await tab()
    for _ in range(5):
        await one.send(type="export")
        await one.next("exported")
    address, body = "/conversations/export", {"json": {"token": one.welcome["token"]}}
    assert [(await server.post(address, **body)).status for _ in range(2)] == [200, 429]
    await one.send(type="erase")
    assert (await one.next("refused"))["code"] == "too_fast"


async def test_a_kiosk_stays_one(tab, server, store):  # noqa: F811
    one = await tab(channel="kiosk")
    await one.say("a", "我的问题")
    await one.next("message", role="bot")
    await server.post("/conversations/erase", json={"token": one.welcome["token"]})
    fresh = await one.next("welcome")
    assert own_data.channel_of(store.engine, fresh["conversation"]) == "kiosk"


async def test_erased_while_it_was_being_answered(tab, server, assistant, caplog):  # noqa: F811
    import asyncio

    gate = assistant.gates["慢慢答"] = asyncio.Event()
    one = await tab()
    await one.say("a", "慢慢答")
    await one.next("typing", on=True)
    await server.post("/conversations/erase", json={"token": one.welcome["token"]})
    await one.next("welcome")
    gate.set()
    await one.say("b", "接着问")
    assert (await one.next("message", role="bot"))["text"].endswith("接着问")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_erased_by_the_administrator_while_the_page_is_open(tab, store):  # noqa: F811
    one = await tab()
    await one.say("a", "第一句")
    await one.next("message", role="bot")
    assert own_data.erase(store.engine, [one.welcome["conversation"]]) == 1
    await one.say("b", "第二句")
    assert (await one.next("welcome"))["history"] == []
    assert (await one.next("message", role="bot"))["text"].endswith("第二句")


@pytest.mark.parametrize("what", ["export", "erase"])
async def test_nobody_reaches_anothers(server, tab, what):  # noqa: F811
    one = await tab()
    await one.say("a", "我的问题")
    await one.next("message", role="bot")
    token = one.welcome["token"]
    address = f"/conversations/{what}"
    for body in ({}, {"token": 1}, {"token": token[:-1] + "x"}, {"token": Tokens(b"k" * 32).issue(new_session())}, []):
        assert (await server.post(address, json=body)).status == 404
    foreign = await server.post(address, json={"token": token}, headers={"Origin": "https://evil.example"})
    assert foreign.status == 404
    assert (await server.post(address, data="{" * 5000)).status == 404
    assert (await server.get(address)).status == 405
    for _ in range(6):
        last = await server.post(address, json={"token": token})
        token = token if what == "export" else one.welcome["token"]
    if what == "export":
        refused = await server.post(address, json={"token": token})
        assert (last.status, refused.status) == (200, 429)
        assert int(refused.headers["Retry-After"]) > 0


@pytest.mark.parametrize("backend", backends())
def test_nothing_of_what_was_erased_is_left(tmp_path, backend):
    with engine_on(backend, tmp_path) as engine:
        upgrade(engine)
        kept = Store(engine)
        old, new = kept.current("a" * 32).id, kept.current("b" * 32).id
        for talk in (old, new):
            kept.add_from_user(talk, "c", "独一无二的话")
            kept.add(talk, Draft("event", "x"))
        assert own_data.erase(engine, [old, "unknown"]) == 1
        assert own_data.session_of(engine, old) is None
        assert own_data.session_of(engine, new) == "b" * 32
        assert own_data.erase(engine, [new]) == 1
        if backend == "sqlite":
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            files = b"".join(file.read_bytes() for file in tmp_path.glob(f"{SQLITE_FILE}*"))
            assert "独一无二的话".encode() not in files


def test_a_database_error_does_not_repeat_what_was_said(tmp_path):
    with engine_on("sqlite", tmp_path) as engine:
        with pytest.raises(sa.exc.OperationalError) as failed, engine.connect() as connection:
            connection.execute(sa.text("INSERT INTO nothing VALUES (:words)"), {"words": "秘密的话"})
        assert "秘密" not in str(failed.value)


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "channels.cli.main", "conversations", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        env=kept | environment,
        input="n\n",
        check=False,
    )


def test_from_the_command_line(tmp_path):
    from policy_kb.models.engine import create_engine

    engine = create_engine(f"sqlite:///{tmp_path / 'ipdesk.sqlite3'}")
    upgrade(engine)
    kept = Store(engine)
    first = kept.current("a" * 32).id
    kept.add_from_user(first, "c", "第一个问题")
    second = kept.restart("a" * 32).id
    kept.add_from_user(second, "c", "第二个问题")
    other = kept.current("b" * 32).id
    data = {"IPDESK_DATA": str(tmp_path)}
    shown = json.loads(_run("export", second, **data).stdout)
    assert [talk["conversation"] for talk in shown["conversations"]] == [first, second]
    file = tmp_path / "out.json"
    assert _run("export", first, str(file), **data).returncode == 0
    assert json.loads(file.read_text())["conversations"] == shown["conversations"]
    assert "已经存在" in _run("export", first, str(file), **data).stderr
    assert "没有删除" in _run("erase", first, **data).stderr
    assert "已删除 2 个对话" in _run("erase", first, "--yes", **data).stdout
    assert "没有找到对话" in _run("erase", first, "--yes", **data).stderr
    assert own_data.session_of(engine, other) == "b" * 32
    engine.dispose()
