"""What a visitor takes along: a code for the phone that opens once, and a slip of paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .answers import BY_QUESTION, CITATION
from .conftest import PHONE, faults, shoot
from .kiosk import open_kiosk, too_small_targets, too_small_texts

DARK_SQUARES = (
    "() => document.querySelector('ip-desk-kiosk').shadowRoot.querySelector('svg.code path').getAttribute('d')"
)
LINK = "() => document.querySelector('ip-desk-kiosk').link.address"


@pytest.fixture
def answered(new_context, desk) -> Page:
    """The kiosk with an answer on it."""
    desk.script.answers |= BY_QUESTION
    page = open_kiosk(new_context, desk, "window.print = () => { window.printed = (window.printed ?? 0) + 1; };")
    page.get_by_role("button", name="我要提问").tap()
    page.get_by_label("您的问题").fill("能奖多少")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator("ip-desk-answer .figure")).to_contain_text("6 万元")
    return page


def test_an_answer_on_the_kiosk(answered):
    answered.get_by_role("button", name="收起键盘").tap()
    answered.locator("ip-desk-citation summary").tap()
    expect(answered.locator("ip-desk-citation blockquote")).to_be_visible()
    shoot(answered, "kiosk-answer")
    assert faults(answered) == []
    assert too_small_targets(answered) == []
    assert too_small_texts(answered) == []
    assert answered.locator("ip-desk-log a").count() == 0, "nothing leads away from the kiosk"
    assert answered.locator("ip-desk-log").get_by_role("button", name="复制").count() == 0
    answered.get_by_role("button", name="有用").tap()
    expect(answered.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")


def test_the_code_leads_a_phone_to_the_answers_once(answered, new_context):
    answered.get_by_role("button", name="扫码带走").tap()
    expect(answered.get_by_role("img", name="二维码，用手机扫描后可以查看回答")).to_be_visible()
    shoot(answered, "kiosk-code")
    assert faults(answered) == []
    assert too_small_targets(answered) == []
    assert len(answered.evaluate(DARK_SQUARES)) > 2_000
    link = answered.evaluate(LINK)
    phone = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    phone.goto(link)
    shoot(phone, "kiosk-phone-door")
    phone.get_by_role("link", name="查看回答").click()
    expect(phone.get_by_role("heading", name="问：能奖多少")).to_be_visible()
    expect(phone.get_by_text("可以拿，每年奖励6万元")).to_be_visible()
    expect(phone.locator("blockquote")).to_have_text(CITATION["quote"])
    shoot(phone, "kiosk-phone-answers")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_phones_pages_are_accessible_and_an_old_code_says_so(answered, new_context):
    answered.get_by_role("button", name="扫码带走").tap()
    expect(answered.get_by_role("dialog")).to_be_visible()
    link = answered.evaluate(LINK)
    context = new_context(viewport=PHONE, bypass_csp=True)
    phone = context.new_page()
    phone.goto(link)
    assert faults(phone) == []
    phone.get_by_role("link", name="查看回答").click()
    assert faults(phone) == []
    # The page is gone with its second opening; the browser notes the refusal as an error of the network.
    again = context.request.get(link)
    assert again.status == 410
    assert "已经用过或者过期" in again.text()


def test_the_code_is_gone_when_the_visitor_ends(answered):
    answered.get_by_role("button", name="扫码带走").tap()
    answered.get_by_role("dialog").get_by_role("button", name="结束").tap()
    expect(answered.get_by_role("dialog")).to_have_count(0)
    expect(answered.get_by_role("heading", name="常问的主题")).to_be_visible()


def test_the_slip_has_answer_clause_office_and_date(answered):
    answered.get_by_role("button", name="打印").tap()
    assert answered.evaluate("window.printed") == 1
    answered.emulate_media(media="print")
    slip = answered.locator(".slip")
    expect(slip).to_be_visible()
    expect(answered.locator("header")).to_be_hidden()
    expect(answered.locator("main")).to_be_hidden()
    text = slip.inner_text()
    today = answered.evaluate(
        "() => { const d = new Date(); return `${d.getFullYear()}年${d.getMonth() + 1}月${d.getDate()}日`; }"
    )
    for part in (
        "问：能奖多少",
        "金额：6万元",
        "《漳州市促进知识产权高质量发展若干措施》（七）（有效期到2029年2月2日）",
        CITATION["quote"],
        "牵头单位：市市场监管局",
        f"打印日期：{today}",
    ):
        assert part in text
    shoot(answered, "kiosk-slip")


def test_before_the_first_answer_there_is_nothing_to_take(new_context, desk):
    page = open_kiosk(new_context, desk)
    page.get_by_role("button", name="我要提问").tap()
    expect(page.get_by_role("button", name="找工作人员")).to_be_visible()
    for name in ("扫码带走", "打印"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
