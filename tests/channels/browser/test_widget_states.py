"""Every state of the chat at every size and in every mode: axe finds nothing, and a picture is kept."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import expect

from .answers import BY_QUESTION
from .conftest import SIZES, faults, shoot
from .test_widget_journeys import say

MODES = {"light": {}, "dark": {"theme": "dark"}, "care": {"care": "1"}}


@pytest.mark.parametrize(
    ("size", "mode"),
    [("phone", "light"), ("phone", "dark"), ("phone", "care"), ("desk", "dark"), ("kiosk", "care")],
)
def test_every_state_is_accessible(new_context, desk, size, mode):
    desk.script.answers |= BY_QUESTION
    context = new_context(viewport=SIZES[size], reduced_motion="reduce")
    page = context.new_page()
    host = desk.url.removeprefix("http://")
    for key, value in MODES[mode].items():
        page.add_init_script(f"localStorage.setItem('ipdesk:{host}:{key}', '{value}')")
    page.goto(desk.url)
    page.get_by_text("我是知识产权政策咨询助手").wait_for()
    found = {}

    def look(state):
        shoot(page, f"{state}-{mode}-{size}")
        found[state] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state} is wider than the screen"

    expect(page.locator(".privacy")).to_be_in_viewport(ratio=1)
    look("start")
    for question in ("能奖多少", "去哪调解", "对比", "过期的", "有哪些"):
        say(page, question)
        expect(page.locator("ip-desk-message").last.locator("ip-desk-answer")).to_be_visible()
        page.locator("ip-desk-citation summary").last.click()
        page.locator("ip-desk-citation").last.scroll_into_view_if_needed()
        if question in {"能奖多少", "对比"}:
            shoot(page, f"{question}-{mode}-{size}")
    look("answers")
    page.get_by_role("button", name="没用").last.click()
    look("why")
    page.get_by_role("button", name="不说了").click()
    page.get_by_role("button", name="更多").click()
    look("menu")
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="转人工", exact=True).click()
    page.get_by_role("button", name="不等了").wait_for()
    look("waiting")
    desk.script.gate.clear()
    say(page, "慢")
    page.locator(".typing").wait_for()
    look("typing")
    desk.cut(down=True)
    page.get_by_text("网络不通").wait_for()
    say(page, "离线")
    look("offline")
    desk.up()
    assert {state: faults for state, faults in found.items() if faults} == {}


LOADED = """() => performance.getEntries()
  .filter(one => one.entryType === 'navigation' || /[.](js|css)$/.test(one.name))
  .map(one => [new URL(one.name).pathname, one.transferSize])"""


def test_the_first_paint_waits_for_little(page, desk):
    """How soon it comes over slow 4G, at 150 ms a request and 200 KB a second, is measured by bench/web_pages.py."""
    loaded = dict(page.evaluate(LOADED))
    with urllib.request.urlopen(desk.url) as response:
        named = response.read().decode()
    assert len(loaded) >= 3
    assert all(path in named for path in loaded if path != "/"), "all of it is asked for at once"
    assert sum(loaded.values()) <= 40_000, loaded


@pytest.mark.parametrize("path", ["/desk", "/kiosk", "/sources/zhangzhou-2024"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_other_pages_are_accessible(database, new_context, desk, path, scheme):
    page = new_context(color_scheme=scheme).new_page()
    page.goto(desk.url + path)
    page.locator("h1").wait_for()
    assert faults(page) == []
