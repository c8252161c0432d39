"""Figures and the audit log, as people of each role see them."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from channels.conversations.store import Counted, Draft
from policy_kb.models.engine import changing

from .conftest import PHONE, faults, shoot
from .serving import Desk, serving

KINDS = ("award", "award", "calculation", "decline", "question", "station")
QUESTIONS = (
    "漳州企业转让12件发明专利能奖多少",
    "高校转让专利奖多少",
    "帮我算算12件奖多少",
    "商标被抢注了怎么办",
    "贯标补多少",
    "去哪调解",
)


@pytest.fixture
def desk(tmp_path, database):
    with serving(Desk(tmp_path, engine=database)) as served:
        yield served


@pytest.fixture
def busy(desk, database):
    """Some weeks' conversations."""
    from sqlalchemy import update

    from channels.conversations.models import HandoverRow, MessageRow, RatingRow

    store = desk.store
    for number in range(40):
        channel = ("web", "web", "widget", "kiosk")[number % 4]
        talk = store.current(uuid.uuid4().hex, channel).id
        at = datetime.now(UTC) - timedelta(days=number * number % 28)
        for turn in range(1 + number % 3):
            which = (number + turn) % len(KINDS)
            kind = KINDS[which]
            region = ("350600", "500000", "370300")[which % 3]
            intent = ("award_amount", "calculate", "dispute_station")[which % 3]
            asked, _ = store.add_from_user(talk, uuid.uuid4().hex, QUESTIONS[which])
            counted = Counted(kind, region, intent, "patent_navigation", 40 + number * 3)
            (told,) = store.settle(talk, asked.seq, [Draft("bot", "……", counted=counted)])
            if number % 4 == 0:
                store.rate(talk, told.seq, number % 8 == 0, "" if number % 8 == 0 else "答非所问")
        if number % 5 == 0:
            store.ask_for_person(talk)
            store.take(talk, "王丽", "wang.li")
            store.end_handover(talk, "closed")
        with changing(database) as rows:
            mine = MessageRow.conversation_id == talk
            rows.execute(update(MessageRow).where(mine).values(at=at))
            rows.execute(
                update(HandoverRow)
                .where(HandoverRow.conversation_id == talk)
                .values(asked_at=at, taken_at=at + timedelta(seconds=75))
            )
            ids = [row.id for row in rows.query(MessageRow).where(mine)]
            rows.execute(update(RatingRow).where(RatingRow.message_id.in_(ids)).values(at=at))


@pytest.mark.parametrize(("mode", "size"), [("light", "desk"), ("dark", "phone"), ("care", "desk")])
def test_figures(busy, enter, desk, mode, size):
    page = enter("clerk", "#/overview", **({"viewport": PHONE} if size == "phone" else {}))
    host = desk.url.removeprefix("http://")
    setting = {"dark": ("theme", "dark"), "care": ("care", "1"), "light": ("theme", "light")}[mode]
    page.evaluate(f"localStorage.setItem('ipdesk:{host}:{setting[0]}', '{setting[1]}')")
    page.reload()
    expect(page.get_by_role("img", name=re.compile("提问：30天里最多的一天"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("漳州市"))).to_be_visible()
    shoot(page, f"overview-{mode}-{size}")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size == "desk" and mode == "light":
        page.get_by_text("看数字").first.click()
        expect(page.get_by_role("region", name="提问，表格")).to_be_visible()
        assert faults(page) == []
        page.get_by_label("渠道", exact=True).select_option(label="自助机")
        expect(page.locator("dl.totals div").filter(has_text=re.compile("^提问"))).not_to_contain_text("79")
        with page.expect_download() as download:
            page.get_by_role("link", name="导出Excel").click()
        assert download.value.suggested_filename.startswith("咨询统计_")
        assert download.value.suggested_filename.endswith(".xlsx")


def test_the_log_is_for_administrators(busy, enter):
    clerk = enter("clerk", "#/audit")
    expect(clerk.get_by_role("link", name="记录")).to_have_count(0)
    page = enter("admin", "#/audit")
    expect(page.get_by_text("登录", exact=True).first).to_be_visible()
    page.get_by_label("只看这个登录名").fill("wang.li")
    expect(page.get_by_text(re.compile("^li.si，"))).to_have_count(0)
    expect(page.get_by_text(re.compile("^wang.li，")).first).to_be_visible()
    shoot(page, "audit-desk")
    assert faults(page) == []
