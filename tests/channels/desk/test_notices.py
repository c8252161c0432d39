"""Reading notices: outline, marks in place, the original, versions and differences."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from channels.desk import notices
from policy_kb.review.importing import import_notice
from tests.channels.staff import Person, SignIn
from tests.policy_kb.review.city import CITY, DOC_ID, NEWER, NEWER_ID

NOTICES = "/api/v1/desk/notices"


@pytest.fixture
def imported(database: Engine) -> str:
    return import_notice(database, CITY.encode(), "安庆.txt", who="tests").doc_id


async def test_the_list_has_what_waits_for_a_decision_first(person: SignIn, imported: str) -> None:
    clerk = await person("clerk")
    found = (await clerk.get(NOTICES))["notices"]
    assert len(found) == 6
    first = found[0]
    assert (first["doc_id"], first["imported"], first["reviewed"], first["status"]) == (DOC_ID, True, False, "active")
    assert first["drafts"] > 5
    assert [one["drafts"] for one in found[1:]] == [0] * 5
    old = next(one for one in found if one["doc_id"] == "jingjiang-2017")
    assert old["in_force"] is False


@pytest.mark.parametrize("doc_id", ["zhangzhou-2024", "chongqing-2024", "jingjiang-2017", DOC_ID])
async def test_offsets_lead_to_the_words(person: SignIn, imported: str, doc_id: str) -> None:
    notice = await (await person("clerk")).get(f"{NOTICES}/{doc_id}")
    text = notice["text"]
    assert len(notice["outline"]) > 3
    for clause in notice["outline"]:
        assert text[clause["start"] : clause["end"]].strip()
        assert clause["kind"] != "clause" or clause["label"] in text[clause["start"] : clause["end"]]
    spans = {clause["clause"]: (clause["start"], clause["end"]) for clause in notice["outline"]}
    assert notice["marks"]
    for mark in notice["marks"]:
        start, end = spans[mark["clause"]]
        assert start <= mark["start"] < mark["end"] <= end
    assert {mark["source"] for mark in notice["marks"]} == ({"draft"} if doc_id == DOC_ID else {"entry"})


async def test_marks_name_their_entries_and_drafts(person: SignIn, imported: str) -> None:
    clerk = await person("clerk")
    notice = await clerk.get(f"{NOTICES}/zhangzhou-2024")
    award = next(one for one in notice["marks"] if one["id"] == "zhangzhou-2024/iso56005")
    assert (award["kind"], award["clause"]) == ("award", "（六）")
    waiting = await clerk.get(f"{NOTICES}/{imported}")
    words = {
        waiting["text"][one["start"] : one["end"]]: one["draft"] for one in waiting["marks"] if one["kind"] == "award"
    }
    assert any("20万元" in quote for quote in words)
    draft = await clerk.get(f"/api/v1/desk/drafts/{next(iter(words.values()))}")
    assert draft["quote"] == next(iter(words))


async def test_the_original_and_its_repairs(person: SignIn) -> None:
    original = await (await person("clerk")).get(f"{NOTICES}/chongqing-2024/original")
    assert original["repairs"]
    for repair in original["repairs"]:
        assert 0 <= repair["start"] <= len(original["text"])
    removed = next(one for one in original["repairs"] if one["before"] == "(qū)")
    assert original["text"][removed["start"] :].startswith("(qū)")


@pytest.mark.parametrize("tail", ["", "/original", "/difference?to=zibo-2023"])
async def test_an_unknown_notice_is_not_there(person: SignIn, tail: str) -> None:
    answer = await (await person("clerk")).get(f"{NOTICES}/nowhere-2000{tail}", 404)
    assert "nowhere-2000" in answer["error"]
    assert "ipdesk" not in answer["error"]


async def test_a_newer_version_shows_what_changed_and_takes_its_place(
    person: SignIn, imported: str, database: Engine
) -> None:
    import_notice(database, NEWER.encode(), "安庆2026.txt", who="tests")
    editor = await person("editor")
    found = await editor.get(f"{NOTICES}/{imported}/difference", to=NEWER_ID)
    words: list[Any] = [one for clause in found["changed"] for one in clause["words"]]
    assert {"change": "removed", "text": "20"} in words or any("20" in one["text"] for one in words)
    assert any(one["change"] == "added" and "25" in one["text"] for one in words)
    assert (await editor.get(f"{NOTICES}/{imported}/difference", 422))["fields"]["to"]

    ended = await editor.post(f"{NOTICES}/{imported}/supersede", {"successor": NEWER_ID})
    assert ended["ended_on"] == "2026-05-15"
    again = await editor.post(f"{NOTICES}/{imported}/supersede", {"successor": NEWER_ID}, 409)
    assert "已经" in again["error"]
    assert (await editor.get(f"{NOTICES}/{NEWER_ID}"))["replaces"] == [imported]
    line = next(one for one in (await editor.get(NOTICES))["notices"] if one["doc_id"] == imported)
    assert (line["status"], line["successor"], line["in_force"]) == ("superseded", NEWER_ID, False)
    audit = await (await person("admin")).get("/api/v1/audit", action="notice.supersede")
    assert audit["entries"][0]["after"] == {"successor": NEWER_ID, "on": "2026-05-15"}


async def test_texts_that_take_too_long_to_compare_are_refused(person: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_LONGEST_COMPARED", 1_000)
    clerk = await person("clerk")
    answer = await clerk.get(f"{NOTICES}/zibo-2023/difference", 409, to="zhangzhou-2024")
    assert "ipdesk kb diff" in answer["error"]


async def test_a_notice_is_retired_on_a_day_that_can_be(person: SignIn, imported: str) -> None:
    editor = await person("editor")
    assert (await editor.post(f"{NOTICES}/{imported}/retire", {"on": "yesterday"}, 422))["fields"]["on"]
    assert "以前就失效" in (await editor.post(f"{NOTICES}/{imported}/retire", {"on": "2020-01-01"}, 409))["error"]
    assert (await editor.post(f"{NOTICES}/{imported}/retire", {"on": "2026-05-31"}))["ended_on"] == "2026-05-31"


async def test_a_clerk_only_reads(person: SignIn, imported: str) -> None:
    clerk: Person = await person("clerk")
    await clerk.post(f"{NOTICES}/{imported}/retire", {}, 403)
