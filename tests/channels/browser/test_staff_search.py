"""The desk's search: answers while typing, keys, facets, copies, and what it does when nothing or nobody answers."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import Page, expect

from channels.conversations.store import Draft, Store
from channels.past.writing import keep_up

from .conftest import DESK, PHONE, faults, shoot
from .staff_pages import look

BOX = "查政策、奖补、机构、名词"


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_by_the_keyboard_alone(enter):
    page = enter("clerk")
    box = page.get_by_label(BOX)
    expect(box).to_be_focused()
    look(page, "search-start")
    page.keyboard.type("转让专利奖励")
    first = page.locator(".open").first
    expect(first).to_contain_text("转让发明专利奖励")
    expect(page.locator(".group h2").first).to_have_text("奖补")
    expect(page.locator(".snippet mark").first).to_have_text(re.compile("专利|转让|奖励"))
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_text("已复制答复和出处。")).to_be_visible()
    assert "依据：《漳州市促进知识产权高质量发展若干措施》（七）" in copied(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".open").nth(1)).to_be_focused()
    look(page, "search")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("p.found")).to_contain_text("（七）")
    expect(page.locator("p.found")).to_be_in_viewport()
    page.go_back()
    expect(box).to_have_value("转让专利奖励")


def test_facets_narrow_down(enter):
    page = enter("clerk", "#/search?q=专利")
    region = page.get_by_role("group", name="地区").get_by_role("button", name="靖江市")
    region.click()
    expect(region).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".from").first).to_contain_text("靖江市")
    expect(page).to_have_url(re.compile("region=321282"))
    page.get_by_role("group", name="地区").get_by_role("button", name="靖江市").click()
    page.get_by_role("group", name="时效").get_by_role("button", name="现行有效").click()
    expect(page.locator(".open .tag.warn")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("group", name="时效").get_by_role("button", name="现行有效")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_initials_completions_and_suggestions(enter):
    page = enter("clerk", "#/search?q=zscq")
    expect(page.get_by_text("按“知识产权”查的")).to_be_visible()
    page.get_by_role("button", name="知识产权质押融资", exact=True).click()
    expect(page.get_by_label(BOX)).to_have_value("知识产权质押融资")
    page.get_by_label(BOX).fill("知识产劝质押")
    page.get_by_text("您是不是想找").wait_for()
    look(page, "search-meant")


def test_nothing_found_and_nobody_there(enter):
    page = enter("clerk")
    page.get_by_label(BOX).fill("qqqqqq")
    expect(page.get_by_text("没有找到“qqqqqq”")).to_be_visible()
    look(page, "search-nothing")
    page.route("**/desk/search*", lambda route: route.abort())
    page.get_by_label(BOX).fill("专利")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    look(page, "search-unreachable")
    page.unroute("**/desk/search*")
    page.get_by_role("button", name="再试一次").click()
    page.locator(".hit").first.wait_for()


def test_a_stale_answer_is_dropped(enter):
    page = enter("clerk")

    def slow(route):
        time.sleep(0.4)
        route.continue_()

    page.route(re.compile(r"search\?q=%E4%B8%93$"), slow)
    page.get_by_label(BOX).fill("专")
    page.wait_for_timeout(120)
    page.get_by_label(BOX).fill("质押")
    expect(page.locator(".name").first).to_contain_text("质押")
    page.wait_for_timeout(600)
    expect(page.locator(".name").first).to_contain_text("质押")
    expect(page).to_have_url(re.compile(r"q=%E8%B4%A8"))


def test_on_a_phone_a_result_opens_over_the_list(enter):
    page = enter("clerk", "#/search?q=专利奖励", viewport=PHONE)
    page.locator(".hit").first.wait_for()
    shoot(page, "staff-search-phone")
    assert faults(page) == []
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("group", name="地区")).to_be_visible()
    shoot(page, "staff-facets-phone")
    assert faults(page) == []
    page.get_by_role("button", name="筛选").click()
    page.locator(".open").first.click()
    expect(page.get_by_role("button", name="返回结果")).to_be_focused()
    shoot(page, "staff-hit-phone")
    assert faults(page) == []
    page.get_by_role("button", name="复制答复", exact=True).click()
    assert "依据：" in copied(page)
    page.get_by_role("button", name="返回结果").click()
    expect(page.locator(".open").first).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_hostile_answers_are_harmless_text(enter, viewport):
    page = enter("clerk", viewport=viewport)
    script = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>" + "长" * 3000
    notice = {"doc_id": "javascript:alert(1)", "title": script, "short_title": script, "in_force": True}
    citation = {"document": script, "doc_id": "javascript:x", "clause": script, "quote": script, "in_force": True}
    hit = {
        "kind": "clause",
        "id": script,
        "name": script,
        "notice": notice,
        "clause": script,
        "snippet": {"text": script, "start": 0, "marks": [[-5, 2], [1, 9], [4, 99999], [7, 3]]},
        "score": 1,
        "coverage": 1,
        "copy_text": {"text": script, "citation": citation},
    }
    facets = {"of": 1, "region": [], "kind": [], "in_force": [], "unit": [], "answered_by": []}
    body = {
        "searched": "坏",
        "as_of": "2026-01-01",
        "completions": [{"text": script, "kind": "term"}],
        "facets": facets,
    }
    past = {
        "id": script,
        "name": script,
        "at": script,
        "answered_by": "staff",
        "author": script,
        "snippet": hit["snippet"],
        "copy_text": hit["copy_text"],
        "still_good": True,
    }
    body |= {"awards": [], "stations": [], "targets": [], "terms": [], "past": [past], "clauses": [hit]}
    page.route("**/desk/search*", lambda route: route.fulfill(body=json.dumps(body), content_type="application/json"))
    page.get_by_label(BOX).fill("坏")
    page.locator(".hit").first.wait_for()
    page.locator(".open").first.click()
    expect(page.locator("ip-desk-hit .answer")).to_contain_text("<script>")
    if viewport == PHONE:
        page.get_by_role("button", name="返回结果").click()
    page.locator(".open").nth(1).click()
    expect(page.locator("ip-desk-hit .answer")).to_contain_text("<script>")
    assert page.evaluate("window.hacked") is None
    assert page.locator("ip-desk-search script, ip-desk-search img").count() == 0
    assert all(link.startswith("http") for link in page.locator("a").evaluate_all("all => all.map(a => a.href)"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_past_answers(enter, database):
    store = Store(database)
    talk = store.current("visitor").id
    asked, _ = store.add_from_user(talk, "a", "冷门的奖励找谁领，我手机13800138000")
    store.settle(talk, asked.seq)
    store.take(talk, "王老师")
    store.add_from_staff(talk, "王老师", Draft("staff", "冷门的奖励请到服务大厅三楼领取。", author="王老师"))
    citation = {
        "document": "漳州市促进知识产权高质量发展若干措施",
        "doc_id": "zhangzhou-2024",
        "clause": "（九）",
        "quote": "每件奖励5000元",
        "in_force": True,
    }
    asked, _ = store.add_from_user(talk, "b", "冷门的奖励有多少")
    custom = {"custom": {"citations": [citation]}}
    [told] = store.settle(talk, asked.seq, [Draft("bot", "冷门的奖励每件5000元。", custom)])
    store.rate(talk, told.seq, True, "")
    keep_up(database)
    page = enter("clerk", "#/search?q=冷门的奖励")
    group = page.locator("section.group", has=page.get_by_role("heading", name="以前的答复"))
    expect(group.locator(".open")).to_have_count(2)
    expect(group).to_contain_text("王老师")
    expect(group).to_contain_text("来访者评价有用")
    expect(group).to_contain_text("（号码已隐去）")
    group.locator(".open").first.click()
    look(page, "search-past")
    who = page.get_by_role("group", name="以前谁答的")
    who.get_by_role("button", name="助手答的").click()
    expect(page.locator(".open")).to_have_count(1)
    expect(page.locator(".open")).to_contain_text("冷门的奖励有多少")
    page.locator(".open").focus()
    page.keyboard.press("c")
    expect(page.get_by_text("已复制答复和出处。")).to_be_visible()
    assert copied(page) == f"冷门的奖励每件5000元。\n依据：《{citation['document']}》（九）"
