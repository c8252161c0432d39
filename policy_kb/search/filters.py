"""What a search may be limited to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypedDict, cast

from sqlalchemy.orm import Session

from policy_kb.search import index
from policy_kb.search.index import Scope
from policy_kb.search.kept import State
from policy_kb.settings import today
from policy_kb.store import repository


class Filters(TypedDict, total=False):
    """``regions`` are GB/T 2260 codes, ``docs`` document ids, ``kinds`` document kinds; an empty collection finds
    nothing. ``in_force`` keeps only documents that are (or are not) in force on the day ``on``, by default today.
    ``unit`` keeps clauses with a lead or responsible unit whose name contains it. None is no limit."""

    regions: Collection[str] | None
    docs: Collection[str] | None
    kinds: Collection[str] | None
    on: date | None
    in_force: bool | None
    unit: str | None


def day_of(filters: Filters) -> date:
    """The day as of which is searched."""
    return filters.get("on") or today()


def scope_of(session: Session, filters: Filters, state: State) -> Scope | None:
    """Where to look, None where there is nothing to be found; ``state`` is the session's."""
    day, in_force, unit = day_of(filters), filters.get("in_force"), filters.get("unit")
    given = {name: cast("Collection[str] | None", filters.get(name)) for name in ("regions", "docs", "kinds")}
    chosen = {name: [clean(one) for one in values] for name, values in given.items() if values is not None}
    within = index.spans(session, chosen, in_force, day) if chosen or in_force is not None else None
    hidden = repository.hidden(session, day)
    outside = index.spans(session, {"docs": hidden}) if hidden else None
    clauses = index.clauses_of_unit(session, named, state) if unit is not None and (named := clean(unit)) else None
    if (within is not None and not len(within)) or (clauses is not None and not len(clauses)):
        return None
    return Scope(within, outside, clauses)


def clean(text: str) -> str:
    """Without what no database takes as text: NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()
