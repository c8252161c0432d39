"""In every generated conversation, every sum of every reply is one that the clauses and the right result allow.

IPDESK_TEST_CONVERSATIONS says how many. ``python -m tests.conversations.generated.replay 17`` shows number 17.
"""

from __future__ import annotations

import os

import pytest

from bot.runtime import Assistant
from policy_kb.knowledge import current
from tests.conversations.generated.replay import broken

CONVERSATIONS = int(os.environ.get("IPDESK_TEST_CONVERSATIONS", "800"))
CHUNKS = 20

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("chunk", range(CHUNKS))
async def test_every_sum_is_right(assistant: Assistant, chunk: int) -> None:
    reports = [
        report
        for number in range(chunk, CONVERSATIONS, CHUNKS)
        if (report := await broken(assistant, number, current())) is not None
    ]
    assert not reports, f"{len(reports)} conversations:\n\n" + "\n\n".join(reports)
