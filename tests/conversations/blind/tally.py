"""How many blind questions are answered right, asked back and wrong: ``python -m tests.conversations.blind.tally``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter

from bot.runtime import Assistant
from channels.loading import model_folder, newest_model
from policy_kb.settings import settings
from tests.conversations.blind.judged import cases, judge


async def _main() -> None:
    assistant = await Assistant.load(newest_model(model_folder(settings())))
    counted: Counter[tuple[str, str]] = Counter()
    for case in cases():
        for said in case.turns:
            messages = await assistant.handle(f"blind-{case.id}", said)
        judgement = judge(case, messages)
        counted[case.expect, judgement] += 1
        if judgement == "wrong":
            reply = str(messages[-1].get("text"))[:120].replace("\n", " / ")
            sys.stdout.write(f"{case.id}: {' | '.join(case.turns)}\n    {reply}\n    {case.why}\n")
    for (expected, judgement), number in sorted(counted.items()):
        sys.stdout.write(f"{expected:5} {judgement:6} {number}\n")


if __name__ == "__main__":
    os.environ.setdefault("IPDESK_TODAY", "2026-06-01")
    asyncio.run(_main())
