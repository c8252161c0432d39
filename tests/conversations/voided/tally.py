"""What becomes of a stranger's sentences about money: ``python -m tests.conversations.voided.tally``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter

from bot.runtime import Assistant
from channels.loading import model_folder, newest_model
from policy_kb.settings import settings
from tests.conversations.voided.strangers import Sentence, certain_sums, sentences


async def _main() -> None:
    assistant = await Assistant.load(newest_model(model_folder(settings())))
    for title, group in zip(("voided", "plain"), sentences(), strict=True):
        counted: Counter[str] = Counter()
        for sentence in group:
            judgement = await _judged(assistant, sentence)
            counted[judgement] += 1
            if judgement == "wrong sum":
                sys.stdout.write(f"{sentence.ask}\n")
        sys.stdout.write(f"{title} {len(group)}: {dict(sorted(counted.items()))}\n")


async def _judged(assistant: Assistant, sentence: Sentence) -> str:
    messages = await assistant.handle(f"stranger-{sentence.ask}", sentence.ask)
    sums = certain_sums(messages)
    if sums & sentence.wrong:
        return "wrong sum"
    if sums & sentence.right:
        return "right sum"
    kinds = {(message.get("custom") or {}).get("kind") for message in messages}
    return "asked" if "question" in kinds else "something else"


if __name__ == "__main__":
    os.environ.setdefault("IPDESK_TODAY", "2026-06-01")
    asyncio.run(_main())
