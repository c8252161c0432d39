"""The token columns of clauses, and the count of clauses for each term."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow
from policy_kb.search.index import document_token
from policy_kb.search.tokenizer import Tokenizer

_ADD = {
    "sqlite": "SELECT key, value FROM json_each(:counts) WHERE true",
    "postgresql": "SELECT key, CAST(value AS integer) FROM json_each_text(CAST(:counts AS json))",
}


def body_tokens(tokenizer: Tokenizer, text: str) -> str:
    """A heading's or a text's terms in order, as they are stored."""
    return " ".join(tokenizer.index_terms(text))


def context_tokens(tokenizer: Tokenizer, document_row: int, parts: Iterable[str]) -> str:
    """Each term of what stands around a clause once, after the token of its document."""
    terms = dict.fromkeys(term for part in parts for term in tokenizer.index_terms(part))
    return " ".join([document_token(document_row), *terms])


def count_terms(session: Session, document_row: int) -> Counter[str]:
    """For each term, in how many clauses of a stored document it stands."""
    rows = session.execute(
        sa.select(ClauseRow.heading_tokens, ClauseRow.tokens, ClauseRow.context_tokens).where(
            ClauseRow.document_id == document_row
        )
    )
    counts: Counter[str] = Counter()
    for columns in rows:
        counts.update({term for column in columns for term in column.split()})
    counts.pop(document_token(document_row), None)
    return counts


def add_counts(session: Session, counts: Counter[str], sign: int) -> None:
    """Adds (sign 1) or takes off (sign -1) the counts of one document."""
    if not counts:
        return
    values = json.dumps({term: sign * counts[term] for term in sorted(counts)})
    session.execute(
        sa.text(
            f"INSERT INTO search_terms (term, clause_count) {_ADD[session.get_bind().dialect.name]} "
            "ON CONFLICT (term) DO UPDATE SET clause_count = search_terms.clause_count + excluded.clause_count"
        ),
        {"counts": values},
    )
    if sign < 0:
        session.execute(sa.text("DELETE FROM search_terms WHERE clause_count <= 0"))
