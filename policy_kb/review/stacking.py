"""What a document says on drawing several awards: put together from approved drafts, proven against its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.orm import Session

from policy_kb.awards.source import Location
from policy_kb.awards.stacking import Stacking, stacking_mistakes
from policy_kb.models import DocumentRow, DraftRow
from policy_kb.review.errors import ReviewError
from policy_kb.store import repository

Json = dict[str, Any]
_ONE_ONLY = ("principles", "subject_to", "subject_to_quote")


def merged(entries: Sequence[Mapping[str, Any]]) -> Json | None:
    """One entry of several: the first gives clause and quote, unless only a later one names principles."""
    if not entries:
        return None
    first = next((entry for entry in entries if entry.get("principles")), entries[0])
    whole = {key: value for key, value in first.items() if key not in ("groups", "limits")}
    rest = [entry for entry in entries if entry is not first]
    if any(entry.get(key) for entry in rest for key in _ONE_ONLY):
        raise ReviewError("这份文件的叠加规则里已经写了原则。请改正原来那一条，不要再加一条。")
    whole["text"] = "".join(dict.fromkeys(str(entry["text"]) for entry in (first, *rest)))
    for key in ("groups", "limits"):
        if together := [one for entry in entries for one in entry.get(key) or ()]:
            whole[key] = together
    return whole


def retell_stacking(session: Session, document: DocumentRow) -> None:
    """The document's ``stacking`` anew from its approved drafts."""
    approved: Sequence[Json | None] = session.scalars(
        sa.select(DraftRow.approved)
        .where(DraftRow.document_id == document.id, DraftRow.kind == "stacking", DraftRow.status == "approved")
        .order_by(DraftRow.position)
    ).all()
    document.stacking = merged([entry for entry in approved if entry is not None])
    session.flush()


def mistakes_of(entry: Stacking, doc_id: str, session: Session) -> Iterator[tuple[Location, str]]:
    """What is wrong with one entry: awards that aren't there, numbers that its quotes don't hold."""
    for _, place, reason in stacking_mistakes({doc_id: entry}, frozenset(repository.load_book(session).rules)):
        yield place, reason


def prove_stacking(session: Session) -> None:
    """Raises ReviewError where a stacking rule of any document no longer fits the awards."""
    try:
        book = repository.load_book(session)
    except ValidationError as error:
        raise ReviewError(f"叠加规则写得不对：{error.errors()[0]['msg']}。") from error
    found = list(stacking_mistakes(book.stacking, frozenset(book.rules)))
    if found:
        doc, _, reason = found[0]
        raise ReviewError(f"{doc} 的叠加规则因此不再成立：{reason}。请先改正叠加规则。")
