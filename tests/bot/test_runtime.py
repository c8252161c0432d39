"""The assistant in process: loading, and one whole message per answer."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import CollectingOutputChannel

from bot.runtime import Assistant, ModelMissing, _WholeMessages


class _Agent:
    """Stands in for Rasa's agent: keeps the message and answers through its channel."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = answers
        self.message: Any = None

    async def handle_message(self, message: Any) -> None:
        self.message = message
        for answer in self.answers:
            await message.output_channel.send_response(message.sender_id, answer)

    async def parse_message(self, text: str) -> dict[str, Any]:
        return {"text": text}


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
    assistant = Assistant(_Agent(answer))
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
    assistant = Assistant(_Agent({"text": "一"}, {"text": "二"}))
    assert [message["text"] for message in await assistant.handle("me", "x")] == ["一", "二"]


async def test_conversations_are_kept_apart_by_sender() -> None:
    agent = _Agent()
    await Assistant(agent).handle("me", "你好", {"surface": "kiosk"})
    assert (agent.message.sender_id, agent.message.text) == ("me", "你好")
    assert agent.message.metadata == {"surface": "kiosk"}
    assert await Assistant(agent).parse("你好") == {"text": "你好"}
