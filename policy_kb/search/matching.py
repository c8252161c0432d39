"""Which clauses match a query, and how well: all terms first, the rarest ones where that finds too little.

Lists are read from the shortest on, and the long ones only where clauses of the short ones lie. All matches are scored
with BM25 over heading, text and surroundings; nothing is left to a database's own ranking, so the same content gives
the same clauses in the same order on SQLite and PostgreSQL, whatever was imported when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from policy_kb.search import index
from policy_kb.search.index import Scope, Statistics
from policy_kb.search.postings import IMPACT_UNIT, NOTHING, Ids, Impacts, Postings
from policy_kb.search.query import Query

ENOUGH = 3
#: The OR takes rare terms as long as they occur in this many clauses together.
OR_BUDGET = 2_000
OR_TERMS = 4
#: Beside this many rarer terms, one that stands in more clauses than COMMON hardly tells any two of them apart, and
#: its list takes longer to read than those of all the others.
TELLING, COMMON = 3, 20_000
#: Where even the rarest word stands in more clauses, those are ranked for which it counts most (and all that are equal
#: to the last of them), as long as so many of them hold the other words as well.
STRONGEST, SURE = 50_000, 1_000
#: So many entries are read together with the shortest list: another query would take longer than they do.
READ_AT_ONCE = 50_000

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matches:
    """Clauses in rising order of their ids; ``coverage`` is the share of the query's weight that each holds."""

    clauses: Ids
    scores: Scores
    coverage: Scores

    def best(self, session: Session, count: int) -> NDArray[np.intp]:
        """The places of the ``count`` best; of equal ones, those that stand first in the order of documents."""
        if len(self.clauses) <= count:
            return np.arange(len(self.clauses))
        least = np.partition(self.scores, -count)[-count]
        sure = np.flatnonzero(self.scores > least)
        tied = np.flatnonzero(self.scores == least)
        if len(sure) + len(tied) > count:
            chosen = index.first_of(session, self.clauses[tied], count - len(sure))
            tied = np.searchsorted(self.clauses, chosen)
        return np.concatenate([sure, tied])


def match(session: Session, query: Query, counts: Statistics, scope: Scope) -> Matches:
    """All matches of ``query`` in ``scope``."""
    segments = scope.segments()
    if query.prefix:
        lists = {one: scope.keep(index.read_beginning(session, one, segments)) for one in query.required}
        first, *rest = sorted(lists.values(), key=lambda found: len(found.ids))
        clauses = _holding(first.ids, rest)
        sizes = Statistics(counts.clauses, {one: len(found.ids) for one, found in lists.items()})
        return _score(query, sizes, {one: found.at(clauses) for one, found in lists.items()}, clauses)
    known = sorted((term for term in query.required if counts.terms.get(term)), key=lambda t: (counts.terms[t], t))
    if not known:
        return _score(query, counts, {}, NOTHING.ids)
    query = _without_common(query, known, counts)
    known = [term for term in known if term in query.required]
    optional = [term for term in query.optional if counts.terms.get(term)]
    clauses, lists = NOTHING.ids, dict[str, Postings]()
    if len(known) == len(query.required):
        short = _short(known, counts)
        lists = index.read(session, short, segments)
        for start in _starts(scope.keep(lists[known[0]])):
            clauses = _holding(start, [lists[term] for term in short[1:]])
            long = index.read(session, [term for term in known if term not in short], index.segments_of(clauses))
            clauses = _holding(clauses, list(long.values()))
            if len(clauses) >= SURE:
                break
        if len(clauses) >= ENOUGH:
            lists |= long
    if len(clauses) < ENOUGH:
        rare = _rare(known, counts)
        lists |= index.read(session, [term for term in rare if term not in lists], segments)
        clauses = np.unique(np.concatenate([clauses, *(scope.keep(lists[term]).ids for term in rare)]))
    others = [term for term in (*known, *optional) if term not in lists]
    lists |= index.read(session, others, index.segments_of(clauses))
    return _score(query, counts, {term: found.at(clauses) for term, found in lists.items()}, clauses)


def _starts(found: Postings) -> Iterator[Ids]:
    """Among which clauses to look: of very many first those for which the term counts most."""
    if len(found.ids) > STRONGEST:
        yield found.ids[found.impacts >= np.partition(found.impacts, -STRONGEST)[-STRONGEST]]
    yield found.ids


def _without_common(query: Query, known: Sequence[str], counts: Statistics) -> Query:
    common = {term for term in (*known[TELLING:], *query.optional) if counts.terms.get(term, 0) > COMMON}
    return Query(
        tuple(term for term in query.required if term not in common),
        tuple(term for term in query.optional if term not in common),
    )


def _short(known: Sequence[str], counts: Statistics) -> list[str]:
    short, total = [known[0]], counts.terms[known[0]]
    for term in known[1:]:
        total += counts.terms[term]
        if total > READ_AT_ONCE:
            break
        short.append(term)
    return short


def _rare(known: Sequence[str], counts: Statistics) -> list[str]:
    rare, total = [known[0]], counts.terms[known[0]]
    for term in known[1:OR_TERMS]:
        total += counts.terms[term]
        if total > OR_BUDGET:
            break
        rare.append(term)
    return rare


def _holding(clauses: Ids, lists: Iterable[Postings]) -> Ids:
    for found in lists:
        clauses = clauses[found.at(clauses) > 0]
    return clauses


def _score(query: Query, counts: Statistics, impacts: Mapping[str, Impacts], clauses: Ids) -> Matches:
    """The sum over terms of rarity times impact, times the share of the required weight that a clause holds."""
    scores = np.zeros(len(clauses), np.float64)
    lacking = np.zeros(len(clauses), np.float64)
    for term in (*query.required, *query.optional):
        weight, found = counts.weight(term), impacts.get(term)
        if found is not None:
            scores += found * (weight * IMPACT_UNIT)
        if term in query.required and (found is None or not found.all()):
            lacking += weight if found is None else (found == 0) * weight
    if lacking.any():
        coverage: Scores = 1 - lacking / sum(counts.weight(term) for term in query.required)
        scores *= coverage
    else:
        coverage = np.ones(len(clauses), np.float64)
    return Matches(clauses, scores, coverage)
