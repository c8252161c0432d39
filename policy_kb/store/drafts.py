"""What was read from a notice and nobody has decided on: quoted in answers with that remark, never calculated with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from policy_kb.models import DocumentRow, DraftRow
from policy_kb.models.review import DraftKind

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PendingDraft:
    """A draft as far as answers need it: the notice's own words and where they stand.

    ``name`` is what the thing would be called, ``topics`` and ``roles`` what it would count for once it is approved;
    ``heading`` is what stands above a list.
    """

    id: int
    doc_id: str
    kind: DraftKind
    clause: str
    quote: str
    name: str = ""
    heading: str = ""
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    cites: tuple[tuple[str, str], ...] = ()

    @property
    def quotes(self) -> tuple[tuple[str, str], ...]:
        """Every clause with the words in it that the draft rests on."""
        return self.cites or ((self.clause, self.quote),)


def pending_drafts(session: Session) -> dict[str, tuple[PendingDraft, ...]]:
    """The drafts that await a decision, by doc_id, in the order of their places in the notice."""
    rows = session.execute(
        sa.select(DraftRow.id, DocumentRow.doc_id, DraftRow.kind, DraftRow.clause, DraftRow.quote, DraftRow.payload)
        .join(DocumentRow, DocumentRow.id == DraftRow.document_id)
        .where(DraftRow.status == "draft")
        .order_by(DraftRow.document_id, DraftRow.position)
    )
    found: dict[str, list[PendingDraft]] = {}
    for row in rows:
        found.setdefault(row.doc_id, []).append(_draft(row))
    return {doc_id: tuple(drafts) for doc_id, drafts in found.items()}


def _draft(row: Any) -> PendingDraft:
    kind = cast("DraftKind", row.kind)
    payload: Json = row.payload
    entry: Mapping[str, Any] = payload.get("rule", payload) if kind == "award" else payload
    return PendingDraft(
        id=row.id,
        doc_id=row.doc_id,
        kind=kind,
        clause=row.clause,
        quote=row.quote,
        name=str(entry.get("name") or ""),
        heading=str(entry.get("heading") or ""),
        topics=tuple(entry.get("topics", ())),
        roles=tuple(entry.get("roles", ())),
        cites=tuple(_cites(kind, payload)),
    )


def _cites(kind: DraftKind, payload: Json) -> list[tuple[str, str]]:
    match kind:
        case "materials" | "steps":
            return [(item["clause"], item["quote"]) for item in payload["items"]]
        case "units":
            return [(unit["clause"], unit["quote"]) for unit in payload["units"]]
        case "document":
            quotes = payload["metadata"]["quotes"]
            return [(quotes[name]["clause"], quotes[name]["quote"]) for name in _DATES if name in quotes]
        case _:
            return []


#: Of the notice as a whole: since when and until when it counts.
_DATES = ("effective_on", "valid_until")
