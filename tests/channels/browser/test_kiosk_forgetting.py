"""The kiosk forgets its visitor: after a minute and a countdown, at a touch of 结束, and when the page goes away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .answers import BY_QUESTION
from .conftest import faults, shoot
from .kiosk import open_kiosk, too_small_targets, too_small_texts

LEFT_BEHIND = """
async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  clipboard: await navigator.clipboard.readText(),
  search: location.search + location.hash,
  entries: history.length,
  state: history.state,
})
"""


def visited(new_context, desk, **options) -> tuple[Page, str]:
    """A visitor who has asked something, chosen large print and left half a word; and their session's token."""
    desk.script.answers |= BY_QUESTION
    context_options = {"permissions": ["clipboard-read", "clipboard-write"], **options}
    page = open_kiosk(new_context, desk, "", **context_options)
    page.get_by_role("button", name="关怀模式").tap()
    page.get_by_role("button", name="我要提问").tap()
    page.get_by_label("您的问题").fill("能奖多少")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("ip-desk-message").get_by_text("可以拿，每年奖励6万元").first).to_be_visible()
    page.get_by_label("您的问题").fill("我的电话是")
    page.locator("ip-desk-keyboard button.letter", has_text="w").tap()
    page.evaluate("navigator.clipboard.writeText('我的电话')")
    page.evaluate(
        "localStorage.setItem('x', '1'); sessionStorage.setItem('y', '2'); history.replaceState({a: 1}, '', '?q=1')"
    )
    token = page.evaluate("document.querySelector('ip-desk-kiosk').talk.opening.token")
    return page, token


def forgotten(page: Page, desk, token: str) -> None:
    """Nothing is left: on the screen, in the browser, at the server."""
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    expect(page.locator("output")).to_have_text("100%")
    left = page.evaluate(LEFT_BEHIND)
    assert left == {"local": 0, "session": 0, "clipboard": "", "search": "", "entries": 2, "state": None}
    session = desk.conversations._tokens.session(token)
    assert desk.store.ended(session)
    page.get_by_role("button", name="我要提问").tap()
    expect(page.get_by_text("我是知识产权政策咨询助手")).to_be_visible()
    expect(page.locator("ip-desk-message")).to_have_count(1)
    assert page.get_by_label("您的问题").input_value() == ""
    expect(page.locator(".spelling b")).to_have_count(0)
    fresh = page.evaluate("document.querySelector('ip-desk-kiosk').talk.opening.token")
    assert desk.conversations._tokens.session(fresh) not in (None, session)


def test_the_end_button_clears_everything_at_once(new_context, desk):
    page, token = visited(new_context, desk)
    with page.expect_response("**/kiosk/end"):
        page.get_by_role("button", name="结束").tap()
    forgotten(page, desk, token)


def test_after_a_minute_a_countdown_and_then_everything_is_cleared(new_context, desk):
    page, token = visited(new_context, desk)
    page.clock.install()
    page.get_by_label("您的问题").tap()
    page.clock.run_for(59_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(2_000)
    expect(page.get_by_role("dialog", name="您还在吗？")).to_be_visible()
    page.clock.run_for(10_000)
    with page.expect_response("**/kiosk/end"):
        page.clock.run_for(11_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.resume()
    forgotten(page, desk, token)


@pytest.fixture
def counting(new_context, desk):
    """The countdown has begun."""
    page = open_kiosk(new_context, desk)
    page.clock.install()
    page.get_by_role("button", name="全部主题").tap()
    page.clock.run_for(65_000)
    expect(page.get_by_role("dialog", name="您还在吗？")).to_be_visible()
    return page


def test_the_countdown_is_seen_and_accessible(counting):
    shoot(counting, "kiosk-countdown")
    assert faults(counting) == []
    assert too_small_targets(counting) == []
    assert too_small_texts(counting) == []
    assert 10 < int(counting.get_by_role("timer").inner_text()) <= 15


@pytest.mark.parametrize("where", ["button", "anywhere"])
def test_any_touch_extends_it_and_keeps_the_place(counting, where):
    if where == "button":
        counting.get_by_role("button", name="继续使用").tap()
    else:
        counting.touchscreen.tap(30, 1800)
    expect(counting.get_by_role("dialog")).to_have_count(0)
    expect(counting.get_by_role("heading", name="全部主题")).to_be_visible()
    counting.clock.run_for(59_000)
    expect(counting.get_by_role("dialog")).to_have_count(0)
    counting.clock.run_for(3_000)
    expect(counting.get_by_role("dialog", name="您还在吗？")).to_be_visible()


def test_the_countdown_can_end_it_at_once(counting):
    counting.get_by_role("dialog").get_by_role("button", name="结束").tap()
    expect(counting.get_by_role("dialog")).to_have_count(0)
    expect(counting.get_by_role("heading", name="常问的主题")).to_be_visible()


def test_a_screen_that_slept_past_the_end_clears_when_it_wakes(counting):
    counting.clock.fast_forward(3_600_000)
    expect(counting.get_by_role("heading", name="常问的主题")).to_be_visible()
    expect(counting.get_by_role("dialog")).to_have_count(0)


def test_nobody_is_asked_whether_they_are_there_when_nobody_was(new_context, desk):
    page = open_kiosk(new_context, desk)
    page.clock.install()
    page.clock.run_for(300_000)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_going_away_and_back_finds_nothing(new_context, desk):
    page, token = visited(new_context, desk)
    page.goto(f"{desk.url}/chat")
    page.go_back()
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    page.get_by_role("button", name="我要提问").tap()
    expect(page.get_by_text("我是知识产权政策咨询助手")).to_be_visible()
    expect(page.locator("ip-desk-message")).to_have_count(1)
    # A browser may drop what a page says as it goes away; the token was in that page's memory alone.
    fresh = page.evaluate("document.querySelector('ip-desk-kiosk').talk.opening.token")
    assert desk.conversations._tokens.session(fresh) not in (None, desk.conversations._tokens.session(token))


def test_a_page_the_browser_kept_is_cleared_when_it_is_shown_again(new_context, desk):
    page, token = visited(new_context, desk)
    with page.expect_response("**/kiosk/end"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    forgotten(page, desk, token)


def test_the_end_without_a_network_is_told_to_the_server_later(new_context, desk):
    page, token = visited(new_context, desk)
    desk.cut(down=True)
    page.get_by_role("button", name="结束").tap()
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    session = desk.conversations._tokens.session(token)
    assert not desk.store.ended(session)
    with page.expect_response("**/kiosk/end", timeout=90_000):
        desk.up()
    assert desk.store.ended(session)
