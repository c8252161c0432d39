"""Deciding on drafts: approve, edit, reject, add; what can't be approved; two people at once."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import Engine

from policy_kb import knowledge
from policy_kb.review.importing import import_notice
from tests.channels.staff import Person, SignIn
from tests.policy_kb.review.city import CITY, DOC_ID

DRAFTS = "/api/v1/desk/drafts"


@pytest.fixture(autouse=True)
def imported(database: Engine) -> str:
    return import_notice(database, CITY.encode(), "安庆.txt", who="tests").doc_id


async def _of_kind(someone: Person, kind: str) -> list[dict[str, Any]]:
    found = await someone.get(DRAFTS, doc_id=DOC_ID)
    return [draft for draft in found["drafts"] if draft["kind"] == kind]


async def _flat_award(someone: Person) -> dict[str, Any]:
    return next(draft for draft in await _of_kind(someone, "award") if "20万元" in draft["quote"])


async def test_drafts_stand_in_their_place(person: SignIn) -> None:
    clerk = await person("clerk")
    found = await clerk.get(DRAFTS)
    assert found["waiting"] == len(found["drafts"])
    draft = await _flat_award(clerk)
    text = draft["before"] + draft["quote"] + draft["after"]
    assert text in CITY
    assert "kind: flat" in draft["entry"]
    assert draft["kind_name"] == "奖补"


async def test_pages_go_on_where_the_last_one_ended(person: SignIn) -> None:
    clerk = await person("clerk")
    whole = [one["id"] for one in (await clerk.get(DRAFTS))["drafts"]]
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = await clerk.get(DRAFTS, limit=4, after=after)
        seen += [one["id"] for one in page["drafts"]]
        after = page.get("next")
    assert seen == whole


async def test_an_approved_draft_is_answered_with_at_once(person: SignIn) -> None:
    editor = await person("editor")
    draft = await _flat_award(editor)
    decided = await editor.post(f"{DRAFTS}/{draft['id']}/approve")
    assert "现在就可以" in decided["sentence"]
    knowledge.forget()
    awards = (await editor.get("/api/v1/desk/awards", region="安庆市"))["awards"]
    assert "20万元" in awards[0]["pays"]
    done = await editor.get(f"{DRAFTS}/{draft['id']}")
    assert (done["status"], done["who"]) == ("approved", "zhang.san")
    audit = await (await person("admin")).get("/api/v1/audit", action="draft.approve")
    entry = audit["entries"][0]
    assert (entry["who"], entry["before"]) == ("zhang.san", {"status": "draft"})
    assert entry["after"]["entry"]["rule"]["clause"] == draft["clause"]


async def test_an_edited_entry_has_to_stand_in_the_notice(person: SignIn) -> None:
    editor = await person("editor")
    draft = await _flat_award(editor)
    wrong = draft["entry"].replace("20万元", "30万元")
    refused = await editor.post(f"{DRAFTS}/{draft['id']}/approve", {"entry": wrong}, 422)
    assert refused["error"].startswith("还不能采用")
    assert all(key.startswith("entry.") and "第" in told for key, told in refused["fields"].items())
    assert (await editor.get(f"{DRAFTS}/{draft['id']}"))["status"] == "draft"
    right = draft["entry"].replace("name: ", "name: 安庆", 1)
    await editor.post(f"{DRAFTS}/{draft['id']}/approve", {"entry": right, "note": "改了名称"})
    done = await editor.get(f"{DRAFTS}/{draft['id']}")
    assert ("name: 安庆" in done["entry"], done["note"]) == (True, "改了名称")


NO_ENTRIES = {
    "empty": "",
    "broken": "[",
    "a list": "- a",
    "itself": "a: &x [*x]",
    "repeated": "a: &b [1]\nc: [*b, *b]",
    "code": "!!python/object/apply:os.system [id]",
    "long": "x" * 20_001,
    "deep": "[" * 15_000,
    "deep by lines": "\n".join(" " * depth + "a:" for depth in range(180)),
}


@pytest.mark.parametrize("entry", NO_ENTRIES.values(), ids=list(NO_ENTRIES))
async def test_what_is_no_entry_is_refused(person: SignIn, entry: str) -> None:
    editor = await person("editor")
    draft = await _flat_award(editor)
    began = time.process_time()
    await editor.post(f"{DRAFTS}/{draft['id']}/approve", {"entry": entry}, 422)
    assert time.process_time() - began < 30
    assert (await editor.get(f"{DRAFTS}/{draft['id']}"))["status"] == "draft"


async def test_who_comes_second_is_told_who_was_first(person: SignIn) -> None:
    editor, admin = await person("editor"), await person("admin")
    draft = await _flat_award(editor)
    await editor.post(f"{DRAFTS}/{draft['id']}/reject", {"reason": "不是奖补"})
    late = await admin.post(f"{DRAFTS}/{draft['id']}/approve", {}, 409)
    assert "已经由zhang.san退回" in late["error"]


async def test_of_many_at_once_one_decides(person: SignIn) -> None:
    editors = [await person(role) for role in ("editor", "admin", "editor", "admin")]
    draft = await _flat_award(editors[0])

    async def decide(someone: Person, number: int) -> int:
        what = ("approve", {}) if number % 2 else ("reject", {"reason": "不是"})
        response = await someone.client.post(
            f"{DRAFTS}/{draft['id']}/{what[0]}", json=what[1], headers={"X-CSRF-Token": someone.csrf}
        )
        return response.status

    statuses = await asyncio.gather(*(decide(one, number) for number, one in enumerate(editors)))
    assert sorted(statuses) == [200, 409, 409, 409]


async def test_a_decision_is_changed_only_by_who_has_seen_it(person: SignIn) -> None:
    editor, admin = await person("editor"), await person("admin")
    draft = await _flat_award(editor)
    path = f"{DRAFTS}/{draft['id']}"
    await editor.post(f"{path}/reject", {"reason": "一"})
    first = await admin.get(path)
    refused = await admin.post(f"{path}/approve", {"revise": True}, 422)
    assert "seen" in refused["fields"]
    await editor.post(f"{path}/reject", {"reason": "二", "revise": True, "seen": first["decided_at"]})
    late = await admin.post(f"{path}/approve", {"revise": True, "seen": first["decided_at"]}, 409)
    assert "zhang.san刚刚退回" in late["error"]
    second = await admin.get(path)
    await admin.post(f"{path}/approve", {"revise": True, "seen": second["decided_at"]})
    assert (await admin.get(path))["who"] == "li.si"


async def test_a_reason_is_asked_for(person: SignIn) -> None:
    editor = await person("editor")
    draft = await _flat_award(editor)
    await editor.post(f"{DRAFTS}/{draft['id']}/reject", {"reason": ""}, 422)
    assert "为什么" in (await editor.post(f"{DRAFTS}/{draft['id']}/reject", {"reason": "  "}, 409))["error"]


@pytest.mark.parametrize("number", ["999999", "0", "x", str(2**40)])
async def test_an_unknown_draft_is_not_there(person: SignIn, number: str) -> None:
    await (await person("clerk")).get(f"{DRAFTS}/{number}", 404)
    await (await person("editor")).post(f"{DRAFTS}/{number}/approve", {}, 404)


async def test_an_entry_that_was_not_proposed_is_added(person: SignIn) -> None:
    editor = await person("editor")
    templates = {one["kind"]: one["entry"] for one in (await editor.get("/api/v1/desk/templates"))["templates"]}
    assert {"award", "institution", "contact"} <= set(templates)
    contact = (await _of_kind(editor, "contact"))[0]
    await editor.post(f"{DRAFTS}/{contact['id']}/reject", {"reason": "自己写"})
    body = {"kind": "contact", "entry": contact["entry"]}
    await editor.post(f"/api/v1/desk/notices/{DOC_ID}/entries", body, 201)
    wrong = {"kind": "contact", "entry": contact["entry"].replace("0556", "0999")}
    await editor.post(f"/api/v1/desk/notices/{DOC_ID}/entries", wrong, 422)
    from_folder = await editor.post("/api/v1/desk/notices/zhangzhou-2024/entries", body, 409)
    assert "文件夹" in from_folder["error"]
    await editor.post("/api/v1/desk/notices/nowhere/entries", body, 404)


async def test_every_mistake_of_a_line_is_told(person: SignIn) -> None:
    editor = await person("editor")
    entry = next(
        one["entry"] for one in (await editor.get("/api/v1/desk/templates"))["templates"] if one["kind"] == "target"
    )
    refused = await editor.post(f"/api/v1/desk/notices/{DOC_ID}/entries", {"kind": "target", "entry": entry}, 422)
    told = "；".join(refused["fields"].values())
    assert f"一共{told.count('；') + 1}处要改" in refused["error"]
