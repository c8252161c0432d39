"""Days and seconds of a stored moment, as SQLite and PostgreSQL work them out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from policy_kb.settings import SHANGHAI

_HOURS = (SHANGHAI.utcoffset(None) or timedelta()) // timedelta(hours=1)


class shanghai_day(FunctionElement[Any]):  # noqa: N801 (named as SQL functions are)
    """The day in Shanghai of a moment: a date."""

    type = sa.Date()
    inherit_cache = True


class whole_seconds(FunctionElement[Any]):  # noqa: N801
    """The seconds of a moment since 1970, without their fraction: an integer."""

    type = sa.Integer()
    inherit_cache = True


# In SQLite stands UTC, without a zone. It rounds to milliseconds: the last moment of a day would be of the next.
def _to_the_second(element: Any, compiler: Any, **options: Any) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, 1, 19)"


@compiles(shanghai_day, "sqlite")
def _day_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({_to_the_second(element, compiler, **options)}, '{_HOURS:+d} hours')"


@compiles(shanghai_day, "postgresql")
def _day_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(timezone('UTC', {moment}) + INTERVAL '{_HOURS} hours' AS DATE)"


@compiles(whole_seconds, "sqlite")
def _seconds_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(strftime('%s', {_to_the_second(element, compiler, **options)}) AS INTEGER)"


@compiles(whole_seconds, "postgresql")
def _seconds_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"
