"""The WebSocket from end to end: order, exactly once, several tabs, limits, hand-over, restart of the server."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError

from channels.backend import Backend
from channels.conversations import patience, service
from channels.conversations import socket as socket_module
from channels.conversations.connection import Connection
from channels.conversations.frames import Pong
from channels.conversations.inbox import Inbox
from channels.conversations.limits import Limiter
from channels.conversations.migrations import upgrade
from channels.conversations.models import ConversationRow
from channels.conversations.service import PAGE, Conversations
from channels.conversations.store import HISTORY, Draft, NoSuchThing, Store
from channels.conversations.tokens import Tokens
from channels.server import create_app
from policy_kb.models.engine import changing, create_engine

from .conftest import CONTACT


class Tab:
    """A browser tab that speaks the protocol."""

    def __init__(self, socket):
        self.socket = socket
        self.welcome = {}

    async def send(self, **frame):
        await self.socket.send_str(json.dumps({"v": 1, **frame}))

    async def hello(self, **known):
        await self.send(type="hello", **known)
        self.welcome = await self.next("welcome")
        return self.welcome

    async def next(self, kind, **fields):
        """The next frame of a kind (and with these values); others are passed over."""
        async with asyncio.timeout(120):
            while True:
                message = await self.socket.receive()
                assert message.type is WSMsgType.TEXT, message
                frame = json.loads(message.data)
                assert frame["v"] == 1
                if frame["type"] == kind and all(frame.get(k) == v for k, v in fields.items()):
                    return frame

    async def say(self, client_id, text):
        await self.send(type="message", client_id=client_id, text=text)

    async def closed(self):
        async with asyncio.timeout(120):
            while (await self.socket.receive()).type is WSMsgType.TEXT:
                pass


@pytest.fixture(autouse=True)
def _held_for_no_time(monkeypatch):
    monkeypatch.setattr(socket_module, "HELD_SECONDS", 0.0)


@pytest.fixture
def store(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'chat.sqlite3'}")
    upgrade(engine)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def conversations(store):
    return Conversations(store, Tokens(b"k" * 32), CONTACT, messages=Limiter(burst=10, per_second=1))


@pytest.fixture
def inbox(conversations):
    return Inbox(conversations)


@pytest.fixture
def start(aiohttp_client, assistant, conversations):
    """Starts a server; gives its client. ``loaded=False`` leaves the assistant away."""

    async def make(served=None, *, loaded=True, answer=None):
        async def load():
            return answer or assistant

        backend = Backend(load)
        if loaded:
            await backend.start()
        client = await aiohttp_client(
            create_app(backend, CONTACT, conversations=served or conversations, embedders=["https://portal.example"])
        )
        client.backend = backend
        return client

    return make


@pytest.fixture
async def server(start):
    return await start()


@pytest.fixture
def tab(server):
    async def make(of=None, **known):
        made = Tab(await (of or server).ws_connect("/ws"))
        await made.hello(**known)
        return made

    return make


async def test_a_message_is_stored_acknowledged_and_answered(tab, store):
    one = await tab()
    assert one.welcome["history"] == []
    assert one.welcome["handover"]["state"] == "bot"
    assert "敏感信息" in one.welcome["privacy"]
    await one.say("a", "你好")
    ack = await one.next("ack")
    assert (ack["client_id"], ack["seq"]) == ("a", 1)
    assert (await one.next("typing"))["on"] is True
    answer = await one.next("message")
    assert (answer["seq"], answer["role"], answer["text"], answer["reply_to"]) == (2, "bot", "收到：你好", 1)
    assert [m.text for m in store.history(one.welcome["conversation"])] == ["你好", "收到：你好"]


async def test_the_same_message_twice_is_answered_once(tab, assistant):
    one = await tab()
    await one.say("a", "你好")
    first = await one.next("message")
    await one.say("a", "你好")
    assert (await one.next("ack"))["seq"] == 1
    assert await one.next("message") == first
    assert len(assistant.calls) == 1


async def test_sent_again_before_the_answer_it_is_still_answered_once(tab, assistant):
    assistant.gates["你好"] = asyncio.Event()
    one = await tab()
    for _ in range(3):
        await one.say("a", "你好")
    for _ in range(3):
        assert (await one.next("ack"))["seq"] == 1
    assistant.gates["你好"].set()
    assert (await one.next("message"))["seq"] == 2
    await one.send(type="ping")
    await one.next("pong")
    assert len(assistant.calls) == 1


async def test_messages_are_answered_in_their_order(tab, assistant):
    one = await tab()
    for number in range(5):
        await one.say(f"m{number}", f"第{number}条")
    texts = [(await one.next("message"))["text"] for _ in range(5)]
    assert texts == [f"收到：第{number}条" for number in range(5)]
    assert assistant.most_running == 1


async def test_every_tab_of_a_session_gets_everything(tab):
    one = await tab()
    two = await tab(token=one.welcome["token"])
    assert two.welcome["conversation"] == one.welcome["conversation"]
    await one.say("a", "你好")
    echoed = await two.next("message")
    assert (echoed["role"], echoed["client_id"]) == ("user", "a")
    assert (await two.next("message"))["text"] == "收到：你好"
    assert (await one.next("message"))["role"] == "bot"


async def test_nobody_else_does(tab):
    one = await tab()
    stranger = await tab(token=one.welcome["token"][:-1] + "_", conversation=one.welcome["conversation"])
    assert stranger.welcome["conversation"] != one.welcome["conversation"]
    await one.say("a", "秘密")
    await one.next("message", role="bot")
    await stranger.send(type="ping")
    assert (await stranger.socket.receive_json())["type"] == "pong"


async def test_who_comes_back_gets_what_was_missed(tab):
    one = await tab()
    await one.say("a", "你好")
    await one.next("message")
    known = {"token": one.welcome["token"], "conversation": one.welcome["conversation"]}
    await one.socket.close()
    again = await tab(**known, after_seq=1)
    assert [m["text"] for m in again.welcome["history"]] == ["收到：你好"]
    fresh = await tab(token=known["token"], conversation="other", after_seq=1)
    assert [m["seq"] for m in fresh.welcome["history"]] == [1, 2]


async def test_gone_in_mid_answer_the_answer_waits(tab, assistant, conversations):
    assistant.gates["慢"] = asyncio.Event()
    one = await tab()
    await one.say("a", "慢")
    await one.next("typing", on=True)
    await one.socket.close()
    back = await tab(token=one.welcome["token"])
    assert (await back.next("typing"))["on"] is True
    assistant.gates["慢"].set()
    assert (await back.next("message"))["text"] == "收到：慢"
    await back.socket.close()
    await asyncio.sleep(0.3)
    assert conversations.sessions == 0, "nothing is left of who has gone"


async def test_after_a_restart_of_the_server_what_was_open_is_answered(tab, start, assistant, store):
    assistant.gates["慢"] = asyncio.Event()
    one = await tab()
    await one.say("a", "漳州有哪些奖励")
    await one.next("message")
    await one.say("b", "慢")
    await one.next("ack", client_id="b")
    # The first server never gets to answer; a second one, with the same database and key, is asked.
    heard = []

    class Second:
        async def handle(self, sender, text, metadata=None):
            heard.append((text, dict(metadata or {})))
            return [{"recipient_id": sender, "text": f"第二次：{text}"}]

    second = await start(Conversations(store, Tokens(b"k" * 32), CONTACT), answer=Second())
    back = await tab(second, token=one.welcome["token"], conversation=one.welcome["conversation"], after_seq=3)
    assert (await back.next("message"))["text"] == "第二次：慢"
    assert heard == [("慢", {})], "what was answered is not said again: the assistant remembers"
    assistant.gates["慢"].set()
    await asyncio.sleep(0.1)
    assert [m.text for m in store.history(one.welcome["conversation"])][-1] == "第二次：慢", "not answered twice"


async def test_an_old_message_that_fails_keeps_nobody_from_an_answer(tab, start, store):
    one = await tab()
    await one.say("a", "坏")
    await one.next("message")

    class Second:
        async def handle(self, sender, text, metadata=None):
            if text == "坏":
                raise RuntimeError
            return [{"recipient_id": sender, "text": f"第二次：{text}"}]

    second = await start(Conversations(store, Tokens(b"k" * 32), CONTACT), answer=Second())
    back = await tab(second, token=one.welcome["token"])
    await back.say("b", "你好")
    assert (await back.next("message", role="bot"))["text"] == "第二次：你好"


async def test_while_the_assistant_loads_messages_wait(start, tab):
    server = await start(loaded=False)
    one = await tab(server)
    await one.say("a", "你好")
    await one.next("ack")
    await one.next("typing", on=True)
    await server.backend.start()
    assert (await one.next("message"))["text"] == "收到：你好"


async def test_an_intent_of_the_assistants_own_can_not_be_named(tab, assistant):
    one = await tab()
    await one.say("a", '/restart{"slot": 1}')
    await one.next("message")
    assert assistant.calls[0][1] == 'restart{"slot": 1}'


@pytest.mark.parametrize(("text", "code"), [("哈" * 1_001, "too_long"), (" \u200b ", "blank"), ("", "blank")])
async def test_what_can_not_be_asked_is_refused_in_words(tab, store, assistant, text, code):
    one = await tab()
    await one.say("a", text)
    refused = await one.next("refused")
    assert (refused["code"], refused["client_id"]) == (code, "a")
    assert re.search(r"[一-鿿].*。$", refused["sentence"])
    assert store.history(one.welcome["conversation"]) == []
    assert assistant.calls == []


async def test_too_fast_says_when_to_try_again(start, tab, store):
    limited = Conversations(store, Tokens(b"k" * 32), CONTACT, messages=Limiter(burst=2, per_second=0.5))
    one = await tab(await start(limited))
    for number in range(3):
        await one.say(f"m{number}", "你好")
    refused = await one.next("refused")
    assert (refused["code"], refused["client_id"]) == ("too_fast", "m2")
    assert 0 < refused["retry_after"] <= 2
    assert len([m for m in store.history(one.welcome["conversation"]) if m.role == "user"]) == 2


async def test_who_goes_on_though_told_to_wait_is_sent_away(start, tab, store, monkeypatch):
    monkeypatch.setattr(patience, "_FIRST_REST", 0.0)
    limited = Conversations(store, Tokens(b"k" * 32), CONTACT, messages=Limiter(burst=1, per_second=0.001))
    server = await start(limited)
    one, two = await tab(server), await tab(server)
    for number in range(2):
        await one.say(f"m{number}", "你好")
    assert (await one.next("refused"))["client_id"] == "m1"
    await one.send(type="ask_person")
    assert (await one.next("handover"))["state"] == "waiting", "other wishes need not wait"
    for number in range(patience.MOST_EARLY - 1):
        await one.say(f"e{number}", "你好")
        refused = await one.next("refused")
        assert (refused["code"], refused["client_id"]) == ("too_fast", f"e{number}")
        assert refused["retry_after"] > 900
    await one.say("last", "你好")
    assert (await one.next("bye"))["code"] == "too_fast"
    await one.closed()
    assert len([m for m in store.history(one.welcome["conversation"]) if m.role == "user"]) == 1
    await two.say("a", "你好")
    assert (await two.next("message"))["text"] == "收到：你好"


async def test_in_a_crowd_the_next_message_is_taken_after_the_answer(tab, assistant, store, monkeypatch):
    monkeypatch.setattr(service, "CROWD", 0)
    monkeypatch.setattr(service, "CROWD_SECONDS", 0.0)
    assistant.gates["慢"] = asyncio.Event()
    one, two = await tab(), await tab()
    await one.say("a", "慢")
    await one.next("ack")
    await one.say("b", "你好")
    refused = await one.next("refused")
    assert (refused["code"], refused["client_id"], refused["sentence"]) == ("too_fast", "b", service.CROWDED)
    assert refused["retry_after"] is not None
    await two.say("a", "你好")
    await two.next("ack")
    assistant.gates["慢"].set()
    await one.next("message", role="bot")
    await one.say("b", "你好")
    await one.next("ack", client_id="b")
    assert (await one.next("message", role="bot"))["text"] == "收到：你好"


async def test_new_conversations_are_begun_so_often(tab):
    one = await tab()
    two = await tab(token=one.welcome["token"])
    for number in range(5):
        await (one, two)[number % 2].send(type="restart")
        fresh = [await each.next("welcome") for each in (one, two)]
    await one.send(type="restart")
    refused = await one.next("refused")
    assert refused["code"] == "too_fast"
    assert 0 < refused["retry_after"] <= 5
    await one.say("a", "你好")
    assert (await two.next("message", role="bot"))["conversation"] == fresh[0]["conversation"]


async def test_who_was_sent_away_is_held_until_they_go(tab, monkeypatch):
    monkeypatch.setattr(socket_module, "HELD_SECONDS", 60.0)
    monkeypatch.setattr(socket_module, "HELD_REST_SECONDS", 0.01)
    one = await tab()
    await one.socket.send_str("no frame")
    await one.next("bye")
    await one.send(type="ping")  # is not looked at
    with pytest.raises(TimeoutError):
        await one.socket.receive(0.2)
    async with asyncio.timeout(30):
        await one.socket.close()
    await tab()


@pytest.mark.parametrize(
    "frame",
    [
        "no json",
        "[]",
        "{}",
        '{"v": 2, "type": "ping"}',
        '{"v": 1, "type": "take_over"}',
        '{"v": 1, "type": "message", "client_id": "<script>", "text": "x"}',
        '{"v": 1, "type": "message", "client_id": "a", "text": "\\ud800"}',
        '{"v": 1, "type": "message", "client_id": "a", "text": 5}',
        '{"v": 1, "type": "rate", "seq": -1, "useful": true}',
        "[" * 5_000,
    ],
)
async def test_a_frame_that_is_none_ends_the_connection_in_words(tab, frame):
    one = await tab()
    await one.socket.send_str(frame)
    bye = await one.next("bye")
    assert bye["code"] == "bad_frame"
    assert "Error" not in bye["sentence"]
    await one.closed()


async def test_a_frame_that_is_too_big_ends_the_connection(tab):
    one = await tab()
    await one.say("a", "哈" * 40_000)
    await one.closed()
    assert one.socket.close_code == 1009
    assert (await tab()).welcome["history"] == []


async def test_a_flood_of_frames_ends_the_connection(tab):
    one = await tab()
    for _ in range(100):
        await one.send(type="ping")
    assert (await one.next("bye"))["code"] == "too_fast"


async def test_who_does_not_say_hello_is_sent_away(server):
    one = Tab(await server.ws_connect("/ws"))
    await one.send(type="ping")
    assert (await one.next("bye"))["code"] == "no_hello"
    await one.closed()


async def test_only_known_pages_may_connect(server):
    host = f"{server.host}:{server.port}"
    for origin in (f"http://{host}", "https://portal.example"):
        socket = await server.ws_connect("/ws", headers={"Origin": origin})
        await Tab(socket).hello()
    for origin in ("https://evil.example", "null", f"http://{host}.evil.example", "http://127.0.0.1"):
        with pytest.raises(WSServerHandshakeError) as error:
            await server.ws_connect("/ws", headers={"Origin": origin})
        assert error.value.status == 403


async def test_a_plain_request_is_told_what_the_address_is_for(server):
    response = await server.get("/ws")
    assert response.status == 426
    assert "WebSocket" in (await response.json())["error"]


async def test_an_assistant_that_fails_costs_an_apology_with_a_number(tab, assistant, caplog):
    assistant.replies["坏"] = RuntimeError("secret")
    one = await tab()
    await one.say("a", "坏")
    answer = await one.next("message")
    number = answer["custom"]["error_number"]
    assert number in answer["text"]
    assert CONTACT in answer["text"]
    assert "secret" not in json.dumps(answer)
    assert number in caplog.text
    await one.say("b", "你好")
    assert (await one.next("message"))["text"] == "收到：你好"


async def test_a_database_that_fails_costs_a_refusal_with_a_number(tab, store, monkeypatch):
    one = await tab()

    def broken(*_args):
        raise OSError("secret path")

    monkeypatch.setattr(store, "add_from_user", broken)
    await one.say("a", "你好")
    refused = await one.next("refused")
    assert (refused["code"], refused["client_id"]) == ("failed", "a")
    assert re.search(r"E[0-9A-F]{8}", refused["sentence"])
    assert "secret" not in refused["sentence"]
    monkeypatch.undo()
    await one.say("a", "你好")
    assert (await one.next("message"))["text"] == "收到：你好"


async def test_a_database_that_fails_while_answering_is_tried_again(tab, store, monkeypatch):
    settle, failed = store.settle, []

    def once(*args):
        if not failed:
            failed.append(args)
            raise OSError
        return settle(*args)

    monkeypatch.setattr(store, "settle", once)
    one = await tab()
    await one.say("a", "你好")
    assert (await one.next("message"))["seq"] == 2


async def test_ratings_are_kept_and_shown_in_every_tab(tab):
    one = await tab()
    two = await tab(token=one.welcome["token"])
    await one.say("a", "你好")
    await one.next("message")
    await one.send(type="rate", seq=2, useful=False, why="金额不对")
    for each in (one, two):
        assert await each.next("rated") == {"v": 1, "type": "rated", "seq": 2, "useful": False}
    await one.send(type="rate", seq=1, useful=True)
    assert (await one.next("refused"))["code"] == "not_found"
    again = await tab(token=one.welcome["token"])
    assert again.welcome["history"][1]["useful"] is False


async def test_a_new_conversation_begins_in_every_tab(tab, assistant):
    assistant.gates["慢"] = asyncio.Event()
    one = await tab()
    two = await tab(token=one.welcome["token"])
    await one.say("a", "慢")
    await one.next("ack")
    await two.send(type="restart")
    fresh = [await each.next("welcome") for each in (one, two)]
    assert fresh[0]["conversation"] == fresh[1]["conversation"] != one.welcome["conversation"]
    assert fresh[0]["history"] == []
    assistant.gates["慢"].set()
    await one.say("b", "你好")
    answer = await one.next("message")
    assert (answer["text"], answer["seq"]) == ("收到：你好", 2), "the old question's answer does not turn up here"


async def test_hand_over_from_asking_to_the_end(tab, inbox, assistant):
    one = await tab()
    talk = one.welcome["conversation"]
    await one.send(type="ask_person")
    event = await one.next("message")
    assert event["role"] == "event"
    assert CONTACT in event["text"]
    assert not re.search(r"\d+\s*(分钟|小时|秒)", event["text"]), "no time is promised"
    assert (await one.next("handover"))["position"] == 1
    await one.say("a", "等的时候问一句")
    assert (await one.next("message"))["role"] == "bot"

    [waiting] = await inbox.list_waiting()
    assert (waiting.conversation, waiting.taken_by, waiting.last_text) == (talk, None, "等的时候问一句")
    await inbox.take_over(talk, "小王")
    assert "小王" in (await one.next("message"))["text"]
    assert (await one.next("handover"))["staff"] == "小王"
    await inbox.take_over(talk, "小王")
    asked = len(assistant.calls)
    await one.say("b", "在吗")
    await one.next("ack")
    await inbox.note(talk, "小王", "老客户")
    reply = await inbox.staff_reply(talk, "小王", "在的")
    shown = await one.next("message")
    assert (shown["role"], shown["author"], shown["text"], shown["seq"]) == ("staff", "小王", "在的", reply.seq)
    with pytest.raises(NoSuchThing):
        await inbox.take_over(talk, "小李")

    assert await inbox.hand_back(talk) is True
    assert (await one.next("handover"))["state"] == "bot"
    await one.say("c", "谢谢")
    assert (await one.next("message", role="bot"))["text"] == "收到：谢谢"
    assert len(assistant.calls) == asked + 1, "what was said to a person is not answered by the assistant"
    said = [m.text for m in (await inbox.transcript(talk))[0]]
    assert "老客户" in said
    assert len([text for text in said if text.startswith("小王已接手")]) == 1
    assert await inbox.list_waiting() == []


async def test_staff_are_told_where_something_happens(tab, inbox):
    seen = []

    def broken(_conversation):
        raise RuntimeError

    inbox.watch(broken)
    end = inbox.watch(seen.append)
    one = await tab()
    await one.say("a", "你好")
    await one.next("message")
    assert set(seen) == {one.welcome["conversation"]}
    end()
    told = len(seen)
    await one.send(type="ask_person")
    await one.next("handover")
    assert len(seen) == told


async def test_a_settled_matter_can_be_opened_again(tab, inbox):
    one = await tab()
    talk = one.welcome["conversation"]
    await inbox.take_over(talk, "小王")
    assert await inbox.close(talk) is True
    assert (await one.next("handover", state="bot"))["state"] == "bot"
    assert await inbox.close(talk) is False
    await one.send(type="ask_person")
    assert (await one.next("handover", state="waiting"))["position"] == 1


async def test_who_waits_moves_up_and_may_leave(tab, inbox):
    one, two = await tab(), await tab()
    await one.send(type="ask_person")
    await one.next("handover")
    await two.send(type="ask_person")
    assert (await two.next("handover"))["position"] == 2
    await inbox.take_over(one.welcome["conversation"], "小王")
    assert (await two.next("handover"))["position"] == 1
    await two.send(type="cancel_person")
    assert (await two.next("handover"))["state"] == "bot"


async def test_a_conversation_that_was_ended_can_not_be_taken(tab, inbox):
    one = await tab()
    await one.send(type="restart")
    await one.next("welcome")
    with pytest.raises(NoSuchThing, match="新的对话"):
        await inbox.take_over(one.welcome["conversation"], "小王")
    with pytest.raises(NoSuchThing):
        await inbox.note("unknown", "小王", "x")


async def test_a_slow_reader_is_let_go():
    class Stuck:
        closed = False

        async def send_str(self, _frame):
            await asyncio.Event().wait()

        async def close(self, **_code):
            self.closed = True

    stuck = Stuck()
    connection = Connection(stuck, queue=3)
    pump = asyncio.create_task(connection.pump())
    await asyncio.sleep(0)
    for _ in range(10):
        connection.send(Pong())
    assert connection._queue.qsize() == 1, "what can't be sent is not hoarded"
    pump.cancel()
    await asyncio.wait({pump})
    assert stuck.closed


async def test_a_stopping_server_lets_everybody_go(start, store, assistant):
    conversations = Conversations(store, Tokens(b"k" * 32), CONTACT)
    server = await start(conversations)
    async with ClientSession() as session:
        one = Tab(await session.ws_connect(server.make_url("/ws")))
        await one.hello()
        await one.say("a", "你好")
        await one.next("ack")
        await conversations.close()
        await one.closed()
    history = store.history(one.welcome["conversation"])
    assert [m.text for m in history] == ["你好", "收到：你好"]


async def test_what_was_said_before_the_history_comes_in_pages(tab, store):
    one = await tab()
    talk = one.welcome["conversation"]
    assert one.welcome["more"] is False
    for number in range(HISTORY + PAGE + 20):
        store.add(talk, Draft("event", f"第{number}条"))
    two = await tab(token=one.welcome["token"])
    assert (len(two.welcome["history"]), two.welcome["more"]) == (HISTORY, True)
    seen = two.welcome["history"]
    for size, more in ((PAGE, True), (20, False)):
        await two.send(type="older", before=seen[0]["seq"])
        page = await two.next("earlier")
        assert (page["conversation"], len(page["messages"]), page["more"]) == (talk, size, more)
        seen = page["messages"] + seen
    assert [message["text"] for message in seen] == [f"第{number}条" for number in range(HISTORY + PAGE + 20)]
    await two.send(type="older", before=1)
    assert (await two.next("earlier"))["messages"] == []
    # A tab that missed more than a history is told that something lies between.
    three = await tab(token=one.welcome["token"], conversation=talk, after_seq=10)
    assert (len(three.welcome["history"]), three.welcome["more"]) == (HISTORY, True)
    four = await tab(token=one.welcome["token"], conversation=talk, after_seq=seen[-1]["seq"] - 5)
    assert (len(four.welcome["history"]), four.welcome["more"]) == (5, False)


@pytest.mark.parametrize("frame", [{"before": 0}, {"before": -5}, {"before": "x"}, {}, {"before": 5, "most": 10_000}])
async def test_pages_of_no_sense_are_refused(tab, frame):
    one = await tab()
    await one.send(type="older", **frame)
    assert (await one.next("bye"))["code"] == "bad_frame"


async def test_who_has_an_old_conversation_open_begins_another(tab, store, conversations):
    one = await tab()
    old = one.welcome["conversation"]
    with changing(store.engine) as rows:
        rows.execute(sa.delete(ConversationRow))
    await conversations.forgotten({old})
    welcome = await one.next("welcome")
    assert welcome["conversation"] != old
    assert welcome["history"] == []
    await one.say("a", "还在吗")
    assert (await one.next("message", role="bot"))["text"] == "收到：还在吗"
