"""How often one may try to sign in. An attempt counts before the password is looked at, so that many at once gain
nothing; a right password takes the count of that account back.

Three counts: of an account from one address (somebody forgot, or guesses), of an account from anywhere (many machines
guess), of an address (one machine guesses at many accounts). The first is the strictest, so that whoever guesses
elsewhere does not keep the owner out for long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from channels.staff_store import AttemptRow

#: So long after the last attempt a count begins anew.
MEMORY = timedelta(minutes=30)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Count:
    key: str
    free: int


class TooManyAttempts(Exception):
    """``seconds`` is how long to wait before the next attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def wait_after(failures: int, free: int) -> timedelta:
    """How long to wait after so many attempts: nothing at first, then half a minute, doubled each time up to 15."""
    if failures < free:
        return timedelta(0)
    doubled: int = 2 ** min(failures - free, 10)
    return min(_FIRST_WAIT * doubled, _LONGEST_WAIT)


def count_attempt(session: Session, name: str, address: str, now: datetime) -> None:
    """Counts an attempt in the caller's transaction. Raises TooManyAttempts; such an attempt doesn't count."""
    session.execute(sa.delete(AttemptRow).where(AttemptRow.last_at < now - MEMORY))
    counts = list(_counts(name, address))
    rows = {
        row.key: row
        for row in session.scalars(sa.select(AttemptRow).where(AttemptRow.key.in_([count.key for count in counts])))
    }
    waits = [
        rows[count.key].last_at + wait_after(rows[count.key].failures, count.free) - now
        for count in counts
        if count.key in rows
    ]
    if (longest := max(waits, default=timedelta(0))) > timedelta(0):
        raise TooManyAttempts(int(longest.total_seconds()) + 1)
    for count in counts:
        if count.key in rows:
            rows[count.key].failures += 1
            rows[count.key].last_at = now
        else:
            session.add(AttemptRow(key=count.key, failures=1, last_at=now))
    session.flush()


def forgive(session: Session, name: str, address: str) -> None:
    """The password was right: this account's counts are taken back. That of the address loses this attempt only."""
    pair, account, place = (count.key for count in _counts(name, address))
    session.execute(sa.delete(AttemptRow).where(AttemptRow.key.in_([pair, account])))
    session.execute(
        sa.update(AttemptRow)
        .where(AttemptRow.key == place, AttemptRow.failures > 0)
        .values(failures=AttemptRow.failures - 1)
    )


def _counts(name: str, address: str) -> Iterator[_Count]:
    for parts, free in ((("pair", name, address), 5), (("account", name), 20), (("address", address), 30)):
        yield _Count(hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest(), free)
