"""A visitor takes the conversation along or has it deleted; an administrator does it for a visitor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from channels.api.call import Act
from channels.audit.log import entries, record_all
from channels.conversations.store import Draft

from .conftest import DESK, PHONE, SIZES, faults, shoot
from .serving import Desk, serving
from .staff_pages import look
from .visitors import ask_for_a_person, say


@pytest.fixture
def desk(tmp_path, database):
    """Visitors and staff on one database, as it is in earnest."""
    with serving(Desk(tmp_path, engine=database)) as served:
        yield served


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name="更多").click()
    page.get_by_role("button", name=name).click()


def saved(page: Page, name: str) -> tuple[str, str]:
    """The file's name and text."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_visitor_takes_it_along(visitor, size):
    visitor.set_viewport_size(SIZES[size])
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    say(visitor, "能奖多少")
    expect(visitor.locator("ip-desk-answer").last).to_have_text("收到：能奖多少")
    visitor.get_by_role("button", name="有用").last.click()
    choose(visitor, "下载我的对话")
    expect(visitor.get_by_text("以前的对话也在内")).to_be_visible()
    shoot(visitor, f"chat-export-{size}")
    assert faults(visitor) == []
    name, text = saved(visitor, "下载文字")
    assert name.startswith("我的咨询记录-")
    assert name.endswith(".txt")
    lines = [line for line in text.splitlines() if line]
    assert lines[0] == "我的咨询记录"
    assert [line.split(" ")[-1] for line in lines[3:]] == [
        "我：",
        "能奖多少",
        "助手：",
        "收到：能奖多少",
        "（我的评价：有用）",
    ]
    name, text = saved(visitor, "下载数据文件（JSON）")
    assert name.endswith(".json")
    (talk,) = json.loads(text)["conversations"]
    assert [one["text"] for one in talk["messages"]] == ["能奖多少", "收到：能奖多少"]
    visitor.get_by_role("button", name="复制文字").click()
    assert "能奖多少" in visitor.evaluate("navigator.clipboard.readText()")
    expect(visitor.get_by_text("已复制。").first).to_be_visible()
    expect(visitor.get_by_role("dialog")).to_be_hidden()


def test_a_visitor_has_it_deleted_after_a_question(visitor, desk):
    say(visitor, "我的问题")
    expect(visitor.locator("ip-desk-answer").last).to_have_text("收到：我的问题")
    other = visitor.context.new_page()
    other.goto(desk.url)
    expect(other.locator("ip-desk-answer").last).to_have_text("收到：我的问题")
    choose(visitor, "删除我的对话")
    expect(visitor.get_by_role("heading", name="删除我的全部对话？")).to_be_visible()
    for size, viewport in (("desk", DESK), ("phone", PHONE)):
        visitor.set_viewport_size(viewport)
        shoot(visitor, f"chat-erase-{size}")
        assert faults(visitor) == []
    visitor.get_by_role("button", name="取消").click()
    expect(visitor.locator("ip-desk-answer").last).to_have_text("收到：我的问题")
    choose(visitor, "删除我的对话")
    visitor.get_by_role("button", name="删除", exact=True).click()
    expect(visitor.get_by_text("您的对话已经删除。").first).to_be_visible()
    for page in (visitor, other):
        expect(page.get_by_text("我的问题", exact=True)).to_have_count(0)
        expect(page.get_by_text("我是知识产权政策咨询助手").first).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("我是知识产权政策咨询助手").first).to_be_visible()
    expect(visitor.get_by_text("我的问题", exact=True)).to_have_count(0)
    say(visitor, "新的问题")
    expect(visitor.locator("ip-desk-answer").last).to_have_text("收到：新的问题")


def test_without_a_network_nothing_is_promised(visitor, desk):
    say(visitor, "我的问题")
    expect(visitor.locator("ip-desk-answer").last).to_have_text("收到：我的问题")
    desk.cut(down=True)
    expect(visitor.get_by_text("网络不通，正在重新连接。")).to_be_visible()
    for name in ("下载我的对话", "删除我的对话"):
        choose(visitor, name)
        if name.startswith("删除"):
            visitor.get_by_role("button", name="删除", exact=True).click()
        expect(visitor.get_by_text("现在网络不通，请稍后再试。").first).to_be_visible()
        expect(visitor.get_by_role("dialog")).to_be_hidden()
    expect(visitor.get_by_text("我的问题", exact=True).first).to_be_visible()


def test_an_administrator_does_it_for_a_visitor(visitor, enter, desk, database):
    say(visitor, "我的问题")
    ask_for_a_person(visitor)
    clerk, admin = enter("clerk", "#/inbox"), enter("admin", "#/inbox")
    for page in (clerk, admin):
        page.get_by_role("link", name="我的问题").click()
        expect(page.get_by_role("button", name="接手")).to_be_visible()
    expect(clerk.get_by_role("button", name="导出")).to_have_count(0)
    name, text = saved(admin, "导出")
    assert (name.startswith("来访者的对话-"), name.endswith(".json")) == (True, True)
    assert json.loads(text)["conversations"][0]["messages"][0]["text"] == "我的问题"
    expect(admin.get_by_text("请妥善保管").first).to_be_visible()
    admin.get_by_role("button", name="删除").click()
    expect(admin.get_by_role("heading", name="删除这位来访者的全部对话？")).to_be_visible()
    look(admin, "inbox-erase")
    admin.get_by_role("button", name="取消").click()
    assert len(desk.store.waiting()) == 1
    admin.get_by_role("button", name="删除").click()
    admin.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(admin.get_by_text("已删除这位来访者的1个对话。").first).to_be_visible()
    expect(admin.get_by_text("现在没有人在等。")).to_be_visible()
    expect(clerk.get_by_text("没有找到这个对话，可能已经删除。")).to_be_visible()
    expect(visitor.get_by_text("我的问题", exact=True)).to_have_count(0)
    logged = [one.action for one in entries(database, limit=5)]
    assert logged[:2] == ["conversation.erase", "conversation.export"]
    admin.goto(f"{desk.url}/desk#/audit")
    expect(admin.get_by_text("删除来访者的对话")).to_be_visible()
    admin.get_by_role("link", name="看对话").click()
    expect(admin.get_by_text("没有找到这个对话，可能已经删除。")).to_be_visible()


def test_older_messages_of_a_long_conversation(visitor, enter, desk):
    """As the visitor's own page has them: by scrolling up or by a button, the place kept."""
    say(visitor, "我的问题")
    expect(visitor.locator("ip-desk-answer").last).to_have_text("收到：我的问题")
    ask_for_a_person(visitor)
    (talk,) = [one.conversation for one in desk.store.waiting()]
    for number in range(260):
        desk.store.add(talk, Draft("note" if number % 7 == 0 else "bot", f"第{number}条：" + "说明" * (number % 40)))
    clerk = enter("clerk", f"#/inbox/{talk}")
    expect(clerk.get_by_text("第259条：")).to_be_visible()
    expect(clerk.get_by_text("第60条：")).to_have_count(1)
    expect(clerk.get_by_text("第59条：")).to_have_count(0)
    log = clerk.get_by_role("region", name="对话记录")
    log.evaluate("one => { one.scrollTop = 150; }")
    expect(clerk.get_by_text("第59条：")).to_have_count(1)
    clerk.wait_for_timeout(300)
    place = clerk.locator(".line", has_text="第60条：").bounding_box()
    assert place is not None
    assert -200 < place["y"] < 500
    look(clerk, "inbox-older")
    clerk.set_viewport_size(DESK)
    # What is said meanwhile comes below, and what was read above stays.
    say(visitor, "还有一个问题")
    expect(clerk.locator(".line.user", has_text="还有一个问题")).to_have_count(1)
    expect(clerk.get_by_text("第59条：")).to_have_count(1)
    button = clerk.get_by_role("button", name="查看更早的消息")
    button.focus()
    clerk.keyboard.press("Enter")
    expect(button).to_have_count(0)
    expect(log).to_be_focused()
    expect(clerk.get_by_text("条更早的消息", exact=False)).to_have_count(1)
    lines = clerk.locator(".line").evaluate_all("all => all.map((one) => Number(one.dataset.seq))")
    assert lines == sorted(set(lines))
    assert lines[0] == 1
    assert faults(clerk) == []


def test_the_log_of_changes_is_told_in_words(enter, database):
    after = {"status": "approved", "edited": True, "entry": {"items": [{"text": "申请表"}]}}
    act = Act("draft.approve", "city 奖补 一、（一）（草稿 8）", {"status": "draft"}, after)
    record_all(database, "zhang.san", [act], "127.0.0.1")
    admin = enter("admin", "#/audit")
    expect(admin.locator("li", has_text="登录").first).not_to_contain_text("wang.liwang.li")
    admin.get_by_text("前后变化").first.click()
    shown = admin.locator("details[open]")
    expect(shown).to_contain_text("状态：待审核")
    expect(shown).to_contain_text("改过内容：是")
    expect(shown).to_contain_text("text：申请表")
    look(admin, "audit-details")
