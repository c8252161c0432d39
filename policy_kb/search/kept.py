"""What was read from one state of the knowledge base, kept until another state takes its place.

Somebody who types asks for nearly the same at each key, and most of what a small search costs is reading it again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import VersionRow

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

#: Which database, and in which state; None where it has no version that could be told from another.
State = tuple[Hashable, ...] | None

_MOST_DATABASES = 4
_version = VersionRow.__table__
_STATE = sa.select(_version.c.number, _version.c.content_hash, _version.c.changed_at)


def state_of(session: Session) -> State:
    """The state that a session sees; one small query."""
    connection = session.connection()
    row = connection.execute(_STATE).one_or_none()
    return None if row is None else (str(connection.engine.url), *row)


class Kept(Generic[Key, Value]):
    """At most ``most`` values of each of the few databases last asked; safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._states: OrderedDict[Hashable, tuple[State, OrderedDict[Key, Value]]] = OrderedDict()

    def values(
        self, state: State, keys: Collection[Key], read: Callable[[list[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """The value of each key; ``read`` gives those that are not kept, and may leave out keys that have none."""
        if state is None:
            return dict(read(list(keys)))
        with self._lock:
            kept = self._of(state)
            found = {key: kept[key] for key in keys if key in kept}
            for key in found:
                kept.move_to_end(key)
        missing = [key for key in keys if key not in found]
        if missing:
            new = read(missing)
            with self._lock:
                kept = self._of(state)
                kept.update(new)
                while len(kept) > self._most:
                    kept.popitem(last=False)
            found.update(new)
        return found

    def one(self, state: State, key: Key, read: Callable[[], Value]) -> Value:
        """The value of one key."""
        return self.values(state, (key,), lambda _: {key: read()})[key]

    def _of(self, state: tuple[Hashable, ...]) -> OrderedDict[Key, Value]:
        database = state[0]
        known = self._states.get(database)
        if known is None or known[0] != state:
            known = self._states[database] = (state, OrderedDict())
        self._states.move_to_end(database)
        if len(self._states) > _MOST_DATABASES:
            self._states.popitem(last=False)
        return known[1]
