"""The words of ``vocabulary.yaml``, and finding them in a text: longest first, each place once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import yaml
from pydantic import BaseModel, ConfigDict

VOCABULARY_FILE = Path(__file__).parent / "vocabulary.yaml"

CueKind = Literal[
    "give",
    "grant",
    "inert",
    "penalty",
    "measure",
    "compare",
    "least",
    "raise",
    "cap",
    "basis",
    "fund",
    "instalment",
    "share",
]
_CUE_KINDS: tuple[CueKind, ...] = get_args(CueKind)


class Cue(NamedTuple):
    """A word of the vocabulary in a text."""

    kind: CueKind
    start: int
    end: int
    word: str


class Vocabulary(BaseModel):
    """The file's lists; every list is needed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    give: tuple[str, ...]
    grant: tuple[str, ...]
    loose_grant: tuple[str, ...]
    inert: tuple[str, ...]
    penalty: tuple[str, ...]
    measure: tuple[str, ...]
    compare: tuple[str, ...]
    least: tuple[str, ...]
    raise_: tuple[str, ...]
    cap: tuple[str, ...]
    cap_after: tuple[str, ...]
    basis: tuple[str, ...]
    fund: tuple[str, ...]
    instalment: tuple[str, ...]
    share: tuple[str, ...]
    loss: tuple[str, ...]
    loan: tuple[str, ...]
    settle: tuple[str, ...]
    repeal: tuple[str, ...]
    report_heading: tuple[str, ...]
    standard_heading: tuple[str, ...]
    penalty_heading: tuple[str, ...]
    scope: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary as the file has it."""
    lists = yaml.safe_load(VOCABULARY_FILE.read_text(encoding="utf-8"))
    lists["raise_"] = lists.pop("raise")
    return Vocabulary.model_validate(lists)


@cache
def _cue_table() -> tuple[re.Pattern[str], dict[str, CueKind]]:
    words = vocabulary()
    kinds: dict[str, CueKind] = {}
    for kind in _CUE_KINDS:
        for word in getattr(words, "raise_" if kind == "raise" else kind):
            kinds.setdefault(word, kind)
    ordered = sorted(kinds, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) + _unless_longer(word, kinds) for word in ordered)), kinds


def _unless_longer(word: str, kinds: Mapping[str, CueKind]) -> str:
    """An inert word does not swallow the beginning of another one: 专利奖励 is 专利 and 奖励, not 专利奖."""
    if kinds[word] != "inert":
        return ""
    rests = {
        other[size:]
        for other, kind in kinds.items()
        if kind == "grant"
        for size in range(1, min(len(word), len(other)))
        if word.endswith(other[:size])
    }
    return f"(?!{alternatives(rests)})" if rests else ""


def alternatives(words: object) -> str:
    """A pattern for any of the words, the longest that fits first."""
    return "|".join(re.escape(word) for word in sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


def find_cues(text: str) -> list[Cue]:
    """All words of the vocabulary in ``text``, in order and without overlap."""
    pattern, kinds = _cue_table()
    return [Cue(kinds[match.group()], match.start(), match.end(), match.group()) for match in pattern.finditer(text)]


@cache
def words_pattern(name: str) -> re.Pattern[str]:
    """A pattern for any word of the list ``name``."""
    return re.compile(alternatives(getattr(vocabulary(), name)))


@cache
def heading_pattern(name: str) -> re.Pattern[str]:
    """A pattern for any of the patterns of the list ``name``."""
    return re.compile("|".join(getattr(vocabulary(), name)))
