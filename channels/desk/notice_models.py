"""What the API says of a notice: its text, outline, marks, versions and differences."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from channels.desk.parts import Asked, NoticePart
from policy_kb.models.document import DocumentStatus
from policy_kb.models.review import DraftKind, DraftStatus
from policy_kb.notice import ClauseKind


class NoticePath(Asked):
    """A document's id."""

    doc_id: str = Field(min_length=1, max_length=100)


class NoticeLine(NoticePart):
    """A notice in the list; ``drafts`` is how many wait for a decision, ``reviewed`` whether anybody has looked at it
    as a whole. ``ended_on`` is the first day on which it counts no longer."""

    status: DocumentStatus
    ended_on: date | None = None
    successor: str | None = None
    reviewed: bool
    imported: bool
    drafts: int


class NoticeList(BaseModel):
    """All notices, those with waiting drafts first, then by date."""

    notices: tuple[NoticeLine, ...]


class OutlineClause(BaseModel):
    """A clause with its place in the text (``start`` to ``end``, in characters) and in the tree (``path``)."""

    clause: str
    label: str
    heading: str
    kind: ClauseKind
    path: tuple[str, ...]
    start: int
    end: int
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()


class Mark(BaseModel):
    """A place of the text that something was read from. ``entry`` marks are reviewed, a ``draft`` waits for a decision
    and ``draft`` is its number. ``id`` is what the desk's search calls the entry."""

    source: Literal["entry", "draft"]
    kind: DraftKind
    id: str
    name: str
    clause: str
    start: int
    end: int
    draft: int | None = None
    status: DraftStatus | None = None


class NoticeText(NoticeLine):
    """A notice to read. Offsets count characters (code points) of ``text``."""

    issuers: tuple[str, ...]
    doc_number: str | None = None
    effective_on: date | None = None
    source_name: str
    text: str
    outline: tuple[OutlineClause, ...]
    marks: tuple[Mark, ...]
    replaces: tuple[str, ...] = ()


class RepairPart(BaseModel):
    """What cleaning changed; ``start`` counts characters of the original."""

    rule: str
    start: int
    before: str
    after: str


class Original(BaseModel):
    """The text as it was in the file, and what was done to it."""

    doc_id: str
    source_name: str
    text: str
    repairs: tuple[RepairPart, ...]


class DifferenceQuery(Asked):
    """``to`` is the newer notice."""

    to: str = Field(min_length=1, max_length=100)


class WordsPart(BaseModel):
    """A run of words that both have, or one of them."""

    change: Literal["same", "added", "removed"]
    text: str


class ClauseWords(BaseModel):
    """A clause that only one of both has."""

    clause: str
    text: str


class ChangedClausePart(BaseModel):
    """A clause of both, word by word."""

    old: str
    new: str
    words: tuple[WordsPart, ...]


class ChangedField(BaseModel):
    """A part of an award's rule, before and after."""

    place: str
    old: str
    new: str


class ChangedAwardPart(BaseModel):
    """An award of both that says something else."""

    name: str
    fields: tuple[ChangedField, ...]


class DifferencePart(BaseModel):
    """From one notice to another; ``drafts_*`` quote awards that nobody has approved."""

    old: str
    new: str
    added: tuple[ClauseWords, ...]
    removed: tuple[ClauseWords, ...]
    changed: tuple[ChangedClausePart, ...]
    awards_added: tuple[str, ...]
    awards_removed: tuple[str, ...]
    awards_changed: tuple[ChangedAwardPart, ...]
    drafts_added: tuple[str, ...]
    drafts_removed: tuple[str, ...]


class SupersedeBody(Asked):
    """``successor`` takes the notice's place from ``on`` (default: the day it takes effect)."""

    successor: str = Field(min_length=1, max_length=100)
    on: date | None = None


class RetireBody(Asked):
    """From ``on`` (default: today) nobody is answered from the notice."""

    on: date | None = None


class Ended(BaseModel):
    """Since when the notice counts no longer, in data and in words."""

    doc_id: str
    ended_on: date
    sentence: str
