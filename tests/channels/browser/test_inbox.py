"""A visitor asks for a person in one browser, a clerk answers in another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .answers import CALCULATION
from .conftest import PHONE, faults, shoot
from .serving import Desk, serving
from .visitors import ask_for_a_person, say


@pytest.fixture
def desk(tmp_path, database):
    """Visitors and staff on one database, as it is in earnest."""
    with serving(Desk(tmp_path, engine=database)) as served:
        yield served


def test_a_visitor_is_answered_by_a_person(visitor, enter, desk):
    desk.script.answers["转让12件专利奖多少"] = CALCULATION
    say(visitor, "转让12件专利奖多少")
    expect(visitor.get_by_text("每年奖励6万元").first).to_be_visible()
    clerk = enter("clerk", "#/inbox")
    expect(clerk.get_by_text("现在没有人在等。")).to_be_visible()
    assert faults(clerk) == []
    ask_for_a_person(visitor)
    one = clerk.get_by_role("link", name=re.compile("转让12件专利奖多少"))
    expect(one).to_contain_text("等了不到1分钟")
    expect(one).to_contain_text("在线")
    expect(clerk.get_by_text("有来访者在等人工，共1位。")).to_be_visible()
    shoot(clerk, "inbox-waiting-desk")
    one.click()
    expect(clerk.get_by_text("接手以前，助手还会继续回答")).to_be_visible()
    clerk.get_by_role("button", name="接手").click()
    expect(clerk.get_by_text("由您接待，助手不会插话。")).to_be_visible()
    expect(visitor.get_by_text("已接手，接下来由工作人员回答您。").first).to_be_visible()

    clerk.get_by_role("button", name="放进回复").first.click()
    area = clerk.get_by_label("回复来访者", exact=True)
    expect(area).to_be_focused()
    expect(area).to_have_value(re.compile("依据：《"))
    shoot(clerk, "inbox-reply-desk")
    assert faults(clerk) == []
    area.fill("您好，我帮您看看。")
    clerk.keyboard.press("Enter")
    expect(visitor.get_by_text("您好，我帮您看看。").first).to_be_visible()
    expect(area).to_have_value("")

    clerk.get_by_role("button", name="内部备注").click()
    clerk.get_by_label("内部备注，来访者看不到").fill("这家去年也问过")
    clerk.get_by_role("button", name="记下备注").click()
    expect(clerk.locator(".note").get_by_text("这家去年也问过")).to_be_visible()
    say(visitor, "好的，谢谢")
    expect(clerk.locator(".line.user").get_by_text("好的，谢谢")).to_be_visible()
    shoot(clerk, "inbox-notes-desk")
    assert faults(clerk) == []

    clerk.get_by_role("button", name="交回助手").click()
    expect(visitor.get_by_text("人工服务已结束，接下来由助手继续回答您。").first).to_be_visible()
    say(visitor, "那重庆呢")
    expect(visitor.get_by_text("收到：那重庆呢").first).to_be_visible()
    assert "这家去年也问过" not in visitor.content()
    assert desk.script.heard == ["转让12件专利奖多少", "那重庆呢"]


def test_only_one_takes_it_and_a_lost_line_comes_back(visitor, enter, desk):
    say(visitor, "在吗")
    ask_for_a_person(visitor)
    first, second = enter("clerk", "#/inbox"), enter("admin", "#/inbox")
    for page in (first, second):
        page.get_by_role("link", name=re.compile("在吗")).click()
    first.get_by_role("button", name="接手").click()
    expect(second.get_by_text("由wang.li接待")).to_have_count(2)
    expect(second.get_by_role("button", name="接手")).to_have_count(0)
    desk.cut()
    say(visitor, "断线以后")
    expect(first.locator(".line.user").get_by_text("断线以后")).to_be_visible()
    second.get_by_role("button", name="替他交回助手").click()
    expect(first.get_by_text("现在由助手回答")).to_be_visible()


def test_hostile_words_are_text(visitor, enter, desk):
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>" + "长" * 500
    desk.script.answers[hostile] = [{"text": "[点我](javascript:alert(3)) <b>x</b>" + "答" * 5000}]
    say(visitor, hostile)
    ask_for_a_person(visitor)
    clerk = enter("clerk", "#/inbox")
    clerk.get_by_role("link", name=re.compile("onerror")).click()
    expect(clerk.locator(".line.user")).to_contain_text("<img src=x onerror=alert(1)>")
    assert clerk.locator("ip-desk-staff-conversation img, ip-desk-staff-conversation script").count() == 0
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("mode", "size"), [("dark", "desk"), ("care", "desk"), ("light", "phone")])
def test_the_inbox_in_every_mode(visitor, enter, desk, mode, size):
    desk.script.answers["转让12件专利奖多少"] = CALCULATION
    say(visitor, "转让12件专利奖多少")
    ask_for_a_person(visitor)
    clerk = enter("clerk", "#/inbox", **({"viewport": PHONE} if size == "phone" else {}))
    host = desk.url.removeprefix("http://")
    setting = {"dark": ("theme", "dark"), "care": ("care", "1"), "light": ("theme", "light")}[mode]
    clerk.evaluate(f"localStorage.setItem('ipdesk:{host}:{setting[0]}', '{setting[1]}')")
    clerk.reload()
    clerk.get_by_role("link", name=re.compile("转让12件")).click()
    clerk.get_by_role("button", name="接手").click()
    expect(clerk.get_by_text("由您接待，助手不会插话。")).to_be_visible()
    clerk.locator("ip-desk-reply-helper li").first.wait_for()
    shoot(clerk, f"inbox-{mode}-{size}")
    assert faults(clerk) == []
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_failed_stands_in_the_inbox_and_an_administrator_finds_it(visitor, enter, desk):
    desk.script.answers["转让12件专利奖多少"] = []  # an action that raised leaves nothing to say
    say(visitor, "转让12件专利奖多少")
    expect(visitor.get_by_text("系统刚才出了点问题").first).to_be_visible()
    admin = enter("admin", "#/inbox")
    expect(admin.get_by_role("heading", name="系统出错，没有答上（1）")).to_be_visible()
    one = admin.locator("a.one", has_text="转让12件专利奖多少")
    expect(one).to_contain_text("错误编号 E")
    admin.get_by_text("查找对话", exact=True).click()
    admin.get_by_label("对话编号的开头").fill("0000")
    admin.get_by_role("button", name="查找").click()
    expect(admin.get_by_text("没有找到这样的对话。")).to_be_visible()
    admin.get_by_label("对话编号的开头").fill("xyz")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("请写出开头的4到32位")).to_be_visible()
    admin.get_by_label("对话编号的开头").fill("")
    admin.get_by_label("从哪里问的").select_option("web")
    admin.get_by_role("button", name="查找").click()
    found = admin.locator("ip-desk-conversation-search a")
    expect(found).to_contain_text("咨询网页")
    shoot(admin, "inbox-failed-desk")
    assert faults(admin) == []
    found.click()
    expect(admin.locator(".line").get_by_text("系统刚才出了点问题").first).to_be_visible()
    admin.get_by_role("button", name="内部备注").click()
    admin.get_by_label("内部备注，来访者看不到").fill("打过电话了")
    admin.get_by_role("button", name="记下备注").click()
    expect(admin.get_by_role("heading", name=re.compile("系统出错"))).to_have_count(0)
    admin.set_viewport_size(PHONE)
    admin.goto(f"{desk.url}/desk#/inbox")
    admin.get_by_text("查找对话", exact=True).scroll_into_view_if_needed()
    shoot(admin, "inbox-search-phone")
    assert faults(admin) == []
    assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert enter("clerk", "#/inbox").get_by_text("查找对话", exact=True).count() == 0
