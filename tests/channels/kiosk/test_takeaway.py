"""Taking answers along and leaving, over HTTP."""

from __future__ import annotations

import pytest

from channels.backend import Backend
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Draft, Store
from channels.conversations.tokens import Tokens, new_session
from channels.server import create_app
from policy_kb.models.engine import create_engine
from policy_kb.settings import settings


@pytest.fixture
def store(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'chat.sqlite3'}")
    upgrade(engine)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def tokens():
    return Tokens(b"k" * 32)


@pytest.fixture
async def client(aiohttp_client, store, tokens):
    async def nobody():
        raise AssertionError("nothing is asked here")

    conversations = Conversations(store, tokens, "12345")
    return await aiohttp_client(create_app(Backend(nobody), "12345", conversations=conversations))


@pytest.fixture
def token(store, tokens):
    session = new_session()
    conversation = store.current(session).id
    asked, _ = store.add_from_user(conversation, "a", "能奖<b>多少</b>")
    citation = {"document": "若干措施", "clause": "（七）", "quote": "每家奖励3万元", "valid_until": "2029-02-02"}
    store.settle(
        conversation, asked.seq, [Draft("bot", "可以拿<script>x</script>。", {"custom": {"citations": [citation]}})]
    )
    return tokens.issue(session)


async def make(client, token):
    response = await client.post("/kiosk/takeaway", json={"token": token})
    return response.status, await response.json()


async def test_the_link_shows_the_answers_once(client, token):
    status, made = await make(client, token)
    assert (status, made["seconds"]) == (200, 600)
    for _ in range(2):
        door = await client.get(made["path"])
        assert door.status == 200
        assert "查看回答" in await door.text()
    opened = await client.get(f"{made['path']}/answers")
    page = await opened.text()
    assert opened.status == 200
    assert opened.headers["Cache-Control"] == "no-store"
    assert "可以拿&lt;script&gt;x&lt;/script&gt;。" in page
    assert "能奖&lt;b&gt;多少&lt;/b&gt;" in page
    assert "每家奖励3万元" in page
    again = await client.get(f"{made['path']}/answers")
    assert again.status == 410
    assert "已经用过或者过期" in await again.text()
    assert (await client.get(made["path"])).status == 410


async def test_a_head_request_does_not_use_the_link_up(client, token):
    _, made = await make(client, token)
    assert (await client.head(f"{made['path']}/answers")).status == 405
    assert (await client.get(f"{made['path']}/answers")).status == 200


async def test_what_is_said_later_is_not_in_the_link(client, token, store, tokens):
    _, made = await make(client, token)
    conversation = store.current(tokens.session(token)).id
    store.add(conversation, Draft("bot", "后来说的"))
    assert "后来说的" not in await (await client.get(f"{made['path']}/answers")).text()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"token": 3}', '{"token": "made up"}'])
async def test_without_a_good_token_there_is_nothing_to_take(client, body):
    response = await client.post("/kiosk/takeaway", data=body)
    assert response.status == 404
    assert "没有可以带走的回答" in (await response.json())["error"]


async def test_a_page_of_another_site_gets_nothing(client, token):
    response = await client.post("/kiosk/takeaway", json={"token": token}, headers={"Origin": "https://evil.example"})
    assert response.status == 404


async def test_links_cannot_be_made_without_end(client, token):
    statuses = [(await make(client, token))[0] for _ in range(8)]
    assert statuses.count(200) == 6
    assert statuses[-1] == 429


async def test_after_the_end_the_token_is_worth_nothing(client, token, store, tokens):
    session = tokens.session(token)
    first = store.current(session).id
    async with client.ws_connect("/ws") as tab:
        await tab.send_json({"v": 1, "type": "hello", "token": token})
        assert (await tab.receive_json())["conversation"] == first
        assert (await client.post("/kiosk/end", json={"token": token})).status == 204
        assert (await tab.receive_json())["code"] == "ended"
    async with client.ws_connect("/ws") as tab:
        await tab.send_json({"v": 1, "type": "hello", "token": token})
        welcome = await tab.receive_json()
    assert welcome["history"] == []
    assert welcome["conversation"] != first
    assert tokens.session(welcome["token"]) != session
    assert (await make(client, token))[0] == 404
    assert [message.role for message in store.history(first)] == ["user", "bot", "event"]


async def test_a_link_made_before_the_end_still_opens(client, token):
    _, made = await make(client, token)
    await client.post("/kiosk/end", json={"token": token})
    assert "可以拿" in await (await client.get(f"{made['path']}/answers")).text()


async def test_ending_leaves_the_queue_for_a_person(client, token, store, tokens):
    conversation = store.current(tokens.session(token)).id
    store.ask_for_person(conversation)
    for _ in range(2):
        assert (await client.post("/kiosk/end", json={"token": token})).status == 204
    assert store.waiting() == []
    assert [message.role for message in store.history(conversation)].count("event") == 1


async def test_phones_are_sent_where_they_reach_the_server(client, token, monkeypatch):
    assert "base" not in (await make(client, token))[1]
    monkeypatch.setenv("IPDESK_PUBLIC_URL", "https://desk.example.gov.cn")
    settings.cache_clear()
    try:
        assert (await make(client, token))[1]["base"] == "https://desk.example.gov.cn"
    finally:
        settings.cache_clear()
