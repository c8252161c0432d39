"""The database with the staff's tables in it."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine

from channels.staff_store.revision import upgrade
from policy_kb.models.engine import connect


def staff_engine() -> Engine:
    """The configured database's engine; the first call brings the tables up to date. Raises StoreError."""
    return _ready(connect())


@cache
def _ready(engine: Engine) -> Engine:
    upgrade(engine)
    return engine
