"""Links that open once and only for a short while. Nothing of a link itself is kept, only its digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.conversations.models import TakeawayLinkRow
from policy_kb.models.engine import changing, reading

LIFETIME_SECONDS = 600
_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Taken:
    """What a link leads to: a conversation up to a message."""

    conversation: str
    last_seq: int


class Links:
    """Kept in the database: whichever process made a link, any opens it. Every method blocks."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._clock = clock

    def make(self, taken: Taken) -> str:
        """A link's token: 128 random bits."""
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._clock()
        with changing(self._engine) as rows:
            rows.execute(sa.delete(TakeawayLinkRow).where(TakeawayLinkRow.until <= now))
            rows.add(
                TakeawayLinkRow(
                    digest=_digest(token),
                    conversation_id=taken.conversation,
                    last_seq=taken.last_seq,
                    until=now + timedelta(seconds=LIFETIME_SECONDS),
                )
            )
        return token

    def good(self, token: str) -> bool:
        """Whether the link still opens. Asking does not use it up."""
        with reading(self._engine) as rows:
            return rows.scalar(sa.select(TakeawayLinkRow.digest).where(*self._open(token))) is not None

    def open(self, token: str) -> Taken | None:
        """What the link leads to, this one time."""
        with changing(self._engine) as rows:
            found = rows.scalar(sa.select(TakeawayLinkRow).where(*self._open(token)).with_for_update())
            if found is None:
                return None
            rows.delete(found)
            return Taken(found.conversation_id, found.last_seq)

    def _open(self, token: str) -> tuple[sa.ColumnElement[bool], ...]:
        return TakeawayLinkRow.digest == _digest(token), TakeawayLinkRow.until > self._clock()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
