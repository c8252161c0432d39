"""Reviewed entries and drafts. Each row keeps the whole entry as JSON and, in columns, what is looked up by."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.models.base import Base

AwardStatus = Literal["reviewed", "draft"]
#: ``sources``: from facts.yaml; ``review``: declared with an approved award, and kept by a build.
FactOrigin = Literal["sources", "review"]


class AwardRow(Base):
    """An award rule. Only a ``reviewed`` one is calculated with; a ``draft`` is shown with its quote."""

    __tablename__ = "awards"
    __table_args__ = (UniqueConstraint("document_id", "rule_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    rule_id: Mapped[str] = mapped_column(String(200))
    clause: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    quote: Mapped[str] = mapped_column(Text)
    rule: Mapped[dict[str, Any]]


class InstitutionRow(Base):
    """A station, centre, platform or office that a notice names, as reviewed."""

    __tablename__ = "institutions"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(String(200))
    quote: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]]


class TargetRow(Base):
    """A planned value that a notice sets, as reviewed."""

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(String(200))
    quote: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]]


class FactRow(Base):
    """A fact that award rules ask for, with its bounds, question and words. ``origin`` says whether it stands in the
    files or was declared with an award that somebody approved."""

    __tablename__ = "facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]]
    origin: Mapped[str] = mapped_column(String(20), default="sources", server_default="sources")


class TopicRow(Base):
    """A subject that people ask about, with its names."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]]


class GlossaryRow(Base):
    """A term and what it means, as reviewed."""

    __tablename__ = "glossary"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]]
