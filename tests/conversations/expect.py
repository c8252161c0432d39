"""Compares replies with what the question files expect; README.md beside this file says how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Expectation:
    """What one reply must be like."""

    user: str
    kind: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    region: str | None = None
    verdict: str | None = None
    yuan: int | None = None
    says: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def faults(self, messages: Sequence[dict[str, Any]]) -> list[str]:
        """Everything that is wrong with a reply, in words."""
        text = "\n".join(str(m.get("text") or "") for m in messages)
        payloads = [m["custom"] for m in messages if m.get("custom")]
        found: list[str] = []
        if not text.strip():
            return ["no reply"]
        if self.kind and not any(p.get("kind") in self.kind for p in payloads):
            found.append(f"kind {[p.get('kind') for p in payloads]} is not {list(self.kind)}")
        if self.region and not any((p.get("region") or {}).get("code") == self.region for p in payloads):
            found.append(f"region {[(p.get('region') or {}).get('code') for p in payloads]} is not {self.region}")
        if self.verdict and not any(p.get("verdict") == self.verdict for p in payloads):
            found.append(f"verdict {[p.get('verdict') for p in payloads]} is not {self.verdict}")
        if self.yuan is not None and not any((p.get("amount") or {}).get("yuan") == self.yuan for p in payloads):
            found.append(f"yuan {[p.get('amount') for p in payloads]} is not {self.yuan}")
        found += [f"says none of {list(any_of)}" for any_of in self.says if not any(holds(text, s) for s in any_of)]
        found += [f"says {word!r}" for word in self.never if holds(text, word)]
        return found


@dataclass(frozen=True)
class Conversation:
    """A named run of turns with one sender."""

    name: str
    turns: tuple[Expectation, ...] = field(default=())


def holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text``; a leading digit must not continue a number."""
    text, wanted = re.sub(r"\s+", "", text).replace("已经", "已"), re.sub(r"\s+", "", wanted)
    if wanted[:1].isdigit():
        return re.search(rf"(?<![\d.,，]){re.escape(wanted)}", text) is not None
    return wanted in text


def _tuple(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (str(value),)


def _expectation(item: dict[str, Any], user: str) -> Expectation:
    return Expectation(
        user=user,
        kind=_tuple(item.get("kind")),
        intent=_tuple(item.get("intent")),
        region=item.get("region"),
        verdict=item.get("verdict"),
        yuan=item.get("yuan"),
        says=tuple(_tuple(entry) for entry in item.get("says") or ()),
        never=_tuple(item.get("never")),
        figures=_tuple(item.get("figures")),
    )


def questions() -> Iterator[tuple[str, Expectation]]:
    """All single questions with the name of their file."""
    for path in sorted((HERE / "questions").glob("*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield path.stem, _expectation(item, item["ask"])


def dialogues() -> Iterator[tuple[str, Conversation]]:
    """All dialogues with the name of their file."""
    for path in sorted((HERE / "dialogues").glob("*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            turns = tuple(_expectation(turn, turn["user"]) for turn in item["turns"])
            yield path.stem, Conversation(item["name"], turns)
