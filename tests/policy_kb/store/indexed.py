"""What stands in the full-text index, without row ids."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow, DocumentRow, SearchPostingRow
from policy_kb.search import postings


def indexed(session: Session) -> dict[tuple[str, str], dict[str, int]]:
    """For each document and clause its terms with their impacts."""
    rows = session.execute(sa.select(ClauseRow.id, DocumentRow.doc_id, ClauseRow.cite_label).join(ClauseRow.document))
    names = {row.id: (row.doc_id, row.cite_label) for row in rows}
    found: dict[tuple[str, str], dict[str, int]] = {name: {} for name in names.values()}
    for term, segment, data in session.execute(
        sa.select(SearchPostingRow.term, SearchPostingRow.segment, SearchPostingRow.data)
    ):
        there = postings.read([(segment, data)])
        assert len(there.ids)
        for clause, impact in zip(there.ids.tolist(), there.impacts.tolist(), strict=True):
            found[names[clause]][term] = impact
    return found
