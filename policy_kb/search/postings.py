"""Posting lists: the clauses that hold a term, each with what the term counts there.

A list is cut into segments of 8192 clause ids, so that adding a document rewrites the end of its lists only. An entry
takes four bytes: the place of the clause in its segment in the high half, the impact in the low one.

The impact is what BM25 gives a clause for a term before the term's rarity is known. It depends on that clause alone,
so it is computed once, when the clause is written, and nothing but the lists is read to rank a million clauses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEGMENT_BITS = 13
SEGMENT_SIZE = 1 << SEGMENT_BITS
#: An impact is stored as a whole number of these; the largest one possible is K1 + 1.
IMPACT_UNIT = 1 / 25_000

HEADING_WEIGHT, BODY_WEIGHT, CONTEXT_WEIGHT = 4.0, 1.0, 0.5
K1, B = 1.2, 0.4
#: Length in tokens that counts as normal, and the length below which being short is no merit (a bare heading).
USUAL_LENGTH, SHORT_LENGTH = 150, 60

_ENTRY = np.dtype("<u4")

Ids = NDArray[np.int64]
Impacts = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Postings:
    """Clause ids in rising order and the impact of the term in each, which is never 0."""

    ids: Ids
    impacts: Impacts

    def at(self, clauses: Ids) -> Impacts:
        """The impact in each of ``clauses``, which are in rising order; 0 where the term doesn't occur."""
        if not len(self.ids) or not len(clauses):
            return np.zeros(len(clauses), np.uint16)
        if len(clauses) * 32 < len(self.ids):
            places = np.minimum(np.searchsorted(self.ids, clauses), len(self.ids) - 1)
            return np.where(self.ids[places] == clauses, self.impacts[places], np.uint16(0))
        table = np.zeros(int(max(self.ids[-1], clauses[-1])) + 1, np.uint16)
        table[self.ids] = self.impacts
        found: Impacts = table[clauses]
        return found


NOTHING = Postings(np.zeros(0, np.int64), np.zeros(0, np.uint16))


def read(rows: Iterable[tuple[int, bytes]]) -> Postings:
    """The list that is stored as these (segment, data)."""
    ordered = sorted(rows, key=lambda row: row[0])
    if not ordered:
        return NOTHING
    entries = np.frombuffer(b"".join(data for _, data in ordered), _ENTRY)
    ids = np.empty(len(entries), np.int64)
    position = 0
    for segment, data in ordered:
        end = position + entry_count(data)
        np.right_shift(entries[position:end], 16, out=ids[position:end])
        ids[position:end] += segment << SEGMENT_BITS
        position = end
    return Postings(ids, entries.astype(np.uint16))


def union(lists: Sequence[Postings]) -> Postings:
    """Clauses of any of the lists; impacts are added up."""
    ids, places = np.unique(np.concatenate([one.ids for one in lists]), return_inverse=True)
    impacts = np.zeros(len(ids), np.int64)
    np.add.at(impacts, places, np.concatenate([one.impacts for one in lists]))
    return Postings(ids, np.minimum(impacts, 0xFFFF).astype(np.uint16))


def merged(stored: bytes, added: Sequence[int]) -> bytes:
    """Stored data with more entries."""
    entries = np.concatenate([np.frombuffer(stored, _ENTRY), np.array(added, _ENTRY)])
    entries.sort()
    return bytes(entries)


def without(stored: bytes, segment: int, first: int, last: int) -> bytes:
    """Stored data of a segment without the clauses from ``first`` to ``last``."""
    entries = np.frombuffer(stored, _ENTRY)
    ids = (entries >> 16).astype(np.int64) + (segment << SEGMENT_BITS)
    return bytes(entries[(ids < first) | (ids > last)])


def entry_count(data: bytes) -> int:
    """How many clauses stand in stored data."""
    return len(data) // _ENTRY.itemsize


def entries_of(clause: int, heading: Sequence[str], body: Sequence[str], context: Set[str]) -> dict[str, int]:
    """The entry of a clause in the list of each of its terms."""
    weighted: dict[str, float] = {term: BODY_WEIGHT * count for term, count in Counter(body).items()}
    for term in heading:
        weighted[term] = weighted.get(term, 0.0) + HEADING_WEIGHT
    for term in context:
        weighted[term] = weighted.get(term, 0.0) + CONTEXT_WEIGHT
    norm = K1 * (1 - B + B * max(len(body), SHORT_LENGTH) / USUAL_LENGTH)
    place = (clause & (SEGMENT_SIZE - 1)) << 16
    scale = (K1 + 1) / IMPACT_UNIT
    return {term: place | max(1, round(scale * f / (f + norm))) for term, f in weighted.items()}
