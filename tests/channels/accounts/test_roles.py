"""Every endpoint with every role: nobody gets further than the role that the endpoint asks for."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine

from channels.api.call import ROLES
from channels.api.serving import OPENAPI_PATH
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
