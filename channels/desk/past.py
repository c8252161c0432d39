"""Past answers as the desk's search shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine

from actions.answer import Citation, RegionPart
from actions.wording import chinese_date, lines
from channels.desk.hits import Answerer, FacetValue, PastCopy, PastPart
from channels.desk.parts import SnippetPart
from channels.past.finding import PastAnswer, places, shown
from policy_kb.knowledge import KnowledgeBase
from policy_kb.settings import SHANGHAI

_LABELS: dict[Answerer, str] = {"staff": "工作人员答的", "assistant": "助手答的"}
_LONGEST_NAME = 80


def past_answers(
    engine: Engine,
    kb: KnowledgeBase,
    query: str,
    on: date,
    answered_by: Answerer | None,
    regions: Collection[str] | None,
    limit: int,
) -> tuple[tuple[PastPart, ...], tuple[FacetValue, ...]]:
    """Up to ``limit`` of them, and how many of the newest that were found were answered by whom. Not kept: what is
    deleted or found useful no longer must not be shown."""
    by_staff = None if answered_by is None else answered_by == "staff"
    found = places(engine, query, by_staff=by_staff, regions=regions)
    counts = Counter[Answerer]("staff" if one.by_staff else "assistant" for one in found)
    facet = tuple(
        FacetValue(value=who, label=label, count=counts[who]) for who, label in _LABELS.items() if counts[who]
    )
    return tuple(_part(one, kb, on) for one in shown(engine, found[:limit], query)), facet


def _part(one: PastAnswer, kb: KnowledgeBase, on: date) -> PastPart:
    citations = _citations(one.custom)
    sources = [kb.sources.get(citation.doc_id) for citation in citations]
    good = all(source is not None and source.in_force(on) for source in sources)
    day = chinese_date(one.at.astimezone(SHANGHAI).date())
    warning = None if good else f"先提醒您：这是{day}的答复，依据的文件现在不在有效期内，或者已经换了，请重新核对。"
    first = citations[0] if citations else None
    # Most answers of the assistant name their source themselves.
    basis = f"依据：《{first.document}》{first.clause}" if first and first.document not in one.answer else None
    asked = " ".join(one.question.split())
    who: Answerer = "staff" if one.by_staff else "assistant"
    return PastPart(
        id=one.id,
        name=asked if len(asked) <= _LONGEST_NAME else f"{asked[:_LONGEST_NAME]}……",
        at=one.at.astimezone(SHANGHAI),
        answered_by=who,
        author=one.author,
        region=None if one.region is None else RegionPart(code=one.region, name=kb.regions.name(one.region)),
        snippet=SnippetPart(text=one.snippet.text, start=one.snippet.start, marks=one.snippet.highlights),
        copy_text=PastCopy(text=lines(warning, one.answer, basis), citation=first),
        still_good=good,
    )


def _citations(custom: Mapping[str, Any] | None) -> list[Citation]:
    """What an answer cites; an answer of an older program may have another shape, and then cites nothing."""
    found = (custom or {}).get("citations")
    try:
        return [Citation.model_validate(one) for one in found] if isinstance(found, list) else []
    except ValidationError:
        return []
