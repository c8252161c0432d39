"""What the assistant remembers of dialogues, on each kind of database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot.keeping import Opened, Overtaken
from channels.conversations import dialogues
from channels.conversations.dialogues import IDLE, KEPT_ANSWERS, Dialogues, delete_idle
from channels.conversations.migrations import upgrade
from channels.conversations.models import ConversationRow, DialogueAnswerRow, DialogueRow, dialogue_of
from channels.conversations.store import Store
from channels.upkeep.retention import forget_old
from policy_kb.models.engine import changing, reading
from tests.policy_kb.store.databases import backends, engine_on


@pytest.fixture(params=backends())
def engine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    with engine_on(request.param, tmp_path) as made:
        upgrade(made)
        yield made


@pytest.fixture
def kept(engine: Engine) -> Dialogues:
    return Dialogues(engine)


def _senders(engine: Engine) -> list[str]:
    with reading(engine) as rows:
        return list(rows.scalars(sa.select(DialogueRow.sender).order_by(DialogueRow.sender)))


async def test_what_was_stored_is_there_and_what_is_known_is_not_read_again(kept: Dialogues, engine: Engine) -> None:
    assert await kept.open("me", 0, None) == Opened(0)
    first = await kept.store("me", 0, "一", None, "")
    assert await kept.open("me", 0, None) == Opened(first, "一")
    second = await kept.store("me", first, "二", None, "")
    assert await Dialogues(engine).open("me", first, None) == Opened(second, "二")
    assert await kept.open("me", second, None) == Opened(second, None)
    assert await kept.open("somebody else", second, None) == Opened(0)


async def test_an_answer_is_kept_with_its_message(kept: Dialogues) -> None:
    version = await kept.store("me", 0, "一", "m1", '["答"]')
    assert (await kept.open("me", version, "m1")).replies == '["答"]'
    assert (await kept.open("me", version, "m2")).replies is None
    assert (await kept.open("you", 0, "m1")).replies is None


async def test_who_was_overtaken_changes_nothing(kept: Dialogues) -> None:
    first = await kept.store("me", 0, "一", "m1", "[1]")
    second = await kept.store("me", first, "二", "m2", "[2]")
    for stale in (0, first, second + 1):
        with pytest.raises(Overtaken):
            await kept.store("me", stale, "三", "m3", "[3]")
    assert await kept.open("me", 0, "m3") == Opened(second, "二", None)


async def test_of_many_at_once_one_goes_on(kept: Dialogues) -> None:
    version = await kept.store("me", 0, "一", None, "")
    for start in (0, version):
        sender = "me" if start else "fresh"
        tried = [kept.store(sender, start, str(number), f"m{number}", "[]") for number in range(12)]
        done = await asyncio.gather(*tried, return_exceptions=True)
        assert sum(isinstance(one, int) for one in done) == 1
        assert all(isinstance(one, int | Overtaken) for one in done)


async def test_one_begun_again_is_never_taken_for_the_one_before(kept: Dialogues, engine: Engine) -> None:
    versions = set()
    for _ in range(5):
        versions.add(await kept.store("me", 0, "新", None, ""))
        dialogues.erase(engine, ["me"])
    assert len(versions) == 5


async def test_only_the_newest_answers_stay(kept: Dialogues, engine: Engine) -> None:
    version = 0
    for number in range(KEPT_ANSWERS + 5):
        version = await kept.store("me", version, "态", f"m{number}", "[]")
    with reading(engine) as rows:
        assert len(rows.scalars(sa.select(DialogueAnswerRow.message)).all()) == KEPT_ANSWERS
    assert (await kept.open("me", version, "m4")).replies is None
    assert (await kept.open("me", version, "m5")).replies == "[]"


async def test_what_nobody_goes_on_with_is_deleted(kept: Dialogues, engine: Engine) -> None:
    for sender in ("old", "new"):
        await kept.store(sender, 0, "态", "m", "[]")
    now = datetime.now(UTC)
    with changing(engine) as rows:
        rows.execute(sa.update(DialogueRow).where(DialogueRow.sender == "old").values(at=now - IDLE))
    assert delete_idle(engine, now + timedelta(minutes=1)) == 1
    assert _senders(engine) == ["new"]
    with reading(engine) as rows:
        assert rows.scalars(sa.select(DialogueAnswerRow.sender)).all() == ["new"]


async def test_with_a_conversation_goes_what_is_remembered_of_it(kept: Dialogues, engine: Engine) -> None:
    store = Store(engine)
    gone, other = store.current("s" * 32), store.current("t" * 32)
    for talk in (gone, other):
        await kept.store(dialogue_of(talk.id), 0, "态", "1", "[]")
    with changing(engine) as rows:
        rows.execute(
            sa.update(ConversationRow)
            .where(ConversationRow.id == gone.id)
            .values(last_at=datetime(2020, 1, 1, tzinfo=UTC))
        )
    assert forget_old(engine, 180, pause=0) == {gone.id}
    assert _senders(engine) == [dialogue_of(other.id)]
