"""Who is signed in: random tokens, kept as hashes, that end after a time unused and after a day's work anyway."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from channels.api.call import Caller, Role
from channels.staff_store import SessionRow, UserRow
from policy_kb.models.engine import reading, writing

#: Unused for so long, a session ends.
IDLE = timedelta(hours=2)
#: So long after signing in, a session ends anyway.
LONGEST = timedelta(hours=12)
#: ``seen_at`` is written no more often: a search as somebody types is no reason to write each time.
_SEEN_STEP = timedelta(minutes=1)
_MOST_PER_USER = 10


def open_session(session: Session, user_id: int, address: str, now: datetime | None = None) -> str:
    """The token of a new session; belongs to the transaction of the sign-in. Ends the oldest of too many."""
    at = now or datetime.now(UTC)
    _forget_ended(session, at)
    others = session.scalars(
        sa.select(SessionRow.id).where(SessionRow.user_id == user_id).order_by(SessionRow.seen_at.desc())
    ).all()
    if len(others) >= _MOST_PER_USER:
        session.execute(sa.delete(SessionRow).where(SessionRow.id.in_(others[_MOST_PER_USER - 1 :])))
    token = secrets.token_urlsafe(32)
    session.add(SessionRow(token_hash=_digest(token), user_id=user_id, address=address[:64], created_at=at, seen_at=at))
    session.flush()
    return token


def caller_of(engine: Engine, token: str, now: datetime | None = None, *, using: bool = True) -> Caller | None:
    """The person whom a token was given to, while the session lasts and the account is not disabled. ``using`` False
    leaves the session as unused as it was."""
    at = now or datetime.now(UTC)
    with reading(engine) as session:
        found = session.execute(
            sa.select(SessionRow, UserRow)
            .join(UserRow, UserRow.id == SessionRow.user_id)
            .where(SessionRow.token_hash == _digest(token), UserRow.disabled_at.is_(None))
        ).first()
    if found is None or ended(found[0].created_at, found[0].seen_at, at):
        return None
    row, user = found
    if using and at - row.seen_at > _SEEN_STEP:
        with writing(engine) as session:
            session.execute(
                sa.update(SessionRow).where(SessionRow.id == row.id, SessionRow.seen_at < at).values(seen_at=at)
            )
    return Caller(user.id, user.name, user.display_name, cast("Role", user.role), row.id, csrf_of(token))


def close_session(session: Session, token: str) -> None:
    """The token is worth nothing any more."""
    session.execute(sa.delete(SessionRow).where(SessionRow.token_hash == _digest(token)))


def csrf_of(token: str) -> str:
    """What the page sends along with each change. Only who knows the session's token can make it."""
    return hmac.new(token.encode("utf-8", "replace"), b"csrf", hashlib.sha256).hexdigest()


def ended(created_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Whether a session is over."""
    return at - seen_at > IDLE or at - created_at > LONGEST


def _forget_ended(session: Session, at: datetime) -> None:
    session.execute(
        sa.delete(SessionRow).where((SessionRow.seen_at < at - IDLE) | (SessionRow.created_at < at - LONGEST))
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
