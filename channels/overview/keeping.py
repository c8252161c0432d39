"""Keeps what conversations counted when they are deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from channels.conversations.models import ConversationRow, DayCountRow
from channels.overview.counting import Tally, tallied


def keep_counts(rows: Session, conversations: Sequence[str]) -> None:
    """Adds what these conversations counted to the counts of their days; belongs to the transaction that deletes
    them. Times are rounded to two digits, so that a busy day takes some hundred rows and not one an answer."""
    counts = Counter[Tally]()
    for one in tallied(rows, lambda _: ConversationRow.id.in_(conversations)):
        name = str(_rounded(int(one.name))) if one.what in ("ms", "waited") else one.name
        counts[replace(one, name=name)] += one.count
    stored = {
        (row.day, row.channel, row.what, row.name): row
        for row in rows.scalars(sa.select(DayCountRow).where(DayCountRow.day.in_(_days(counts))).with_for_update())
    }
    for one, count in counts.items():
        row = stored.get((one.day, one.channel, one.what, one.name))
        if row is None:
            rows.add(DayCountRow(day=one.day, channel=one.channel, what=one.what, name=one.name, count=count))
        else:
            row.count += count


def _days(counts: Counter[Tally]) -> set[date]:
    return {one.day for one in counts}


def _rounded(value: int) -> int:
    step: int = 10 ** max(0, len(str(value)) - 2)
    return round(value / step) * step
