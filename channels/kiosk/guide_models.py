"""What a screen can show without asking anything: topics, awards and stations with the words of the notices."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GuideNotice(_Part):
    """A notice; ``until`` is the last day in force as far as the notice says it. ``under_review``: it may grant awards
    that nobody has approved yet."""

    doc_id: str
    title: str
    region: str
    issuers: tuple[str, ...]
    in_force: bool
    issued_on: date | None = None
    until: date | None = None
    under_review: bool = False


class GuideClause(_Part):
    """A clause verbatim. ``offices`` leads first."""

    doc_id: str
    label: str
    text: str
    offices: tuple[str, ...]


class GuideAward(_Part):
    """An award: who gets it and how much, in the notice's own words. ``clause`` is a place in ``Guide.clauses``."""

    name: str
    region: str
    who: str
    amount: str
    clause: int


class GuideStation(_Part):
    """A body that one can be sent to. ``does`` are the services it is for, ``standing`` says whether it exists yet."""

    name: str
    region: str
    does: tuple[str, ...]
    standing: str
    says: str
    clause: int


class GuideTopic(_Part):
    """A topic with the places of what belongs to it in the guide's lists."""

    id: str
    name: str
    regions: tuple[str, ...]
    clauses: tuple[int, ...]
    awards: tuple[int, ...]
    stations: tuple[int, ...]


class Guide(_Part):
    """Everything in one piece, so that a screen that loses its network still has it. The fullest topics come first."""

    made_at: datetime
    as_of: date
    version: int
    notices: dict[str, GuideNotice]
    clauses: tuple[GuideClause, ...]
    awards: tuple[GuideAward, ...]
    stations: tuple[GuideStation, ...]
    topics: tuple[GuideTopic, ...]
