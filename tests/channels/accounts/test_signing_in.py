"""Signing in and out over HTTP: cookies, tokens, throttling, what is said and what is not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import Engine

from channels.accounts import passwords, sessions, throttle
from channels.accounts.passwords import hashed, matches
from channels.accounts.signing_in import sign_in
from channels.accounts.users import Actor, set_disabled, set_password, set_role
from channels.staff_store import AttemptRow, AuditRow, SessionRow, UserRow
from policy_kb.models.engine import reading, writing
from tests.channels.staff import PASSWORD, PEOPLE, SignIn

OPEN, CLOSE, SESSION, CHANGE = (f"/api/v1/session{tail}" for tail in ("/open", "/close", "", "/password"))
NAME = PEOPLE["clerk"]
BY = Actor("tests")


async def test_signing_in_gives_a_strict_cookie_and_says_who_it_is(person: SignIn) -> None:
    nobody = await person(None)
    assert await nobody.get(SESSION) == {}
    response = await nobody.client.post(OPEN, json={"name": f" {NAME.upper()} ", "password": PASSWORD})
    user = (await response.json())["user"]
    assert (user["name"], user["role"], user["role_name"]) == (NAME, "clerk", "坐席")
    cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    assert (await nobody.get(SESSION))["user"] == user


async def test_behind_https_the_cookie_is_secure(person: SignIn) -> None:
    nobody = await person(None)
    body = {"name": NAME, "password": PASSWORD}
    response = await nobody.client.post(OPEN, json=body, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in response.headers["Set-Cookie"]


async def test_the_database_holds_neither_passwords_nor_tokens(person: SignIn, database: Engine) -> None:
    someone = await person("clerk")
    token = next(cookie.value for cookie in someone.client.session.cookie_jar if cookie.key == "ipdesk_session")
    with reading(database) as session:
        stored = [row.token_hash for row in session.scalars(sa.select(SessionRow))]
        hashes = session.scalars(sa.select(UserRow.password_hash)).all()
    assert len(stored) == 1
    assert token not in stored[0]
    assert all(kept.startswith("$argon2id$") and PASSWORD not in kept for kept in hashes)


async def test_after_signing_out_the_token_is_worth_nothing(person: SignIn) -> None:
    someone = await person("clerk")
    token = next(cookie.value for cookie in someone.client.session.cookie_jar if cookie.key == "ipdesk_session")
    assert (await someone.post(CLOSE))["sentence"] == "已退出登录。"
    assert await someone.get(SESSION) == {}
    kept = await person(None)
    response = await kept.client.get("/api/v1/desk/notices", cookies={"ipdesk_session": token})
    assert response.status == 401


@pytest.mark.parametrize("cookie", ["", "x", "a" * 4000, "\u0001", "%00"])
async def test_no_other_cookie_is_a_session(person: SignIn, cookie: str) -> None:
    nobody = await person(None)
    response = await nobody.client.get("/api/v1/desk/notices", headers={"Cookie": f"ipdesk_session={cookie!r}"})
    assert response.status == 401


@pytest.mark.parametrize(
    "body", [{"name": NAME, "password": "wrong-password"}, {"name": "nobody", "password": PASSWORD}]
)
async def test_a_wrong_password_and_a_wrong_name_sound_the_same(person: SignIn, body: dict[str, str]) -> None:
    answer = await (await person(None)).post(OPEN, body, 401)
    assert answer == {"error": "登录名或者密码不对，请检查以后再试。", "fields": {}}


async def test_a_name_that_is_no_account_is_kept_nowhere(person: SignIn, database: Engine) -> None:
    await (await person(None)).post(OPEN, {"name": "my-secret-password", "password": "x"}, 401)
    with reading(database) as session:
        texts = [row.subject for row in session.scalars(sa.select(AuditRow))]
        keys = session.scalars(sa.select(AttemptRow.key)).all()
    assert "my-secret-password" not in " ".join([*texts, *keys])


def test_a_wrong_name_is_as_much_work_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    passwords._nobodys.cache_clear()
    real, work = PasswordHasher.verify, []

    def verify(hasher: PasswordHasher, kept: str, password: str) -> bool:
        work.append((extract_parameters(kept), password))
        return real(hasher, kept, password)

    kept = hashed(PASSWORD)
    monkeypatch.setattr(PasswordHasher, "verify", verify)
    for stored in (kept, None):
        assert not matches("wrong-password", stored)
    assert work[0] == work[1]
    parameters, _ = work[0]
    assert (parameters.time_cost, parameters.memory_cost) == (3, 64 * 1024)


async def test_too_many_attempts_are_told_how_long_to_wait(person: SignIn) -> None:
    nobody = await person(None)
    for _ in range(5):
        await nobody.post(OPEN, {"name": NAME, "password": "wrong-password"}, 401)
    response = await nobody.client.post(OPEN, json={"name": NAME, "password": PASSWORD})
    assert response.status == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 31
    assert "试错的次数太多" in (await response.json())["error"]


async def test_many_attempts_at_once_gain_nothing(person: SignIn) -> None:
    nobody = await person(None)

    async def attempt(number: int) -> int:
        response = await nobody.client.post(OPEN, json={"name": NAME, "password": f"wrong-password-{number}"})
        return response.status

    statuses = await asyncio.gather(*(attempt(number) for number in range(20)))
    assert statuses.count(401) == 5
    assert statuses.count(429) == 15


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [throttle.wait_after(failures, 5).total_seconds() for failures in (4, 5, 6, 7, 9, 10, 500)]
    assert waits == [0, 30, 60, 120, 480, 900, 900]


def _attempt(engine: Engine, name: str, address: str, at: datetime) -> int:
    """The seconds to wait, 0 where the attempt counts."""
    try:
        with writing(engine) as session:
            throttle.count_attempt(session, name, address, at)
    except throttle.TooManyAttempts as error:
        return error.seconds
    return 0


def test_who_guesses_elsewhere_does_not_keep_the_owner_out(database: Engine) -> None:
    now = datetime(2026, 6, 1, 8, tzinfo=UTC)
    for _ in range(10):
        _attempt(database, NAME, "10.0.0.66", now)
    assert _attempt(database, NAME, "10.0.0.66", now) > 0
    assert _attempt(database, NAME, "10.0.0.1", now) == 0


def test_one_address_can_not_try_many_accounts(database: Engine) -> None:
    now = datetime(2026, 6, 1, 8, tzinfo=UTC)
    waits = [_attempt(database, f"name{number}", "10.0.0.66", now) for number in range(40)]
    assert waits[:30] == [0] * 30
    assert all(waits[30:])


def test_many_addresses_can_not_try_one_account(database: Engine) -> None:
    now = datetime(2026, 6, 1, 8, tzinfo=UTC)
    waits = [_attempt(database, NAME, f"10.0.0.{number}", now) for number in range(30)]
    assert waits[:20] == [0] * 20
    assert all(waits[20:])


def test_after_half_an_hour_all_is_forgotten(database: Engine) -> None:
    now = datetime(2026, 6, 1, 8, tzinfo=UTC)
    for _ in range(6):
        _attempt(database, NAME, "10.0.0.1", now)
    assert _attempt(database, NAME, "10.0.0.1", now + timedelta(minutes=31)) == 0
    with reading(database) as session:
        assert session.scalars(sa.select(AttemptRow.failures)).all() == [1, 1, 1]


def test_a_session_ends_unused_after_two_hours_and_anyway_after_twelve(database: Engine) -> None:
    began = datetime(2026, 6, 1, 0, tzinfo=UTC)
    token = sign_in(database, NAME, PASSWORD, "10.0.0.1", began)
    assert sessions.caller_of(database, token, began + timedelta(minutes=119)) is not None
    for hours in range(2, 12):
        assert sessions.caller_of(database, token, began + timedelta(hours=hours, minutes=30)) is not None
    assert sessions.caller_of(database, token, began + timedelta(hours=12, minutes=1)) is None
    idle = sign_in(database, NAME, PASSWORD, "10.0.0.1", began)
    assert sessions.caller_of(database, idle, began + timedelta(hours=2, minutes=1)) is None


def test_a_person_has_ten_sessions_at_most(database: Engine) -> None:
    tokens = [sign_in(database, NAME, PASSWORD, "10.0.0.1") for _ in range(12)]
    open_ = [sessions.caller_of(database, token) is not None for token in tokens]
    assert open_ == [False, False] + [True] * 10


async def test_a_disabled_account_is_out_at_once(person: SignIn, database: Engine) -> None:
    someone = await person("clerk")
    await someone.get("/api/v1/desk/notices")
    set_disabled(database, NAME, BY, disabled=True)
    await someone.get("/api/v1/desk/notices", 401)
    await someone.post(OPEN, {"name": NAME, "password": PASSWORD}, 401)
    set_disabled(database, NAME, BY, disabled=False)
    await someone.post(OPEN, {"name": NAME, "password": PASSWORD})


async def test_a_role_counts_from_the_next_request_on(person: SignIn, database: Engine) -> None:
    someone = await person("clerk")
    await someone.get("/api/v1/audit", 403)
    set_role(database, NAME, "admin", BY)
    await someone.get("/api/v1/audit")


async def test_changing_a_password_ends_the_other_sessions(person: SignIn) -> None:
    here, elsewhere = await person("clerk"), await person("clerk")
    body = {"old_password": PASSWORD, "password": "another-horse-9"}
    assert "密码已经改好" in (await here.post(CHANGE, body))["sentence"]
    await here.get("/api/v1/desk/notices")
    await elsewhere.get("/api/v1/desk/notices", 401)
    await elsewhere.post(OPEN, {"name": NAME, "password": PASSWORD}, 401)
    await elsewhere.post(OPEN, {"name": NAME, "password": "another-horse-9"})


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("wrong-password", "another-horse-9", "old_password", "原来的密码不对"),
        (PASSWORD, "short", "password", "只有5个字符"),
        (PASSWORD, "1234567890", "password", "太好猜"),
        (PASSWORD, f"{NAME}2024", "password", "太好猜"),
        (PASSWORD, "password2024", "password", "太好猜"),
        (PASSWORD, "啊啊啊啊啊啊啊啊啊啊啊啊", "password", "太好猜"),
        (PASSWORD, PASSWORD, "password", "和原来的一样"),
        (PASSWORD, "x\u0000" + "abcdefghij", "password", "不能保存"),
        (PASSWORD, "xy12" * 100, "password", "太长"),
    ],
)
async def test_why_a_password_is_not_taken(person: SignIn, old: str, new: str, field: str, words: str) -> None:
    someone = await person("clerk")
    answer = await someone.post(CHANGE, {"old_password": old, "password": new}, 422)
    assert words in answer["fields"][field]


def test_a_password_reset_ends_all_sessions(database: Engine) -> None:
    token = sign_in(database, NAME, PASSWORD, "10.0.0.1")
    set_password(database, NAME, "another-horse-9", BY)
    assert sessions.caller_of(database, token) is None


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": "\u00e9"}])
async def test_a_change_without_the_token_is_refused(person: SignIn, headers: dict[str, str]) -> None:
    someone = await person("clerk")
    response = await someone.client.post(CLOSE, json={}, headers=headers)
    assert response.status == 403
    assert "刷新" in (await response.json())["error"]
    assert "user" in await someone.get(SESSION)


async def test_the_token_of_another_session_is_refused(person: SignIn) -> None:
    one, other = await person("clerk"), await person("clerk")
    response = await one.client.post(CLOSE, json={}, headers={"X-CSRF-Token": other.csrf})
    assert response.status == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_other_sites_can_not_sign_anybody_in_or_out(person: SignIn, headers: dict[str, str]) -> None:
    someone = await person("clerk")
    assert "别的网站" in (await someone.post(CLOSE, {}, 403, **headers))["error"]
    await someone.post(OPEN, {"name": NAME, "password": PASSWORD}, 403, **headers)


async def test_without_accounts_the_page_is_told_how_to_begin(person: SignIn, database: Engine) -> None:
    with writing(database) as session:
        session.execute(sa.update(UserRow).values(disabled_at=datetime.now(UTC)))
    assert "ipdesk users add" in (await (await person(None)).get(SESSION))["notice"]


async def test_signing_in_and_out_stands_in_the_audit_log(person: SignIn) -> None:
    someone = await person("clerk")
    await someone.post(OPEN, {"name": NAME, "password": "wrong-password"}, 401)
    await someone.post(CLOSE)
    page: Any = await (await person("admin")).get("/api/v1/audit", who=NAME)
    assert [entry["action"] for entry in page["entries"]] == ["session.close", "session.refused", "session.open"]
    assert page["entries"][0]["address"] == "127.0.0.1"
