"""The desk's search: one question to all that the knowledge base holds, each hit with an answer to copy."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
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
from policy_kb.notice import Clause
from policy_kb.search import EntryHit, Hit, Look, Snippet, clauses_of, did_you_mean, entries_of, look
from policy_kb.search.filters import Filters
from policy_kb.search.tokenizer import fold

#: Facets count these many of the best clauses.
COUNTED = 100
_FEW = 3
_LATIN = re.compile(r"[a-z ]{2,40}")
_MOST_VALUES = 12
#: Answers that are kept; one takes about 50 KB.
_MOST_KEPT = 256
_MOST_PARTS = 5_000


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
        self._parts: _Parts | None = None

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
        parts = self._parts_of(kb, on)
        with reading(engine) as session:
            completions = self._completions.of(kb, session).of(query)
            found, clauses = _looked(session, query, within)
            searched, meant = query, None
            if not clauses and completions and _LATIN.fullmatch(fold(query.strip())):
                searched = completions[0].text
                found, clauses = _looked(session, searched, within)
            if searched == query and (len(clauses) < _FEW or clauses[0].coverage < 1):
                meant = did_you_mean(session, query)
            entries = entries_of(found, COUNTED) if found is not None and wanted - {"clause"} else []
        return Found(searched, completions, meant, parts.hits(entries, clauses, wanted, limit), _facets(clauses, parts))

    def _parts_of(self, kb: KnowledgeBase, on: date) -> _Parts:
        parts = self._parts
        if parts is None or parts.kb is not kb or parts.on != on:
            parts = self._parts = _Parts(kb, on)
        return parts


def _looked(session: Session, query: str, within: Filters) -> tuple[Look | None, list[Hit]]:
    found = look(session, query, within)
    return found, [] if found is None else clauses_of(found, COUNTED)


def _frozen(filters: Filters) -> Hashable:
    return tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in filters.items()))


@cache
def finder() -> Finder:
    """The process's finder."""
    return Finder()


class _Parts:
    """What of a hit is the same for every question, made once for a state of the knowledge base and a day."""

    def __init__(self, kb: KnowledgeBase, on: date) -> None:
        self.kb, self.on = kb, on
        self.notice = lru_cache(_MOST_PARTS)(self._notice)
        self.clause = lru_cache(_MOST_PARTS)(self._clause)
        self.entry_copy = lru_cache(_MOST_PARTS)(self._entry_copy)
        self.clause_copy = lru_cache(_MOST_PARTS)(self._clause_copy)

    def hits(
        self, entries: Iterable[EntryHit], clauses: Iterable[Hit], wanted: frozenset[HitKind], limit: int
    ) -> dict[HitKind, list[HitPart]]:
        """Up to ``limit`` hits of each kind that is wanted."""
        kinds: tuple[HitKind, ...] = get_args(HitKind)
        found: dict[HitKind, list[HitPart]] = {kind: [] for kind in kinds}
        for entry in entries:
            kind: HitKind = "award" if entry.kind == "measure" else entry.kind
            if kind in wanted and len(found[kind]) < limit and (part := self._entry_part(kind, entry)) is not None:
                found[kind].append(part)
        if "clause" in wanted:
            parts = (part for hit in clauses if (part := self._clause_part(hit)) is not None)
            found["clause"] = list(islice(parts, limit))
        return found

    def _entry_part(self, kind: HitKind, hit: EntryHit) -> HitPart | None:
        """None for what was stored a moment ago and is not in the snapshot yet."""
        place = hit.id if kind == "term" else f"{hit.doc_id}{'/' if kind == 'award' else '#'}{hit.id}"
        notice, copy = self.notice(hit.doc_id), self.entry_copy(kind, place)
        if notice is None or copy is None:
            return None
        clause = self.clause(hit.doc_id, hit.clause)
        return HitPart(
            kind=kind,
            id=place,
            name=hit.name,
            notice=notice,
            clause=hit.clause,
            path=clause.path if clause is not None else (),
            snippet=_snippet(hit.snippet),
            score=hit.score,
            coverage=hit.coverage,
            copy_text=copy,
        )

    def _clause_part(self, hit: Hit) -> HitPart | None:
        notice, copy = self.notice(hit.doc_id), self.clause_copy(hit.doc_id, hit.clause)
        if notice is None or copy is None:
            return None
        return HitPart(
            kind="clause",
            id=f"{hit.doc_id}#{hit.clause}",
            name=hit.heading or hit.clause,
            notice=notice,
            clause=hit.clause,
            path=hit.path,
            snippet=_snippet(hit.snippet),
            score=hit.score,
            coverage=hit.coverage,
            copy_text=copy,
        )

    def _notice(self, doc_id: str) -> NoticePart | None:
        source = self.kb.sources.get(doc_id)
        return None if source is None else notice_part(source, self.on)

    def _clause(self, doc_id: str, label: str) -> Clause | None:
        source = self.kb.sources.get(doc_id)
        return None if source is None else source.clause(label)

    def _clause_copy(self, doc_id: str, label: str) -> Copy | None:
        clause = self.clause(doc_id, label)
        return None if clause is None else clause_copy(clause, self.kb.sources[doc_id], self.on)

    def _entry_copy(self, kind: HitKind, place: str) -> Copy | None:
        kb, on = self.kb, self.on
        match kind:
            case "award":
                rule = kb.book.rules.get(place)
                return award_copy(rule, kb, on) if rule is not None else None
            case "station":
                known = kb.institutions.get(place)
                return station_copy(known[1], known[0], on) if known is not None else None
            case "target":
                aim = kb.targets.get(place)
                return target_copy(aim[1], aim[0], on) if aim is not None else None
            case "term":
                term = kb.terms.get(place)
                return term_copy(term, kb, on) if term is not None else None
        return None


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


def _facets(clauses: list[Hit], parts: _Parts) -> Facets:
    regions = {hit.region_code: hit.region_name or hit.region_code for hit in clauses if hit.region_code}
    return Facets(
        of=len(clauses),
        region=_counted((hit.region_code for hit in clauses if hit.region_code), regions),
        kind=_counted((hit.kind for hit in clauses if hit.kind), {}),
        in_force=_counted(
            ("true" if hit.in_force else "false" for hit in clauses), {"true": "现行有效", "false": "不在有效期内"}
        ),
        unit=_counted(_units(clauses, parts), {}),
    )


def _units(clauses: list[Hit], parts: _Parts) -> Iterator[str]:
    for hit in clauses:
        clause = parts.clause(hit.doc_id, hit.clause)
        if clause is not None:
            yield from dict.fromkeys((*clause.lead_units, *clause.responsible_units))


def _counted(values: Iterable[str], labels: dict[str, str]) -> tuple[FacetValue, ...]:
    counts = Counter(values)
    ranked = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_VALUES]
    return tuple(FacetValue(value=one, label=labels.get(one, one), count=counts[one]) for one in ranked)
