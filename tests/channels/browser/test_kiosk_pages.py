"""The kiosk's start page and the pages that need no conversation, at the size of a standing screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import DESK, KIOSK, PHONE, faults, shoot
from .kiosk import SPEAKING, open_kiosk, too_small_targets, too_small_texts


def checked(page, name: str, *, scale: float = 1) -> None:
    """A picture, axe, and the sizes that a finger and weak eyes need."""
    shoot(page, f"kiosk-{name}")
    assert faults(page) == []
    assert too_small_targets(page) == []
    assert too_small_texts(page, 18 * scale) == []


def test_from_topics_to_clauses_by_taps_alone(new_context, desk):
    page = open_kiosk(new_context, desk)
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    checked(page, "start")
    page.get_by_role("button", name="全部主题").tap()
    expect(page.locator("main .tile")).to_have_count(54)
    checked(page, "topics")
    page.locator("main .tile", has_text="维权援助").first.tap()
    expect(page.get_by_role("heading", name="维权援助", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="可以去的服务站点")).to_be_visible()
    fold = page.locator("section > details").first
    fold.locator("summary").tap()
    expect(fold.locator("blockquote")).to_contain_text("维权")
    checked(page, "topic")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("button", name="返回").tap()
    expect(page.get_by_role("heading", name="常问的主题")).to_be_visible()
    assert page.evaluate("history.length") == 2, "about:blank and the kiosk: nothing to go back through"


def test_awards_and_stations_of_a_region(new_context, desk):
    page = open_kiosk(new_context, desk)
    page.locator(".tile", has_text="漳州市").first.tap()
    expect(page.get_by_role("heading", name="漳州市的奖励和补助")).to_be_visible()
    award = page.locator(".card", has_text="新引进专利密集型企业奖励")
    expect(award.locator(".words")).to_have_text("“每家一次性给予50万元的奖励”")
    checked(page, "awards")
    page.get_by_role("button", name="返回").tap()
    page.locator(".tiles.small .tile", has_text="靖江市").tap()
    card = page.locator(".card").first
    card.locator("summary").tap()
    expect(card.locator(".ended")).to_have_text("已过有效期")
    checked(page, "stations")


@pytest.mark.parametrize("size", [PHONE, DESK, KIOSK], ids=["phone", "desk", "kiosk"])
def test_text_grows_to_twice_its_size_and_everything_stays_in_reach(new_context, desk, size):
    page = open_kiosk(new_context, desk, viewport=size)
    for _ in range(4):
        page.get_by_role("button", name="字大").tap()
    expect(page.locator("output")).to_have_text("200%")
    expect(page.get_by_role("button", name="字大")).to_be_disabled()
    checked(page, f"start-200-{size['width']}", scale=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="全部主题").tap()
    for name in ("返回", "结束"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_care_mode_is_larger_and_without_grey(new_context, desk):
    page = open_kiosk(new_context, desk)
    page.get_by_role("button", name="关怀模式").tap()
    expect(page.locator("output")).to_have_text("150%")
    expect(page.locator("section .tiles").first.locator(".tile")).to_have_count(5)
    checked(page, "care", scale=1.5)
    page.get_by_role("button", name="关怀模式").tap()
    expect(page.locator("output")).to_have_text("100%")


def test_no_menu_no_selection_no_zoom_and_nothing_that_needs_a_hovering_pointer(new_context, desk):
    page = open_kiosk(new_context, desk)
    page.evaluate("addEventListener('contextmenu', event => { window.menu = event.defaultPrevented; })")
    page.locator("h1").click(button="right")
    assert page.evaluate("window.menu") is True
    page.locator("h2").first.dblclick()
    assert page.evaluate("String(getSelection())") == ""
    styles = page.evaluate(
        "() => [document.body, document.querySelector('ip-desk-kiosk')].map(one => getComputedStyle(one).touchAction)"
    )
    assert styles == ["pan-x pan-y", "pan-x pan-y"]
    page.mouse.move(500, 800)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    assert page.evaluate("visualViewport.scale") == 1


def test_pages_are_read_aloud_where_the_browser_has_a_voice(new_context, desk):
    page = open_kiosk(new_context, desk, script=SPEAKING)
    page.locator(".tile", has_text="漳州市").first.tap()
    page.get_by_role("button", name="朗读本页").tap()
    expect(page.get_by_role("button", name="停止朗读")).to_be_visible()
    assert "每家一次性给予50万元的奖励" in "".join(page.evaluate("window.said"))
    page.evaluate("window.last.dispatchEvent(new Event('end'))")
    expect(page.get_by_role("button", name="朗读本页")).to_be_visible()
    page.get_by_role("button", name="朗读本页").tap()
    page.get_by_role("button", name="返回").tap()
    assert page.evaluate("window.stopped") is True


def test_without_a_chinese_voice_there_is_no_such_button(new_context, desk):
    page = open_kiosk(new_context, desk, script=SPEAKING.replace("zh-CN", "en-US"))
    page.locator(".tile", has_text="漳州市").first.tap()
    expect(page.get_by_role("heading", name="漳州市的奖励和补助")).to_be_visible()
    expect(page.get_by_role("button", name="朗读本页")).to_have_count(0)


def test_a_region_whose_notice_is_under_review_is_not_told_to_grant_nothing(new_context, desk):
    def with_another(route):
        guide = route.fetch().json()
        notices = guide["notices"]
        notices["new"] = {**notices["zibo-2023"], "doc_id": "new", "region": "安庆市", "under_review": True}
        route.fulfill(json=guide)

    page = new_context(viewport=KIOSK, has_touch=True, service_workers="block").new_page()
    page.route("**/kiosk/guide", with_another)
    page.goto(f"{desk.url}/kiosk")
    expect(page.get_by_text("安庆市的文件还没有审核完，奖补金额请问工作人员。")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("的文件没有写明奖补金额。")).to_have_text(re.compile("^(?!.*安庆市).*淄博市"))
    checked(page, "under-review")


def test_on_a_phone_the_end_stands_beside_the_title(new_context, desk):
    page = open_kiosk(new_context, desk, viewport=PHONE)
    page.locator(".tile").first.tap()
    page.get_by_role("button", name="返回").wait_for()
    title, end, back, care = (
        one.bounding_box()
        for one in (
            page.get_by_role("heading", level=1),
            *(page.get_by_role("button", name=name) for name in ("结束", "返回", "关怀模式")),
        )
    )
    assert end["y"] < back["y"] == care["y"], "two rows, and the end in the first"
    assert end["y"] <= title["y"] + title["height"] / 2 <= end["y"] + end["height"]
    assert back["y"] + back["height"] < 150
