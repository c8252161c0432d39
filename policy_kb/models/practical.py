"""Reviewed entries on how one applies and on who is in charge."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.models.base import Base

#: The first four stand in applying.yaml, the last in units.yaml.
PracticalKind = Literal["window", "contact", "materials", "steps", "units"]


class PracticalRow(Base):
    """An application window, a contact, a list of materials or of steps, or the offices of a document's clauses."""

    __tablename__ = "practical_entries"
    __table_args__ = (UniqueConstraint("document_id", "kind", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    payload: Mapped[dict[str, Any]]
