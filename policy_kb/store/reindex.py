"""Making the search terms of stored notices anew: one document, one transaction, and never the same work twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Engine

from policy_kb.migrations import upgrade
from policy_kb.models import DocumentRow, reading, writing
from policy_kb.search.tokenizer import fingerprint, tokenizer
from policy_kb.store.build import index_again

#: Called after each document with the documents done, the documents there are to do, and the document's title.
Progress = Callable[[int, int, str], None]
_NEVER = ""


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """How many documents were indexed now, and how many were up to date."""

    indexed: int
    left_alone: int


def reindex(engine: Engine, *, anew: bool = False, progress: Progress | None = None) -> ReindexReport:
    """Index every document whose terms were made with other words than today's; with ``anew`` all of them.

    What is done stays done: after an interruption the next call, without ``anew``, goes on where this one was.
    """
    upgrade(engine)
    words, today = tokenizer(), fingerprint()
    if anew:
        with writing(engine) as session:
            session.execute(sa.update(DocumentRow).values(indexed_with=_NEVER))
    with reading(engine) as session:
        ids = session.execute(
            sa.select(DocumentRow.id).where(DocumentRow.indexed_with != today).order_by(DocumentRow.id)
        ).scalars()
        waiting = list(ids)
        total = session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) or 0
    indexed = 0
    for number, one in enumerate(waiting, start=1):
        with writing(engine) as session:
            row = session.get(DocumentRow, one)
            if row is None:
                continue
            title = row.title
            if row.indexed_with != today:  # else another process was faster
                index_again(session, row, words)
                indexed += 1
        if progress is not None:
            progress(number, len(waiting), title)
    return ReindexReport(indexed, total - len(waiting))


def stale(engine: Engine) -> int:
    """How many documents have search terms of other words than today's."""
    with reading(engine) as session:
        query = sa.select(sa.func.count()).select_from(DocumentRow).where(DocumentRow.indexed_with != fingerprint())
        return session.scalar(query) or 0
