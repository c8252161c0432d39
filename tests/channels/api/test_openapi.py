"""The OpenAPI document, and the whole API checked against it with made-up requests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from channels.api.serving import OPENAPI_PATH
from channels.backend import Backend
from channels.conversations.migrations import upgrade
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.server import create_app
from channels.staff_api import staff_api
from tests.channels.staff import PASSWORD, PEOPLE, SignIn


async def test_the_document_names_every_endpoint(person: SignIn) -> None:
    document = await (await person(None)).get(OPENAPI_PATH)
    assert document["openapi"] == "3.1.0"
    declared = staff_api().endpoints
    operations = {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert set(operations) == {(one.declared.method, one.declared.path) for one in declared}
    names = [operation["operationId"] for operation in operations.values()]
    assert len(set(names)) == len(names)
    for one in declared:
        operation = operations[one.declared.method, one.declared.path]
        assert operation.get("x-role") == one.declared.role
        assert ("security" in operation) == (one.declared.role is not None)
        error = operation["responses"]["503"]["content"]["application/json"]["schema"]
        assert error["$ref"] == "#/components/schemas/ErrorBody"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


class Serving:
    """The application in a thread with a loop of its own, so that requests can be made from plain functions."""

    def __init__(self, app: web.Application) -> None:
        self._loop = asyncio.new_event_loop()
        self._runner = web.AppRunner(app, access_log=None)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(300)

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(300)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> str:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"


@pytest.fixture
def address(database: Engine, tmp_path: Any) -> Iterator[str]:
    async def never() -> Any:
        raise AssertionError("nobody asks the assistant")

    upgrade(database)
    conversations = Conversations(Store(database), Tokens(b"k" * 32), "某某服务热线")
    api = staff_api(lambda: database, tmp_path / "up")
    app = create_app(Backend(never), "某某服务热线", conversations=conversations, api=api)
    with Serving(app) as url:
        yield url


#: Made-up passwords would only be throttled, and whoever is signed out learns nothing more.
LEFT_OUT = "/api/v1/session/(open|close|password)"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.filterwarnings("ignore")
def test_whatever_is_sent_gets_what_the_document_says(address: str, mode: GenerationMode) -> None:
    browser = requests.Session()
    body = {"name": PEOPLE["admin"], "password": PASSWORD}
    opened = browser.post(f"{address}/api/v1/session/open", json=body, timeout=300).json()
    headers = {"X-CSRF-Token": opened["user"]["csrf"]}
    schema = schemathesis.openapi.from_url(f"{address}{OPENAPI_PATH}").exclude(path_regex=LEFT_OUT)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        raw = operation.definition.raw
        if mode is GenerationMode.NEGATIVE and not raw["parameters"] and "requestBody" not in raw:
            continue  # there is nothing to get wrong

        @settings(
            max_examples=12,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Any) -> None:
            nonlocal asked
            asked += 1
            response = case.call(session=browser, headers=headers, timeout=300)
            case.validate_response(response, checks=CHECKS)

        given(case=operation.as_strategy(generation_mode=mode))(check)()
    assert asked > 300
