"""Signing in and out, what each role sees, keys, and a session that ends in the middle of the work."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.channels.staff import PASSWORD, PEOPLE

from .conftest import faults
from .staff_pages import look, sign_in


def test_signing_in_and_out(enter):
    page = enter(None)
    expect(page.get_by_label("登录名")).to_be_focused()
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("请输入登录名。")
    page.get_by_label("登录名").fill(PEOPLE["clerk"])
    page.get_by_label("密码").fill("wrong-password-1")
    page.get_by_label("密码").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("登录名或者密码不对")
    expect(page.get_by_label("密码")).to_be_focused()
    look(page, "sign-in")
    sign_in(page, "clerk")
    expect(page.get_by_label("查政策、奖补、机构、名词")).to_be_focused()
    assert faults(page) == []
    page.get_by_role("button", name="账号和设置").click()
    expect(page.get_by_role("dialog").get_by_text("坐席")).to_be_visible()
    look(page, "person")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("已退出登录。")).to_be_visible()
    page.reload()
    expect(page.get_by_label("登录名")).to_be_visible()


def test_everybody_sees_what_their_role_may(enter):
    clerk = enter("clerk", "#/imports")
    seen = ["查询", "文件", "测算", "接待", "待教", "统计"]
    expect(clerk.get_by_role("navigation", name="工作台").get_by_role("link")).to_have_text(seen)
    expect(clerk.get_by_role("link", name="查询")).to_have_attribute("aria-current", "page")
    editor = enter("editor", "#/imports")
    expect(editor.get_by_role("heading", name="导入文件")).to_be_visible()
    expect(editor).to_have_title("导入 - 咨询工作台")


def test_a_session_that_ends_loses_nothing(enter):
    page = enter("clerk", "#/calculator?award=zhangzhou-2024/patent-transfer")
    page.get_by_label("单位类型").select_option("university")
    page.get_by_label("当年度向本市企业转让的发明专利").wait_for()
    page.context.clear_cookies()
    page.get_by_label("当年度向本市企业转让的发明专利").fill("12")
    expect(page.get_by_text("登录已经过期")).to_be_visible()
    expect(page.get_by_label("登录名")).to_have_value(PEOPLE["clerk"])
    assert faults(page) == []
    sign_in(page, "clerk")
    expect(page.get_by_label("当年度向本市企业转让的发明专利")).to_have_value("12")
    expect(page.locator(".figure")).to_have_text("6万元")


def test_changing_the_password(enter):
    page = enter("clerk")
    page.get_by_role("button", name="账号和设置").click()
    page.get_by_role("button", name="修改密码").click()
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.get_by_label("新密码（至少10个字符）").fill("short")
    page.get_by_label("再输入一次新密码").fill("short")
    page.get_by_role("button", name="改密码").click()
    expect(page.get_by_label("新密码（至少10个字符）")).to_have_attribute("aria-invalid", "true")
    assert faults(page) == []
    for label in ("新密码（至少10个字符）", "再输入一次新密码"):
        page.get_by_label(label).fill("another-horse-8-battery")
    page.get_by_role("button", name="改密码").click()
    expect(page.get_by_text("密码已经改好")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys(enter):
    page = enter("clerk", "#/notices")
    page.locator("a.notice").first.wait_for()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    look(page, "keys")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_label("查政策、奖补、机构、名词")).to_be_focused()
    page.keyboard.type("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_dark_and_large_print_stay(enter):
    page = enter("clerk")
    for choice in ("深色模式", "大字模式"):
        page.get_by_role("button", name="账号和设置").click()
        page.get_by_role("button", name=choice).click()
        page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    page.reload()
    staff = page.locator("ip-desk-staff")
    expect(staff).to_have_attribute("theme", "dark")
    expect(staff).to_have_attribute("care", "")
    for path, text in (
        ("search?q=专利奖励", ".hit"),
        ("notices/zhangzhou-2024", "a.place"),
        ("calculator", "ip-desk-all-results details"),
    ):
        page.goto(page.url.partition("#")[0] + "#/" + path)
        page.locator(text).first.wait_for()
        look(page, f"dark-care-{path.partition('?')[0].partition('/')[0]}")


def test_a_new_session_in_another_tab_goes_on_in_this_one(enter):
    page = enter("clerk", "#/calculator?award=zhangzhou-2024/patent-transfer")
    page.locator(".figure").wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="账号和设置").click()
    other.get_by_role("button", name="退出登录").click()
    sign_in(other, "clerk")
    page.bring_to_front()
    page.get_by_label("单位类型").select_option("bank")
    expect(page.get_by_text("不符合条件")).to_be_visible()
    expect(page.get_by_label("密码")).to_have_count(0)


def test_somebody_else_finds_nothing_of_what_was_typed(enter):
    page = enter("clerk", "#/calculator?award=zhangzhou-2024/patent-transfer")
    page.get_by_label("单位类型").select_option("university")
    page.get_by_text("还缺1项情况").wait_for()
    page.context.clear_cookies()
    page.get_by_label("单位类型").select_option("bank")
    expect(page.get_by_text("登录已经过期")).to_be_visible()
    sign_in(page, "editor")
    expect(page.locator(".figure")).to_have_text("0 到 30万元")
    expect(page.get_by_label("单位类型")).to_have_value("")
    expect(page.get_by_role("button", name="账号和设置")).to_contain_text(PEOPLE["editor"])
