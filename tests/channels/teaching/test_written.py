"""Answers and explanations in the staff's own words: who writes them, who gets them, and who never does."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from actions.answer import Answer
from channels.audit.log import entries
from channels.conversations.models import MessageRow
from channels.replies import ANSWER_SCHEMA
from channels.teaching.written import says_a_sum, withdraw, write
from channels.written_answers import WrittenAnswers
from policy_kb.knowledge import current
from policy_kb.models.engine import changing, reading
from tests.channels.inbox.conftest import CONTACT

AT = "/api/v1/desk/teaching/written"
ASKED = "商标续展要在什么时候办理"
GOOD = {"kind": "answer", "asked": [ASKED, "商标几时续展"], "text": "期满前十二个月内办理。", "basis": ""}
TERM = {"kind": "term", "asked": ["知识产权证券化", "证券化"], "text": "把知识产权将来的收入做成证券。", "basis": ""}


def says(kind, text="我答不了。", **rest):
    return {"text": text, "custom": {"schema": ANSWER_SCHEMA, "kind": kind, **rest}}


def contract(message):
    """What the message's payload is by the contract, which refuses what it does not know."""
    body = dict(message["custom"])
    assert body.pop("schema") == ANSWER_SCHEMA
    return Answer.model_validate({"text": message["text"], **body})


@pytest.fixture
async def editor(person):
    return await person("editor")


async def test_a_declined_question_gets_what_was_written(visit, editor, script, database):
    script.answers["请问商标续展要在什么时候办理呀？"] = says("decline", suggestions=["你能做什么"])
    visitor = await visit()
    assert (await visitor.ask("请问商标续展要在什么时候办理呀？"))["text"] == "我答不了。"
    made = await editor.post(AT, GOOD)
    assert (made["who"], made["version"], made["asked"]) == ("zhang.san", 1, GOOD["asked"])

    told = await visitor.ask("请问商标续展要在什么时候办理呀？")
    answer = contract(told)
    assert answer.kind == "decline"
    assert answer.written is not None
    assert (answer.written.kind, answer.written.text, answer.written.basis) == ("answer", GOOD["text"], None)
    assert abs((answer.written.on - date.fromisoformat(made["at"][:10])).days) <= 1
    lead, said, end = told["text"].split("\n")
    assert "工作人员写的回答" in lead
    assert "不是通知原文" in lead
    assert f"{answer.written.on.year}年{answer.written.on.month}月{answer.written.on.day}日" in lead
    assert said == GOOD["text"]
    assert CONTACT in end
    with reading(database) as rows:
        kinds = rows.scalars(sa.select(MessageRow.kind).where(MessageRow.role == "bot").order_by(MessageRow.id)).all()
    assert kinds == ["decline", "written"]


async def test_rest_gets_it_as_well(application, editor, script, aiohttp_client):
    script.answers[ASKED] = says("decline")
    await editor.post(AT, GOOD)
    response = await editor.client.post("/webhooks/rest/webhook", json={"sender": "s", "message": ASKED})
    (message,) = await response.json()
    assert message["custom"]["written"]["text"] == GOOD["text"]
    assert message["recipient_id"] == "s"


CITED = [{"document": "《甲》", "doc_id": "a", "clause": "一", "quote": "二", "in_force": True}]


@pytest.mark.parametrize(
    "reply",
    [
        says("award", citations=CITED),
        says("calculation", amount={"yuan": 5, "basis": "exact"}),
        says("clause", citations=CITED),
        says("clause", verdict="no"),
        says("question", missing=[{"fact": "count", "question": "几件？"}]),
        says("question"),
        says("decline", citations=CITED),
        says("decline", verdict="no"),
        says("handover"),
        says("smalltalk"),
        says("definition", citations=CITED),
        {"text": "没有数据的回答"},
        {"text": "坏的数据", "custom": ["x"]},
    ],
)
async def test_it_never_stands_in_for_what_the_assistant_says_itself(editor, visit, script, reply):
    await editor.post(AT, GOOD)
    script.answers[ASKED] = reply
    told = await (await visit()).ask(ASKED)
    assert told["text"] == reply["text"]
    assert "written" not in (told.get("custom") or {})


@pytest.mark.parametrize("kind", ["question", "handover"])
async def test_what_was_not_understood_gets_it(editor, visit, script, kind):
    await editor.post(AT, GOOD)
    script.answers[ASKED] = says(kind, "您是想问：")
    script.meant = ("nlu_fallback", None)
    told = await (await visit()).ask(ASKED)
    assert GOOD["text"] in told["text"]
    assert ("您是想问：" in told["text"]) is (kind == "question")
    assert contract(told).kind == kind


async def test_not_in_a_form_and_not_beside_another_answer(editor, backend, script, visit):
    await editor.post(AT, GOOD)
    script.answers[ASKED] = says("decline")

    async def in_form(_sender):
        return True

    script.in_form = in_form
    assert (await (await visit()).ask(ASKED))["text"] == "我答不了。"
    del script.in_form
    two = [says("decline"), says("question")]

    async def handle(_sender, _text, _metadata=None):
        return two

    script.handle = handle
    assert await backend.answer("s", ASKED, {}) == two


async def test_a_word_is_explained_where_no_notice_does(editor, visit, script):
    await editor.post(AT, TERM)
    honest = "我收录的文件没有给这个词下定义，只有这样的说法：……"
    script.answers["什么是知识产权证券化"] = says("definition", honest, citations=CITED)
    told = await (await visit()).ask("什么是知识产权证券化")
    first, lead, said = told["text"].split("\n")
    assert first == honest
    assert "工作人员对“知识产权证券化”的解释" in lead
    assert said == TERM["text"]
    assert contract(told).written.kind == "term"

    script.answers["证券化是啥意思呀"] = says("decline")
    told = await (await visit()).ask("证券化是啥意思呀")
    assert "没有查到“知识产权证券化”的定义" in told["text"]
    script.answers["证券化怎么申请"] = says("decline")
    assert (await (await visit()).ask("证券化怎么申请"))["text"] == "我答不了。"
    script.answers["知识产权证券化是什么"] = says("clause", "条款里写着……", citations=CITED)
    assert (await (await visit()).ask("知识产权证券化是什么"))["text"] == "条款里写着……"


async def test_what_a_notice_defines_stands_alone(editor, visit, script, database):
    defined = next(term for term in current().terms.values() if term.kind == "defined")
    named = next(term for term in current().terms.values() if term.kind == "named_only")
    figure = next(iter(current().figures.values()))[1]
    for name in (defined.term, named.term):
        await editor.post(AT, TERM | {"asked": [name]})
    visitor = await visit()
    asked = f"什么是{defined.term}"
    for reply in (says("definition", defined.text), says("decline")):
        script.answers[asked] = reply
        assert (await visitor.ask(asked))["text"] == reply["text"]
    asked = f"什么是{named.term}"
    script.answers[asked] = says("definition", f"{figure.meaning}\n依据……")
    assert "written" not in (await visitor.ask(asked))["custom"]
    script.answers[asked] = says("definition", named.text, citations=CITED)
    assert (await visitor.ask(asked))["text"].startswith(f"{named.text}\n下面是咨询台工作人员")


async def test_it_says_at_once_what_visitors_get(editor, script):
    script.answers[ASKED] = says("decline")
    script.answers["商标几时续展"] = says("award", "奖5万元。", citations=CITED)
    one, other = (await editor.post(AT, GOOD))["tried"]
    assert (one["asked"], one["given"]) == (ASKED, True)
    assert (other["asked"], other["given"], other["reply"]) == ("商标几时续展", False, "奖5万元。")


async def test_changing_withdrawing_and_putting_back(editor, person, visit, script, database):
    script.answers[ASKED] = says("decline")
    made = await editor.post(AT, GOOD)
    visitor = await visit()
    body = {"asked": [ASKED], "text": "期满前十二个月内办理，过了还有六个月。", "basis": "商标法"}
    changed = await editor.post(f"{AT}/{made['id']}/change", body | {"version": 1})
    assert (changed["changed_by"], changed["version"], changed["basis"]) == ("zhang.san", 2, "商标法")
    assert "依据：商标法" in (await visitor.ask(ASKED))["text"]
    late = await editor.post(f"{AT}/{made['id']}/change", body | {"version": 1}, status=409)
    assert "zhang.san改过" in late["error"]
    await editor.post(f"{AT}/{made['id']}/withdraw", {"version": 1}, status=409)
    gone = await editor.post(f"{AT}/{made['id']}/withdraw", {"version": 2})
    assert gone["withdrawn_by"] == "zhang.san"
    assert (await visitor.ask(ASKED))["text"] == "我答不了。"
    await editor.post(f"{AT}/{made['id']}/withdraw", {"version": 3}, status=404)
    await editor.post(f"{AT}/{made['id']}/change", body | {"version": 3}, status=404)
    clerk = await person("clerk")
    listed = await clerk.get(AT)
    assert listed["in_force"] == []
    assert [one["id"] for one in listed["withdrawn"]] == [made["id"]]

    await editor.post(f"{AT}/{made['id']}/put-back", {"version": 2}, status=409)
    await editor.post(f"{AT}/{made['id']}/put-back", {"version": 3})
    assert "依据：商标法" in (await visitor.ask(ASKED))["text"]
    done = [one for one in entries(database) if one.action.startswith("written.")]
    assert [one.action for one in done] == ["written.put_back", "written.withdraw", "written.change", "written.write"]
    assert (done[2].before["text"], done[2].after["text"]) == (GOOD["text"], body["text"])


async def test_what_can_be_written(editor, person, database):
    clerk = await person("clerk")
    await clerk.post(AT, GOOD, status=403)
    for wrong, field in (
        ({"asked": ["  "]}, "asked"),
        ({"asked": ["怎么办"]}, "asked"),
        ({"asked": ["这个什么时候续展"]}, "asked"),
        ({"asked": ["我电话13800138000，商标怎么续展"]}, "asked"),
        ({"text": "？"}, "text"),
        ({"text": "……"}, "text"),
        ({"text": "续展费500元。"}, "basis"),
        ({"text": "可以减缴85%。"}, "basis"),
        ({"text": "续展费500元。", "basis": "\u202e……"}, "basis"),
        ({"kind": "term", "asked": ["证"]}, "asked"),
        ({"asked": []}, "asked"),
        ({"text": "长" * 1001}, "text"),
        ({"who": "li.si"}, "who"),
    ):
        refused = await editor.post(AT, GOOD | wrong, status=422)
        assert any(name.startswith(field) for name in refused["fields"]), refused
    made = await editor.post(
        AT, GOOD | {"text": " 续展费\u202e500元。\r\n\n\n\n 网上办。", "basis": "官网\x1b收费标准"}
    )
    assert (made["text"], made["basis"]) == ("续展费500元。\n\n网上办。", "官网收费标准")
    refused = await editor.post(AT, GOOD | {"asked": ["请问，商标何时续展？"]}, status=409)
    assert "zhang.san写的" in refused["error"]
    await editor.post(AT, TERM)
    await editor.post(AT, TERM | {"asked": ["「证券化」"]}, status=409)
    await editor.post(f"{AT}/{made['id']}/withdraw", {"version": 1})
    await editor.post(AT, GOOD)
    refused = await editor.post(f"{AT}/{made['id']}/put-back", {"version": 2}, status=409)
    assert "已经写过了" in refused["error"]


@pytest.mark.parametrize(
    ("text", "sum_"),
    [
        ("500元", True),
        ("三百块钱", True),
        ("打八五折", True),
        ("百分之十", True),
        ("12万元", True),
        ("期满前12个月", False),
    ],
)
def test_sums(text, sum_):
    assert says_a_sum(text) is sum_


async def test_what_another_process_writes_is_given_at_once(editor, backend, script, database):
    script.answers[ASKED] = says("decline")
    for text in ("一", "二"):
        row = write(database, "answer", [ASKED], text, "", "li.si")
        assert text in (await backend.answer("s", ASKED, {}))[0]["text"]
        withdraw(database, row.id, row.version, "li.si")
        assert (await backend.answer("s", ASKED, {}))[0]["text"] == "我答不了。"


async def test_a_clerk_finds_what_was_written_for_a_question(editor, person):
    await editor.post(AT, GOOD)
    await editor.post(AT, TERM)
    clerk = await person("clerk")
    for question, text in (("请问商标几时续展？", GOOD["text"]), ("证券化是什么意思", TERM["text"])):
        found = await clerk.get(AT, question=question)
        assert [one["text"] for one in found["in_force"]] == [text]
    for question in ("专利几时续展", "", "长" * 200):
        assert (await clerk.get(AT, question=question))["in_force"] == []


async def test_questions_say_whether_an_answer_was_written(editor, visit, script):
    script.answers[ASKED] = says("decline")
    visitor = await visit()
    await visitor.ask(ASKED)
    (group,) = (await editor.get("/api/v1/desk/questions"))["groups"]
    assert not group["written"]
    await editor.post(AT, GOOD)
    await visitor.ask(ASKED)
    (group,) = (await editor.get("/api/v1/desk/questions"))["groups"]
    assert (group["written"], group["declined"], group["count"]) == (True, 1, 1)


async def test_without_the_database_the_assistant_speaks_for_itself(editor, backend, script, database):
    await editor.post(AT, GOOD)
    script.answers[ASKED] = says("decline")
    with changing(database) as rows:
        rows.execute(sa.text("DROP TABLE staff_written"))
    (reply,) = await backend.answer("s", ASKED, {})
    assert reply["text"] == "我答不了。"


async def test_it_is_read_before_anybody_asks(database, caplog):
    write(database, "answer", [ASKED], GOOD["text"], "", "zhang.san")
    times = []

    def engine():
        times.append(1)
        return database

    written = WrittenAnswers(engine, CONTACT)
    written.prepare()
    assert times
    assert caplog.records == []

    def broken():
        raise RuntimeError("no database")

    WrittenAnswers(broken, CONTACT).prepare()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
