"""What was read from an imported notice and awaits a person's decision, and who decided what and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.models.base import Base

DraftKind = Literal[
    "document", "award", "institution", "target", "window", "contact", "materials", "steps", "units", "stacking"
]
DraftStatus = Literal["draft", "approved", "rejected"]


class DraftRow(Base):
    """A proposal for a reviewed entry. ``payload`` is what the program proposed and ``found`` what it read; neither
    changes. ``approved`` is the entry as a person approved it. Offsets count characters of the document's text."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), index=True)
    clause: Mapped[str] = mapped_column(String(200))
    quote: Mapped[str] = mapped_column(Text)
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    payload: Mapped[dict[str, Any]]
    found: Mapped[dict[str, Any]]
    approved: Mapped[dict[str, Any] | None]
    who: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    note: Mapped[str | None] = mapped_column(Text)


class ReviewLogRow(Base):
    """One act of a person. Rows are only ever added: the database refuses to change or delete them.

    It names documents by their id in words, so that it outlasts them.
    """

    __tablename__ = "review_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    who: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(20))
    doc_id: Mapped[str] = mapped_column(String(100), index=True)
    subject: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]


class OriginalRow(Base):
    """The file of an imported notice, byte for byte: what was stored can be read from it again."""

    __tablename__ = "originals"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class EndingRow(Base):
    """Since when a document counts no longer, and which one took its place. It stays when a build writes the document
    anew."""

    __tablename__ = "endings"

    doc_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    ended_on: Mapped[date]
    successor: Mapped[str | None] = mapped_column(String(100))
