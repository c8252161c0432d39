"""Names and words that go on as somebody has begun: 知识产 → 知识产权, zscq → 知识产权, zhishi → 知识产权."""

from __future__ import annotations

import bisect
import math
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from pypinyin import Style, lazy_pinyin
from sqlalchemy.orm import Session

from policy_kb.knowledge import KnowledgeBase
from policy_kb.models import SearchTermRow
from policy_kb.search.tokenizer import fold, stopwords

_LATIN = re.compile(r"[a-z]{2,40}")
_HAN = re.compile(r"[\u3400-\u9fff]{2,12}")
_LONGEST_NAME = 40
#: Words of the index that are looked at, the most common ones.
_MOST_WORDS = 5_000
#: Names that go on in one way are ranked up to this many.
_MOST_LOOKED_AT = 2_000
#: A name of the catalogue is worth as much as a word that stands in so many clauses.
_NAME_WORTH = 8.0


@dataclass(frozen=True, slots=True)
class Completion:
    """A name or word; ``kind`` is that of the lexicon (award, term, institution …) or ``word``."""

    text: str
    kind: str


class Completions:
    """All names of one state of the knowledge base, by how they are written, spelt and abbreviated."""

    def __init__(self, names: Iterable[tuple[str, str]], words: Iterable[tuple[str, int]]) -> None:
        """``names`` are (name, kind), ``words`` (word, clauses that hold it)."""
        worth: dict[str, tuple[float, str]] = {}
        for word, count in words:
            if _HAN.fullmatch(word) and word not in stopwords():
                worth[word] = (math.log2(1 + count), "word")
        for name, kind in names:
            if 2 <= len(name) <= _LONGEST_NAME:
                before = worth.get(name, (0.0, kind))
                worth[name] = (max(before[0], math.log2(_NAME_WORTH)) + 1, kind)
        self._worth = worth
        self._keys: list[tuple[str, str]] = sorted({(key, name) for name in worth for key in _keys(name)})

    def of(self, typed: str, limit: int = 8) -> list[Completion]:
        """What may be meant, likeliest first; nothing for a single letter."""
        begun = fold(typed).replace(" ", "").strip()
        if not (_LATIN.fullmatch(begun) or _HAN.fullmatch(begun)):
            return []
        found: dict[str, float] = {}
        for key, name in self._beginning(begun):
            # All letters of the name count for more than the beginning of a longer one.
            score = self._worth[name][0] + (4.0 if key == begun else 0.0) - len(key) / 100
            found[name] = max(found.get(name, -math.inf), score)
        ranked = sorted(found, key=lambda name: (-found[name], len(name), name))
        return [Completion(name, self._worth[name][1]) for name in ranked[:limit] if name != begun]

    def _beginning(self, begun: str) -> Iterator[tuple[str, str]]:
        start = bisect.bisect_left(self._keys, (begun, ""))
        for place in range(start, min(start + _MOST_LOOKED_AT, len(self._keys))):
            if not self._keys[place][0].startswith(begun):
                return
            yield self._keys[place]


def _keys(name: str) -> Iterator[str]:
    plain = re.sub(r"[^0-9a-z\u3400-\u9fff]", "", fold(name))
    if not plain:
        return
    yield plain
    yield "".join(lazy_pinyin(plain))
    yield "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))


class CurrentCompletions:
    """The completions of the newest state, made anew when that changes (a third of a second)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: tuple[object, Completions] | None = None

    def of(self, kb: KnowledgeBase, session: Session) -> Completions:
        """Those of ``kb``; ``session`` reads the words of its index."""
        made = self._made
        if made is None or made[0] != kb.version:
            with self._lock:
                made = self._made
                if made is None or made[0] != kb.version:
                    made = (kb.version, Completions(_names(kb), _words(session)))
                    self._made = made
        return made[1]


def _names(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for entry in kb.names():
        if entry.kind not in ("region", "applicant", "figure"):
            yield entry.surface, entry.kind


def _words(session: Session) -> Iterator[tuple[str, int]]:
    query = (
        sa.select(SearchTermRow.term, SearchTermRow.clause_count)
        .where(SearchTermRow.sound.is_not(None))
        .order_by(SearchTermRow.clause_count.desc())
        .limit(_MOST_WORDS)
    )
    for row in session.execute(query):
        yield row.term, row.clause_count
