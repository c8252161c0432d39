"""Finds what was written for a question among everything that is in force."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Engine

from channels.staff_store import WrittenRow
from channels.teaching.sameness import question_key
from channels.teaching.terms import term_asked_for, term_key
from channels.teaching.written import in_force
from policy_kb.models.engine import reading

#: How many rows there have ever been and how often they were changed: different after every change.
_State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Everything:
    state: _State
    answers: dict[tuple[str, str], WrittenRow]
    terms: dict[str, WrittenRow]


class Lookup:
    """Reads the database anew only where something has changed there, whichever process changed it. Blocks."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._known: _Everything | None = None

    def answer(self, text: str) -> WrittenRow | None:
        """The answer to a question."""
        return self._everything().answers.get(question_key(text))

    def term(self, text: str) -> WrittenRow | None:
        """The explanation of the word of which a message asks the meaning."""
        if not (words := term_asked_for(text)):
            return None
        terms = self._everything().terms
        return next((terms[word] for word in sorted(words, key=len) if word in terms), None)

    def _everything(self) -> _Everything:
        engine = self._engine()
        with reading(engine) as rows:
            count, versions = rows.execute(sa.select(sa.func.count(), sa.func.sum(WrittenRow.version))).one()
        state = (int(count), int(versions or 0))
        with self._lock:
            if self._known is None or self._known.state != state:
                self._known = _read(engine, state)
            return self._known


def _read(engine: Engine, state: _State) -> _Everything:
    answers: dict[tuple[str, str], WrittenRow] = {}
    terms: dict[str, WrittenRow] = {}
    for row in in_force(engine):
        for said in row.asked:
            if row.kind == "term":
                terms.setdefault(term_key(said), row)
            else:
                answers.setdefault(question_key(said), row)
    answers.pop(("", ""), None)
    return _Everything(state, answers, terms)
