"""Every endpoint with every role: nobody gets further than the role that the endpoint asks for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Engine

from channels.api.call import ROLES
from channels.api.serving import OPENAPI_PATH
from channels.backend import Backend
from channels.conversations.service import Conversations
from channels.conversations.store import Store
from channels.conversations.tokens import Tokens
from channels.server import create_app
from channels.staff_api import staff_api
from tests.channels.staff import SignIn

#: What anybody may call: a new line here is a decision, not an accident.
PUBLIC = {
    ("GET", "/api/v1/awards/form"),
    ("POST", "/api/v1/awards/match"),
    ("GET", "/api/v1/kiosk/guide"),
    ("GET", "/api/v1/session"),
    ("POST", "/api/v1/session/open"),
}
#: Changing something takes at least this role; a clerk may calculate, search, and look after the own session.
CLERKS_POST = {
    "/api/v1/session/close",
    "/api/v1/session/password",
    "/api/v1/desk/awards/evaluate",
    "/api/v1/desk/awards/slip",
    "/api/v1/desk/replies",
    *(f"/api/v1/desk/conversations/{{conversation}}/{act}" for act in ("take", "reply", "note", "hand-back", "close")),
}


def test_who_may_call_what(database: Engine) -> None:
    endpoints = [one.declared for one in staff_api(lambda: database).endpoints]
    assert len(endpoints) > 20
    assert {(one.method, one.path) for one in endpoints if one.role is None} == PUBLIC
    assert {one.path for one in endpoints if one.role == "clerk" and one.method == "POST"} == CLERKS_POST
    assert {one.path for one in endpoints if one.role == "admin"} == {
        "/api/v1/audit",
        "/api/v1/desk/conversation-search",
        *(f"/api/v1/desk/conversations/{{conversation}}/{act}" for act in ("export", "erase")),
    }


@pytest.mark.parametrize("role", [None, *ROLES])
async def test_all_routes_for_one_role(role: str | None, person: SignIn, application: object) -> None:
    someone = await person(role)
    routes = [
        (route.method, route.resource.canonical)
        for route in someone.client.app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/") and route.method != "HEAD"
    ]
    declared = {(one.declared.method, one.declared.path): one for one in staff_api().endpoints}
    assert {*routes} == {*declared, ("GET", OPENAPI_PATH)}
    # Signing out comes last: it ends what the others need.
    for method, path in sorted(routes, key=lambda one: one[1].endswith("session/close")):
        asked = declared[method, path].declared.role if (method, path) in declared else None
        url = re.sub(r"\{\w+\}", "1", path)
        for csrf in (someone.csrf, ""):
            # Nothing that any endpoint could work with: who is let in gets as far as 422, 415 or 404.
            response = await someone.client.request(
                method, url, data=b"\x00", headers={"X-CSRF-Token": csrf, "Content-Type": "application/x-nothing"}
            )
            body = await response.text()
            if asked is None:
                assert response.status not in (401, 403), (path, body)
            elif role is None:
                assert response.status == 401, (path, body)
            elif ROLES.index(role) < ROLES.index(asked) or (method == "POST" and not csrf):  # type: ignore[arg-type]
                assert response.status == 403, (path, body)
            else:
                # 503: there are no conversations behind this application; 409: there is nothing to train or to undo.
                assert response.status in (200, 400, 404, 409, 415, 422, 503), (path, body)


#: Every other route of the application, and how it lets in: a new one has to be put here, which is a decision.
BESIDE = {
    "everybody": {
        *("/", "/chat", "/desk", "/kiosk", "/kiosk-worker.js", "/widget.js", "/icon.svg", "/healthz", "/readyz"),
        *(r"/assets/{name}", "/webhooks/rest/", "/webhooks/rest/webhook", "/ws", OPENAPI_PATH),
        *("/sources/{doc_id}", "/sources.css"),
    },
    "this machine and named networks": {"/metrics"},
    "the token of a visitor's session": {
        "/kiosk/takeaway",
        "/kiosk/end",
        "/conversations/export",
        "/conversations/erase",
    },
    "a link that opens once": {"/take/{token}", "/take/{token}/answers"},
    "clerk": {"/desk/events", "/desk/overview.csv", "/desk/overview.xlsx"},
}


@pytest.fixture
def whole(database: Engine, tmp_path: Path) -> web.Application:
    """The application with all that it has."""

    async def never() -> Any:
        raise AssertionError("nobody asks the assistant")

    conversations = Conversations(Store(database), Tokens(b"k" * 32), "某某服务热线")
    api = staff_api(lambda: database, tmp_path)
    return create_app(
        Backend(never), "某某服务热线", conversations=conversations, api=api, embedders=["https://a.example"]
    )


def test_every_route_is_an_endpoint_or_in_the_list(whole: web.Application) -> None:
    declared = {one.declared.path for one in staff_api().endpoints}
    routes = {route.resource.canonical for route in whole.router.routes() if route.resource is not None}
    assert routes - declared == set().union(*BESIDE.values())


async def test_what_streams_and_downloads_wants_somebody_signed_in(whole: web.Application, aiohttp_client: Any) -> None:
    client = await aiohttp_client(whole)
    for path in BESIDE["clerk"]:
        assert (await client.get(path)).status == 401, path
        assert (await client.get(path, headers={"Cookie": "ipdesk_session=forged"})).status == 401, path


async def test_without_a_token_there_is_nothing(whole: web.Application, aiohttp_client: Any) -> None:
    client = await aiohttp_client(whole)
    for path in BESIDE["the token of a visitor's session"] - {"/kiosk/end"}:
        for body in ({}, {"token": None}, {"token": "1." + "0" * 32 + ".1." + "A" * 43}):
            assert (await client.post(path, json=body)).status == 404, path
    for path in BESIDE["a link that opens once"]:
        assert (await client.get(path.replace("{token}", "A" * 22))).status == 410, path
