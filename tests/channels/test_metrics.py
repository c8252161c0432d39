"""Figures: what is counted, and who may read it."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.stages import observe, stage, understood
from channels.backend import Backend
from channels.metrics import Metrics, MetricsPage
from channels.server import create_app

from .conftest import CONTACT, WEBHOOK
from .test_conversations_socket import conversations, inbox, server, start, store, tab  # noqa: F401 -- fixtures


async def read(client):
    response = await client.get("/metrics")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(await response.text())
        for sample in family.samples
    }


async def test_what_happens_over_the_socket_is_counted(tab, server, inbox, assistant):  # noqa: F811
    assistant.replies["没有"] = [{"text": "没查到", "custom": {"kind": "decline"}}]
    assistant.replies["坏了"] = RuntimeError("x")
    one = await tab()
    for number, text in enumerate(("你好", "没有", "坏了")):
        await one.say(f"m{number}", text)
        await one.next("message", role="bot")
    await one.say("m4", " ")
    await one.next("refused", code="blank")
    await one.send(type="ask_person")
    await one.next("handover", state="waiting")
    await inbox.take_over(one.welcome["conversation"], "李工")
    await inbox.close(one.welcome["conversation"])
    found = await read(server)
    assert (found["ipdesk_answers_total", "decline"], found["ipdesk_answers_total", "failed"]) == (1, 1)
    assert found["ipdesk_declines_total",] == 2  # an apology declines, too
    assert found["ipdesk_errors_total", "answer"] == 1
    assert found["ipdesk_refusals_total", "blank"] == 1
    assert [found["ipdesk_handovers_total", event] for event in ("asked", "taken", "ended")] == [1, 1, 1]
    assert found["ipdesk_stage_seconds_count", "store"] == 6
    assert found["ipdesk_stage_seconds_count", "answer"] == 3
    assert 0 < found["ipdesk_stage_seconds_sum", "store"] < 5
    assert found["ipdesk_connections",] == found["ipdesk_sessions",] == 1
    assert found["ipdesk_queue_length",] == 0
    assert found["ipdesk_model_loaded",] == found["ipdesk_model_info", "unnamed"] == 1
    assert found["process_resident_memory_bytes",] > 10_000_000


async def test_over_rest_too(client, assistant):
    assistant.replies["坏了"] = RuntimeError("x")
    for text in ("你好", "坏了", "x" * 2000):
        await client.post(WEBHOOK, json={"sender": "s", "message": text})
    found = await read(client)
    assert found["ipdesk_errors_total", "answer"] == 1
    assert found["ipdesk_refusals_total", "too_long"] == 1
    assert found["ipdesk_stage_seconds_count", "answer"] == 2
    assert sum(value for (name, *_), value in found.items() if name == "ipdesk_answers_total") == 1


async def test_no_label_holds_what_visitors_choose(client):
    await client.post(WEBHOOK, json={"sender": "13812345678", "message": "独一无二的话"})
    text = await (await client.get("/metrics")).text()
    assert "13812345678" not in text
    assert "独一无二" not in text


async def test_before_the_model_is_there(make_client):
    client = await make_client(started=False)
    await client.post(WEBHOOK, json={"sender": "s", "message": "你好"})
    found = await read(client)
    assert found["ipdesk_model_loaded",] == 0
    assert found["ipdesk_refusals_total", "starting"] == 1
    assert found["ipdesk_stage_seconds_count", "answer"] == 0
    assert not [name for name in found if name[0] == "ipdesk_model_info"]


def test_stages_of_the_bot_reach_the_figures():
    metrics = Metrics()
    observe(metrics)
    try:
        with stage("parse"):
            understood("award_amount")
        with pytest.raises(ValueError, match="x"), stage("action"):
            raise ValueError("x")
    finally:
        observe(None)
    with stage("parse"):
        understood("award_amount")
    value = metrics.registry.get_sample_value
    assert value("ipdesk_stage_seconds_count", {"stage": "parse"}) == 1
    assert value("ipdesk_stage_seconds_count", {"stage": "action"}) == 1
    assert value("ipdesk_intents_total", {"intent": "award_amount"}) == 1


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_who_comes_through_a_proxy_of_this_machine_may_not(client, header):
    assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status == 404


class _From:
    """As much of a request as decides."""

    def __init__(self, remote, headers=None):
        self.remote = remote
        self.headers = headers or {}


@pytest.mark.parametrize(
    ("remote", "may"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.1.2.3", True),
        ("192.168.1.5", True),
        ("192.168.1.6", False),
        ("203.0.113.7", False),
        ("::ffff:203.0.113.7", False),
        ("fe80::1%eth0", False),
        (None, False),
        ("unix", False),
    ],
)
def test_networks_that_were_named_may(remote, may):
    page = MetricsPage(Metrics(), ["10.0.0.0/8", "192.168.1.5/32"])
    assert page._may(_From(remote)) is may
    assert MetricsPage(Metrics())._may(_From(remote)) is (may and remote not in ("10.1.2.3", "192.168.1.5"))


async def test_the_knowledge_bases_version_is_read_when_asked(aiohttp_client):
    async def nobody():
        raise AssertionError

    numbers = iter([3, 4])
    metrics = Metrics()
    metrics.watch_knowledge(lambda: next(numbers))
    client = await aiohttp_client(create_app(Backend(nobody), CONTACT, metrics=metrics))
    assert [(await read(client))["ipdesk_knowledge_base_version",] for _ in range(2)] == [3, 4]
