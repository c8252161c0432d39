"""The widget on somebody else's page, under that page's strict policy: it works, and it leaves nothing behind."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from .conftest import DESK, PHONE, faults, shoot
from .serving import Desk, serving

HOST = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>某市门户</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="n0nce">
  * {{ color: rgb(200, 0, 0) !important; font-size: 31px; letter-spacing: 9px; }}
  button {{ border: 5px solid red !important; display: none; }}
  body {{ background: #eee; }}
</style>
<script nonce="n0nce">window.before = Object.getOwnPropertyNames(window);</script>
<script nonce="n0nce" src="{server}/widget.js" defer></script>
<script nonce="n0nce" src="{server}/widget.js" defer></script>
<link rel="icon" href="data:,">
</head><body><main><h1 id="mine">门户首页</h1><input aria-label="站内搜索"></main>
<ip-desk-chat></ip-desk-chat></body></html>"""
POLICY = (
    "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; img-src data:; "
    "connect-src ws://127.0.0.1:{port}; require-trusted-types-for 'script'; "
    "trusted-types ip-desk; base-uri 'none'; form-action 'none'"
)


@pytest.fixture
def desk(tmp_path):
    served = Desk(tmp_path)
    port = served.url.rpartition(":")[2]
    served.foreign = served.foreign_page(
        HOST.format(server=served.url), {"Content-Security-Policy": POLICY.format(port=port)}
    )
    served.embedders.append(served.foreign)
    with serving(served):
        yield served


@pytest.fixture
def page(new_context, desk):
    opened = new_context(viewport=DESK).new_page()
    opened.goto(desk.foreign)
    return opened


def test_it_works_under_a_strict_policy_and_leaves_no_globals(page, desk):
    page.get_by_role("button", name="政策咨询").click()
    expect(page.get_by_label("您的问题")).to_be_focused()
    page.get_by_label("您的问题").fill("甲")
    page.get_by_label("您的问题").press("Enter")
    expect(page.locator("ip-desk-answer").last).to_have_text("收到：甲")
    shoot(page, "embedded-desk")
    new = page.evaluate("Object.getOwnPropertyNames(window).filter(n => !before.includes(n) && n !== 'before')")
    assert new == []
    assert page.evaluate("[...document.querySelectorAll('style')].length") == 1
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="政策咨询")).to_be_focused()


def test_it_connects_only_when_it_is_wanted(page, desk):
    page.wait_for_timeout(500)
    assert desk.conversations.sessions == 0
    page.get_by_role("button", name="政策咨询").click()
    page.get_by_text("我是知识产权政策咨询助手").wait_for()
    assert desk.conversations.sessions == 1
    page.reload()
    deadline = time.monotonic() + 90
    while desk.conversations.sessions != 1 and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert desk.conversations.sessions == 1, "who was here before hears of answers without opening it"


def test_neither_page_changes_the_others_look(page):
    assert page.locator("#mine").evaluate("e => getComputedStyle(e).fontSize") == "31px"
    page.get_by_role("button", name="政策咨询").click()
    box = page.get_by_label("您的问题")
    style = box.evaluate("e => { const s = getComputedStyle(e); return [s.fontSize, s.letterSpacing] }")
    assert style == ["16px", "normal"]
    assert page.locator("ip-desk-log .privacy").evaluate("e => getComputedStyle(e).letterSpacing") == "normal"
    button = page.get_by_role("button", name="更多")
    assert button.evaluate("e => getComputedStyle(e).borderTopWidth") == "0px"


def test_what_arrives_while_it_is_closed_is_counted(page, desk):
    page.get_by_role("button", name="政策咨询").click()
    desk.script.gate.clear()
    page.get_by_label("您的问题").fill("甲")
    page.get_by_label("您的问题").press("Enter")
    expect(page.get_by_text("正在查找")).to_have_count(1)
    page.get_by_role("button", name="收起").click()
    desk.script.gate.set()
    expect(page.locator(".badge")).to_have_text(re.compile("^1"))
    shoot(page, "launcher-desk")
    page.get_by_role("button", name="政策咨询").click()
    expect(page.locator("ip-desk-answer").last).to_have_text("收到：甲")
    page.get_by_role("button", name="收起").click()
    expect(page.locator(".badge")).to_have_count(0)


def test_it_is_accessible_closed_and_open(page):
    # The page's own colours are none of ours.
    page.evaluate("document.querySelector('style').sheet.deleteRule(0)")
    assert faults(page) == []
    page.get_by_role("button", name="政策咨询").click()
    page.get_by_text("我是知识产权政策咨询助手").wait_for()
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    shoot(page, "embedded-phone")
    assert faults(page) == []


def test_a_page_that_is_not_registered_can_not_use_it(new_context, desk):
    desk.embedders.clear()
    desk.stop()
    desk.start()
    page = new_context().new_page()
    page.goto(desk.foreign)
    page.get_by_role("button", name="政策咨询").click()
    expect(page.get_by_text("网络不通")).to_be_visible()
    assert desk.conversations.sessions == 0
