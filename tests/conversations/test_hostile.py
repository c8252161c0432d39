"""Hostile messages to the real assistant: each gets an answer that tells nothing of the program, and none takes long.

A sample; `make fuzz` sends 100,000 over every way in.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

import pytest
import yaml
from aiohttp.test_utils import TestClient, TestServer

from bot.runtime import Assistant
from channels import replies
from channels.backend import Backend
from channels.envelope import taken_in
from channels.server import create_app
from evaluation.collection import load
from policy_kb.settings import settings
from tests.hostile.leaks import leaks
from tests.hostile.texts import LONGEST, Texts, naughty

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_DOMAIN = yaml.safe_load((ROOT / "bot" / "domain" / "understanding.yml").read_text(encoding="utf-8"))
#: Those without an underscore are words of their own (validity).
INTENTS = tuple(name for one in _DOMAIN["intents"] for name in one if "_" in name)
#: Of processor time; most take a hundredth of it.
LONGEST_SECONDS = 1.0
_TRIES = 3

pytestmark = pytest.mark.asyncio(loop_scope="session")


def _random_messages(seed: int, number: int) -> list[str]:
    texts = Texts(seed, [one.user for one in load(HERE).questions], INTENTS)
    return [texts.one() for _ in range(number)]


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_asked_gets_an_answer_that_tells_nothing_of_the_program(
    assistant: Assistant, seed: int
) -> None:
    async def loaded() -> Assistant:
        return assistant

    backend = Backend(loaded)
    await backend.start()
    messages = [*naughty()[seed::4], *_random_messages(seed, 60)]
    async with TestClient(TestServer(create_app(backend, settings().human_contact))) as client:
        for turn, message in enumerate(messages):
            # Several to a conversation: forms and what was told before are part of what may break.
            body = {"sender": f"hostile-{seed}-{turn // 6}", "message": message}
            async with client.post("/webhooks/rest/webhook", json=body) as response:
                reply = await response.text()
                assert response.status == 200, (message[:200], reply)
            for part in json.loads(reply):
                assert part["text"].strip()
                assert "error_number" not in part.get("custom", {}), message[:200]
                shown = [part["text"], *(f"{one['title']} {one['payload']}" for one in part.get("buttons", ()))]
                assert leaks("\n".join(shown), message, INTENTS) == [], message[:200]
                assert not any(one["payload"].startswith("/") for one in part.get("buttons", ()))


async def _seconds(assistant: Assistant, text: str, limit: float) -> float:
    """The least of a few tries, as few as suffice: what else the machine does takes caches away."""
    least = float("inf")
    for number in range(_TRIES):
        began = time.thread_time()
        await assistant.handle(f"slow-{id(text)}-{number}", text)
        least = min(least, time.thread_time() - began)
        if least < limit:
            break
    return least


#: Found by search among repetitions of all words that mean something: what took longest before it was mended.
SLOW = (
    "高校企业个人" * 166,
    "专利和商标" * 200,
    "第一条" * 333,
    "".join(f"那第{number}条呢，" for number in range(1, 170))[:LONGEST],
    "（一）" * 333,
    "㈠" * 333,
    "1，" * 500,
    "一、" * 500,
    "".join(f"{number}件，" for number in range(1, 300))[:LONGEST],
    "12件发明专利3件商标5万元2024年高校企业，" * 40,
    "不" * LONGEST,
    "，" * LONGEST,
    "啊这个那个嗯" * 166,
    "知识产权 专利转让 " * 100,
    "贯标补助 " * 200,
    ("容是什么加吗漳州" * 50)[:400],
    ("江找谁0件少州地理标志宣" * 50)[:400],
    ("中心電話幾多號" * 60)[:400],
    ("怎么申请能拿多少找哪个部门" * 4)[:400],
)


@pytest.mark.parametrize("text", SLOW, ids=lambda text: text[:12])
async def test_no_thousand_characters_take_long(assistant: Assistant, text: str) -> None:
    assert len(text) <= LONGEST
    assert replies.without_assistant("", text, "") is None
    await assistant.handle("warm", "漳州转让专利能拿多少")
    text = taken_in(text)
    took = await _seconds(assistant, text, LONGEST_SECONDS)
    assert took < LONGEST_SECONDS, f"{took:.2f} s for {text[:40]!r}"


@pytest.mark.parametrize(
    ("text", "length"), [("ﷺ" * 1_000, 18_000), ("㈠" * 1_000, 3_000), ("㌀" * 600, 2_400)], ids=["ﷺ", "㈠", "㌀"]
)
async def test_what_its_normal_form_makes_far_too_long_is_told_so(text: str, length: int) -> None:
    (reply,) = replies.without_assistant("u", text, "热线") or [{}]
    assert f"有{length}个字" in reply["text"]
    assert replies.without_assistant("u", "能奖多少……" * 166, "热线") is None


async def test_what_rasa_brings_for_others_is_not_loaded(assistant: Assistant) -> None:
    """The reasons in scripts/audit/known.yaml that can be checked."""
    known = yaml.safe_load((ROOT / "scripts" / "audit" / "known.yaml").read_text(encoding="utf-8"))
    never = [name for name, one in known.items() if one.get("loads") == "never"]
    assert never
    assert await asyncio.to_thread(lambda: [name for name in never if name.replace("-", "_") in sys.modules]) == []
