"""The state of the knowledge base as a whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.models.base import Base


class VersionRow(Base):
    """A single row (id 1). ``number`` goes up with each change of content; ``inputs_hash`` is that of the last
    complete build and empty while one is under way."""

    __tablename__ = "kb_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    inputs_hash: Mapped[str] = mapped_column(String(64))
    clause_count: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
