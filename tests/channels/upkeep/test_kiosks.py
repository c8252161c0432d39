"""Kiosks whose page went away without a word are ended by the server; those that are there are not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from channels.conversations.models import Channel
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.shared.alone import Alone
from channels.upkeep.kiosks import GONE, end_gone
from channels.upkeep.worker import Task, Upkeep


@pytest.fixture
def conversations(engine: Engine) -> Conversations:
    return Conversations(Store(engine), Tokens(b"k" * 32), "12345")


def asked(store: Store, session: str, channel: Channel = "kiosk") -> str:
    talk = store.current(session, channel).id
    store.add_from_user(talk, "a", "怎么申请奖励")
    store.ask_for_person(talk)
    return talk


def late(seconds: float = 1) -> datetime:
    return datetime.now(UTC) + GONE + timedelta(seconds=seconds)


async def test_a_kiosk_that_is_silent_is_ended_for_good(conversations: Conversations) -> None:
    store = conversations.store
    talk = asked(store, "s1")
    assert await end_gone(conversations) == 0
    assert not store.ended("s1")
    assert await end_gone(conversations, late()) == 1
    assert store.ended("s1")
    assert store.waiting() == []
    assert store.first_open(talk) is None
    assert store.history(talk)[-1].role == "event"
    assert await end_gone(conversations, late(1000)) == 0
    assert [message.role for message in store.history(talk)].count("event") == 1


async def test_pages_of_visitors_at_home_are_left_alone(conversations: Conversations) -> None:
    asked(conversations.store, "s1", "web")
    asked(conversations.store, "s2", "widget")
    assert await end_gone(conversations, late(100_000)) == 0
    assert not conversations.store.ended("s1")


async def test_one_that_ended_itself_or_said_nothing_is_not_ended_again(conversations: Conversations) -> None:
    store = conversations.store
    talk = asked(store, "s1")
    store.end("s1")
    store.current("s2", "kiosk")
    assert await end_gone(conversations, late()) == 0
    assert len(store.history(talk)) == 2
    # A new conversation of a kiosk that goes on is the one to be ended, the old one is not.
    asked(store, "s3")
    second = store.restart("s3")
    store.add_from_user(second.id, "b", "还有吗")
    assert await end_gone(conversations, late()) == 1
    assert store.history(second.id)[-1].role == "event"


async def test_a_page_that_comes_back_at_the_last_moment_keeps_its_session(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = conversations.store
    room = await conversations.open(asked(store, "s1"))
    assert conversations.take_heard() == [], "it is no page that opened it"
    room.heard = True
    assert conversations.take_heard() == ["s1"]
    assert conversations.take_heard() == []
    room.heard = True
    # A frame comes in while the database is asked.
    monkeypatch.setattr(store, "heard", lambda _: setattr(room, "heard", True))
    assert await end_gone(conversations, late()) == 0
    assert not store.ended("s1")
    conversations.close_room(room)


async def test_what_was_heard_by_another_process_counts(engine: Engine, conversations: Conversations) -> None:
    other = Conversations(Store(engine), Tokens(b"k" * 32), "12345")
    store = conversations.store
    talk = asked(store, "s1")
    room = await other.open(talk)
    room.heard = True
    began = datetime.now(UTC)
    await asyncio.sleep(0.05)
    assert await end_gone(other) == 0
    # Silent since the beginning, as far as this process can tell, but the other one has heard of it.
    assert store.gone(began) == []
    assert store.gone(datetime.now(UTC)) == ["s1"]
    other.close_room(room)


async def test_a_task_that_fails_is_done_again(conversations: Conversations) -> None:
    done: list[int] = []
    enough = asyncio.Event()

    async def work() -> None:
        done.append(1)
        if len(done) == 3:
            enough.set()
        if len(done) == 1:
            raise OSError("the database is away")

    upkeep = Upkeep(conversations, Alone(), (Task("试一试", 0.01, work),))
    await upkeep.start(None)  # type: ignore[arg-type]
    async with asyncio.timeout(120):
        await enough.wait()
    await upkeep.stop(None)  # type: ignore[arg-type]
    count = len(done)
    await asyncio.sleep(0.05)
    assert len(done) == count
