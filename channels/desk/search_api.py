"""GET /api/v1/desk/search"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, Field
from sqlalchemy import Engine

from channels.api.endpoint import endpoint
from channels.api.knowledge import knowledge
from channels.api.refused import Refused
from channels.desk.hits import Answerer, Facets, FacetValue, HitKind, HitPart, PastPart
from channels.desk.parts import Asked
from policy_kb.settings import today

if TYPE_CHECKING:
    from policy_kb.knowledge import KnowledgeBase
    from policy_kb.search.filters import Filters


class SearchQuery(Asked):
    """``region`` is a name or code and takes in the notices that apply there; ``kind`` is that of a notice (措施);
    ``unit`` part of an office's name; ``only`` limits the kinds of hit. Past answers know a region only, so they are
    left out where a kind, a unit or ``in_force`` is given; ``answered_by`` gives nothing but past answers."""

    q: str = Field(min_length=1, max_length=200)
    region: str | None = Field(default=None, max_length=40)
    kind: str | None = Field(default=None, max_length=20)
    in_force: bool | None = None
    unit: str | None = Field(default=None, max_length=40)
    answered_by: Answerer | None = None
    only: tuple[HitKind, ...] = Field(default=(), max_length=5)
    limit: int = Field(default=8, ge=1, le=30)


class CompletionPart(BaseModel):
    """A name or word that goes on as the question begins."""

    text: str
    kind: str


class SearchAnswer(BaseModel):
    """Best first within each kind. ``searched`` differs from the question where letters stood for a word (zscq);
    ``meant`` is a suggestion for a question that found next to nothing."""

    searched: str
    as_of: date
    completions: tuple[CompletionPart, ...]
    meant: str | None = None
    awards: tuple[HitPart, ...]
    stations: tuple[HitPart, ...]
    targets: tuple[HitPart, ...]
    terms: tuple[HitPart, ...]
    clauses: tuple[HitPart, ...]
    past: tuple[PastPart, ...]
    facets: Facets


class SearchApi:
    """Search as somebody types."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    @endpoint("GET", "/api/v1/desk/search", role="clerk", summary="Search awards, stations, terms and clauses.")
    def search(self, query: SearchQuery) -> SearchAnswer:
        """All that fits."""
        from channels.desk.finding import finder
        from channels.desk.past import past_answers

        on = today()
        kb = knowledge()
        kinds: tuple[HitKind, ...] = query.only or get_args(HitKind)
        engine, filters = self._engine(), filters_of(query, kb)
        if query.answered_by is not None:
            kinds = ()
        found = finder().find(engine, kb, query.q, on, filters, kinds, query.limit)
        past: tuple[PastPart, ...] = ()
        counts: tuple[FacetValue, ...] = ()
        if not (query.only or query.kind or query.unit) and query.in_force is None:
            regions = filters.get("regions")
            past, counts = past_answers(engine, kb, found.searched, on, query.answered_by, regions, query.limit)
        return SearchAnswer(
            searched=found.searched,
            as_of=on,
            completions=tuple(CompletionPart(text=one.text, kind=one.kind) for one in found.completions),
            meant=found.meant,
            awards=tuple(found.hits["award"]),
            stations=tuple(found.hits["station"]),
            targets=tuple(found.hits["target"]),
            terms=tuple(found.hits["term"]),
            clauses=tuple(found.hits["clause"]),
            past=past,
            facets=found.facets.model_copy(update={"answered_by": counts}),
        )


def filters_of(query: SearchQuery, kb: KnowledgeBase) -> Filters:
    """The filters of the search service."""
    from policy_kb.matching import find_region

    filters: Filters = {"in_force": query.in_force, "unit": query.unit}
    if query.kind is not None:
        filters["kinds"] = [query.kind]
    try:
        code = find_region(query.region, kb)
    except ValueError as error:
        raise Refused(422, str(error), {"region": str(error)}) from None
    if code is not None:
        sources = (*kb.sources_for(code), *kb.sources_within(code))
        filters["regions"] = sorted({source.region for source in sources})
    return filters
