"""The offices of a document's clauses, as somebody approved, changed or rejected them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import ClauseRow, ClauseUnitRow, DocumentRow
from policy_kb.store.build import unit_rows

Json = dict[str, Any]


def set_units(session: Session, document: DocumentRow, entry: Mapping[str, Any] | None) -> None:
    """Puts the offices of ``entry`` in the place of those that the clauses have; None: nobody is named."""
    units = {unit["clause"]: unit for unit in entry["units"]} if entry is not None else {}
    clauses = session.scalars(sa.select(ClauseRow).where(ClauseRow.document_id == document.id)).all()
    ids = sa.select(ClauseRow.id).where(ClauseRow.document_id == document.id)
    session.execute(sa.delete(ClauseUnitRow).where(ClauseUnitRow.clause_id.in_(ids)))
    session.flush()
    for clause in clauses:
        if (unit := units.get(clause.cite_label)) is not None:
            for row in unit_rows(unit["lead"], unit["responsible"]):
                row.clause_id = clause.id
                session.add(row)
    session.flush()
    session.expire_all()
