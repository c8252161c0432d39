"""What a search gives: hits and the values to narrow it down by."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from channels.desk.parts import Copy, NoticePart, SnippetPart

HitKind = Literal["award", "station", "target", "term", "clause"]


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


class FacetValue(BaseModel):
    """``value`` goes into the filter of the same name, ``label`` is shown."""

    value: str
    label: str
    count: int


class Facets(BaseModel):
    """How many of the best ``of`` clauses have which value; most first."""

    of: int
    region: tuple[FacetValue, ...]
    kind: tuple[FacetValue, ...]
    in_force: tuple[FacetValue, ...]
    unit: tuple[FacetValue, ...]
