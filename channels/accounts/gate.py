"""The gate of the API: who is signed in by the accounts, and what they did into the audit log."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from channels.accounts.sessions import caller_of
from channels.api.call import Act, Call, Caller
from channels.audit.log import record_all


class AccountsGate:
    """``engine`` gives the database; it is asked at the first request, not before."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    def caller(self, token: str) -> Caller | None:
        """The person signed in with this token."""
        return caller_of(self._engine(), token)

    def glance(self, token: str) -> Caller | None:
        """The person signed in with this token, whose session does not last longer for it."""
        return caller_of(self._engine(), token, using=False)

    def record(self, call: Call, acts: list[Act]) -> None:
        """Keeps what a request changed."""
        record_all(self._engine(), call.person.name, acts, call.address)
