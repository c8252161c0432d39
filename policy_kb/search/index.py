"""What the two databases do differently: candidates for a term expression, best first by their own ranking."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

Join = Literal["and", "or"]

#: Up to this many documents are selected inside the index, by the token that each clause carries of its document.
MAX_DOCUMENT_TOKENS = 100

#: So many clauses are ranked at the end. Where more match, the database chooses among them by its own ranking, and
#: where more than RANKABLE match, clauses with the terms in their headings go first and nothing else is compared:
#: both databases' rankings read every match, and a term that stands everywhere tells clauses apart badly anyway.
CANDIDATES = 100
RANKABLE = 5_000

_SQLITE = """
SELECT clause_fts.rowid FROM clause_fts {join}
WHERE clause_fts MATCH :expression {conditions}
ORDER BY {order} LIMIT :count
"""
_SQLITE_ORDER = {"id": "clause_fts.rowid", "rank": "rank"}
_POSTGRESQL = """
SELECT c.id FROM clauses c, to_tsquery('simple', :expression) AS q
WHERE c.search_vector @@ q {conditions}
ORDER BY {order} LIMIT :count
"""
_POSTGRESQL_ORDER = {"id": "c.id", "rank": "ts_rank('{0, 0.125, 0.25, 1.0}', c.search_vector, q) DESC, c.id"}

#: A list of numbers as one parameter: the statement stays the same however many there are.
_NUMBERS = {
    "sqlite": "(SELECT value FROM json_each(:numbers))",
    "postgresql": "(SELECT CAST(value AS integer) FROM json_array_elements_text(CAST(:numbers AS json)))",
}
_NAMES_UNIT = {
    "sqlite": "AND EXISTS (SELECT 1 FROM clause_units u WHERE u.clause_id = c.id AND instr(u.name, :unit) > 0)",
    "postgresql": "AND EXISTS (SELECT 1 FROM clause_units u WHERE u.clause_id = c.id AND strpos(u.name, :unit) > 0)",
}
_COUNT = "SELECT count(*) FROM ({matches}) AS matches"
_TOKENS = """
SELECT c.id, d.doc_id, c.position, c.heading_tokens, c.tokens, c.context_tokens
FROM clauses c JOIN documents d ON d.id = c.document_id WHERE c.id IN {numbers}
"""


def document_token(document_id: int) -> str:
    """The token by which the clauses of one document are selected. Texts can't contain it: their letters and digits
    are always cut apart."""
    return f"d{document_id}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: rows of ``documents`` (None: in all of them), and clauses that name a unit."""

    documents: Collection[int] | None = None
    unit: str | None = None


def candidates(session: Session, terms: Sequence[str], join: Join, scope: Scope, *, prefix: bool = False) -> list[int]:
    """Ids of up to CANDIDATES clauses that hold all or any of ``terms``; all of them where there are not more."""
    wanted = _Terms(terms, join, prefix)
    found = _matches(session, wanted, scope, "id", CANDIDATES + 1)
    if len(found) <= CANDIDATES:
        return found
    if _count(session, wanted, scope, RANKABLE + 1) <= RANKABLE:
        return _matches(session, wanted, scope, "rank", CANDIDATES)
    headed = _matches(session, _Terms(terms, join, prefix, in_heading=True), scope, "id", CANDIDATES)
    return list(dict.fromkeys([*headed, *found]))[:CANDIDATES]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may be a hit, with its token columns."""

    id: int
    doc_id: str
    position: int
    heading: str
    body: str
    context: str


def tokens(session: Session, clauses: Sequence[int]) -> list[Candidate]:
    """The token columns of clauses."""
    sql = _TOKENS.format(numbers=_NUMBERS[session.get_bind().dialect.name])
    return [
        Candidate(row.id, row.doc_id, row.position, row.heading_tokens, row.tokens, row.context_tokens)
        for row in session.execute(sa.text(sql), {"numbers": json.dumps(clauses)})
    ]


@dataclass(frozen=True, slots=True)
class _Terms:
    terms: Sequence[str]
    join: Join
    prefix: bool = False
    in_heading: bool = False

    def sqlite(self) -> str:
        star = "*" if self.prefix else ""
        joined = (" AND " if self.join == "and" else " OR ").join(f'"{term}"{star}' for term in self.terms)
        return f"{{heading_tokens}} : ({joined})" if self.in_heading else f"({joined})"

    def postgresql(self) -> str:
        flags = ":" + "*" * self.prefix + "A" * self.in_heading if self.prefix or self.in_heading else ""
        return "(" + (" & " if self.join == "and" else " | ").join(f"'{term}'{flags}" for term in self.terms) + ")"


def _matches(session: Session, terms: _Terms, scope: Scope, order: Literal["id", "rank"], count: int) -> list[int]:
    sql, values = _statement(session, terms, scope, order)
    found: Sequence[int] = session.execute(sa.text(sql), {**values, "count": count}).scalars().all()
    return list(found)


def _count(session: Session, terms: _Terms, scope: Scope, most: int) -> int:
    """How many clauses match; counting ends at ``most``."""
    sql, values = _statement(session, terms, scope, "id")
    counted = session.execute(sa.text(_COUNT.format(matches=sql)), {**values, "count": most})
    return int(counted.scalar_one())


def _statement(
    session: Session, terms: _Terms, scope: Scope, order: Literal["id", "rank"]
) -> tuple[str, dict[str, Any]]:
    """The statement that gives matching ids, up to ``:count`` of them, and its other values."""
    dialect = session.get_bind().dialect.name
    sqlite = dialect == "sqlite"
    expression = terms.sqlite() if sqlite else terms.postgresql()
    values: dict[str, Any] = {}
    conditions: list[str] = []
    if scope.documents is not None and len(scope.documents) <= MAX_DOCUMENT_TOKENS:
        within = _Terms([document_token(number) for number in sorted(scope.documents)], "or")
        expression = f"{expression} AND {within.sqlite()}" if sqlite else f"{expression} & {within.postgresql()}"
    elif scope.documents is not None:
        conditions.append(f"AND c.document_id IN {_NUMBERS[dialect]}")
        values["numbers"] = json.dumps(sorted(scope.documents))
    if scope.unit is not None:
        conditions.append(_NAMES_UNIT[dialect])
        values["unit"] = scope.unit
    values["expression"] = expression
    sql = (_SQLITE if sqlite else _POSTGRESQL).format(
        join="JOIN clauses c ON c.id = clause_fts.rowid" if conditions else "",
        conditions=" ".join(conditions),
        order=(_SQLITE_ORDER if sqlite else _POSTGRESQL_ORDER)[order],
    )
    return sql, values
