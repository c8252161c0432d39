"""Writing on the screen: pinyin with the field's words first, signs, English, and what is sent."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import faults, shoot
from .kiosk import open_kiosk, too_small_targets, too_small_texts

TABLE = Path(__file__).parents[3] / "channels" / "web" / "src" / "kiosk" / "typing" / "table.json"
TABLE_BYTES = 300_000


def open_chat(new_context, desk, script: str = "") -> Page:
    page = open_kiosk(new_context, desk, script)
    page.get_by_role("button", name="我要提问").tap()
    expect(page.get_by_text("我是知识产权政策咨询助手")).to_be_visible()
    return page


def spell(page: Page, letters: str) -> None:
    for letter in letters:
        page.locator("ip-desk-keyboard button.letter", has_text=letter).tap()


def key(page: Page, name: str):
    return page.locator("ip-desk-keyboard").get_by_role("button", name=name, exact=True)


def candidates(page: Page):
    return page.get_by_role("group", name="候选词").get_by_role("button")


def written(page: Page) -> str:
    return page.get_by_label("您的问题").input_value()


def test_the_fields_words_come_first(new_context, desk):
    page = open_chat(new_context, desk)
    for letters, word in (("shangbiao", "商标"), ("zscq", "知识产权"), ("zhishicq", "知识产权"), ("lvse", "绿色")):
        spell(page, letters)
        expect(candidates(page).first).to_have_text(word)
        candidates(page).first.tap()
        assert written(page) == word
        key(page, "清空").tap()


def test_a_whole_sentence_at_a_stretch_and_sent_by_taps_alone(new_context, desk):
    page = open_chat(new_context, desk)
    spell(page, "zhuanlizhuanrangnengjiangduoshao")
    expect(candidates(page).first).to_have_text("专利转让能奖多少")
    shoot(page, "kiosk-typing")
    assert faults(page) == []
    assert too_small_targets(page) == []
    assert too_small_texts(page) == []
    key(page, "问号").tap()
    assert written(page) == "专利转让能奖多少？"
    key(page, "发送").tap()
    expect(page.locator("ip-desk-message").get_by_text("收到：专利转让能奖多少？")).to_be_visible()
    assert desk.script.heard == ["专利转让能奖多少？"]
    assert written(page) == ""


def test_words_one_after_the_other_pages_of_them_and_taking_back(new_context, desk):
    page = open_chat(new_context, desk)
    spell(page, "zhongguo")
    first = candidates(page).first.inner_text()
    page.get_by_role("button", name="下一页候选词").tap()
    assert candidates(page).first.inner_text() != first
    page.get_by_role("button", name="上一页候选词").tap()
    expect(candidates(page).first).to_have_text(first)
    candidates(page).filter(has_text="中国").first.tap()
    spell(page, "xi")
    key(page, "拼音分隔").tap()
    spell(page, "an")
    expect(candidates(page).first).to_have_text("西安")
    key(page, "删除").tap()
    expect(page.locator(".spelling b")).to_have_text("xi'a")
    for _ in range(4):
        key(page, "删除").tap()
    assert written(page) == "中国"
    key(page, "删除").tap()
    assert written(page) == "中"
    key(page, "清空").tap()
    assert written(page) == ""
    spell(page, "weiquanzainali")
    candidates(page).get_by_text("维权", exact=True).tap()
    expect(page.locator(".spelling b")).to_have_text("zainali")
    candidates(page).first.tap()
    assert written(page) == "维权在哪里"


def test_digits_signs_and_english(new_context, desk):
    page = open_chat(new_context, desk)
    key(page, "123 数字和符号").tap()
    shoot(page, "kiosk-signs")
    assert faults(page) == []
    assert too_small_targets(page) == []
    for sign in "12%（":
        key(page, sign).tap()
    key(page, "ABC 字母").tap()
    key(page, "中文，点一下换成英文").tap()
    spell(page, "a")
    page.get_by_role("button", name="大写").tap()
    page.locator("ip-desk-keyboard button.letter", has_text="B").tap()
    key(page, "空格").tap()
    assert written(page) == "12%（aB "


def test_a_real_keyboard_works_too_and_the_screens_can_be_put_away(new_context, desk):
    page = open_chat(new_context, desk)
    page.get_by_role("button", name="收起键盘").tap()
    expect(page.locator("ip-desk-keyboard")).to_be_hidden()
    page.get_by_label("您的问题").tap()
    expect(page.locator("ip-desk-keyboard")).to_be_visible()
    expect(page.get_by_label("您的问题")).to_be_focused()
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    expect(page.locator("ip-desk-message").get_by_text("收到：abc")).to_be_visible()


def test_the_table_is_small_and_fetched_once_when_it_is_needed(new_context, desk):
    fetched: list[str] = []
    page = open_kiosk(new_context, desk, "delete Navigator.prototype.serviceWorker")
    page.on("response", lambda response: fetched.append(response.url) if "/table-" in response.url else None)
    with page.expect_response(lambda response: "/table-" in response.url) as told:
        page.get_by_role("button", name="我要提问").tap()
    response = told.value
    assert response.header_value("content-encoding") == "gzip"
    assert int(response.header_value("content-length") or 0) < TABLE_BYTES
    assert "immutable" in (response.header_value("cache-control") or "")
    page.get_by_role("button", name="返回").tap()
    page.get_by_role("button", name="我要提问").tap()
    spell(page, "sb")
    expect(candidates(page).first).to_be_visible()
    assert len(fetched) == 1


def test_without_the_table_one_can_still_write_english_and_is_told(new_context, desk):
    page = open_kiosk(new_context, desk, "delete Navigator.prototype.serviceWorker")
    page.route("**/assets/table-*", lambda route: route.abort())
    page.get_by_role("button", name="我要提问").tap()
    expect(page.locator(".spelling")).to_contain_text("拼音词表没有加载成")
    spell(page, "abc")
    assert written(page) == "abc"


def test_the_table_knows_the_knowledge_bases_words():
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    field = table["field"].split("\n")
    assert field[0] == "知识产权"
    assert {"商标品牌", "地理标志", "漳州", "质押融资"} <= {word.split("=")[0] for word in field}
    assert len(table["words"].split("\n")) > 30_000
    assert table["characters"]["shang"][0].startswith("上")
