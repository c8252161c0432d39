"""POST /api/v1/desk/replies: answers from the knowledge base that may fit a question, for a person to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field
from sqlalchemy import Engine

from channels.api.endpoint import endpoint
from channels.api.knowledge import knowledge
from channels.api.refused import wrong_fields
from channels.desk.hits import HitKind, HitPart
from channels.desk.parts import Asked, Copy
from policy_kb.settings import today

if TYPE_CHECKING:
    from policy_kb.search.filters import Filters

#: Less of the question than this is no reason to suggest an answer.
_LEAST_COVERAGE = 0.34
#: An entry says in a line what a clause says in ten.
_WORTH: dict[HitKind, float] = {"award": 1.15, "station": 1.15, "term": 1.1, "target": 1.05, "clause": 1.0}
_NOTHING = "知识库里没有找到贴近这个问题的内容，请自己写答复，或者转给主管部门。"


class RepliesBody(Asked):
    """What the visitor wrote; ``region`` (name or code) where it is known."""

    question: str = Field(min_length=1, max_length=1000)
    region: str | None = Field(default=None, max_length=40)
    limit: int = Field(default=5, ge=1, le=10)


class Suggestion(BaseModel):
    """An answer with its source. ``fits`` (0 to 1) is how much of the question's weight it holds: it orders the
    suggestions and promises nothing."""

    kind: HitKind
    id: str
    name: str
    fits: float
    reply: Copy


class Suggestions(BaseModel):
    """Best first; without any, ``sentence`` says so."""

    suggestions: tuple[Suggestion, ...]
    sentence: str | None = None


class RepliesApi:
    """Canned replies, made from what the notices say."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine

    @endpoint("POST", "/api/v1/desk/replies", role="clerk", summary="Answers that may fit a question.", audited=False)
    def replies(self, body: RepliesBody) -> Suggestions:
        """Suggestions."""
        from channels.desk.finding import finder
        from policy_kb.matching import find_region

        kb, on = knowledge(), today()
        filters: Filters = {}
        try:
            code = find_region(body.region, kb)
        except ValueError as error:
            raise wrong_fields({"region": str(error)}) from None
        if code is not None:
            filters["regions"] = sorted({source.region for source in kb.sources_for(code)})
        kinds: tuple[HitKind, ...] = ("award", "station", "target", "term", "clause")
        found = finder().find(self._engine(), kb, body.question, on, filters, kinds, limit=10)
        ranked = _ranked(part for parts in found.hits.values() for part in parts)[: body.limit]
        return Suggestions(suggestions=tuple(ranked), sentence=None if ranked else _NOTHING)


def _ranked(hits: Iterable[HitPart]) -> list[Suggestion]:
    """Those that hold enough of the question, what is in force before what is not, each text once."""
    fitting = [hit for hit in hits if hit.coverage >= _LEAST_COVERAGE]
    fitting.sort(key=lambda hit: (not hit.notice.in_force, -hit.coverage * _WORTH[hit.kind], -hit.score, hit.id))
    seen: set[tuple[str, str]] = set()
    chosen: list[Suggestion] = []
    for hit in fitting:
        place = (hit.notice.doc_id, hit.clause)
        if hit.kind == "clause" and place in seen:
            continue  # an entry of this clause says it already
        seen.add(place)
        chosen.append(Suggestion(kind=hit.kind, id=hit.id, name=hit.name, fits=hit.coverage, reply=hit.copy_text))
    return chosen
