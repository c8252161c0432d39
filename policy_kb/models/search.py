"""The full-text index over clauses: the same tables and the same bytes in every database."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.models.base import Base

#: Compared byte by byte everywhere: words that begin with a character are a range of the primary key.
TERM = Text().with_variant(Text(collation="C"), "postgresql")


class SearchTermRow(Base):
    """In how many clauses a search term occurs, and how it sounds (words of several Chinese characters only)."""

    __tablename__ = "search_terms"

    term: Mapped[str] = mapped_column(TERM, primary_key=True)
    clause_count: Mapped[int]
    sound: Mapped[str | None] = mapped_column(TERM, index=True)


class SearchPostingRow(Base):
    """The clauses of one segment that hold a term; policy_kb.search.postings tells how ``data`` is written."""

    __tablename__ = "search_postings"
    __table_args__ = (Index(None, "segment"),)

    term: Mapped[str] = mapped_column(TERM, primary_key=True)
    segment: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class SearchSpanRow(Base):
    """The clauses of an indexed document, from first to last. Those of two documents never overlap."""

    __tablename__ = "search_spans"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    first_clause: Mapped[int]
    last_clause: Mapped[int]
