"""The desk's search: one question to all that the knowledge base holds, each hit with an answer to copy."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import get_args

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.wording import region_part
from channels.desk.completing import Completion, CurrentCompletions
from channels.desk.copying import award_copy, clause_copy, station_copy, target_copy, term_copy
from channels.desk.hits import Facets, FacetValue, HitKind, HitPart
from channels.desk.parts import Copy, NoticePart, SnippetPart
from policy_kb.knowledge import KnowledgeBase, Source
from policy_kb.models.engine import reading
from policy_kb.search import EntryHit, Hit, Snippet, did_you_mean, search, search_entries
from policy_kb.search.filters import Filters
from policy_kb.search.tokenizer import fold

#: Facets count these many of the best clauses.
COUNTED = 100
_FEW = 3
_LATIN = re.compile(r"[a-z ]{2,40}")
_MOST_VALUES = 12
#: Answers that are kept; one takes about 50 KB.
_MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class Found:
    """Hits by kind. ``searched`` is what was looked for in place of letters; ``meant`` may have been meant instead."""

    searched: str
    completions: list[Completion]
    meant: str | None
    hits: dict[HitKind, list[HitPart]]
    facets: Facets


class Finder:
    """Searches the newest state of the knowledge base; safe to use from several threads."""

    def __init__(self) -> None:
        self._completions = CurrentCompletions()
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Found] = OrderedDict()

    def find(
        self,
        engine: Engine,
        kb: KnowledgeBase,
        query: str,
        on: date,
        filters: Filters,
        kinds: Iterable[HitKind],
        limit: int,
    ) -> Found:
        """Everything that fits ``query`` within ``filters``, up to ``limit`` hits of each kind.

        The last answers are kept: people begin their questions alike. Each change of the knowledge base has a new
        version, and so new answers.
        """
        wanted = frozenset(kinds)
        key = (str(engine.url), kb.version, on, query, _frozen(filters), wanted, limit)
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        found = self._search(engine, kb, query, on, filters, wanted, limit)
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _search(
        self,
        engine: Engine,
        kb: KnowledgeBase,
        query: str,
        on: date,
        filters: Filters,
        wanted: frozenset[HitKind],
        limit: int,
    ) -> Found:
        within: Filters = {**filters, "on": on}
        with reading(engine) as session:
            completions = self._completions.of(kb, session).of(query)
            clauses = search(session, query, limit=COUNTED, **within)
            searched, meant = query, None
            if not clauses and completions and _LATIN.fullmatch(fold(query.strip())):
                searched = completions[0].text
                clauses = search(session, searched, limit=COUNTED, **within)
            if searched == query and (len(clauses) < _FEW or clauses[0].coverage < 1):
                meant = did_you_mean(session, query)
            hits = _Hits(kb, on).all(session, searched, clauses, within, wanted, limit)
        return Found(searched, completions, meant, hits, _facets(clauses, kb))


def _frozen(filters: Filters) -> Hashable:
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in filters.items()))


@cache
def finder() -> Finder:
    """The process's finder."""
    return Finder()


class _Hits:
    def __init__(self, kb: KnowledgeBase, on: date) -> None:
        self._kb, self._on = kb, on

    def all(
        self,
        session: Session,
        query: str,
        clauses: list[Hit],
        filters: Filters,
        wanted: frozenset[HitKind],
        limit: int,
    ) -> dict[HitKind, list[HitPart]]:
        kinds: tuple[HitKind, ...] = get_args(HitKind)
        found: dict[HitKind, list[HitPart]] = {kind: [] for kind in kinds}
        if wanted - {"clause"}:
            for entry in search_entries(session, query, limit=100, **filters):
                part = self._entry(entry)
                if part is not None and part.kind in wanted and len(found[part.kind]) < limit:
                    found[part.kind].append(part)
        if "clause" in wanted:
            parts = (part for hit in clauses if (part := self._clause(hit)) is not None)
            found["clause"] = list(islice(parts, limit))
        return found

    def _entry(self, hit: EntryHit) -> HitPart | None:
        """None for what was stored a moment ago and is not in the snapshot yet."""
        source = self._kb.sources.get(hit.doc_id)
        if source is None:
            return None
        place = f"{hit.doc_id}#{hit.id}"
        copy: Copy | None = None
        kind: HitKind = "award" if hit.kind == "measure" else hit.kind
        match kind:
            case "award":
                rule = self._kb.book.rules.get(f"{hit.doc_id}/{hit.id}")
                place = f"{hit.doc_id}/{hit.id}"
                copy = award_copy(rule, self._kb, self._on) if rule is not None else None
            case "station":
                known = self._kb.institutions.get(place)
                copy = station_copy(known[1], known[0], self._on) if known is not None else None
            case "target":
                aim = self._kb.targets.get(place)
                copy = target_copy(aim[1], aim[0], self._on) if aim is not None else None
            case "term":
                term = self._kb.terms.get(hit.id)
                place = hit.id
                copy = term_copy(term, self._kb, self._on) if term is not None else None
        if copy is None:
            return None
        clause = source.clause(hit.clause)
        return HitPart(
            kind=kind,
            id=place,
            name=hit.name,
            notice=notice_part(source, self._on),
            clause=hit.clause,
            path=clause.path if clause is not None else (),
            snippet=_snippet(hit.snippet),
            score=hit.score,
            coverage=hit.coverage,
            copy_text=copy,
        )

    def _clause(self, hit: Hit) -> HitPart | None:
        source = self._kb.sources.get(hit.doc_id)
        clause = source.clause(hit.clause) if source is not None else None
        if source is None or clause is None:
            return None
        return HitPart(
            kind="clause",
            id=f"{hit.doc_id}#{hit.clause}",
            name=hit.heading or hit.clause,
            notice=notice_part(source, self._on),
            clause=hit.clause,
            path=hit.path,
            snippet=_snippet(hit.snippet),
            score=hit.score,
            coverage=hit.coverage,
            copy_text=clause_copy(clause, source, self._on),
        )


def notice_part(source: Source, on: date) -> NoticePart:
    """A notice of the snapshot, as hits name it."""
    return NoticePart(
        doc_id=source.doc_id,
        title=source.title,
        short_title=source.short_title,
        kind=source.stored.kind,
        region=region_part(source),
        issued_on=source.stored.issued_on,
        valid_until=source.validity.until,
        in_force=source.in_force(on),
    )


def _snippet(found: Snippet) -> SnippetPart:
    return SnippetPart(text=found.text, start=found.start, marks=found.highlights)


def _facets(clauses: list[Hit], kb: KnowledgeBase) -> Facets:
    regions = {hit.region_code: hit.region_name or hit.region_code for hit in clauses if hit.region_code}
    return Facets(
        of=len(clauses),
        region=_counted((hit.region_code for hit in clauses if hit.region_code), regions),
        kind=_counted((hit.kind for hit in clauses if hit.kind), {}),
        in_force=_counted(
            ("true" if hit.in_force else "false" for hit in clauses), {"true": "现行有效", "false": "不在有效期内"}
        ),
        unit=_counted(_units(clauses, kb), {}),
    )


def _units(clauses: list[Hit], kb: KnowledgeBase) -> Iterator[str]:
    for hit in clauses:
        source = kb.sources.get(hit.doc_id)
        clause = source.clause(hit.clause) if source is not None else None
        if clause is not None:
            yield from dict.fromkeys((*clause.lead_units, *clause.responsible_units))


def _counted(values: Iterable[str], labels: dict[str, str]) -> tuple[FacetValue, ...]:
    counts = Counter(values)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_VALUES]
    return tuple(FacetValue(value=one, label=labels.get(one, one), count=counts[one]) for one in ranked)
