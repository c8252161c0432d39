"""What the API says of drafts, and what decides on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from channels.desk.parts import Asked
from policy_kb.models.review import DraftKind, DraftStatus

#: An entry as YAML has at most so many characters.
LONGEST_ENTRY = 20_000


class DraftPath(Asked):
    """A draft's number."""

    draft: int = Field(ge=1, le=2**31 - 1)


class DraftsQuery(Asked):
    """Drafts of one notice or of all; by default those that nobody has decided on."""

    doc_id: str | None = Field(default=None, max_length=100)
    status: DraftStatus = "draft"
    after: int = Field(default=0, ge=0, le=2**31 - 1)
    limit: int = Field(default=50, ge=1, le=200)


class DraftPart(BaseModel):
    """A draft with its place. ``entry`` is the entry as YAML, to be accepted or edited; ``found`` is what was read.
    ``decided_at`` goes back as ``seen`` with a decision that changes an earlier one."""

    id: int
    doc_id: str
    title: str
    kind: DraftKind
    kind_name: str
    status: DraftStatus
    clause: str
    quote: str
    before: str
    after: str
    entry: str
    found: dict[str, Any]
    who: str | None = None
    decided_at: datetime | None = None
    note: str | None = None


class DraftsPage(BaseModel):
    """In the order of review. ``next`` goes on as ``after``; it is left out on the last page. ``waiting`` counts what
    nobody has decided on, of all notices."""

    drafts: tuple[DraftPart, ...]
    next: int | None = None
    waiting: int


class ApproveBody(Asked):
    """``entry`` is the entry as edited (YAML); without it the draft is taken as proposed. ``revise`` changes a decision
    that was taken before, which ``seen`` names by its time."""

    entry: str | None = Field(default=None, max_length=LONGEST_ENTRY)
    note: str | None = Field(default=None, max_length=500)
    revise: bool = False
    seen: datetime | None = None


class RejectBody(Asked):
    """``reason`` is kept; ``revise`` and ``seen`` as for an approval."""

    reason: str = Field(min_length=1, max_length=500)
    revise: bool = False
    seen: datetime | None = None


class AddBody(Asked):
    """An entry that the program did not propose, as YAML."""

    kind: DraftKind
    entry: str = Field(min_length=1, max_length=LONGEST_ENTRY)
    note: str | None = Field(default=None, max_length=500)


class Template(BaseModel):
    """What an entry of a kind may say, as YAML to begin with."""

    kind: DraftKind
    kind_name: str
    entry: str


class Templates(BaseModel):
    """Every kind that can be added."""

    templates: tuple[Template, ...]


class Decided(BaseModel):
    """What was decided. ``entry`` is the approved entry as it is kept now."""

    sentence: str
    entry: str | None = None
