"""Parts that several answers of the desk share."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from actions.answer import Citation, RegionPart


class Asked(BaseModel):
    """Base of queries and bodies: a field that nobody knows is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class SnippetPart(BaseModel):
    """``text`` is verbatim, from character ``start`` of the clause or quote; ``marks`` are [start, end] within it."""

    text: str
    start: int
    marks: tuple[tuple[int, int], ...]


class Copy(BaseModel):
    """What goes into the clipboard: an answer that can be read alone, with its source in the last line."""

    text: str
    citation: Citation


class NoticePart(BaseModel):
    """A notice as lists name it."""

    doc_id: str
    title: str
    short_title: str
    kind: str | None = None
    region: RegionPart | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    in_force: bool
