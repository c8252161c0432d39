"""A fault of the system leaves a mark in the inbox; an administrator finds a conversation without its address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from channels.conversations.failed import LATELY, failed
from channels.conversations.models import MessageRow
from policy_kb.models.engine import changing
from policy_kb.settings import SHANGHAI

ALL = "/api/v1/desk/conversations"
SEARCH = "/api/v1/desk/conversation-search"


@pytest.fixture
def breaking(script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The assistant fails at one text."""
    answered = script.handle

    async def handle(sender: str, text: str, metadata: Any = None) -> Any:
        if text == "坏":
            raise RuntimeError("secret internals")
        return await answered(sender, text, metadata)

    monkeypatch.setattr(script, "handle", handle)


@pytest.mark.usefixtures("breaking")
async def test_staff_see_what_failed_until_one_of_them_speaks(visit: Any, person: Any, database: Any) -> None:
    visitor, fine = await visit(), await visit()
    await fine.ask("能拿多少")
    first = await visitor.ask("坏")
    again = await visitor.ask("坏")
    clerk = await person("clerk")
    (one,) = (await clerk.get(ALL))["failed"]
    assert (one["id"], one["question"], one["channel"], one["here"]) == (visitor.conversation, "坏", "web", True)
    assert one["number"] in again["text"]
    assert one["number"] not in first["text"]
    assert "secret" not in str(one)
    # The visitor may go on; what failed stays until somebody has looked at it.
    await visitor.ask("能拿多少")
    assert len((await clerk.get(ALL))["failed"]) == 1
    assert failed(database, datetime.now(UTC) + LATELY + timedelta(minutes=1)) == []
    await clerk.post(f"{ALL}/{visitor.conversation}/note", {"text": "看过了，已经打电话说明"})
    assert (await clerk.get(ALL))["failed"] == []
    await visitor.ask("坏")
    assert len((await clerk.get(ALL))["failed"]) == 1
    overview = await clerk.get("/api/v1/desk/overview")
    assert overview["totals"]["declined"] == 3
    assert {"系统出错"} & {share["name"] for share in overview["kinds"]}


async def test_conversations_are_found_by_number_day_and_channel(visit: Any, person: Any, database: Any) -> None:
    web, kiosk, silent = await visit(), await visit(channel="kiosk"), await visit()
    await web.ask("网页上的问题")
    await kiosk.ask("自助机上的问题")
    long_ago = datetime.now(UTC) - timedelta(days=40)
    with changing(database) as rows:
        for table in ("started_at", "last_at"):
            rows.execute(
                sa.text(f"UPDATE conversations SET {table} = :moment WHERE id = :id"),  # noqa: S608
                {"moment": long_ago.replace(tzinfo=None), "id": kiosk.conversation},
            )
    admin = await person("admin")

    async def found(**asked: Any) -> list[str]:
        return [one["id"] for one in (await admin.get(SEARCH, **asked))["conversations"]]

    today = datetime.now(SHANGHAI).date()
    that_day = long_ago.astimezone(SHANGHAI).date()
    assert await found() == [web.conversation, kiosk.conversation]
    assert silent.conversation not in await found()
    assert await found(number=kiosk.conversation[:6]) == [kiosk.conversation]
    assert await found(number="0" * 32) == []
    assert await found(channel="kiosk") == [kiosk.conversation]
    assert await found(first_day=today) == [web.conversation]
    assert await found(last_day=that_day) == [kiosk.conversation]
    assert await found(first_day=that_day, last_day=that_day) == [kiosk.conversation]
    assert await found(first_day=that_day + timedelta(days=1), last_day=today - timedelta(days=1)) == []
    (one,) = (await admin.get(SEARCH, channel="kiosk"))["conversations"]
    assert (one["question"], one["messages"], one["channel"]) == ("自助机上的问题", 2, "kiosk")
    for wrong in ({"number": "abc"}, {"number": "%%%%"}, {"first_day": "0001-01-01"}, {"last_day": "9999-12-31"}):
        await admin.get(SEARCH, status=422, **wrong)
    await (await person("editor")).get(SEARCH, status=403)


def test_the_kind_of_a_failed_answer_fits_its_column() -> None:
    from channels.conversations.failed import FAILED

    assert len(FAILED) <= MessageRow.kind.type.length
