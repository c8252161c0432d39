"""What is counted, and the files made of it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from channels.audit.log import entries
from channels.conversations.models import MessageRow
from channels.overview.making import overview
from channels.overview.parts import OverviewQuery, Share
from channels.overview.tables import as_csv, as_xlsx, safe
from policy_kb.models.engine import changing

AT = "/api/v1/desk/overview"


def answer(kind, region=None):
    custom = {"schema": "ipdesk.answer/1", "kind": kind}
    return {"text": "……", "custom": custom | ({"region": {"code": region, "name": "…"}} if region else {})}


async def busy(visit, script, person):
    """Two visitors: one answered, one declined and handed over; gives the clerk."""
    script.answers = {"钱": answer("award", "350600"), "天气": answer("decline"), "哪": answer("question")}
    first, second = await visit(), await visit(channel="kiosk")
    told = await first.ask("钱")
    await first.send("rate", seq=told["seq"], useful=True)
    await first.until("rated")
    script.meant = ("out_of_scope", None)
    await first.ask("哪")
    told = await second.ask("天气")
    await second.send("rate", seq=told["seq"], useful=False)
    await second.until("rated")
    await second.send("ask_person")
    await second.until("handover", state="waiting")
    clerk = await person("clerk")
    await clerk.post(f"/api/v1/desk/conversations/{second.conversation}/take")
    return clerk


async def test_everything_is_counted_by_day_and_channel(visit, script, person):
    clerk = await busy(visit, script, person)
    found = await clerk.get(AT)
    totals = found["totals"]
    assert (totals["conversations"], totals["questions"], totals["answers"]) == (2, 3, 3)
    assert (totals["declined"], totals["asked_back"], totals["handovers"], totals["taken"]) == (1, 1, 1, 1)
    assert (totals["useful"], totals["useless"]) == (1, 1)
    assert 0 <= totals["ms_p50"] <= totals["ms_p95"]
    assert totals["waited_p50"] >= 0
    assert [(day["channel"], day["questions"]) for day in found["days"]] == [("kiosk", 1), ("web", 2)]
    assert [(one["name"], one["count"]) for one in found["regions"]] == [("漳州市", 1)]
    assert {one["name"]: one["count"] for one in found["kinds"]} == {"奖补金额": 1, "没有答上": 1, "反问": 1}
    assert found["intents"][0] == {"id": "out_of_scope", "name": "和知识产权政策无关", "count": 2}
    kiosk = await clerk.get(AT, channel="kiosk")
    assert (kiosk["totals"]["questions"], kiosk["regions"]) == (1, [])
    assert {one["name"]: one["count"] for one in kiosk["channels"]} == {"咨询网页": 2, "自助机": 1}


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-02-02", "until": "2026-01-01"},
        {"since": "2020-01-01", "until": "2026-01-01"},
        {"since": "0001-01-01", "until": "0001-01-02"},
        {"until": "9999-12-31"},
        {"until": "0001-01-01"},
        {"since": "nonsense"},
        {"channel": "fax"},
    ],
)
async def test_periods_that_cannot_be(person, application, query):
    await (await person("clerk")).get(AT, status=422, **query)


async def test_a_day_is_one_of_shanghai(visit, script, database):
    visitor = await visit()
    await visitor.ask("钱")
    with changing(database) as rows:
        rows.execute(update(MessageRow).values(at=datetime(2026, 3, 1, 16, 0, tzinfo=UTC)))
    found = overview(database, OverviewQuery(since=date(2026, 3, 2), until=date(2026, 3, 2)))
    assert [(one.day, one.questions) for one in found.days] == [(date(2026, 3, 2), 1)]
    assert overview(database, OverviewQuery(since=date(2026, 3, 1), until=date(2026, 3, 1))).days == ()


async def test_files_hold_the_figures_and_nobodys_words(visit, script, person, database):
    clerk = await busy(visit, script, person)
    response = await clerk.client.get("/desk/overview.csv")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    rows = list(csv.reader(io.StringIO((await response.read()).decode("utf-8-sig"))))
    assert rows[0][:4] == ["日期", "渠道", "对话", "提问"]
    assert [row[1:4] for row in rows[1:4]] == [["自助机", "1", "1"], ["咨询网页", "1", "2"], ["合计", "2", "3"]]
    response = await clerk.client.get("/desk/overview.xlsx")
    book = zipfile.ZipFile(io.BytesIO(await response.read()))
    strings = book.read("xl/sharedStrings.xml").decode()
    assert "奖补金额" in strings
    for content in (str(rows), strings):
        assert "天气" not in content
        assert "wang" not in content
    assert [one.action for one in entries(database)][:2] == ["overview.export"] * 2


async def test_files_are_for_staff(person, application):
    nobody, clerk = await person(None), await person("clerk")
    assert (await nobody.client.get("/desk/overview.csv")).status == 401
    assert (await clerk.client.get("/desk/overview.csv", headers={"Origin": "https://evil.example"})).status == 403
    assert (await clerk.client.get("/desk/overview.xlsx", params={"channel": "fax"})).status == 422


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(database, conversations, cell):
    assert safe(cell) == f"'{cell}"
    found = overview(database, OverviewQuery()).model_copy(update={"topics": (Share(id="x", name=cell, count=-3),)})
    rows = list(csv.reader(io.StringIO(as_csv(found).decode("utf-8-sig"), newline="")))
    assert [f"'{cell}", "-3"] in rows
    book = zipfile.ZipFile(io.BytesIO(as_xlsx(found)))
    assert not any("<f>" in book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
