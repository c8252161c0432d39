"""Signing in, out, and changing one's own password."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.accounts.errors import AccountError
from channels.accounts.passwords import LONGEST, hashed, matches, outdated
from channels.accounts.sessions import close_session, open_session
from channels.accounts.throttle import count_attempt, forgive
from channels.accounts.users import Actor, set_password
from channels.api.call import Act, Caller
from channels.audit.log import record
from channels.staff_store import UserRow
from policy_kb.models.engine import reading, writing

WRONG = "登录名或者密码不对，请检查以后再试。"


def sign_in(engine: Engine, name: str, password: str, address: str, now: datetime | None = None) -> str:
    """The token of a new session. Raises AccountError, TooManyAttempts and TooBusy.

    What is said does not tell whether there is such an account, nor does the time it takes.
    """
    at = now or datetime.now(UTC)
    with writing(engine) as session:
        count_attempt(session, name, address, at)
    with reading(engine) as session:
        user = session.scalar(sa.select(UserRow).where(UserRow.name == name, UserRow.disabled_at.is_(None)))
    kept = user.password_hash if user is not None else None
    if not matches(password[: LONGEST + 1], kept) or user is None:
        with writing(engine) as session:
            # A wrong name may be a password typed in the wrong box: only names of accounts are kept.
            known = session.scalar(sa.select(UserRow.name).where(UserRow.name == name))
            if known is not None:
                record(session, known, Act("session.refused", known), address)
        raise AccountError(WRONG)
    renewed = hashed(password) if outdated(user.password_hash) else None
    with writing(engine) as session:
        row = session.get(UserRow, user.id)
        if row is None or row.disabled_at is not None or row.password_hash != user.password_hash:
            raise AccountError(WRONG)
        if renewed is not None:
            row.password_hash = renewed
        forgive(session, name, address)
        record(session, name, Act("session.open", name), address)
        return open_session(session, row.id, address, at)


def sign_out(engine: Engine, caller: Caller, token: str, address: str) -> None:
    """Ends the session."""
    with writing(engine) as session:
        close_session(session, token)
        record(session, caller.name, Act("session.close", caller.name), address)


def change_password(engine: Engine, caller: Caller, old: str, new: str, address: str) -> None:
    """A new password for oneself; other sessions of the account end. Raises as ``sign_in``."""
    with writing(engine) as session:
        count_attempt(session, caller.name, address, datetime.now(UTC))
    with reading(engine) as session:
        kept = session.scalar(sa.select(UserRow.password_hash).where(UserRow.id == caller.user_id))
    if not matches(old[: LONGEST + 1], kept):
        raise AccountError("原来的密码不对，请再输一次。", "old_password")
    if old == new:
        raise AccountError("新密码和原来的一样，请换一个。", "password")
    set_password(engine, caller.name, new, Actor(caller.name, address), keep_session=caller.session_id)
    with writing(engine) as session:
        forgive(session, caller.name, address)
