"""What a question on a notice wants named: a number, a day, a list, a place or a telephone (asked_for.yaml).

Where the sentence that a question is about names nothing of the kind, that is the answer: the notice does not say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("asked_for.yaml")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of thing to be named: how it is asked for, how a sentence that names it looks, what it is called."""

    asked: re.Pattern[str]
    named: re.Pattern[str]
    name: str


@cache
def kinds_in(file: Path) -> tuple[Wanted, ...]:
    """The kinds of thing that a file lists."""
    entries: list[dict[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(Wanted(re.compile(e["asked"]), re.compile(e["named"]), e["name"]) for e in entries)


def not_named(question: str, words: Iterable[str]) -> Iterator[str]:
    """What ``question`` (normalised) wants named and none of the sentences in ``words`` names, in words."""
    sentences = tuple(words)
    for kind in kinds_in(_FILE):
        if kind.asked.search(question) and not any(kind.named.search(sentence) for sentence in sentences):
            yield kind.name
