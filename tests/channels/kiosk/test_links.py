"""Take-away links open once, for ten minutes, in whichever process, and are not kept as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from channels.conversations import own_data
from channels.conversations.migrations import upgrade
from channels.conversations.models import TakeawayLinkRow
from channels.conversations.store import Draft, Store
from channels.kiosk.links import LIFETIME_SECONDS, Links, Taken
from policy_kb.models.engine import reading
from tests.policy_kb.store.databases import backends, engine_on


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=backends())
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with engine_on(request.param, tmp_path) as made:
        upgrade(made)
        yield made


@pytest.fixture
def taken(engine: Engine) -> Taken:
    store = Store(engine)
    conversation = store.current("a" * 32).id
    return Taken(conversation, store.add(conversation, Draft("bot", "可以拿3万元。")).seq)


def test_a_link_opens_once_in_whichever_process(engine, taken):
    token = Links(engine).make(taken)
    other = Links(engine)
    assert other.good(token)
    assert other.good(token)
    assert other.open(token) == taken
    assert other.open(token) is None
    assert Links(engine).open(token) is None
    assert not Links(engine).good(token)


def test_it_closes_after_ten_minutes(engine, taken):
    clock = Clock()
    links = Links(engine, clock)
    first = links.make(taken)
    clock.now += timedelta(seconds=LIFETIME_SECONDS - 1)
    second = links.make(taken)
    assert links.good(first)
    clock.now += timedelta(seconds=1)
    assert not links.good(first)
    assert links.open(first) is None
    assert links.good(second)
    links.make(taken)
    with reading(engine) as rows:
        assert rows.scalar(sa.select(sa.func.count()).select_from(TakeawayLinkRow)) == 2


def test_a_token_has_128_bits_and_is_kept_as_a_digest_only(engine, taken):
    links = Links(engine)
    tokens = {links.make(taken) for _ in range(20)}
    assert len(tokens) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    with reading(engine) as rows:
        kept = set(rows.scalars(sa.select(TakeawayLinkRow.digest)))
    assert len(kept) == 20
    assert not kept & tokens


def test_links_go_with_their_conversation(engine, taken):
    links = Links(engine)
    token = links.make(taken)
    assert own_data.erase(engine, [taken.conversation]) == 1
    assert links.open(token) is None
