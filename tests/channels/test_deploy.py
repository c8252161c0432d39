"""What stands in deploy/ fits the program."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path

import yaml
from aiohttp.test_utils import make_mocked_request

from channels.addresses import Addresses
from channels.conversations.socket import HEARTBEAT_SECONDS
from channels.desk.imports_api import MAX_FILE
from channels.inbox.events import BEAT_SECONDS
from channels.metrics import Metrics
from channels.server import ANSWERS_SECONDS, MAX_BODY
from policy_kb.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"


def _read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_alerts_ask_for_figures_that_there_are():
    rules = [rule for group in yaml.safe_load(_read("alerts.yaml"))["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    asked = {name for rule in rules for name in re.findall(r"\b(?:ipdesk|process)_\w+", rule["expr"])}
    given = {sample.name for metric in Metrics().registry.collect() for sample in metric.samples}
    given |= {f"{metric.name}_total" for metric in Metrics().registry.collect() if metric.type == "counter"}
    given |= {metric.name for metric in Metrics().registry.collect()}
    assert {name.removesuffix("_bucket") for name in asked} <= given


def test_the_environment_names_settings_that_there_are():
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    for file in ("ipdesk.env.example", "compose.env.example", "compose.yaml"):
        named = set(re.findall(r"\b(IPDESK_[A-Z_]+|DATABASE_URL|REDIS_URL)\b", _read(file)))
        assert named
        assert named <= known, file


def test_nginx_takes_what_the_program_takes():
    written = _read("nginx.conf")
    found = re.findall(r"body_size +(\d+)([km]);", written)
    sizes = [int(size) * 1024 ** ("km".index(unit) + 1) for size, unit in found]
    assert sorted(sizes) == [MAX_BODY, 21 * 1024 * 1024]
    assert max(sizes) > MAX_FILE
    blocks = dict(re.findall(r"location (?:= )?(\S+) \{(.*?)\n    \}", written, re.DOTALL))
    for path, seconds in (("/ws", HEARTBEAT_SECONDS), ("/desk/events", BEAT_SECONDS)):
        [waits] = re.findall(r"proxy_read_timeout (\d+)s;", blocks[path])
        assert int(waits) > 2 * seconds


def test_a_process_gets_the_time_that_it_needs_to_stop():
    [seconds] = re.findall(r"TimeoutStopSec=(\d+)", _read("ipdesk@.service"))
    assert int(seconds) > ANSWERS_SECONDS + 3
    assert yaml.safe_load(_read("compose.yaml"))["services"]["ipdesk"]["stop_grace_period"] == f"{seconds}s"


def test_in_containers_visitors_are_told_apart():
    compose = yaml.safe_load(_read("compose.yaml"))
    [inside] = compose["networks"]["inside"]["ipam"]["config"]
    assert compose["services"]["ipdesk"]["environment"]["IPDESK_PROXIES"] == inside["subnet"]
    assert all("inside" in compose["services"][name]["networks"] for name in ("ipdesk", "nginx"))
    assert re.search(r"proxy_set_header X-Forwarded-For +\$remote_addr;", _read("nginx.conf"))
    [network] = re.findall(r"\$\{INSIDE_NETWORK:-(.+)\}", inside["subnet"])
    addresses = Addresses([network])
    nginx = str(ip_network(network)[5])
    for visitor in ("203.0.113.7", "203.0.113.8"):
        request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": visitor}).clone(remote=nginx)
        assert addresses.of(request) == visitor
