"""What visitors do in the chat, and what may happen to them meanwhile: nothing they wrote is lost or said twice."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from channels import replies

from .answers import BY_QUESTION, CITATION, EXPIRED, HANDOVER, answer
from .conftest import DESK, shoot


def say(page: Page, text: str) -> None:
    page.get_by_label("您的问题").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()


def bubbles(page: Page) -> list[str]:
    """What was said, without the greeting: the visitor's and the answers' words in their order."""
    return page.locator("ip-desk-log .bubble").evaluate_all(
        "all => all.map(b => (b.querySelector('ip-desk-answer')?.text ?? b.textContent).trim()).slice(1)"
    )


def wait_for(page: Page, *texts: str) -> None:
    """Until exactly this was said."""
    deadline = time.monotonic() + 90
    while bubbles(page) != list(texts) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert bubbles(page) == list(texts)


def last(page: Page) -> Locator:
    return page.locator("ip-desk-message").last


def test_a_question_gets_its_amount_its_steps_and_its_clause(page, desk):
    desk.script.answers |= BY_QUESTION
    say(page, "能奖多少")
    expect(page.locator(".figure")).to_have_text(re.compile(r"6\s*万元"))
    expect(page.get_by_label("计算过程")).to_contain_text("3万元 + 5000元 × (12 − 6)")
    expect(page.locator(".verdict")).to_have_text("符合条件")
    expect(page.locator(".bubble").get_by_text("算法：")).to_have_count(0)
    quote = page.locator("blockquote", has_text=CITATION["quote"])
    expect(quote).to_be_hidden()
    page.get_by_text("原文 （七）").click()
    expect(quote).to_be_visible()
    expect(page.get_by_text("漳州市人民政府办公室")).to_be_visible()
    expect(page.get_by_text("2024年2月2日")).to_be_visible()
    expect(page.get_by_text("到2029年2月2日", exact=True)).to_be_visible()
    link = page.get_by_role("link", name="看全文")
    assert link.get_attribute("href") == f"{desk.url}/sources/zhangzhou-2024#%EF%BC%88%E4%B8%83%EF%BC%89"
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("section:target")).to_contain_text("每家奖励3万元")
    shoot(opened.value, "source-phone")
    shoot(page, "citation-phone")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ({"yuan": 5000, "basis": "exact"}, "金额 5000 元"),
        ({"yuan": 10000, "basis": "exact"}, "金额 1 万元"),
        ({"yuan": 65000, "basis": "exact"}, "金额 6.5 万元"),
        ({"yuan": 1000.5, "basis": "exact"}, "金额 1000.5 元"),
        ({"yuan": 12345.67, "basis": "exact"}, "金额 1.234567 万元"),
        ({"yuan": 123456789, "basis": "exact"}, "金额 1.23456789 亿元"),
        ({"max": 300000, "basis": "at_most"}, "最高不超过 30 万元"),
        ({"min": 9999, "max": 10001, "basis": "range"}, "金额范围 9999 元 至 1.0001 万元"),
        ({"yuan": 0, "basis": "exact"}, "金额 0 元"),
    ],
)
def test_a_sum_is_shown_to_the_last_digit(page, desk, amount, shown):
    desk.script.answers["多少"] = answer("award", "见上。", amount=amount)
    say(page, "多少")
    page.locator(".amount").wait_for()
    assert " ".join(page.locator(".amount").inner_text().split()) == shown


def test_cards_for_stations_comparisons_and_lists(page, desk):
    desk.script.answers |= BY_QUESTION
    say(page, "去哪调解")
    expect(page.locator(".items b").first).to_have_text("淄博仲裁委员会知识产权仲裁院（十、）")
    assert page.get_by_role("link", name="12345").get_attribute("href") == "tel:12345"
    say(page, "对比")
    expect(page.get_by_role("rowheader", name="重庆市")).to_be_visible()
    expect(page.get_by_role("cell", name="50万元")).to_be_visible()
    assert page.locator(".bubble").get_by_text("· 重庆市").count() == 0
    shown = last(page).locator("ip-desk-answer").evaluate("one => one.shadowRoot.textContent")
    assert shown.index("各地文件是这样写的：") < shown.index("50万元") < shown.index("不等于没有政策")
    say(page, "过期的")
    expect(page.locator(".figure").last).to_have_text(re.compile(r"8\s*万元\s*至\s*38\s*万元"))
    expect(page.locator(".verdict").last).to_have_text("文件已过有效期")
    say(page, "有哪些")
    expect(page.locator(".items.ordered li")).to_have_count(3)
    page.get_by_role("button", name="还有2条依据").click()
    expect(last(page).locator("ip-desk-citation")).to_have_count(5)


def test_a_clause_that_is_quoted_twice_is_cited_once(page, desk):
    twice = [{**CITATION, "quote": "每家奖励3万元"}, CITATION, {**CITATION, "quote": "另一句"}, EXPIRED]
    desk.script.answers["两处"] = answer("clause", "见原文。", citations=twice)
    say(page, "两处")
    expect(last(page).locator("ip-desk-citation")).to_have_count(2)
    page.get_by_text("原文 （七）").click()
    expect(page.locator("ip-desk-citation blockquote").first).to_have_text(f"{CITATION['quote']}\n另一句")


def test_a_comparison_stands_as_cards_where_columns_find_no_room(page, desk):
    desk.script.answers |= BY_QUESTION
    say(page, "对比")
    cell = page.get_by_role("cell", name="50万元")
    expect(cell).to_be_in_viewport(ratio=1)
    room = page.locator("ip-desk-answer .scroll")
    assert room.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") != "none"
    page.set_viewport_size(DESK)
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == "none"
    lines = page.get_by_role("cell", name="2029年2月2日").evaluate(
        "one => one.offsetHeight / parseFloat(getComputedStyle(one).fontSize)"
    )
    assert lines < 4, "with room for columns a date stands in one line"


def test_quick_replies_are_sent_as_they_stand_and_with_the_keyboard(page, desk):
    desk.script.answers["选"] = [{"text": "选一个", "buttons": [{"title": t, "payload": f"{t}！"} for t in "甲乙丙"]}]
    say(page, "选")
    group = page.get_by_role("group", name="可以接着问")
    group.get_by_role("button", name="甲").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(group.get_by_role("button", name="丙")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for(page, "选", "选一个", "乙！", "收到：乙！")
    expect(page.get_by_label("您的问题")).to_be_focused()


def test_copying_an_answer_and_a_clause(new_context, desk):
    desk.script.answers |= BY_QUESTION
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(desk.url)
    say(page, "能奖多少")
    page.get_by_role("button", name="复制", exact=True).click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == BY_QUESTION["能奖多少"][0]["text"]
    page.get_by_text("原文 （七）").click()
    page.get_by_role("button", name="复制原文").click()
    page.get_by_role("button", name="已复制").nth(1).wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(CITATION["quote"])


def test_a_reload_in_mid_answer_loses_nothing(page, desk):
    desk.script.gate.clear()
    say(page, "慢")
    expect(page.get_by_text("正在查找")).to_have_count(1)
    page.reload()
    wait_for(page, "慢")
    expect(page.get_by_text("正在查找")).to_have_count(1)
    desk.script.gate.set()
    wait_for(page, "慢", "收到：慢")
    page.reload()
    wait_for(page, "慢", "收到：慢")
    assert desk.script.heard == ["慢"]


def test_two_tabs_show_one_conversation(page, desk):
    other = page.context.new_page()
    other.goto(desk.url)
    say(page, "甲")
    wait_for(page, "甲", "收到：甲")
    wait_for(other, "甲", "收到：甲")
    say(other, "乙")
    for tab in (page, other):
        wait_for(tab, "甲", "收到：甲", "乙", "收到：乙")
    assert desk.script.heard == ["甲", "乙"]


def test_another_visitor_sees_nothing_of_it(page, desk, new_context):
    say(page, "秘密")
    wait_for(page, "秘密", "收到：秘密")
    stranger = new_context().new_page()
    stranger.goto(desk.url)
    stranger.get_by_text("我是知识产权政策咨询助手").wait_for()
    assert bubbles(stranger) == []


def test_what_is_written_offline_goes_out_in_order_and_once(page, desk):
    desk.cut(down=True)
    for text in ("一", "二", "三"):
        say(page, text)
    expect(page.get_by_text("待发送，网络恢复后自动发出")).to_have_count(3)
    expect(page.get_by_text("网络不通，正在重新连接")).to_be_visible()
    shoot(page, "offline-phone")
    # A second tab has the same queue, and sends it too.
    desk.up()
    other = page.context.new_page()
    other.goto(desk.url)
    for tab in (page, other):
        expect(tab.locator("ip-desk-log .bubble")).to_have_count(7)
        said = bubbles(tab)
        assert [text for text in said if not text.startswith("收到")] == ["一", "二", "三"]
        assert [text for text in said if text.startswith("收到")] == ["收到：一", "收到：二", "收到：三"]
    assert desk.script.heard == ["一", "二", "三"]
    expect(page.get_by_text("待发送")).to_have_count(0)
    expect(page.get_by_text("网络不通")).to_have_count(0)


def test_the_queue_outlives_the_page(page, desk):
    desk.cut(down=True)
    say(page, "留着")
    expect(page.get_by_text("待发送")).to_have_count(1)
    context = page.context
    page.close()
    desk.up()
    again = context.new_page()
    again.goto(desk.url)
    wait_for(again, "留着", "收到：留着")
    assert desk.script.heard == ["留着"]


def test_a_dropped_connection_in_mid_answer(page, desk):
    desk.script.gate.clear()
    say(page, "慢")
    expect(page.get_by_text("正在查找")).to_have_count(1)
    desk.cut()
    desk.script.gate.set()
    wait_for(page, "慢", "收到：慢")
    say(page, "再来")
    desk.cut()
    wait_for(page, "慢", "收到：慢", "再来", "收到：再来")
    assert desk.script.heard == ["慢", "再来"]


def test_a_restart_of_the_server_in_mid_conversation(page, desk):
    say(page, "甲")
    wait_for(page, "甲", "收到：甲")
    desk.stop()
    say(page, "乙")
    expect(page.get_by_text("待发送")).to_have_count(1)
    desk.start()
    wait_for(page, "甲", "收到：甲", "乙", "收到：乙")
    assert desk.script.heard == ["甲", "乙"]


def test_three_seconds_of_latency(page, desk):
    desk.line.delay = 3.0
    say(page, "甲")
    say(page, "乙")
    expect(page.locator(".spinner").first).to_be_visible()
    wait_for(page, "甲", "收到：甲", "乙", "收到：乙")
    assert desk.script.heard == ["甲", "乙"]


def test_an_acknowledgement_that_does_not_come(page, desk):
    page.clock.install()
    page.reload()
    page.get_by_text("我是知识产权政策咨询助手").wait_for()
    desk.line.delay = 60
    say(page, "甲")
    say(page, "乙")
    page.wait_for_timeout(300)
    page.clock.fast_forward(12_500)
    expect(page.get_by_text("没有发出去：网络太慢，正在重新连接。")).to_be_visible()
    desk.line.delay = 0
    page.get_by_role("button", name="重新发送").click()
    desk.cut()
    expect(page.locator("ip-desk-log .bubble")).to_have_count(5)
    assert [text for text in bubbles(page) if not text.startswith("收到")] == ["甲", "乙"]
    assert desk.script.heard == ["甲", "乙"]


def test_a_database_that_is_away_for_a_moment(page, desk, monkeypatch):
    failed = []
    kept = desk.store.add_from_user

    def at_the_second_time(*args, **named):
        if not failed:
            failed.append(args)
            raise OSError
        return kept(*args, **named)

    monkeypatch.setattr(desk.store, "add_from_user", at_the_second_time)
    say(page, "甲")
    expect(page.locator(".toast")).to_have_text(re.compile("错误编号 E[0-9A-F]{8}"))
    wait_for(page, "甲", "收到：甲")


def test_what_the_server_refuses_can_be_sent_again_or_dropped(page, desk, monkeypatch):
    with monkeypatch.context() as stricter:
        stricter.setattr(replies, "MAX_CHARACTERS", 3)
        say(page, "太长的一句话")
        expect(page.get_by_text("没有发出去：您这条消息有6个字")).to_be_visible()
        shoot(page, "failed-phone")
        say(page, "后面")
        wait_for(page, "后面", "收到：后面", "太长的一句话")
    page.get_by_role("button", name="重新发送").click()
    wait_for(page, "后面", "收到：后面", "太长的一句话", "收到：太长的一句话")
    monkeypatch.setattr(replies, "MAX_CHARACTERS", 3)
    say(page, "又是太长的一句")
    page.get_by_role("button", name="删除").click()
    wait_for(page, "后面", "收到：后面", "太长的一句话", "收到：太长的一句话")


def test_too_long_is_said_while_writing(page, desk):
    page.get_by_label("您的问题").fill("哈" * 1_003)
    expect(page.get_by_text("一次最多1000个字，现在多了3个字，请缩短一些。")).to_be_visible()
    expect(page.get_by_role("button", name="发送", exact=True)).to_be_disabled()
    page.get_by_label("您的问题").press("Enter")
    assert bubbles(page) == []


def test_a_hostile_answer_is_harmless_text(page, desk):
    script = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
    bad = {
        **CITATION,
        "document": script,
        "doc_id": "../../javascript:alert(1)",
        "clause": '"><script>window.hacked=1</script>',
        "quote": script,
        "issuers": [script, 5, None],
    }
    desk.script.answers["坏"] = [
        {
            "text": f"{script}\njavascript:alert(1) data:text/html,x https://example.cn/?a=<b> " + "很长" * 50_000,
            "buttons": [{"title": script, "payload": "javascript:alert(1)"}, {"title": 5}, None],
            "custom": {
                "schema": "ipdesk.answer/1",
                "kind": script,
                "verdict": "constructor",
                "amount": {"yuan": script, "basis": "__proto__", "max": "1e9"},
                "trace": [{"step": script, "yuan": [], "cite": 99}, None, 7],
                "citations": [bad, None, "x"],
                "table": {"columns": [script, "b"], "rows": [[script, 1, 2, 3], None, "x"]},
                "units": "x",
            },
        }
    ]
    say(page, "坏")
    page.get_by_role("button", name="展开全文").wait_for()
    page.locator("ip-desk-citation summary").click()
    page.get_by_role("button", name="展开全文").click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("ip-desk-log script, ip-desk-log img, ip-desk-log iframe").count() == 0
    schemes = page.locator("ip-desk-log a").evaluate_all("all => all.map(a => a.protocol)")
    assert schemes
    assert set(schemes) <= {"http:", "https:", "tel:"}
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    say(page, "还能用吗")
    expect(last(page).locator("ip-desk-answer")).to_have_text(re.compile("收到：还能用吗"))


def test_rating_with_a_reason_survives_a_reload(page, desk):
    say(page, "甲")
    wait_for(page, "甲", "收到：甲")
    page.get_by_role("button", name="没用").click()
    page.get_by_role("button", name="没听懂我的问题").click()
    page.get_by_label("补充说明").fill("问的是漳州")
    shoot(page, "rating-phone")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="有用").click()
    expect(page.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "false")


def test_a_new_conversation(page, desk):
    other = page.context.new_page()
    other.goto(desk.url)
    say(page, "甲")
    wait_for(other, "甲", "收到：甲")
    page.bring_to_front()
    page.get_by_role("button", name="更多").click()
    page.get_by_role("button", name="开始新的对话").click()
    page.get_by_role("button", name="开始", exact=True).click()
    for tab in (page, other):
        wait_for(tab)
        expect(tab.get_by_role("group", name="可以接着问").get_by_role("button")).to_have_count(5)
    page.reload()
    page.get_by_text("我是知识产权政策咨询助手").wait_for()
    assert bubbles(page) == []


def test_from_the_bot_to_a_person_and_back(page, desk):
    desk.script.answers["找人工"] = HANDOVER
    say(page, "找人工")
    page.get_by_role("button", name="转人工客服").click()
    expect(page.get_by_text("正在等人工客服，下一位就是您")).to_be_visible()
    shoot(page, "waiting-phone")
    [waiting] = desk.loop.run(desk.inbox.list_waiting())
    desk.loop.run(desk.inbox.take_over(waiting.conversation, "小王"))
    expect(page.get_by_text("小王正在为您服务")).to_be_visible()
    say(page, "在吗")
    desk.loop.run(desk.inbox.note(waiting.conversation, "小王", "内部备注"))
    desk.loop.run(desk.inbox.staff_reply(waiting.conversation, "小王", "在的，请讲"))
    expect(page.locator(".bubble").get_by_text("在的，请讲")).to_be_visible()
    expect(page.get_by_text("内部备注")).to_have_count(0)
    shoot(page, "staff-phone")
    desk.loop.run(desk.inbox.hand_back(waiting.conversation))
    expect(page.locator(".event").get_by_text("人工服务已结束")).to_be_visible()
    say(page, "谢谢")
    expect(last(page).locator("ip-desk-answer")).to_have_text("收到：谢谢")
    assert desk.script.heard == ["找人工", "谢谢"]


def test_leaving_the_queue(page, desk):
    page.get_by_role("button", name="转人工").click()
    page.get_by_role("button", name="不等了").click()
    expect(page.locator(".event").get_by_text("已取消转人工")).to_be_visible()
    assert desk.loop.run(desk.inbox.list_waiting()) == []


def test_who_reads_above_is_told_of_what_came_below(page, desk):
    for number in range(8):
        say(page, f"第{number}问")
    expect(last(page).locator("ip-desk-answer")).to_have_text("收到：第7问")
    scroller = page.get_by_role("region", name="对话内容")
    scroller.evaluate("e => { e.scrollTop = 0 }")
    page.get_by_role("button", name="回到底部").wait_for()
    conversation = desk.loop.run(_conversation(desk))
    desk.loop.run(desk.inbox.take_over(conversation, "小王"))
    desk.loop.run(desk.inbox.staff_reply(conversation, "小王", "补充一句"))
    page.get_by_role("button", name="2条新消息").click()
    expect(page.locator(".bubble").get_by_text("补充一句")).to_be_in_viewport()
    expect(page.get_by_role("button", name="回到底部")).to_have_count(0)


async def _conversation(desk):
    [room] = desk.conversations._rooms.values()
    return room.conversation.id


def test_who_looks_at_another_tab_sees_it_in_the_title(page, desk):
    desk.script.gate.clear()
    say(page, "慢")
    expect(page.get_by_text("正在查找")).to_have_count(1)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})")
    desk.script.gate.set()
    expect(page).to_have_title("（1条新消息）知识产权政策咨询")
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page).to_have_title("知识产权政策咨询")


def test_a_long_answer_is_read_from_its_beginning(page, desk):
    desk.script.answers["长"] = answer("clause", "\n".join(f"第{n}段" * 6 for n in range(90)))
    say(page, "长")
    page.get_by_role("button", name="展开全文").wait_for()
    expect(page.locator(".bubble").get_by_text("第0段第0段")).to_be_in_viewport()
    expect(page.get_by_role("button", name="回到底部")).to_be_visible()


def test_what_arrives_is_said_to_screen_readers_and_moves_no_focus(page, desk):
    page.get_by_label("您的问题").fill("甲")
    page.get_by_label("您的问题").press("Enter")
    expect(page.get_by_role("log")).to_have_text(re.compile("助手：收到：甲"))
    expect(page.get_by_label("您的问题")).to_be_focused()
    page.reload()
    wait_for(page, "甲", "收到：甲")
    expect(page.get_by_role("log")).to_have_text("")


def test_a_time_stamp_comes_every_five_minutes(page, desk, monkeypatch):
    began = datetime(2024, 5, 1, 1, 0, tzinfo=UTC)
    for minutes, text in ((0, "甲"), (4, "乙"), (6, "丙")):
        moment = began + timedelta(minutes=minutes)
        monkeypatch.setattr("channels.conversations.store._now", lambda moment=moment: moment)
        say(page, text)
        expect(last(page).locator("ip-desk-answer")).to_have_text(f"收到：{text}")
    expect(page.locator("ip-desk-log time")).to_have_text(["2024年5月1日 09:00", "2024年5月1日 09:06"])


def test_large_print_and_dark_stay_after_a_reload(page, desk):
    for choice in ("大字模式", "深色模式"):
        page.get_by_role("button", name="更多").click()
        page.get_by_role("button", name=choice).click()
    chat = page.locator("ip-desk-chat")
    expect(chat).to_have_attribute("theme", "dark")
    assert page.get_by_label("您的问题").evaluate("e => getComputedStyle(e).fontSize") == "22px"
    page.reload()
    expect(chat).to_have_attribute("care", "")
    expect(chat).to_have_attribute("theme", "dark")


def test_the_browsers_dark_preference_and_reduced_motion(new_context, desk):
    desk.script.gate.clear()
    page = new_context(color_scheme="dark", reduced_motion="reduce", viewport=DESK).new_page()
    page.goto(desk.url)
    expect(page.locator("ip-desk-chat")).to_have_attribute("theme", "dark")
    say(page, "慢")
    dot = page.locator(".dots i").first
    dot.wait_for()
    assert dot.evaluate("e => getComputedStyle(e).animationName") == "none"


def test_what_comes_later_than_an_answer_is_read_whole(page, desk):
    """A long answer is read from its beginning; what comes when it has been there for a while is new by itself."""
    desk.script.answers["长"] = [{"text": "一句话。\n" * 16}]
    say(page, "长")
    expect(last(page)).to_contain_text("一句话。")
    page.wait_for_timeout(2_500)
    page.get_by_role("button", name="转人工", exact=True).click()
    expect(page.locator(".event", has_text="已经帮您转人工")).to_be_in_viewport(ratio=1)
