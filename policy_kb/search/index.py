"""What the two databases do differently: candidates for a term expression, best first by their own ranking."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

#: Up to this many documents are selected inside the index, by the token that each clause carries of its document.
MAX_DOCUMENT_TOKENS = 100

_SQLITE = """
SELECT clause_fts.rowid FROM clause_fts {join}
WHERE clause_fts MATCH :expression {conditions}
ORDER BY rank LIMIT :count
"""
_POSTGRESQL = """
SELECT c.id FROM clauses c, to_tsquery('simple', :expression) AS q
WHERE c.search_vector @@ q {conditions}
ORDER BY ts_rank('{{0, 0.125, 0.25, 1.0}}', c.search_vector, q) DESC, c.id LIMIT :count
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


def candidates(
    session: Session, terms: Sequence[str], join: Literal["and", "or"], scope: Scope, count: int, prefix: bool = False
) -> list[int]:
    """Ids of up to ``count`` clauses that hold all or any of ``terms``."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    expression = _sqlite_terms(terms, join, prefix) if sqlite else _postgresql_terms(terms, join, prefix)
    values: dict[str, Any] = {"count": count}
    conditions: list[str] = []
    if scope.documents is not None and len(scope.documents) <= MAX_DOCUMENT_TOKENS:
        tokens = [document_token(number) for number in sorted(scope.documents)]
        within = _sqlite_terms(tokens, "or") if sqlite else _postgresql_terms(tokens, "or")
        expression = f"({expression}) AND ({within})" if sqlite else f"({expression}) & ({within})"
    elif scope.documents is not None:
        chosen = (
            "(SELECT value FROM json_each(:documents))"
            if sqlite
            else "(SELECT CAST(value AS integer) FROM json_array_elements_text(CAST(:documents AS json)))"
        )
        conditions.append(f"AND c.document_id IN {chosen}")
        values["documents"] = json.dumps(sorted(scope.documents))
    if scope.unit is not None:
        position = "instr(u.name, :unit)" if sqlite else "strpos(u.name, :unit)"
        conditions.append(f"AND EXISTS (SELECT 1 FROM clause_units u WHERE u.clause_id = c.id AND {position} > 0)")
        values["unit"] = scope.unit
    values["expression"] = expression
    statement = _SQLITE if sqlite else _POSTGRESQL
    clauses = "JOIN clauses c ON c.id = clause_fts.rowid" if conditions else ""
    sql = statement.format(join=clauses, conditions=" ".join(conditions))
    found: Sequence[int] = session.execute(sa.text(sql), values).scalars().all()
    return list(found)


def _sqlite_terms(terms: Sequence[str], join: Literal["and", "or"], prefix: bool = False) -> str:
    star = "*" if prefix else ""
    return (" AND " if join == "and" else " OR ").join(f'"{term}"{star}' for term in terms)


def _postgresql_terms(terms: Sequence[str], join: Literal["and", "or"], prefix: bool = False) -> str:
    star = ":*" if prefix else ""
    return (" & " if join == "and" else " | ").join(f"'{term}'{star}" for term in terms)
