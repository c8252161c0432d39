"""Taught models and the choice among them in the database: what one host has, every other gets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot.taught import Choice, read_choice, taught_model, undo_target, write_choice
from bot.training import fingerprint
from channels.backend import Backend
from channels.shared.alone import Alone
from channels.shared.peers import News
from channels.staff_store import ModelRow, upgrade
from channels.teaching import following
from channels.teaching.following import Follower, Following
from channels.teaching.sharing import Damaged, bring_here, choose, chosen, fetch, keep_only, store, stored
from policy_kb.models.engine import writing
from tests.channels.inbox.conftest import Script
from tests.policy_kb.store.databases import backends, engine_on

ONE, TWO = (f"{digit * 32}.tar.gz" for digit in "12")


@pytest.fixture(params=backends())
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with engine_on(request.param, tmp_path) as made:
        upgrade(made)
        yield made


def put(folder: Path, name: str, content: str) -> Path:
    file = taught_model(folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def test_what_one_host_has_another_gets(engine, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    assert bring_here(engine, there) == 0
    for name, content in ((ONE, "one"), (TWO, "two")):
        store(engine, put(here, name, content))
        store(engine, put(here, name, content))
    choice = Choice().used(ONE, fingerprint()).used(TWO, fingerprint())
    assert choose(engine, choice, 0)
    assert bring_here(engine, there) == 1
    assert read_choice(there) == choice
    assert taught_model(there, TWO).read_text(encoding="utf-8") == "two"
    before = undo_target(there)
    assert before is not None
    assert before.model == ONE
    assert sorted(path.name for path in (there / "taught").iterdir()) == [ONE, TWO]


def test_of_two_who_choose_at_once_one_does(engine):
    one, two = Choice(ONE, (None,), "base"), Choice(TWO, (None,), "base")
    assert choose(engine, one, 0)
    assert not choose(engine, two, 0)
    assert chosen(engine) == (1, one)
    assert choose(engine, two, 1)
    assert not choose(engine, one, 1)
    assert chosen(engine) == (2, two)


def test_a_choice_from_before_the_database_knew_goes_into_it(engine, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    put(here, ONE, "one")
    choice = Choice().used(ONE, fingerprint())
    write_choice(here, choice)
    assert bring_here(engine, here) == 1
    assert chosen(engine) == (1, choice)
    bring_here(engine, there)
    assert taught_model(there, ONE).read_text(encoding="utf-8") == "one"


def test_a_damaged_model_is_not_taken(engine, tmp_path):
    store(engine, put(tmp_path / "here", ONE, "one"))
    with writing(engine) as rows:
        rows.execute(sa.update(ModelRow).values(archive=b"other"))
    with pytest.raises(Damaged):
        fetch(engine, tmp_path / "there", ONE)
    assert not taught_model(tmp_path / "there", ONE).exists()
    keep_only(engine, [TWO])
    assert stored(engine) == frozenset()
    assert not fetch(engine, tmp_path / "there", ONE)


class Told(Alone):
    """Tells a follower what nobody else does."""

    def listen(self, listener):
        self.listener = listener


async def test_each_process_answers_with_what_was_chosen(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(following, "_LOOK_SECONDS", 0.05)
    folder = tmp_path / "there"
    loads: list[str | None] = []

    async def start() -> Script:
        return named(Script(""), "own")

    async def load(file: Path | None, before: Any) -> Script:
        loads.append(None if file is None else file.name)
        if file is None:
            return named(Script(""), "own")
        if (content := file.read_text(encoding="utf-8")) == "broken":  # noqa: ASYNC240
            raise OSError("not a model")
        return named(Script(f"{content}："), file.name)

    async def answers(wanted: str) -> None:
        async with asyncio.timeout(20):
            while (await backend.answer("s", "一", {}))[0]["text"] != wanted:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    backend = Backend(start)
    peers = Told()
    follower = Follower(Following(lambda: engine, folder, load, "base"), backend, peers)
    await backend.start()
    await follower.start(None)
    try:
        await answers("收到：一")
        for name, content in ((ONE, "一号"), (TWO, "broken")):
            store(engine, put(tmp_path / "here", name, content))
        choose(engine, Choice(ONE, (None,), "base"), 0)
        await answers("一号：收到：一")
        assert loads == [ONE]
        # One that can't be loaded changes nothing, and is not tried all the time.
        choose(engine, Choice(TWO, (None, ONE), "base"), 1)
        async with asyncio.timeout(20):
            while TWO not in loads:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        assert loads == [ONE, TWO]
        assert (await backend.answer("s", "一", {}))[0]["text"] == "一号：收到：一"
        # Told, it looks at once. What was trained with other files of the program is not used.
        choose(engine, Choice(ONE, (None,), "other files"), 2)
        peers.listener.on_news(News("model"))
        await answers("收到：一")
        assert loads == [ONE, TWO, None]
    finally:
        await follower.stop(None)


def named(script: Script, model: str) -> Script:
    script.model = model
    return script
