"""Values of a database as JSON and back, the same from SQLite and from PostgreSQL."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]


def encoder(kind: TypeEngine[Any]) -> Convert:
    """What makes JSON of a column's values. Moments become UTC, bytes base64."""
    match kind:
        case sa.DateTime():
            return lambda value: _utc(value).isoformat()
        case sa.Date():
            return lambda value: value.isoformat()
        case sa.LargeBinary():
            return lambda value: base64.b64encode(value).decode()
        case sa.Float():
            return float
        case sa.Numeric():
            return str
    return _same


def decoder(kind: TypeEngine[Any]) -> Convert:
    """What makes a column's values of JSON."""
    match kind:
        case sa.DateTime():
            return datetime.fromisoformat if kind.timezone else lambda value: _naive(datetime.fromisoformat(value))
        case sa.Date():
            return date.fromisoformat
        case sa.LargeBinary():
            return base64.b64decode
        case sa.Float():
            return float
        case sa.Numeric():
            return Decimal
        case sa.Boolean():
            return bool
    return _same


def _same(value: Any) -> Any:
    return value


def _utc(moment: datetime) -> datetime:
    # SQLite keeps moments in UTC and gives them back without their zone.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
