"""Conversations in memory: bounded, the one unused for longest goes first."""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.trackers import MOST_CONVERSATIONS, BoundedTrackerStore


async def _speak(store: BoundedTrackerStore, sender: str) -> None:
    tracker = await store.get_or_create_tracker(sender)
    tracker.update(UserUttered(f"{sender} says something"))
    await store.save(tracker)


def _store(limit: int) -> BoundedTrackerStore:
    return BoundedTrackerStore(limit, domain=Domain.empty())


async def _texts(store: BoundedTrackerStore, sender: str) -> list[str]:
    tracker: DialogueStateTracker | None = await store.retrieve(sender)
    return [] if tracker is None else [e.text for e in tracker.events if isinstance(e, UserUttered)]


async def test_the_oldest_conversation_goes_first() -> None:
    store = _store(3)
    for sender in "abcd":
        await _speak(store, sender)
    assert list(store.store) == ["b", "c", "d"]
    assert await _texts(store, "a") == []
    assert await _texts(store, "d") == ["d says something"]


async def test_speaking_again_keeps_a_conversation() -> None:
    store = _store(3)
    for sender in "abcad":
        await _speak(store, sender)
    assert list(store.store) == ["c", "a", "d"]
    assert len(await _texts(store, "a")) == 2


async def test_never_more_than_the_limit() -> None:
    store = _store(5)
    for number in range(50):
        await _speak(store, f"s{number}")
        assert len(store.store) <= 5


async def test_a_forgotten_conversation_starts_afresh() -> None:
    store = _store(1)
    await _speak(store, "a")
    await _speak(store, "b")
    await _speak(store, "a")
    assert len(await _texts(store, "a")) == 1


def test_the_usual_limit_and_rasas_way_of_setting_it_up() -> None:
    assert BoundedTrackerStore()._limit == MOST_CONVERSATIONS >= 1_000
    assert BoundedTrackerStore(7, domain=Domain.empty(), event_broker=None)._limit == 7
