"""Questions and dialogues with what is expected of the replies; tests/conversations/README.md describes the files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Message = dict[str, Any]

#: Expectations are written for any day on which the four notices in force are so and Jingjiang's plan is over.
AS_OF = date(2026, 6, 1)

QUESTIONS, DIALOGUES = "questions", "dialogues"
#: How faults write several values, and none.
OR, NOTHING = " or ", "nothing"
_SILENCE_FILE = Path(__file__).with_name("silence.yaml")
_LONGEST_NAME = 120
_LONGEST_SHOWN = 200
_KEYS = frozenset(
    ("intent", "kind", "region", "verdict", "yuan", "says", "silent", "figures", "never", "entities", "facts")
)


class CollectionError(ValueError):
    """A file of a collection can't be used; the text names file and reason."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a reply: the key of the expectation, what it asks for, what came instead."""

    key: str
    expected: str
    got: str

    def __str__(self) -> str:
        got = self.got if len(self.got) <= _LONGEST_SHOWN else f"{self.got[:_LONGEST_SHOWN]}…"
        return f"{self.key}: expected {self.expected}, got {got}"


@dataclass(frozen=True)
class Expectation:
    """What one reply must be like.

    ``family`` is the file it comes from. ``entities`` are (kind, id) pairs of what the message names and ``facts`` the
    values that it tells, both None where nobody wrote them down.
    """

    user: str
    family: str = ""
    kind: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    region: str | None = None
    verdict: str | None = None
    yuan: int | None = None
    says: tuple[tuple[str, ...], ...] = ()
    silent: bool = False
    never: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    entities: frozenset[tuple[str, str]] | None = None
    facts: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        """The message itself, a very long one cut: what it is called in reports and baselines."""
        return self.user if len(self.user) <= _LONGEST_NAME else f"{self.user[:40]}… ({len(self.user)})"

    def faults(self, messages: Sequence[Message]) -> list[Fault]:
        """Everything that is wrong with a reply."""
        text = "\n".join(str(m.get("text") or "") for m in messages)
        payloads = [m["custom"] for m in messages if m.get("custom")]
        if not text.strip():
            return [Fault("reply", "a reply", "none")]
        return [*self._about_payloads(payloads), *self._about_text(text)]

    def _about_payloads(self, payloads: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
        kinds = [str(p.get("kind")) for p in payloads]
        if self.kind and not set(kinds) & set(self.kind):
            yield Fault("kind", _any_of(self.kind), _any_of(kinds))
        for key, wanted, found in (
            ("region", self.region, [(p.get("region") or {}).get("code") for p in payloads]),
            ("verdict", self.verdict, [p.get("verdict") for p in payloads]),
            ("yuan", self.yuan, [(p.get("amount") or {}).get("yuan") for p in payloads]),
        ):
            if wanted == "no" and "not_in_force" in found:
                continue  # what is over can't be had
            if wanted is not None and wanted not in found:
                yield Fault(key, str(wanted), _any_of([str(value) for value in found if value is not None]))

    def _about_text(self, text: str) -> Iterator[Fault]:
        for any_of in self.says:
            if not any(holds(text, wanted) for wanted in any_of):
                yield Fault("says", _any_of(any_of), text)
        if self.silent and not any(holds(text, wording) for wording in silences()):
            yield Fault("silent", "that the notice does not say so", text)
        yield from (Fault("never", f"not {word}", text) for word in self.never if holds(text, word))


@dataclass(frozen=True)
class Conversation:
    """A named run of turns with one sender."""

    name: str
    turns: tuple[Expectation, ...]
    family: str = ""


@dataclass(frozen=True)
class Collection:
    """What one folder holds. ``name`` is the folder's path below the collection's, empty for the collection itself."""

    name: str
    questions: tuple[Expectation, ...] = ()
    dialogues: tuple[Conversation, ...] = ()


def load(folder: Path) -> Collection:
    """The questions and dialogues of a folder. Raises CollectionError for files that can't be used."""
    return _load(folder, "")


def batches(folder: Path) -> tuple[Collection, ...]:
    """Every folder below that has a questions.yaml or a dialogues.yaml of its own, in order of name."""
    files = [file for name in (QUESTIONS, DIALOGUES) for file in folder.glob(f"*/**/{name}.yaml")]
    places = {file.parent for file in files} - {folder / QUESTIONS, folder / DIALOGUES}
    return tuple(_load(place, place.relative_to(folder).as_posix()) for place in sorted(places))


def holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text``; a leading digit must not continue a number."""
    text, wanted = (re.sub(r"\s+", "", words).replace("已经", "已") for words in (text, wanted))
    if wanted[:1].isdigit():
        return re.search(rf"(?<![\d.])(?<!\d[,，]){re.escape(wanted)}", text) is not None
    return wanted in text


@cache
def silences() -> tuple[str, ...]:
    """The usual ways to say that a notice is silent."""
    return tuple(yaml.safe_load(_SILENCE_FILE.read_text(encoding="utf-8")))


def _load(folder: Path, name: str) -> Collection:
    questions = tuple(
        _expectation(item, "ask", file) for file in _files(folder, QUESTIONS) for item in _items(file, "ask")
    )
    dialogues = tuple(
        Conversation(str(item["name"]), tuple(_expectation(turn, "user", file) for turn in item["turns"]), file.stem)
        for file in _files(folder, DIALOGUES)
        for item in _items(file, "name", "turns")
    )
    return Collection(name, questions, dialogues)


def _files(folder: Path, name: str) -> list[Path]:
    own = folder / f"{name}.yaml"
    return [*([own] if own.is_file() else []), *sorted((folder / name).glob("*.yaml"))]


def _items(file: Path, *required: str) -> list[dict[str, Any]]:
    try:
        items = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CollectionError(f"{file}: {error}") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) and set(required) <= set(item) for item in items):
        raise CollectionError(f"{file}: every item needs {', '.join(required)}")
    return items


def _expectation(item: Any, message: str, file: Path) -> Expectation:
    if not isinstance(item, dict) or not isinstance(item.get(message), str):
        raise CollectionError(f"{file}: {item!r} has no {message}")
    if unknown := set(item) - _KEYS - {message}:
        raise CollectionError(f"{file}: {item[message]!r} has unknown keys {sorted(unknown)}")
    return Expectation(
        user=item[message],
        family=file.stem,
        kind=_tuple(item.get("kind")),
        intent=_tuple(item.get("intent")),
        region=item.get("region"),
        verdict=item.get("verdict"),
        yuan=item.get("yuan"),
        says=tuple(_tuple(entry) for entry in item.get("says") or ()),
        silent=bool(item.get("silent")),
        never=_tuple(item.get("never")),
        figures=_tuple(item.get("figures")),
        entities=_pairs(item["entities"]) if "entities" in item else None,
        facts=dict(item["facts"] or {}) if "facts" in item else None,
    )


def _pairs(named: Mapping[str, Any] | None) -> frozenset[tuple[str, str]]:
    return frozenset((kind, name) for kind, names in (named or {}).items() for name in _tuple(names))


def _tuple(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (str(value),)


def _any_of(values: Sequence[str]) -> str:
    return OR.join(dict.fromkeys(values)) or NOTHING
