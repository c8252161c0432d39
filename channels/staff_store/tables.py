"""Accounts, sessions, failed sign-ins, the audit log, imports that were asked for, what was taught and written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from channels.staff_store.base import Base


class UserRow(Base):
    """A person of the staff. Accounts are disabled, not deleted: what they did keeps their name."""

    __tablename__ = "staff_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    display_name: Mapped[str] = mapped_column(String(50))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    password_set_at: Mapped[datetime]


class SessionRow(Base):
    """Somebody signed in. Of the token only a hash is kept, so that a copy of the database opens no session."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class AttemptRow(Base):
    """Failed sign-ins of late, by account and by address; ``key`` is a hash, so that no mistyped password stands here
    in the place of a name."""

    __tablename__ = "staff_attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """One change. Rows are only ever added: the database refuses to change or delete them."""

    __tablename__ = "staff_audit"
    __table_args__ = (Index(None, "who", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    address: Mapped[str] = mapped_column(String(64))


class ImportRow(Base):
    """A file that was handed in; ``state`` tells how far it has come, ``sentence`` says it in words."""

    __tablename__ = "staff_imports"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    who: Mapped[str] = mapped_column(String(100), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(Text)
    doc_id: Mapped[str | None] = mapped_column(String(100))
    clauses: Mapped[int | None]
    drafts: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]


class TaughtRow(Base):
    """A sentence with the intent that it should have been taken for; ``topic`` is what it is about, for whoever keeps
    the knowledge base. Rows that were taken back stay, with ``removed_at``."""

    __tablename__ = "staff_taught"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    intent: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str | None] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class TrainingRow(Base):
    """A training with what was taught: how far it has come, its model, and what both models got right."""

    __tablename__ = "staff_trainings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    who: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(Text)
    base: Mapped[str] = mapped_column(String(64))
    examples: Mapped[int]
    comparison: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]


class ModelRow(Base):
    """A model that was trained with what was taught, as the file that it is."""

    __tablename__ = "staff_models"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    archive: Mapped[bytes]
    at: Mapped[datetime]


class ModelChoiceRow(Base):
    """Which model answers (``bot.taught.Choice``): one row, whose ``version`` counts changes."""

    __tablename__ = "staff_model_choice"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    model: Mapped[str | None] = mapped_column(String(60))
    before: Mapped[list[str | None]] = mapped_column(JSON)
    base: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class WrittenRow(Base):
    """What somebody wrote for visitors: the answer to a question, or what a word means. ``asked`` are the question's
    wordings or the word's spellings. What was withdrawn stays, with ``withdrawn_at``; ``version`` counts changes."""

    __tablename__ = "staff_written"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    asked: Mapped[list[str]]
    text: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    who: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    changed_by: Mapped[str | None] = mapped_column(String(100))
    changed_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(100))
    withdrawn_at: Mapped[datetime | None] = mapped_column(index=True)
