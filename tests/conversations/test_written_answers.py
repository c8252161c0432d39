"""What the staff have written beside the real assistant: where it comes, and where it must not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.runtime import Assistant
from channels.backend import Backend
from channels.staff_store import upgrade
from channels.teaching.written import write
from channels.written_answers import WrittenAnswers
from policy_kb.knowledge import current
from policy_kb.models.engine import create_engine

pytestmark = pytest.mark.asyncio(loop_scope="session")

OURS = "这是工作人员写的。"
FEE = "商标续展费多少"
SUM = "漳州高校转让12件发明专利奖多少"


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'staff.sqlite3'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
async def desk(assistant: Assistant, staff: Engine) -> Backend:
    async def loaded() -> Assistant:
        return assistant

    backend = Backend(loaded, beside=WrittenAnswers(lambda: staff, "某某热线"))
    await backend.start()
    return backend


async def said(desk: Backend, sender: str, text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text of all messages, and their payloads."""
    replies = await desk.answer(sender, text, {})
    return "\n".join(reply["text"] for reply in replies), [reply["custom"] for reply in replies]


async def test_a_declined_question_gets_it_and_a_near_miss_does_not(desk: Backend, staff: Engine) -> None:
    write(staff, "answer", [FEE], OURS, "", "zhang.san")
    text, (payload,) = await said(desk, "w1", "请问商标续展费是多少钱呀")
    assert OURS in text
    assert payload["written"]["text"] == OURS
    for near in ("商标注册费多少", "商标续展要交材料吗", "专利续展费多少"):
        text, payloads = await said(desk, f"w2-{near}", near)
        assert OURS not in text
        assert not any("written" in payload for payload in payloads)


async def test_what_the_assistant_answers_itself_stays_as_it_is(desk: Backend, staff: Engine) -> None:
    plain, _ = await said(desk, "w3", SUM)
    write(staff, "answer", [SUM], "给100万元。", "某某", "zhang.san")
    text, (payload,) = await said(desk, "w4", SUM)
    assert text == plain
    assert payload["amount"]["yuan"] == 60000
    assert "written" not in payload


async def test_not_in_a_form(desk: Backend, staff: Engine) -> None:
    write(staff, "answer", ["今天天气怎么样"], OURS, "", "zhang.san")
    assert OURS in (await said(desk, "w5", "今天天气怎么样"))[0]
    _, payloads = await said(desk, "w6", "帮我算算漳州高校转让专利奖多少")
    assert payloads[-1]["missing"]
    text, payloads = await said(desk, "w6", "今天天气怎么样")
    assert OURS not in text
    assert payloads[-1]["missing"]
    assert (await said(desk, "w6", "12件"))[1][-1]["amount"]["yuan"] == 60000


async def test_a_word_that_notices_only_name_is_explained_beside_what_they_say(desk: Backend, staff: Engine) -> None:
    named = next(term for term in current().terms.values() if term.kind == "named_only")
    write(staff, "term", [named.term], OURS, "", "zhang.san")
    text, (payload,) = await said(desk, "w7", f"什么是{named.term}")
    assert text.index(named.text) < text.index(OURS)
    assert payload["kind"] == "definition"
    assert payload["citations"]
    assert payload["written"]["kind"] == "term"


async def test_what_a_notice_defines_wins(desk: Backend, staff: Engine) -> None:
    defined = [term for term in current().terms.values() if term.kind == "defined"]
    assert defined
    for term in defined:
        write(staff, "term", [term.term], OURS, "", "zhang.san")
        text, _ = await said(desk, f"w8-{term.term}", f"什么是{term.term}")
        assert OURS not in text
