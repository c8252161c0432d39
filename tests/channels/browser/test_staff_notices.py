"""Notices: read, with what was read from them in place; drafts decided on where they stand; import and differences."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from channels.accounts.users import Actor, add_user
from policy_kb.review.decisions import approve, drafts
from policy_kb.review.importing import import_notice
from tests.channels.staff import PASSWORD
from tests.policy_kb.review.city import CITY, DOC_ID, NEWER, NEWER_ID

from .staff_pages import look


@pytest.fixture
def imported(database):
    return import_notice(database, CITY.encode(), "安庆.txt", who="tests").doc_id


def number(database, kind: str, words: str) -> int:
    return next(one.id for one in drafts(database, DOC_ID) if one.kind == kind and words in one.quote)


def test_reading_a_notice(enter, imported):
    page = enter("clerk", "#/notices")
    expect(page.locator("a.notice").first).to_contain_text("份草稿待审核")
    look(page, "notices")
    page.get_by_role("link", name=re.compile("^漳州市促进知识产权高质量发展若干措施")).click()
    place = page.get_by_role("button", name="每家一次性给予50万元的奖励")
    place.click()
    expect(place).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".inplace")).to_contain_text("新引进专利密集型企业奖励：一次性50万元")
    look(page, "entry")
    page.get_by_role("button", name="收起", exact=True).click()
    expect(place).to_be_focused()
    page.get_by_role("button", name="对照原件").click()
    raw = page.locator("p.raw", has_text="各縣(區)人民政府,漳州開發區")
    expect(raw).to_be_visible()
    beside = page.locator("article p", has_text="各县（区）人民政府，漳州开发区").bounding_box()
    assert abs(raw.bounding_box()["y"] - beside["y"]) < 20
    look(page, "original")


def test_the_outline_leads_to_the_clause(enter):
    page = enter("clerk", "#/notices/zhangzhou-2024")
    page.get_by_role("navigation", name="目录").get_by_role("link", name="（十七）").click()
    expect(page.locator("p.found")).to_be_in_viewport()
    expect(page.locator("p.found")).to_be_focused()


def test_approving_where_it_stands_and_going_on(enter, imported, database):
    draft = number(database, "award", "20万元")
    page = enter("editor", f"#/notices/{DOC_ID}?draft={draft}")
    card = page.locator("ip-desk-draft")
    expect(card.get_by_text("kind: flat")).to_be_visible()
    expect(page.locator(".inplace")).to_be_in_viewport()
    look(page, "draft")
    card.get_by_role("button", name="采用", exact=True).click()
    expect(page.get_by_text("已采用，现在就可以用来回答。")).to_be_visible()
    expect(card.get_by_role("button", name="看下一份草稿")).to_be_focused()
    look(page, "approved")
    card.get_by_role("button", name="看下一份草稿").click()
    expect(card.locator(".tag")).to_have_text("待审核")
    page.goto(page.url.partition("#")[0] + "#/search?q=地理标志培育奖励")
    expect(page.locator(".name").first).to_contain_text("地理标志")


def test_an_edit_that_does_not_stand_in_the_notice(enter, imported, database):
    draft = number(database, "award", "20万元")
    page = enter("editor", f"#/notices/{DOC_ID}?draft={draft}")
    page.get_by_role("button", name="修改").click()
    area = page.locator("textarea")
    expect(area).to_be_focused()
    right = area.input_value()
    area.fill(right.replace("20万元", "30万元"))
    page.get_by_role("button", name="按修改的采用").click()
    expect(page.locator(".errors li").first).to_contain_text("第")
    expect(area).to_have_value(re.compile("30万元"))
    look(page, "edit-refused")
    area.fill(right)
    page.get_by_role("button", name="按修改的采用").click()
    expect(page.locator("ip-desk-draft .tag")).to_have_text("已采用")


def test_rejecting_asks_for_a_reason(enter, imported, database):
    draft = number(database, "target", "1500件")
    page = enter("editor", f"#/notices/{DOC_ID}?draft={draft}")
    page.get_by_role("button", name="退回").click()
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("请写明退回的原因")).to_be_visible()
    page.get_by_role("button", name="金额读错了").click()
    look(page, "reject")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("已退回：金额读错了")).to_be_visible()


def test_who_comes_second_is_told_who_was_first(enter, imported, database):
    draft = number(database, "award", "20万元")
    page = enter("editor", f"#/notices/{DOC_ID}?draft={draft}")
    page.get_by_role("button", name="采用", exact=True).wait_for()
    add_user(database, "first", PASSWORD, "editor", Actor("tests"))
    approve(database, draft, "first")
    page.get_by_role("button", name="采用", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("first")
    look(page, "second")
    page.get_by_role("button", name="重新打开这份草稿").click()
    expect(page.locator("ip-desk-draft .tag")).to_have_text("已采用")


def test_a_clerk_reads_drafts_and_decides_nothing(enter, imported, database):
    page = enter("clerk", f"#/notices/{DOC_ID}?draft={number(database, 'award', '20万元')}")
    expect(page.get_by_text("审核员可以采用、修改或者退回。")).to_be_visible()
    expect(page.get_by_role("button", name="采用")).to_have_count(0)


def test_differences_from_the_older_to_the_newer(enter, imported, database):
    import_notice(database, NEWER.encode(), "新.txt", who="tests")
    page = enter("clerk", f"#/notices/{NEWER_ID}")
    page.get_by_label("和另一份文件比较").select_option(DOC_ID)
    expect(page).to_have_url(re.compile(f"notices/{DOC_ID}.compare={NEWER_ID}"))
    expect(page.locator("del", has_text="20").first).to_be_visible()
    expect(page.locator("ins", has_text="25").first).to_be_visible()
    look(page, "difference")


def test_importing_a_file(enter):
    page = enter("editor", "#/imports")
    look(page, "imports")
    page.get_by_label("适用地区").fill("没有的市")
    file = {"name": "安庆市措施.txt", "mimeType": "text/plain", "buffer": CITY.encode()}
    page.locator("#file").set_input_files(files=[file])
    expect(page.locator("#region-wrong")).not_to_be_empty()
    expect(page.get_by_label("适用地区")).to_be_focused()
    page.get_by_label("适用地区").fill("安庆市")
    drop(page, "安庆市措施.txt", CITY)
    link = page.get_by_role("link", name=re.compile("审核.+份草稿"))
    link.wait_for(timeout=90_000)
    page.locator("#file").set_input_files(
        files=[{"name": "图.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}]
    )
    expect(page.get_by_text("没有导入")).to_be_visible(timeout=90_000)
    look(page, "imported")
    link.click()
    expect(page.get_by_text("待审核的草稿")).to_be_visible()


def drop(page: Page, name: str, content: str) -> None:
    """As if somebody let a file go over the place for it."""
    data = page.evaluate_handle(
        """([name, content]) => {
            const data = new DataTransfer();
            data.items.add(new File([content], name));
            return data;
        }""",
        [name, content],
    )
    page.locator(".drop").dispatch_event("dragover", {"dataTransfer": data})
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": data})


def test_offsets_count_characters_and_hostile_notices_are_text(enter):
    page = enter("clerk")
    text = "𠮷𠮷一\n二<script>window.hacked=1</script>奖三万𠮷元"
    start = text.index("奖")
    marks = [
        {
            "source": "entry",
            "kind": "award",
            "id": "x/y",
            "name": "<b>名</b>",
            "clause": "一",
            "start": start,
            "end": start + 3,
        },
        {"source": "entry", "kind": "steps", "id": "x", "name": "乙", "clause": "一", "start": start + 2, "end": 9999},
    ]
    notice = {"doc_id": "x", "title": "<i>题</i>", "short_title": "", "in_force": True, "status": "active"}
    notice |= {"reviewed": True, "imported": False, "drafts": 0, "issuers": [], "source_name": "", "text": text}
    notice |= {"outline": [], "marks": marks, "replaces": ["javascript:alert(1)"]}
    page.route(
        "**/desk/notices/x", lambda route: route.fulfill(body=json.dumps(notice), content_type="application/json")
    )
    page.route(
        "**/desk/drafts*",
        lambda route: route.fulfill(body='{"drafts": [], "waiting": 0}', content_type="application/json"),
    )
    page.goto(page.url.partition("#")[0] + "#/notices/x")
    expect(page.locator("a.place")).to_have_text(["奖三", "万", "𠮷元"])
    expect(page.locator("article.text")).to_contain_text("<script>window.hacked=1</script>")
    assert page.evaluate("window.hacked") is None
    assert all(link.startswith("http") for link in page.locator("a").evaluate_all("all => all.map(a => a.href)"))


def test_adding_an_entry_and_ending_a_notice(enter, imported, database):
    import_notice(database, NEWER.encode(), "新.txt", who="tests")
    page = enter("editor", f"#/notices/{DOC_ID}")
    page.get_by_role("button", name="补充条目").click()
    page.get_by_label("补充什么").select_option("target")
    page.get_by_role("button", name="补充", exact=True).click()
    expect(page.locator(".errors li").first).to_contain_text("第")
    look(page, "add-entry")
    page.get_by_role("button", name="不补了").click()
    page.get_by_role("button", name="代替或者停用").click()
    page.get_by_label("由哪份文件代替").select_option(NEWER_ID)
    look(page, "ending")
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text(f"起按 {NEWER_ID} 回答")).to_be_visible()
    expect(page.get_by_text("2026年5月15日起由")).to_be_visible()
    expect(page.get_by_role("button", name="代替或者停用")).to_have_count(0)
