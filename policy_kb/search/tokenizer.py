"""Words for the search index: Chinese by jieba with words of this field, Latin letters and digits by runs.

Both databases see the same tokens, separated by spaces and made of Chinese characters, a-z or 0-9 alone, so neither
of their own parsers has anything left to decide.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import re
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from policy_kb.language.normalise import simplify
from policy_kb.settings import settings

WORDS_FILE = Path(__file__).with_name("words.txt")
STOPWORDS_FILE = Path(__file__).with_name("stopwords.txt")
MAX_TERM = 32
#: Files that decide what stands in the index for the same text.
_DECISIVE = ("tokenizer.py", "words.txt", "postings.py", "sound.py", "writing.py")

_RUN = re.compile(r"(?P<digits>[0-9]+)|(?P<latin>[a-z]+)|(?P<han>[\u3400-\u9fff]+)")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """Lower case and half width, character for character: offsets in the result are offsets in ``text``."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_HALF_WIDTH)


def read_words(path: Path) -> tuple[str, ...]:
    """The words of a list file: one to a line, empty lines and lines that begin with # left out."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


class Tokenizer:
    """Segments text with a dictionary of its own: jieba's shared one is left as others expect it."""

    def __init__(self, cache_folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba imports pkg_resources, which warns at each start
            jieba = importlib.import_module("jieba")
        jieba.setLogLevel(logging.WARNING)
        cache_folder.mkdir(parents=True, exist_ok=True)
        self._jieba: Any = jieba.Tokenizer()
        self._jieba.tmp_dir = str(cache_folder.resolve())
        self._jieba.cache_file = "jieba-search.cache"
        self._jieba.initialize()
        for word in read_words(WORDS_FILE):
            self._jieba.add_word(word)
        self._known: dict[str, int] = self._jieba.FREQ

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order, none overlapping: ``["知识产权", "质押", "融资"]``."""
        valid = text.encode("utf-8", "ignore").decode("utf-8")  # half of a surrogate pair is no character
        return [word[:MAX_TERM] for word in self._words(fold(simplify(valid)))]

    def index_terms(self, text: str) -> list[str]:
        """The words and, right before each longer one, the known words inside it: 知识, 产权, 知识产权."""
        terms: list[str] = []
        for word in self.words(text):
            terms.extend(self.inner(word))
            terms.append(word)
        return terms

    def inner(self, word: str) -> list[str]:
        """The dictionary's words of two and more characters that stand inside ``word``."""
        size = len(word)
        if size < 3 or not word[0] > "\u33ff":
            return []
        return [
            word[start:end]
            for start in range(size - 1)
            for end in range(start + 2, size + 1)
            if end - start < size and self._known.get(word[start:end])
        ]

    def pieces(self, word: str) -> list[str]:
        """``word`` as the shortest known words that make it up without a rest, or itself where there are none.

        A text says 知识产权 and is found by 产权, however the words around it were cut.
        """
        inner = self.inner(word)
        best: dict[int, list[str]] = {0: []}
        for start in range(len(word) - 1):
            for piece in inner:
                if start in best and word.startswith(piece, start):
                    way = [*best[start], piece]
                    end = start + len(piece)
                    if len(way) > len(best.get(end, [])):
                        best[end] = way
        return best.get(len(word)) or [word]

    def _words(self, folded: str) -> Iterator[str]:
        for run in _RUN.finditer(folded):
            if run.lastgroup == "han":
                yield from self._jieba.cut(run.group())
            else:
                yield run.group()


_lock = threading.Lock()


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(settings().data)


def tokenizer() -> Tokenizer:
    """The process's tokenizer, loaded at the first call (about a second)."""
    with _lock:
        return _tokenizer()


@cache
def stopwords() -> frozenset[str]:
    """Words of questions that say nothing about what is looked for."""
    return frozenset(read_words(STOPWORDS_FILE))


def fingerprint() -> str:
    """Changes when the index of a text may have changed: it is then made anew."""
    digest = hashlib.sha256()
    for name in _DECISIVE:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()
