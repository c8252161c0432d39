"""What a message is about: its words without those of asking, of places and of notices."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from policy_kb.language.reading import Reading
from policy_kb.language.words import cut
from policy_kb.search.tokenizer import read_words, stopwords

_ASKING_FILE = Path(__file__).with_name("asking_words.txt")
#: Names that say where, not what.
_OF_PLACES = ("region", "document")
_MOST = 30


@cache
def _asking() -> frozenset[str]:
    return stopwords() | frozenset(read_words(_ASKING_FILE))


def content_words(reading: Reading) -> tuple[str, ...]:
    """The telling words of a message in their order, once each."""
    return tuple(dict.fromkeys(word for part in _parts(reading) for word in cut(part) if _tells(word)))[:_MOST]


def _parts(reading: Reading) -> Iterable[str]:
    position = 0
    for mention in reading.mentions:
        if any(mention.ids(kind) for kind in _OF_PLACES):
            yield reading.text[position : mention.start]
            position = mention.end
    yield reading.text[position:]


def _tells(word: str) -> bool:
    return word not in _asking() and (len(word) > 1 or word.isdigit()) and not (word.isdigit() and len(word) < 3)
