"""One request as a handler sees it: who asks, from where, and what was done on its behalf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

Role = Literal["clerk", "editor", "admin"]
#: From the one that may least to the one that may most; each may what those before it may.
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Caller:
    """A person who is signed in. ``csrf`` is what a request that changes something has to send along."""

    user_id: int
    name: str
    display_name: str
    role: Role
    session_id: int
    csrf: str

    def may(self, role: Role) -> bool:
        """Whether this person may do what ``role`` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Act:
    """One change for the audit log: what was done to what, with short data on how it was before and after."""

    action: str
    subject: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Call:
    """``address`` is the peer's; ``secure`` whether the browser speaks https; ``token`` the session cookie's value.

    A handler adds to ``acts`` what it changed, unless it has logged that itself in the transaction of the change, and
    then says so with ``logged``. ``new_token`` becomes the session cookie, an empty one takes it away.
    """

    address: str
    secure: bool
    caller: Caller | None = None
    token: str | None = None
    acts: list[Act] = field(default_factory=list)
    logged: bool = False
    new_token: str | None = None

    @property
    def person(self) -> Caller:
        """The caller of an endpoint that asks for a role."""
        if self.caller is None:
            raise RuntimeError("this endpoint asks for no role, so nobody need be signed in")
        return self.caller


class Gate(Protocol):
    """Knows who is signed in. Blocks: it is called in a thread."""

    def caller(self, token: str) -> Caller | None:
        """The person to whom a session cookie was given, None where it is not or no longer valid."""

    def glance(self, token: str) -> Caller | None:
        """The same without counting as use: a page left open keeps nobody signed in."""

    def record(self, call: Call, acts: list[Act]) -> None:
        """Keeps acts in the audit log."""


class NobodyIsSignedIn:
    """The gate of an application without accounts: only endpoints for everybody answer."""

    def caller(self, token: str) -> Caller | None:
        """Nobody."""
        del token
        return None

    glance = caller

    def record(self, call: Call, acts: list[Act]) -> None:
        """There is no log; nothing that asks for a role got here."""
        raise RuntimeError(f"no audit log for {[act.action for act in acts]} from {call.address}")
