"""What the API says of imports."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from channels.desk.parts import Asked

ImportState = Literal["queued", "reading", "storing", "done", "known", "failed"]


class ImportPath(Asked):
    """An import's id."""

    job: str = Field(pattern=r"^[0-9a-f]{32}$")


class ImportPart(BaseModel):
    """One file that was handed in. ``progress`` goes from 0 to 100; at 100 ``state`` is final: ``done`` (stored),
    ``known`` (was stored before) or ``failed`` (nothing was stored). ``sentence`` says it in words."""

    id: str
    who: str
    file_name: str
    size: int
    state: ImportState
    progress: int
    sentence: str
    doc_id: str | None = None
    clauses: int | None = None
    drafts: dict[str, int] | None = None
    created_at: datetime
    updated_at: datetime


class ImportList(BaseModel):
    """The latest first."""

    imports: tuple[ImportPart, ...]
