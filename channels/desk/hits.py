"""What a search gives: hits and the values to narrow it down by."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from actions.answer import Citation, RegionPart
from channels.desk.parts import Copy, NoticePart, SnippetPart

HitKind = Literal["award", "station", "target", "term", "clause"]
#: Who gave a past answer.
Answerer = Literal["staff", "assistant"]


class HitPart(BaseModel):
    """``id`` is ``doc_id/rule_id`` of an award, ``doc_id#id`` of a station or target, the term, ``doc_id#label`` of a
    clause. ``score`` orders hits of one kind; ``coverage`` (0 to 1) is how much of the question the hit holds."""

    kind: HitKind
    id: str
    name: str
    notice: NoticePart
    clause: str
    path: tuple[str, ...] = ()
    snippet: SnippetPart
    score: float
    coverage: float
    copy_text: Copy


class PastCopy(BaseModel):
    """What goes into the clipboard; ``citation`` where the answer has one."""

    text: str
    citation: Citation | None = None


class PastPart(BaseModel):
    """An answer that was given before, without phone and identity numbers. ``id`` is the conversation and the number
    of the message in it; ``name`` is what the visitor asked; ``author`` the person who answered. ``still_good`` is
    False where a notice that the answer cites is not in force or not there any more."""

    id: str
    name: str
    at: datetime
    answered_by: Answerer
    author: str | None = None
    region: RegionPart | None = None
    snippet: SnippetPart
    copy_text: PastCopy
    still_good: bool = True


class FacetValue(BaseModel):
    """``value`` goes into the filter of the same name, ``label`` is shown."""

    value: str
    label: str
    count: int


class Facets(BaseModel):
    """How many of the best ``of`` clauses have which value; most first. ``answered_by`` counts past answers."""

    of: int
    region: tuple[FacetValue, ...]
    kind: tuple[FacetValue, ...]
    in_force: tuple[FacetValue, ...]
    unit: tuple[FacetValue, ...]
    answered_by: tuple[FacetValue, ...] = ()
