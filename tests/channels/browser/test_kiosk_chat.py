"""The conversation on the kiosk: in large print, read aloud, and with a person."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .answers import BY_QUESTION
from .conftest import DESK, KIOSK, PHONE, faults, shoot
from .kiosk import SPEAKING, open_kiosk, too_small_targets, too_small_texts


@pytest.mark.parametrize("size", [DESK, KIOSK], ids=["desk", "kiosk"])
def test_in_care_mode_at_twice_the_size_everything_is_there(new_context, desk, size):
    page = open_kiosk(new_context, desk, viewport=size)
    page.get_by_role("button", name="关怀模式").tap()
    for _ in range(2):
        page.get_by_role("button", name="字大").tap()
    expect(page.locator("output")).to_have_text("200%")
    page.get_by_role("button", name="我要提问").tap()
    page.get_by_role("button", name="找工作人员").tap()
    expect(page.get_by_text("下一位就是您").first).to_be_visible()
    page.locator("ip-desk-keyboard button.letter", has_text="s").tap()
    expect(page.get_by_role("group", name="候选词").get_by_role("button").first).to_be_visible()
    shoot(page, f"kiosk-chat-200-{size['width']}")
    assert faults(page) == []
    assert too_small_targets(page) == []
    assert too_small_texts(page) == []
    for name in ("发送", "结束"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="不等了").tap()
    expect(page.get_by_role("button", name="找工作人员")).to_be_visible()


def test_on_a_phone_there_is_room_to_write_and_to_send_with_the_keyboard_away(new_context, desk):
    page = open_kiosk(new_context, desk, viewport=PHONE)
    for _ in range(4):
        page.get_by_role("button", name="字大").tap()
    assert page.locator("header").bounding_box()["height"] <= 250
    page.get_by_role("button", name="我要提问").tap()
    field = page.get_by_label("您的问题")
    assert field.bounding_box()["width"] >= 340
    page.get_by_role("button", name="收起键盘").tap()
    field.fill("在吗")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("ip-desk-answer").last).to_have_text("收到：在吗")
    shoot(page, "kiosk-chat-200-390")
    assert faults(page) == []
    assert too_small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_kind_of_answer_can_be_seen_touched_and_read_aloud(new_context, desk):
    desk.script.answers |= BY_QUESTION
    page = open_kiosk(new_context, desk, SPEAKING)
    page.get_by_role("button", name="我要提问").tap()
    page.get_by_role("button", name="收起键盘").tap()
    for question in ("去哪调解", "对比", "过期的", "有哪些"):
        page.get_by_label("您的问题").fill(question)
        page.keyboard.press("Enter")
        last = BY_QUESTION[question][0]["text"].split("\n")[0][:12]
        expect(page.locator("ip-desk-log").get_by_text(last).first).to_be_visible()
    shoot(page, "kiosk-answers")
    assert faults(page) == []
    assert too_small_targets(page) == []
    assert too_small_texts(page) == []
    assert page.locator("ip-desk-log a").count() == 0
    page.get_by_role("button", name="朗读回答").tap()
    assert "《若干措施》里奖补有3项" in "".join(page.evaluate("window.said"))
    page.get_by_role("button", name="停止朗读").tap()
    assert page.evaluate("window.stopped") is True


def test_a_hostile_answer_is_text(new_context, desk):
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3) https://evil.example/"
    desk.script.answers["坏的"] = [{"text": hostile}]
    page = open_kiosk(new_context, desk)
    page.get_by_role("button", name="我要提问").tap()
    page.get_by_label("您的问题").fill("坏的")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("ip-desk-message").get_by_text(hostile)).to_be_visible()
    assert page.locator("ip-desk-log img, ip-desk-log script, ip-desk-log a").count() == 0
