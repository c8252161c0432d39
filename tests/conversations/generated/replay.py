"""Generated conversations put to the assistant: ``python -m tests.conversations.generated.replay 17 230``."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from bot.runtime import Assistant
from channels.loading import model_folder, newest_model
from policy_kb.knowledge import KnowledgeBase, current
from policy_kb.settings import settings
from tests.conversations.generated.checker import faults
from tests.conversations.generated.speaker import Turn, conversation

Held = list[tuple[Turn, list[dict[str, Any]], list[str]]]


async def held(assistant: Assistant, number: int, kb: KnowledgeBase) -> Held:
    """Each turn of a conversation with its reply and what is wrong with it."""
    turns = []
    for turn in conversation(number):
        messages = await assistant.handle(f"generated-{number}", turn.said)
        turns.append((turn, messages, faults(turn, messages, kb)))
    return turns


async def broken(assistant: Assistant, number: int, kb: KnowledgeBase) -> str | None:
    """The conversation up to its first wrong reply, or None where all are right."""
    turns = await held(assistant, number, kb)
    last = next((i for i, (_, _, found) in enumerate(turns) if found), None)
    return None if last is None else _shown(number, turns[: last + 1], replies=1)


def _shown(number: int, turns: Held, *, replies: int) -> str:
    """A conversation to read, with its last replies in full."""
    lines = [f"conversation {number}"]
    for index, (turn, messages, found) in enumerate(turns):
        lines.append(f"  > {turn.said}")
        if index >= len(turns) - replies or found:
            lines += [f"    {line}" for message in messages for line in str(message.get("text") or "").splitlines()]
        lines += [f"  ! {fault}" for fault in found]
    return "\n".join(lines)


async def _main(numbers: list[int]) -> None:
    assistant = await Assistant.load(newest_model(model_folder(settings())))
    for number in numbers:
        turns = await held(assistant, number, current())
        sys.stdout.write(_shown(number, turns, replies=len(turns)) + "\n\n")


if __name__ == "__main__":
    os.environ.setdefault("IPDESK_TODAY", "2026-06-01")
    asyncio.run(_main([int(number) for number in sys.argv[1:]]))
