"""Rasa's REST protocol: what comes in, what goes out, and that nothing that can be sent breaks it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.server import MAX_BODY
from channels.turns import Turns

CONTACT = "某某服务热线"
WEBHOOK = "/webhooks/rest/webhook"
JSON_HEADERS = {"Content-Type": "application/json"}


async def post(client: TestClient[Any, Any], **body: Any) -> list[dict[str, Any]]:
    response = await client.post(WEBHOOK, json=body)
    assert response.status == 200, await response.text()
    answer: list[dict[str, Any]] = await response.json()
    return answer


async def test_message_reaches_the_assistant_and_its_reply_comes_back_whole(client, assistant):
    reply = {
        "recipient_id": "u1",
        "text": "6万元",
        "buttons": [{"title": "再问", "payload": "再问"}],
        "custom": {"schema": "ipdesk.answer/1", "kind": "award", "amount": {"yuan": 60000, "basis": "exact"}},
    }
    assistant.replies["能奖多少"] = [reply, {"recipient_id": "u1", "text": "第二条"}]
    answer = await post(client, sender="u1", message="能奖多少", metadata={"message_id": "m1"})
    assert answer == [reply, {"recipient_id": "u1", "text": "第二条"}]
    assert assistant.calls == [("u1", "能奖多少", {"message_id": "m1"})]


async def test_reply_is_utf8_json_that_nobody_caches(client):
    response = await client.post(WEBHOOK, json={"sender": "u", "message": "你好"})
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert "收到：你好" in (await response.read()).decode()


@pytest.mark.parametrize("sender", [{}, {"sender": None}, {"sender": ""}])
async def test_without_sender_each_request_has_a_conversation_of_its_own(client, assistant, sender):
    answers = [await post(client, message="你好", **sender) for _ in range(3)]
    ids = [answer[0]["recipient_id"] for answer in answers]
    assert len(set(ids)) == 3
    assert ids == [call[0] for call in assistant.calls]
    assert all(uuid.UUID(hex=name).version == 4 for name in ids)


@pytest.mark.parametrize("message", ["", "   ", "\n\t ", "\u3000", "\u200b\ufeff", "\x00", "/", " ／ / "])
async def test_blank_message_gets_a_prompt_and_never_reaches_the_assistant(client, assistant, message):
    [reply] = await post(client, sender="u1", message=message)
    assert reply["recipient_id"] == "u1"
    assert "请直接把问题发给我" in reply["text"]
    assert CONTACT in reply["text"]
    assert assistant.calls == []


async def test_a_thousand_characters_are_answered_and_one_more_is_declined_in_words(client, assistant):
    assert (await post(client, sender="u", message="问" * 1000))[0]["text"].startswith("收到")
    [reply] = await post(client, sender="u", message="问" * 1001)
    assert "一次最多1000个字" in reply["text"]
    assert "1001个字" in reply["text"]
    assert CONTACT in reply["text"]
    assert reply["custom"] == {"schema": "ipdesk.answer/1", "kind": "decline"}
    assert len(assistant.calls) == 1


@pytest.mark.parametrize("character", ["问", "😀", "a"])
@pytest.mark.parametrize("escaped", [True, False])
async def test_five_thousand_characters_are_declined_in_words_however_they_are_encoded(client, character, escaped):
    body = json.dumps({"sender": "u", "message": character * 5000}, ensure_ascii=escaped).encode()
    response = await client.post(WEBHOOK, data=body, headers=JSON_HEADERS)
    assert response.status == 200
    assert (await response.json())[0]["custom"]["kind"] == "decline"


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ('/inform{"region": "510000"}', 'inform{"region": "510000"}'),
        ("/restart", "restart"),
        ("  /session_start", "session_start"),
        ("//greet", "greet"),
        ("／greet", "greet"),
        ("\u200b/\ufeff /greet", "greet"),
        ("1/3 的价款", "1/3 的价款"),
        (" 你好 ", "你好"),
    ],
)
async def test_a_message_cannot_name_an_intent(client, assistant, message, seen):
    await post(client, sender="u", message=message)
    assert assistant.calls[0][1] == seen


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"hello"', 400),
        (b"null", 400),
        (b"NaN", 400),
        (b"\xff\xfe{}", 400),
        ('{"message": "你好"}'.encode("gb18030"), 400),
        (b"{}", 400),
        (b'{"sender": "u"}', 400),
        (b'{"sender": "u", "message": null}', 400),
        (b'{"sender": "u", "message": 5}', 400),
        (b'{"sender": "u", "message": ["a"]}', 400),
        (b'{"sender": 5, "message": "a"}', 400),
        (b'{"sender": {"$ne": null}, "message": "a"}', 400),
        (b'{"sender": " ", "message": "a"}', 400),
        (b'{"sender": "a\\nb", "message": "a"}', 400),
        (b'{"sender": "\\ud800", "message": "a"}', 400),
        (b'{"sender": "' + b"x" * 129 + b'", "message": "a"}', 400),
        (b'{"sender": "u", "message": "a", "metadata": 5}', 400),
        (b'{"sender": "u", "message": "a", "metadata": {"n": NaN}}', 400),
        (b'{"sender": "u", "message": "a", "metadata": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400),
        (b'{"sender": "u", "message": "a", "metadata": {"n": ' + b"9" * 10_000 + b"}}", 400),
        (b" " * (MAX_BODY + 1), 413),
    ],
)
async def test_what_is_no_message_is_refused_with_a_chinese_sentence(client, assistant, body, status):
    response = await client.post(WEBHOOK, data=body, headers=JSON_HEADERS)
    assert response.status == status
    error = (await response.json())["error"]
    assert re.search(r"[\u4e00-\u9fff].*。$", error)
    assert "Traceback" not in error
    assert assistant.calls == []


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_other_media_types_are_refused(client, media_type):
    response = await client.post(WEBHOOK, data=b'{"message": "a"}', headers={"Content-Type": media_type})
    assert response.status == 415
    assert "application/json" in (await response.json())["error"]


async def test_half_a_surrogate_pair_and_nul_are_replaced_before_they_reach_a_log_or_a_database(client, assistant):
    body = b'{"sender": "u", "message": "a\\ud800b\\u0000c", "metadata": {"k\\udc00": ["\\ud800"]}}'
    response = await client.post(WEBHOOK, data=body, headers=JSON_HEADERS)
    assert response.status == 200
    _, text, metadata = assistant.calls[0]
    assert text == "a\ufffdbc"
    json.dumps(metadata, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "broken",
    [
        RuntimeError("secret internals"),
        [],
        [{"recipient_id": "u1", "text": Decimal(1)}],
        [{"recipient_id": "u1", "text": "\ud800"}],
        [{"recipient_id": "u1", "text": "x", "custom": {"yuan": float("nan")}}],
    ],
)
async def test_a_failing_assistant_ends_in_an_apology_with_the_number_that_stands_in_the_log(
    client, assistant, caplog, broken
):
    assistant.replies["坏"] = broken
    with caplog.at_level(logging.ERROR):
        [reply] = await post(client, sender="u1", message="坏")
    number = reply["custom"]["error_number"]
    assert number in reply["text"]
    assert CONTACT in reply["text"]
    assert reply["custom"]["kind"] == "decline"
    assert "secret" not in json.dumps(reply)
    [record] = [record for record in caplog.records if number in record.getMessage()]
    assert record.exc_info is not None
    assert "坏" not in record.getMessage()
    assert (await post(client, sender="u1", message="好"))[0]["text"] == "收到：好"


async def test_a_message_that_comes_again_is_answered_once(make_client, assistant):
    answered = {}

    async def handle_once(sender, text, _metadata, message):
        return answered.setdefault((sender, message), [{"recipient_id": sender, "text": f"{len(answered)}：{text}"}])

    assistant.handle_once = handle_once
    client = await make_client()
    sent = [
        {"sender": "u1", "message": "一", "message_id": "m1"},
        {"sender": "u1", "message": "一", "metadata": {"message_id": "m1"}},
        {"sender": "u2", "message": "一", "message_id": "m1"},
        {"sender": "u1", "message": "二", "message_id": "m2"},
        {"sender": "u1", "message": "一", "message_id": "m1"},
        {"sender": "u1", "message": "三"},
        {"sender": "u1", "message": "四", "metadata": {"message_id": 4}},
    ]
    texts = [(await post(client, **body))[0]["text"] for body in sent]
    assert texts == ["0：一", "0：一", "1：一", "2：二", "0：一", "收到：三", "收到：四"]


@pytest.mark.parametrize("given", [4, ["m"], "m" * 129, "a\nb", "\ud800"])
async def test_what_is_no_id_is_refused_in_words(client, given):
    body = json.dumps({"sender": "u", "message": "x", "message_id": given})
    response = await client.post(WEBHOOK, data=body, headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert "message_id" in (await response.json())["error"]


async def test_an_assistant_that_hangs_is_given_up(make_client, assistant):
    assistant.gates["等"] = asyncio.Event()
    client = await make_client(answer_seconds=0.05)
    [reply] = await post(client, sender="u", message="等")
    assert "error_number" in reply["custom"]
    assert (await post(client, sender="u", message="好"))[0]["text"] == "收到：好"


async def test_before_the_assistant_is_loaded_the_sender_is_asked_to_wait(make_client):
    client = await make_client(started=False)
    response = await client.post(WEBHOOK, json={"sender": "u", "message": "你好"})
    assert response.status == 503
    assert response.headers["Retry-After"] == "3"
    assert "正在启动" in (await response.json())["error"]


async def test_messages_of_one_conversation_are_handled_in_order_and_others_meanwhile(client, assistant):
    first = assistant.gates["1"] = asyncio.Event()
    tasks = []
    for text in ("1", "2", "3"):
        tasks.append(asyncio.create_task(post(client, sender="u", message=text)))
        await asyncio.sleep(0.02)
    await post(client, sender="v", message="other")
    assert assistant.log == ["begin 1", "begin other", "end other"]
    first.set()
    answers = await asyncio.gather(*tasks)
    assert [answer[0]["text"] for answer in answers] == ["收到：1", "收到：2", "收到：3"]
    assert [line for line in assistant.log if "other" not in line] == [
        f"{what} {text}" for text in "123" for what in ("begin", "end")
    ]


async def test_different_conversations_run_side_by_side(client, assistant):
    await asyncio.gather(*(post(client, sender=f"u{number}", message="你好") for number in range(20)))
    assert assistant.most_running > 1


async def test_who_floods_is_told_to_wait_and_the_table_empties(make_client, assistant):
    turns = Turns(per_conversation=2, in_all=3)
    client = await make_client(turns=turns)
    gate = assistant.gates["等"] = asyncio.Event()
    waiting = [asyncio.create_task(post(client, sender="u", message="等")) for _ in range(2)]
    await asyncio.sleep(0.05)
    response = await client.post(WEBHOOK, json={"sender": "u", "message": "等"})
    assert response.status == 429
    assert "太快" in (await response.json())["error"]
    waiting.append(asyncio.create_task(post(client, sender="v", message="等")))
    await asyncio.sleep(0.05)
    assert len(turns) == 2
    response = await client.post(WEBHOOK, json={"sender": "w", "message": "你好"})
    assert response.status == 503
    assert "Retry-After" in response.headers
    gate.set()
    await asyncio.gather(*waiting)
    assert len(turns) == 0
    assert (await post(client, sender="u", message="你好"))[0]["text"] == "收到：你好"


NAUGHTY = st.text(st.characters(codec="utf-8"), max_size=1200) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "\u202e反",
        "\ufdfd" * 300,
        "%s%n",
        "../" * 9,
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    message=NAUGHTY, sender=st.none() | st.text(max_size=140), metadata=st.none() | st.dictionaries(NAUGHTY, NAUGHTY)
)
def test_whatever_is_sent_gets_an_answer_or_a_refusal_in_words(message, sender, metadata):
    from aiohttp.test_utils import TestServer

    from channels.backend import Backend
    from channels.server import create_app

    class Echo:
        async def handle(self, sender, text, metadata=None):
            return [{"recipient_id": sender, "text": text}]

    async def load():
        return Echo()

    async def send():
        backend = Backend(load)
        await backend.start()
        async with TestClient(TestServer(create_app(backend, CONTACT))) as client:
            body = {"sender": sender, "message": message, "metadata": metadata}
            response = await client.post(WEBHOOK, json=body)
            return response.status, await response.json()

    # Nobody logs here, so that nothing but the answer can tell what happened.
    logging.disable(logging.CRITICAL)
    try:
        status, answer = asyncio.run(send())
    finally:
        logging.disable(logging.NOTSET)
    if status == 200:
        assert answer[0]["text"]
        assert "error_number" not in answer[0].get("custom", {})
    else:
        assert status in {400, 413}
        assert answer["error"].endswith("。")
