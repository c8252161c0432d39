"""The desk's search finds what was answered before: from the visitor's word to the clerk's clipboard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from channels.past.writing import keep_up

SEARCH = "/api/v1/desk/search"
CITED = {
    "document": "漳州市促进知识产权高质量发展若干措施",
    "doc_id": "zhangzhou-2024",
    "clause": "（九）",
    "quote": "每件奖励5000元",
    "in_force": True,
}


async def answered(visit: Any, script: Any, database: Engine, citation: dict[str, Any]) -> None:
    """One answer of the assistant that was found useful, and one of a person, with a phone number in each question."""
    custom = {
        "schema": "ipdesk.answer/1",
        "kind": "award",
        "region": {"code": "350600", "name": "漳州市"},
        "citations": [citation],
    }
    script.answers = {"冷门奖励多少，我手机138****8000": {"text": "冷门奖励每件5000元。", "custom": custom}}
    visitor = await visit()
    told = await visitor.ask("冷门奖励多少，我手机13800138000")
    await visitor.send("rate", seq=told["seq"], useful=True)
    await visitor.until("rated")
    keep_up(database)


async def test_both_kinds_are_found_with_who_and_when(visit: Any, script: Any, person: Any, database: Engine) -> None:
    await answered(visit, script, database, CITED)
    clerk = await person("clerk")
    other = await visit()
    await other.ask("冷门奖励找谁领")
    await clerk.post(f"/api/v1/desk/conversations/{other.conversation}/take")
    body = {"text": "冷门奖励请到服务大厅三楼领取，联系13900139000。"}
    await clerk.post(f"/api/v1/desk/conversations/{other.conversation}/reply", body)
    keep_up(database)
    found = await clerk.get(SEARCH, q="冷门奖励")
    staff, assistant = found["past"]
    assert (staff["answered_by"], assistant["answered_by"]) == ("staff", "assistant")
    assert staff["name"] == "冷门奖励找谁领"
    assert staff["copy_text"]["text"] == "冷门奖励请到服务大厅三楼领取，联系（号码已隐去）。"
    assert "citation" not in staff["copy_text"]
    assert staff["author"]
    assert assistant["name"] == "冷门奖励多少，我手机（号码已隐去）"
    assert assistant["copy_text"]["text"] == f"冷门奖励每件5000元。\n依据：《{CITED['document']}》（九）"
    assert assistant["copy_text"]["citation"]["clause"] == "（九）"
    assert (assistant["region"]["name"], assistant["still_good"]) == ("漳州市", True)
    assert abs((datetime.now(UTC) - datetime.fromisoformat(assistant["at"])).total_seconds()) < 600
    for hit in (staff, assistant):
        marked = [hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["marks"]]
        assert "奖励" in "".join(marked)
    assert [(one["value"], one["count"]) for one in found["facets"]["answered_by"]] == [("staff", 1), ("assistant", 1)]


async def test_they_can_be_narrowed_down(visit: Any, script: Any, person: Any, database: Engine) -> None:
    await answered(visit, script, database, CITED)
    clerk = await person("clerk")
    assert len((await clerk.get(SEARCH, q="冷门奖励", answered_by="assistant"))["past"]) == 1
    only = await clerk.get(SEARCH, q="奖励", answered_by="assistant")
    assert len(only["past"]) == 1
    assert not any(only[group] for group in ("awards", "stations", "targets", "terms", "clauses"))
    assert (await clerk.get(SEARCH, q="冷门奖励", answered_by="staff"))["past"] == []
    assert len((await clerk.get(SEARCH, q="冷门奖励", region="漳州"))["past"]) == 1
    assert (await clerk.get(SEARCH, q="冷门奖励", region="靖江"))["past"] == []
    for other in ({"kind": "措施"}, {"unit": "市场监管"}, {"in_force": "true"}, {"only": "award"}):
        assert (await clerk.get(SEARCH, q="冷门奖励", **other))["past"] == []


@pytest.mark.parametrize(
    "citation",
    [{**CITED, "doc_id": "gone-2001"}, {**CITED, "doc_id": "jingjiang-2017"}],
)
async def test_an_answer_from_a_notice_that_is_gone_says_so(
    visit: Any, script: Any, person: Any, database: Engine, citation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from policy_kb.knowledge import current

    source = current().sources.get(citation["doc_id"])
    good = source is not None and source.in_force(date.fromisoformat("2026-06-01"))
    await answered(visit, script, database, citation)
    [hit] = (await (await person("clerk")).get(SEARCH, q="冷门奖励"))["past"]
    assert hit["still_good"] is good
    assert hit["copy_text"]["text"].startswith("先提醒您") is not good


async def test_an_answer_of_an_older_program_cites_nothing(
    visit: Any, script: Any, person: Any, database: Engine
) -> None:
    await answered(visit, script, database, {"document": "若干措施"})
    [hit] = (await (await person("clerk")).get(SEARCH, q="冷门奖励"))["past"]
    assert "citation" not in hit["copy_text"]


async def test_nobody_but_staff_sees_them(visit: Any, script: Any, person: Any, database: Engine) -> None:
    await answered(visit, script, database, CITED)
    refused = await (await person(None)).client.get(SEARCH, params={"q": "冷门奖励"})
    assert refused.status == 401
    assert "冷门" not in await refused.text()
