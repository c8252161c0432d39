"""The log tells what the process does and where, never what somebody wrote."""

from __future__ import annotations

import asyncio
import io
import json
import logging

import pytest
import sqlalchemy as sa

from channels import logs
from channels.logs import about, pseudonym

from .conftest import WEBHOOK
from .test_conversations_socket import conversations, inbox, server, start, store, tab  # noqa: F401 -- fixtures

SECRET = "独一无二的话"


@pytest.fixture(params=["text", "json"])
def log(request, monkeypatch):
    """What is logged, as it would stand on standard error."""
    root, out = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", out)
    logs.configure(style=request.param)
    yield out
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def test_an_action_that_fails_over_rest(client, assistant, log):
    assistant.replies[SECRET] = ValueError(f"can't read {SECRET}")
    response = await client.post(WEBHOOK, json={"sender": "13812345678", "message": SECRET})
    number = (await response.json())[0]["custom"]["error_number"]
    said = log.getvalue()
    assert number in said
    assert pseudonym("13812345678") in said
    assert response.headers["X-Request-Id"] in said
    assert "ValueError" in said
    assert "conftest.py" in said, "the trace says where"
    assert SECRET not in said
    assert "13812345678" not in said


async def test_an_action_that_fails_over_the_socket(tab, assistant, log):  # noqa: F811
    assistant.replies[SECRET] = ValueError(f"can't read {SECRET}")
    one = await tab()
    await one.say("a", SECRET)
    await one.next("message", role="bot")
    assert one.welcome["conversation"] in log.getvalue()
    assert SECRET not in log.getvalue()


async def test_a_database_that_fails(tab, store, log):  # noqa: F811
    one = await tab()
    with store.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE ratings"))
        connection.execute(sa.text("DROP TABLE messages"))
    await one.say("a", SECRET)
    await one.next("refused", code="failed")
    assert "no such table" in log.getvalue()
    assert SECRET not in log.getvalue()


async def test_lines_of_libraries_while_a_message_is_handled(log):
    with about(conversation="c1", words=True):
        logging.getLogger("rasa.core.processor").warning("can't parse %s", SECRET)
        logging.getLogger("channels.rest").warning("our own line")
    logging.getLogger("rasa.core.agent").warning("model from an older version")
    assert SECRET not in log.getvalue()
    assert "rasa.core.processor" in log.getvalue()
    assert "our own line" in log.getvalue()
    assert "model from an older version" in log.getvalue()


async def test_what_is_noticed_too_late(log):
    async def fail():
        raise ValueError(SECRET)

    task = asyncio.ensure_future(fail())
    await asyncio.wait({task})
    asyncio.get_running_loop().call_exception_handler({"message": f"lost {SECRET}", "exception": task.exception()})
    assert "asyncio" in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize("log", ["json"], indirect=True)
async def test_each_line_is_an_object(log):
    with about(request="r1", conversation="c1"):
        try:
            try:
                raise KeyError("a")
            except KeyError as error:
                raise ValueError("b") from error
        except ValueError:
            logging.getLogger("channels.x").exception("错误 %s", "E1")
    logging.getLogger("channels.x").info("一行\n两行")
    first, second = lines(log)
    assert (first["level"], first["logger"], first["message"]) == ("ERROR", "channels.x", "错误 E1")
    assert (first["request"], first["conversation"]) == ("r1", "c1")
    assert first["trace"].index("KeyError: 'a'") < first["trace"].index("ValueError: b")
    assert second["message"] == "一行\n两行"
    assert second.keys() == {"time", "level", "logger", "message"}


@pytest.mark.parametrize(
    ("given", "kept"), [("abcd-1234", True), ("short", False), ("x" * 65, False), ("a b c d e f", False)]
)
async def test_a_proxy_may_name_the_request(client, given, kept):
    response = await client.get("/healthz", headers={"X-Request-Id": given})
    assert (response.headers["X-Request-Id"] == given) is kept


def test_a_pseudonym_is_always_the_same_and_tells_nothing():
    assert pseudonym("13812345678") == pseudonym("13812345678") != pseudonym("13812345679")
    assert "138" not in pseudonym("13812345678")
    assert pseudonym("\ud800")


def test_structured_events_of_libraries_lose_their_fields(log):
    import structlog

    from bot.quiet import quiet

    quiet()
    structlog.get_logger("rasa.x").warning("processor.event", text=SECRET)
    assert "processor.event" in log.getvalue()
    assert SECRET not in log.getvalue()
