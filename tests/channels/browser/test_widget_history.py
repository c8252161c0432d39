"""A conversation longer than what is sent at once: older messages come as one scrolls up, or by a button."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from channels.conversations.service import PAGE
from channels.conversations.store import HISTORY, Draft

from .conftest import DESK, PHONE, faults, shoot
from .serving import Desk

TOTAL = HISTORY + PAGE + 20
OLDER = "查看更早的消息"


@pytest.fixture
def long(page: Page, desk: Desk) -> Page:
    """The chat with more messages than a history holds, at its end."""
    token_of = "Object.entries(localStorage).find(([key]) => key.endsWith('token'))[1]"
    page.wait_for_function(f"() => {{ try {{ return {token_of} }} catch {{ return false }} }}")
    session = desk.conversations._tokens.session(page.evaluate(token_of))
    assert session is not None
    talk = desk.store.current(session).id
    for number in range(TOTAL):
        desk.store.add(talk, Draft("bot" if number % 2 else "staff", f"第{number}条：" + "说明" * (number % 40)))
    page.reload()
    page.get_by_text(f"第{TOTAL - 1}条：").wait_for()
    return page


def said(page: Page) -> list[str]:
    """What the messages say that are shown, from the top."""
    texts: list[str] = page.locator("ip-desk-message").evaluate_all("all => all.map((one) => one.message?.text ?? '')")
    return texts


def shown(page: Page) -> list[int]:
    """The numbers of the messages that are shown, from the top."""
    return [int(text.partition("第")[2].partition("条")[0]) for text in said(page) if text.startswith("第")]


def place(page: Page, number: int) -> float:
    box: Any = page.locator("ip-desk-message", has_text=f"第{number}条：").bounding_box()
    return float(box["y"])


def test_scrolling_up_brings_older_messages_once_and_in_order(long: Page) -> None:
    first = TOTAL - HISTORY
    expect(long.get_by_role("button", name=OLDER)).to_have_count(1)
    assert shown(long) == list(range(first, TOTAL))
    region = long.get_by_role("region", name="对话内容")
    region.evaluate("one => { one.scrollTop = 150; }")
    expect(long.get_by_text(f"第{first - 1}条：")).to_have_count(1)
    long.wait_for_timeout(300)
    assert shown(long) == list(range(first - PAGE, TOTAL))
    # What was at the top of the screen is there still.
    assert -200 < place(long, first) < 500
    region.evaluate("one => { one.scrollTop = 100; }")
    expect(long.get_by_text("第0条：")).to_have_count(1)
    expect(long.get_by_role("button", name=OLDER)).to_have_count(0)
    long.wait_for_timeout(300)
    assert shown(long) == list(range(TOTAL))
    assert faults(long) == []


def test_the_keyboard_has_a_button_and_keeps_its_place(long: Page) -> None:
    first = TOTAL - HISTORY
    button = long.get_by_role("button", name=OLDER)
    button.evaluate("one => one.focus({preventScroll: true})")
    region = long.get_by_role("region", name="对话内容")
    region.evaluate("one => { one.scrollTop = 0; }")
    long.wait_for_timeout(400)
    # Coming to the top has asked for a page already; what was first stays where it was seen.
    expect(long.get_by_text(f"第{first - 1}条：")).to_have_count(1)
    expect(button).to_be_focused()
    spoken = long.get_by_role("log", name="新消息")
    expect(spoken).to_contain_text(f"上面又显示了{PAGE}条更早的消息")
    shoot(long, "chat-older-phone")
    long.set_viewport_size(DESK)
    shoot(long, "chat-older-desk")
    long.set_viewport_size(PHONE)
    before = place(long, first)
    long.keyboard.press("Enter")
    expect(long.get_by_text("第0条：")).to_have_count(1)
    expect(spoken).to_contain_text("上面又显示了20条更早的消息")
    # There is no more, so the button is gone: the focus is in the conversation, not at the page's beginning.
    expect(region).to_be_focused()
    long.wait_for_timeout(300)
    assert abs(place(long, first) - before) < 60
    assert shown(long) == list(range(TOTAL))


def test_what_comes_meanwhile_and_after_a_cut_is_in_order(long: Page, desk: Desk) -> None:
    long.get_by_role("region", name="对话内容").evaluate("one => { one.scrollTop = 100; }")
    long.get_by_role("textbox").fill("还有问题")
    long.keyboard.press("Enter")
    expect(long.locator("ip-desk-message", has_text="收到：还有问题")).to_have_count(1)
    expect(long.get_by_text(f"第{TOTAL - HISTORY - 1}条：")).to_have_count(1)
    desk.loop.run(desk.line.cut())
    long.get_by_role("textbox").fill("又一个问题")
    long.keyboard.press("Enter")
    expect(long.locator("ip-desk-message", has_text="收到：又一个问题")).to_have_count(1)
    numbers = shown(long)
    assert numbers == sorted(set(numbers))
    assert numbers[0] <= TOTAL - HISTORY - PAGE
    assert [text for text in said(long) if "问题" in text] == [
        "还有问题",
        "收到：还有问题",
        "又一个问题",
        "收到：又一个问题",
    ]
