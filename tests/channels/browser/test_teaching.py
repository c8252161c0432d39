"""Teaching in the browser: a sentence, a new model and back, an answer, the meaning of a word."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from channels.replies import ANSWER_SCHEMA
from channels.staff_store import TrainingRow
from channels.teaching.endpoints import TeachingApi
from channels.teaching.trainer import Trainer
from channels.teaching.working import Figures, comparison
from policy_kb.models.engine import changing

from .conftest import PHONE, faults, shoot
from .kiosk import open_kiosk, too_small_texts
from .serving import Desk, Script, serving
from .staff_pages import look
from .visitors import say

TRAINER = Path(__file__).parents[1] / "teaching" / "fake_trainer.py"
ASKED = "商标续展在什么时候办理"
WORDED = "请问商标续展在何时办理呀"
WORD = "知识产权证券化"


def declined(text="这件事我答不了。", kind="decline"):
    return [{"text": text, "custom": {"schema": ANSWER_SCHEMA, "kind": kind}}]


@pytest.fixture
def desk(tmp_path, database):
    """Visitors and staff on one database; a trained model is a script that says 新模型 before what it says."""

    async def load(file, before):
        loaded = Script("" if file is None else "新模型")
        loaded.answers, loaded.heard, loaded.gate = before.answers, before.heard, before.gate
        return loaded

    trainer = Trainer(lambda: database, (sys.executable, str(TRAINER)))
    served = Desk(tmp_path, engine=database, teaching=TeachingApi(lambda: database, trainer, load))
    for text in (ASKED, WORDED):
        served.script.answers[text] = declined()
    served.script.answers[f"什么是{WORD}"] = declined(
        "我收录的文件没有给这个词下定义，只有这样的说法：……", "definition"
    )
    with serving(served):
        yield served


def to_teach(page: Page, text: str) -> None:
    page.locator("li.group").filter(has_text=text).get_by_role("button", name=re.compile("^教")).click()


def test_a_model_is_trained_used_and_taken_back_while_a_visitor_talks(desk, enter, visitor):
    say(visitor, ASKED)
    expect(visitor.get_by_text("这件事我答不了。", exact=True)).to_be_visible()
    page = enter("editor", "#/teaching")
    to_teach(page, ASKED)
    shoot(page, "teaching-form-desk")
    assert faults(page) == []
    page.get_by_role("button", name="教", exact=True).click()
    expect(page.get_by_text("请选这句话是在问什么。")).to_be_visible()
    page.get_by_label("这句话是在").select_option(label="问怎么申请")
    page.get_by_label("问题（可以改得").fill("商标续展，电话13800138000")
    page.get_by_role("button", name="教", exact=True).click()
    expect(page.get_by_text("里面好像有电话")).to_be_visible()
    expect(page.get_by_label("问题（可以改得")).to_be_focused()
    page.get_by_label("问题（可以改得").fill("商标续展咋个整嘛我想晓得")
    page.get_by_role("button", name="教", exact=True).click()
    expect(page.locator("li.example")).to_contain_text("问怎么申请")

    page.get_by_role("button", name="训练新模型").click()
    expect(page.get_by_role("button", name="训练新模型")).to_be_disabled()
    say(visitor, "训练的时候")
    expect(visitor.get_by_text("收到：训练的时候", exact=True)).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("教过的问题认对"))).to_contain_text("更好", timeout=90_000)
    expect(page.get_by_role("row", name=re.compile("给错金额"))).to_contain_text("一样")
    look(page, "teaching-compared")

    desk.script.gate.clear()
    say(visitor, "换的时候")
    expect(visitor.get_by_text("正在查找")).to_be_visible()
    page.get_by_role("button", name="换上这个模型").click()
    expect(page.get_by_text("正在用教过的模型")).to_be_visible()
    desk.script.gate.set()
    expect(visitor.get_by_text("收到：换的时候", exact=True)).to_be_visible()
    say(visitor, "换了以后")
    expect(visitor.get_by_text("新模型收到：换了以后", exact=True)).to_be_visible()
    look(page, "teaching-used")

    page.get_by_role("button", name="换回前一个模型").click()
    expect(page.get_by_text("正在用程序自带的模型")).to_be_visible()
    expect(page.get_by_role("button", name="换回前一个模型")).to_be_disabled()
    say(visitor, "换回以后")
    expect(visitor.get_by_text("收到：换回以后", exact=True)).to_be_visible()
    visitor.reload()
    for text in ("收到：训练的时候", "收到：换的时候", "新模型收到：换了以后", "收到：换回以后"):
        expect(visitor.get_by_text(text, exact=True)).to_have_count(1)


def test_an_answer_is_written_seen_changed_and_withdrawn(desk, enter, visitor, new_context):
    for text in (ASKED, WORDED):
        say(visitor, text)
    expect(visitor.get_by_text("这件事我答不了。", exact=True)).to_have_count(2)
    page = enter("editor", "#/teaching")
    to_teach(page, "商标续展")
    page.get_by_label("教它听懂").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("写一个回答")).to_be_checked()
    expect(page.get_by_label("问法（一行一种")).to_have_value(f"{WORDED}\n{ASKED}")
    page.get_by_label("回答", exact=True).fill("期满前十二个月内办理，规费500元。")
    page.get_by_role("button", name="写好了").click()
    expect(page.get_by_label(re.compile("^依据"))).to_be_focused()
    look(page, "teaching-write")
    page.keyboard.press("Escape")
    to_teach(page, "商标续展")
    expect(page.get_by_label("回答", exact=True)).to_have_value("期满前十二个月内办理，规费500元。")
    page.get_by_label("回答", exact=True).fill("期满前十二个月内办理。")
    page.get_by_role("button", name="写好了").click()
    expect(page.get_by_role("heading", name="已经起作用了")).to_be_focused()
    expect(page.get_by_text("会看到您写的")).to_have_count(1)
    look(page, "teaching-tried")
    page.get_by_role("button", name="知道了").click()
    expect(page.locator("li.group").filter(has_text="商标续展")).to_contain_text("已写回答")
    written = page.locator("li.written").filter(has_text="商标续展")
    expect(written).to_contain_text("zhang.san")
    look(page, "teaching-written")

    say(visitor, WORDED)
    expect(visitor.get_by_text("期满前十二个月内办理。", exact=True)).to_be_visible()
    expect(visitor.get_by_text("工作人员写的，不是通知原文")).to_be_visible()
    shoot(visitor, "written-answer-phone")
    assert faults(visitor) == []

    other = enter("admin", "#/teaching")
    other.locator("li.written").get_by_role("button", name=re.compile("^改")).click()
    other.get_by_label("回答", exact=True).fill("期满前一年内办理。")
    written.get_by_role("button", name=re.compile("^改")).click()
    page.get_by_label("回答", exact=True).fill("期满前一年内，网上办理。")
    other.get_by_role("button", name="保存").click()
    other.get_by_role("button", name="知道了").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("blockquote")).to_have_text("期满前一年内办理。")
    expect(page.get_by_label("回答", exact=True)).to_have_value("期满前一年内，网上办理。")
    look(page, "teaching-two-editors")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="知道了").click()
    expect(written).to_contain_text("期满前一年内，网上办理。")

    written.get_by_role("button", name=re.compile("^撤下")).click()
    expect(page.get_by_text("还没有写过。")).to_be_visible()
    say(visitor, "一")
    say(visitor, WORDED)
    expect(visitor.get_by_text("这件事我答不了。", exact=True)).to_have_count(3)
    page.get_by_text("撤下的（1）").click()
    page.get_by_role("button", name=re.compile("^恢复")).click()
    expect(page.get_by_text("还没有写过。")).to_have_count(0)
    say(visitor, WORDED)
    expect(visitor.get_by_text("期满前一年内，网上办理。", exact=True)).to_be_visible()


def test_a_word_is_explained_and_the_kiosk_shows_it(desk, enter, new_context):
    page = enter("editor", "#/teaching")
    page.get_by_role("button", name="解释一个词").click()
    page.get_by_role("button", name="写好了").click()
    expect(page.get_by_text("请写出要解释的词。")).to_be_visible()
    expect(page.get_by_text("请写出解释。")).to_be_visible()
    page.get_by_label("要解释的词").fill(f"{WORD}、证券化")
    page.get_by_label("解释", exact=True).fill("把知识产权将来的收入做成证券。")
    look(page, "teaching-word")
    page.get_by_role("button", name="写好了").click()
    expect(page.get_by_text(f"什么是{WORD}")).to_be_visible()
    expect(page.get_by_text("助手自己回答")).to_have_count(1)
    page.get_by_role("button", name="知道了").click()

    screen = open_kiosk(new_context, desk)
    screen.get_by_role("button", name="我要提问").tap()
    screen.get_by_role("button", name="收起键盘").tap()
    screen.get_by_label("您的问题").fill(f"什么是{WORD}")
    screen.keyboard.press("Enter")
    expect(screen.locator("ip-desk-log").get_by_text("把知识产权将来的收入做成证券。", exact=True)).to_be_visible()
    expect(
        screen.locator("ip-desk-log").get_by_text("我收录的文件没有给这个词下定义，只有这样的说法：……", exact=True)
    ).to_be_visible()
    shoot(screen, "written-word-kiosk")
    assert faults(screen) == []
    assert too_small_texts(screen) == []


def test_a_clerk_sees_all_of_it_answers_with_it_and_changes_nothing(desk, enter, visitor, database):
    say(visitor, ASKED)
    expect(visitor.get_by_text("这件事我答不了。", exact=True)).to_be_visible()
    editor = enter("editor", "#/teaching")
    editor.get_by_role("button", name="写一个回答").click()
    editor.get_by_label("问法（一行一种").fill(ASKED)
    editor.get_by_label("回答", exact=True).fill("期满前十二个月内办理。")
    editor.get_by_role("button", name="写好了").click()
    editor.get_by_role("button", name="知道了").click()
    visitor.get_by_role("button", name="转人工", exact=True).click()
    visitor.get_by_role("button", name="不等了").wait_for()
    inbox = enter("clerk", "#/inbox")
    inbox.get_by_role("link", name=re.compile(ASKED)).click()
    inbox.get_by_role("button", name="接手").click()
    first = inbox.locator("ip-desk-reply-helper li").first
    expect(first).to_contain_text("zhang.san写的")
    first.get_by_role("button", name=re.compile("^放进回复")).click()
    expect(inbox.get_by_label("回复来访者", exact=True)).to_have_value("期满前十二个月内办理。")
    look(inbox, "inbox-written")
    page = enter("clerk", "#/teaching", viewport=PHONE)
    expect(page.locator("li.group").first).to_contain_text("已写回答")
    expect(page.locator("li.written")).to_contain_text("期满前十二个月内办理。")
    for name in ("^教", "^改", "^撤下", "写一个回答"):
        expect(page.get_by_role("button", name=re.compile(name))).to_have_count(0)
    expect(page.get_by_role("heading", name="训练和换模型")).to_have_count(0)
    look(page, "teaching-clerk")


def figures(answers, taught, right):
    return Figures(questions=150, answers=answers, wrong_yuan=0, intents=0.951, taught_right=taught, right=right)


def test_a_model_of_an_older_program_says_so(desk, enter, database):
    now = datetime.now(UTC)
    with changing(database) as rows:
        rows.add(
            TrainingRow(
                id="a" * 32,
                who="zhang.san",
                state="done",
                sentence="训练完成。请看下面的比较，再决定换不换。",
                base="0" * 64,
                examples=1,
                comparison=comparison(figures(0.947, 0, ["甲"]), figures(0.953, 1, ["甲", "贯标补多少"]), 1),
                created_at=now,
                updated_at=now,
            )
        )
    page = enter("editor", "#/teaching")
    expect(page.locator("li.training")).to_contain_text("请再训练一次")
    expect(page.get_by_role("button", name="换上这个模型")).to_have_count(0)
    expect(page.get_by_role("button", name="换回前一个模型")).to_be_disabled()
