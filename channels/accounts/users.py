"""Accounts: adding them, changing them, listing them. Each change is one transaction with its line in the audit log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.accounts.errors import AccountError
from channels.accounts.passwords import check_strength, hashed
from channels.api.call import ROLES, Act, Role
from channels.audit.log import record
from channels.staff_store import SessionRow, UserRow
from policy_kb.models.engine import reading, writing

ROLE_NAMES: dict[Role, str] = {"clerk": "坐席", "editor": "审核员", "admin": "管理员"}
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_LONGEST_DISPLAY_NAME = 50


@dataclass(frozen=True, slots=True)
class User:
    """An account. ``disabled_at`` is None for one that may sign in."""

    id: int
    name: str
    display_name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes an account, and from where; the name is what the audit log keeps."""

    name: str
    address: str = ""


def users(engine: Engine) -> list[User]:
    """All accounts by name."""
    with reading(engine) as session:
        return [user_of(row) for row in session.scalars(sa.select(UserRow).order_by(UserRow.name))]


def any_user(engine: Engine) -> bool:
    """Whether anybody may sign in."""
    with reading(engine) as session:
        return session.scalar(sa.select(UserRow.id).where(UserRow.disabled_at.is_(None)).limit(1)) is not None


def add_user(engine: Engine, name: str, password: str, role: str, by: Actor, display_name: str | None = None) -> User:
    """A new account. Raises AccountError."""
    if _NAME.fullmatch(name) is None:
        raise AccountError("登录名用2到32个小写字母、数字、点、横线或下划线，以字母开头，例如 zhang.san。", "name")
    shown = " ".join((display_name or name).split())
    if not shown or len(shown) > _LONGEST_DISPLAY_NAME or not shown.isprintable():
        raise AccountError(f"姓名不能是空的，也不要超过{_LONGEST_DISPLAY_NAME}个字。", "display_name")
    chosen = role_of(role)
    check_strength(password, name)
    kept = hashed(password)
    with writing(engine) as session:
        if session.scalar(sa.select(UserRow.id).where(UserRow.name == name)) is not None:
            raise AccountError(f"已经有 {name} 这个账号了，请换一个登录名。", "name")
        now = datetime.now(UTC)
        row = UserRow(
            name=name,
            display_name=shown,
            password_hash=kept,
            role=chosen,
            created_at=now,
            disabled_at=None,
            password_set_at=now,
        )
        session.add(row)
        session.flush()
        after = {"role": chosen, "display_name": shown}
        record(session, by.name, Act("user.add", name, None, after), by.address)
        return user_of(row)


def set_password(engine: Engine, name: str, password: str, by: Actor, *, keep_session: int | None = None) -> None:
    """A new password; ends the account's sessions but ``keep_session``. Raises AccountError."""
    check_strength(password, name)
    kept = hashed(password)
    with _changing(engine, name) as (session, row):
        row.password_hash, row.password_set_at = kept, datetime.now(UTC)
        _end_sessions(session, row.id, keep_session)
        record(session, by.name, Act("user.password", name), by.address)


def set_role(engine: Engine, name: str, role: str, by: Actor) -> None:
    """Another role, from the next request on. Raises AccountError."""
    chosen = role_of(role)
    with _changing(engine, name) as (session, row):
        act = Act("user.role", name, {"role": row.role}, {"role": chosen})
        row.role = chosen
        record(session, by.name, act, by.address)


def set_disabled(engine: Engine, name: str, by: Actor, *, disabled: bool) -> None:
    """Disable an account, which ends its sessions at once, or let it in again. Raises AccountError."""
    with _changing(engine, name) as (session, row):
        if disabled == (row.disabled_at is not None):
            raise AccountError(f"{name} 这个账号已经{'停用' if disabled else '可以使用'}了。", "name")
        row.disabled_at = datetime.now(UTC) if disabled else None
        if disabled:
            _end_sessions(session, row.id, None)
        act = Act("user.disable" if disabled else "user.enable", name, {"disabled": not disabled})
        record(session, by.name, act, by.address)


def role_of(role: str) -> Role:
    """The role of that name, English or Chinese. Raises AccountError."""
    for known in ROLES:
        if role in (known, ROLE_NAMES[known]):
            return known
    told = "、".join(f"{name}（{ROLE_NAMES[name]}）" for name in ROLES)
    raise AccountError(f"没有“{role[:20]}”这种角色。可以选：{told}。", "role")


def user_of(row: UserRow) -> User:
    """The account of a row."""
    return User(row.id, row.name, row.display_name, cast("Role", row.role), row.created_at, row.disabled_at)


@contextmanager
def _changing(engine: Engine, name: str) -> Iterator[tuple[Session, UserRow]]:
    with writing(engine) as session:
        row = session.scalar(sa.select(UserRow).where(UserRow.name == name))
        if row is None:
            raise AccountError(f"没有 {name[:40]} 这个账号。运行 ipdesk users list 可以看到全部账号。", "name")
        yield session, row


def _end_sessions(session: Session, user_id: int, keep: int | None) -> None:
    query = sa.delete(SessionRow).where(SessionRow.user_id == user_id)
    session.execute(query if keep is None else query.where(SessionRow.id != keep))
