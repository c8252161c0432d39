"""The calculator: the form as the awards declare it, a result that follows the typing, and the slip on paper."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .staff_pages import look


def test_one_award_while_typing(enter):
    page = enter("clerk", "#/calculator?award=zhangzhou-2024/patent-transfer")
    expect(page.get_by_label("算哪一项")).to_have_value("zhangzhou-2024/patent-transfer")
    expect(page.locator(".figure")).to_have_text("0 到 30万元")
    page.get_by_label("单位类型").select_option("university")
    expect(page.get_by_text("还缺1项情况")).to_be_visible()
    question = page.get_by_role("button", name="请问今年一共向本市企业转让了多少件发明专利？")
    look(page, "one-missing")
    question.click()
    count = page.get_by_label("当年度向本市企业转让的发明专利")
    expect(count).to_be_focused()
    page.keyboard.type("12")
    expect(page.locator(".figure")).to_have_text("6万元")
    expect(count).to_be_focused()
    expect(page.locator("blockquote").first).to_contain_text("转让发明专利6件以上")
    look(page, "one")
    count.fill("-1")
    expect(page.locator("ip-desk-field .wrong", has_text="不能是负数")).to_be_visible()
    expect(count).to_have_attribute("aria-invalid", "true")
    look(page, "one-wrong")
    count.fill("5")
    expect(page.locator(".tag.warn")).to_have_text("不符合条件")


def test_the_whole_enterprise_and_its_slip(enter):
    page = enter("clerk", "#/calculator")
    expect(page.get_by_label("所在地区")).to_have_value("350600")
    page.get_by_label("单位类型").select_option("enterprise")
    page.get_by_role("group", name="属于新引进的企业").get_by_role("button", name="是", exact=True).click()
    page.get_by_label("两年内新增的发明专利").fill("60")
    page.get_by_label("高价值发明专利的占比").fill("1/2")
    claim = page.locator("details", has_text="新引进专利密集型企业奖励")
    expect(page.get_by_role("heading", name="可以申请")).to_be_visible()
    claim.locator("summary").click()
    expect(claim.locator("blockquote")).to_contain_text("50万元")
    look(page, "all")
    page.get_by_role("button", name="打印测算单").click()
    sheet = page.locator(".sheet")
    expect(sheet.get_by_role("heading", name="知识产权奖补测算单")).to_be_visible()
    expect(sheet).to_contain_text("60件")
    expect(sheet.get_by_text("算法：一次性50万元", exact=True)).to_be_visible()
    look(page, "slip")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="工作台")).to_be_hidden()
    expect(page.get_by_role("button", name="返回修改")).to_be_hidden()
    expect(sheet).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("两年内新增的发明专利")).to_have_value("60")
    claim.locator("summary").click()
    claim.get_by_role("button", name="只算这一项").click()
    expect(page).to_have_url(re.compile("award=zhangzhou-2024"))
    expect(page.locator(".figure")).to_have_text("50万元")
