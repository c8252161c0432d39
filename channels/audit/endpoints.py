"""GET /api/v1/audit"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine

from channels.api.endpoint import endpoint
from channels.audit.log import entries


class AuditQuery(BaseModel):
    """``before`` is the ``next`` of the page before; ``who`` an account's name."""

    model_config = ConfigDict(extra="forbid")

    before: int | None = Field(default=None, ge=1, le=2**31 - 1)
    who: str | None = Field(default=None, max_length=100)
    action: str | None = Field(default=None, max_length=40)
    limit: int = Field(default=100, ge=1, le=500)


class AuditEntry(BaseModel):
    """One change; ``before`` and ``after`` are summaries, left out where there is nothing to say."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    address: str


class AuditPage(BaseModel):
    """Newest first. ``next`` is left out on the last page."""

    entries: tuple[AuditEntry, ...]
    next: int | None = None


class AuditApi:
    """The log, for administrators."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    @endpoint("GET", "/api/v1/audit", role="admin", summary="The audit log, newest first.")
    def audit(self, query: AuditQuery) -> AuditPage:
        """One page."""
        found = entries(self._engine(), before=query.before, who=query.who, action=query.action, limit=query.limit + 1)
        shown = found[: query.limit]
        return AuditPage(
            entries=tuple(AuditEntry.model_validate(entry, from_attributes=True) for entry in shown),
            next=shown[-1].id if len(found) > query.limit else None,
        )
