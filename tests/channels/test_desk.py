from __future__ import annotations

import pytest

from channels.cli.desk import Desk


class Assistant:
    async def handle(self, sender, text, metadata=None):
        return [{"recipient_id": sender, "text": text}]

    async def parse(self, text):
        return {"text": text}


@pytest.fixture
def desk() -> Desk:
    return Desk(Assistant(), "某某热线")


async def test_the_assistant_gets_plain_text(desk):
    assert await desk.answer("a", "／restart") == [{"recipient_id": "a", "text": "restart"}]
    assert await desk.parse("/restart") == {"text": "restart"}


@pytest.mark.parametrize("message", ["", "  ", "哈" * 1_001])
async def test_what_the_channel_answers_by_itself_never_reaches_it(desk, message):
    [reply] = await desk.answer("a", message)
    assert "某某热线" in reply["text"]
    assert await desk.parse(message) is None


async def test_what_stands_beside_the_assistant_hears_what_it_said():
    heard = []

    async def beside(assistant, sender, text, replies):
        heard.append((sender, text, [reply["text"] for reply in replies]))
        return [{**replies[0], "text": "写的回答"}]

    desk = Desk(Assistant(), "某某热线", beside)
    assert [reply["text"] for reply in await desk.answer("a", "问题")] == ["写的回答"]
    [own] = await desk.answer("a", " ")
    assert "写的回答" not in own["text"]
    assert heard == [("a", "问题", ["问题"])]
