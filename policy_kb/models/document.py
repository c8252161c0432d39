"""Documents, their clauses, the units named in them, and what cleaning changed."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy_kb.models.base import Base

DocumentStatus = Literal["active", "retired", "superseded"]
#: ``sources``: from the folder of notices, and gone when its file is; ``import``: stored on its own.
DocumentOrigin = Literal["sources", "import"]
UnitRole = Literal["lead", "responsible"]


class DocumentRow(Base):
    """One notice. ``raw_sha256`` is of the file's bytes; ``content_hash`` of all that the stored rows were made from;
    ``indexed_with`` the fingerprint of the tokenizer that made its search terms.

    ``payload`` is the reviewed entry about the notice as a whole, ``stacking`` what it says about drawing several
    awards, ``period_until`` the end of the work period that a plan sets itself. Where nothing was reviewed, region and
    kind are unknown and the other columns say what was read.
    """

    __tablename__ = "documents"
    #: All that a search filters by: reading the table instead would take it past the texts.
    __table_args__ = (
        Index(
            "ix_documents_filters",
            "kind",
            "region_code",
            "effective_on",
            "issued_on",
            "valid_until",
            "period_until",
            "id",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    doc_id: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(Text)
    short_title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(50))
    issuers: Mapped[list[str]]
    doc_number: Mapped[str | None] = mapped_column(String(100))
    region_code: Mapped[str | None] = mapped_column(String(12), index=True)
    region_name: Mapped[str | None] = mapped_column(String(100))
    issued_on: Mapped[date | None]
    published_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    period_until: Mapped[date | None]
    validity_quote: Mapped[str | None] = mapped_column(Text)
    cited_documents: Mapped[list[dict[str, Any]]]
    origin: Mapped[str] = mapped_column(String(20))
    source_name: Mapped[str] = mapped_column(Text)
    raw_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20), default="active", index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    indexed_with: Mapped[str] = mapped_column(String(64), default="", server_default="")
    # Long columns last: SQLite walks through what stands before a column to read it.
    raw_text: Mapped[str] = mapped_column(Text, deferred=True)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    payload: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    stacking: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)

    clauses: Mapped[list[ClauseRow]] = relationship(
        back_populates="document", order_by="ClauseRow.position", cascade="all, delete-orphan", passive_deletes=True
    )
    repairs: Mapped[list[RepairRow]] = relationship(
        order_by="RepairRow.position", cascade="all, delete-orphan", passive_deletes=True
    )


class ClauseRow(Base):
    """One clause of a document. Offsets count characters of the document's cleaned text."""

    __tablename__ = "clauses"
    __table_args__ = (
        UniqueConstraint("document_id", "cite_label"),
        UniqueConstraint("document_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(100))
    heading: Mapped[str] = mapped_column(Text)
    path: Mapped[list[str]]
    cite_label: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    start_offset: Mapped[int]
    end_offset: Mapped[int]

    document: Mapped[DocumentRow] = relationship(back_populates="clauses")
    parent: Mapped[ClauseRow | None] = relationship(remote_side="ClauseRow.id")
    units: Mapped[list[ClauseUnitRow]] = relationship(
        order_by="ClauseUnitRow.position", cascade="all, delete-orphan", passive_deletes=True
    )


class ClauseUnitRow(Base):
    """A unit that leads or is responsible for what a clause says, in the order in which the clause names it."""

    __tablename__ = "clause_units"
    __table_args__ = (Index(None, "clause_id", "role", "position", unique=True), Index(None, "name", "clause_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)


class RepairRow(Base):
    """One change that cleaning made; ``start_offset`` counts characters of the raw text."""

    __tablename__ = "repairs"
    __table_args__ = (Index(None, "document_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    rule: Mapped[str] = mapped_column(String(100))
    start_offset: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
