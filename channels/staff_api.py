"""Every endpoint under /api/v1, put together."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from channels.accounts.endpoints import SessionApi
from channels.accounts.gate import AccountsGate
from channels.api.awards import AwardsApi
from channels.api.serving import Api
from channels.audit.endpoints import AuditApi
from channels.staff_store.opening import staff_engine
from policy_kb.settings import settings


def staff_api(engine: Callable[[], Engine] = staff_engine) -> Api:
    """The API on the database that ``engine`` gives when it is first needed."""
    holders = [AwardsApi(), SessionApi(engine), AuditApi(engine)]
    return Api(holders, AccountsGate(engine), settings().data / "uploads")
