"""The assistant in process: loading, and one whole message per answer."""

from __future__ import annotations

import tarfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.trackers import DialogueStateTracker

from bot import runtime
from bot.keeping import Opened, Overtaken
from bot.runtime import Assistant, ModelMissing, _WholeMessages
from bot.trackers import TurnTrackers


class _Agent:
    """Stands in for Rasa's agent: keeps the message and answers through its channel."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = answers
        self.message: Any = None

    async def tracker_after(self, message: Any) -> Any:
        self.message = message
        for answer in self.answers:
            await message.output_channel.send_response(message.sender_id, answer)
        return DialogueStateTracker(message.sender_id, [])

    async def parse_message(self, text: str) -> dict[str, Any]:
        return {"text": text}


def _assistant(agent: Any, trackers: TurnTrackers | None = None) -> Assistant:
    return Assistant(agent, trackers or TurnTrackers())


def _path(folder: Path, content: str | None) -> Path:
    if content == "folder":
        return folder
    path = folder / "model.tar.gz"
    if content == "rubbish":
        path.write_bytes(b"this is no archive")
    elif content == "empty archive":
        with tarfile.open(path, "w:gz"):
            pass
    return path


@pytest.mark.parametrize("content", [None, "folder", "rubbish", "empty archive"])
async def test_without_a_usable_model_it_says_what_to_run(tmp_path: Path, content: str | None) -> None:
    with pytest.raises(ModelMissing, match="make run 或者 ipdesk train"):
        await Assistant.load(_path(tmp_path, content))


async def test_text_buttons_and_payload_come_as_one_message() -> None:
    answer = {
        "text": "可以拿。",
        "buttons": [{"title": "怎么申请", "payload": "怎么申请"}],
        "custom": {"schema": "ipdesk.answer/1", "kind": "award"},
        "elements": [],
        "attachment": None,
    }
    assistant = _assistant(_Agent(answer))
    assert await assistant.handle("me", "三级补多少") == [
        {"recipient_id": "me", "text": "可以拿。", "buttons": answer["buttons"], "custom": answer["custom"]}
    ]


async def test_stock_rasa_would_tear_a_message_apart() -> None:
    """Why there is a channel of our own; should Rasa change its mind, this says so."""
    channel = CollectingOutputChannel()
    await channel.send_response("me", {"text": "x", "buttons": [], "custom": {"kind": "award"}})
    assert len(channel.messages) == 2


async def test_empty_fields_are_left_out() -> None:
    channel = _WholeMessages()
    await channel.send_response("me", {"text": None, "buttons": None, "custom": {}, "image": None})
    assert channel.messages == [{"recipient_id": "me", "text": ""}]


async def test_several_answers_keep_their_order() -> None:
    assistant = _assistant(_Agent({"text": "一"}, {"text": "二"}))
    assert [message["text"] for message in await assistant.handle("me", "x")] == ["一", "二"]


async def test_conversations_are_kept_apart_by_sender() -> None:
    agent = _Agent()
    await _assistant(agent).handle("me", "你好", {"surface": "kiosk"})
    assert (agent.message.sender_id, agent.message.text) == ("me", "你好")
    assert agent.message.metadata == {"surface": "kiosk"}
    assert await _assistant(agent).parse("你好") == {"text": "你好"}


async def test_a_model_goes_on_with_the_conversations_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[TurnTrackers] = []

    def load(_path: Path, trackers: TurnTrackers) -> _Agent:
        kept.append(trackers)
        return _Agent({"text": "好"})

    monkeypatch.setattr(runtime, "_load_agent", load)
    first = await Assistant.load(Path("a"))
    second = await Assistant.load(Path("b"), first)
    await Assistant.load(Path("c"))
    await first.handle("me", "你好")
    assert [list(await trackers.keys()) for trackers in kept] == [["me"], ["me"], []]
    second.forget("me")
    assert list(await kept[0].keys()) == []


class _Overtaken:
    """Keeps nothing: so many times another process is faster."""

    def __init__(self, times: int) -> None:
        self.times = times

    async def open(self, _sender: str, _known: int, _message: str | None) -> Opened:
        return Opened(0)

    async def store(self, _sender: str, _version: int, _state: str, _message: str | None, _replies: str) -> int:
        self.times -= 1
        if self.times >= 0:
            raise Overtaken
        return 1


async def test_a_turn_that_was_overtaken_is_answered_anew_and_once() -> None:
    answers = await _assistant(_Agent({"text": "好"}), TurnTrackers(_Overtaken(9))).handle("me", "你好")
    assert [answer["text"] for answer in answers] == ["好"]
    with pytest.raises(Overtaken):
        await _assistant(_Agent({"text": "好"}), TurnTrackers(_Overtaken(10))).handle("me", "你好")


async def test_what_a_message_was_taken_for_and_whether_facts_are_asked_for() -> None:
    class Trackers(TurnTrackers):
        async def retrieve(self, sender_id: str) -> Any:
            if sender_id == "nobody":
                return None
            focus = {"topics": ["patent_navigation"]}
            message = SimpleNamespace(intent={"name": "award_amount"})
            loop = "facts_form" if sender_id == "asked" else None
            slots = {"focus": focus}
            return SimpleNamespace(latest_message=message, active_loop_name=loop, get_slot=lambda _name: slots)

    assistant = _assistant(_Agent(), Trackers())
    assert await assistant.understood("me") == ("award_amount", "patent_navigation")
    assert await assistant.understood("nobody") == (None, None)
    assert [await assistant.in_form(sender) for sender in ("asked", "me", "nobody")] == [True, False, False]
