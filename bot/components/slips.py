"""Examples as people really type them: with slips of hand and ear, and with a story before the question.

Training adds one such copy of each example, so that a single wrong character does not change what is understood.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml
from pypinyin import lazy_pinyin

PRELUDES_FILE = Path(__file__).with_name("preludes.yml")
_SHORTEST = 4
_TOLD_SHARE = 0.3
_SEED = 0


def copies(examples: Sequence[tuple[str, str]], told_intents: Container[str]) -> Iterator[tuple[int, str]]:
    """Changed copies of (text, intent) examples, each with the number of its example; the same at every call.

    Every example that bears it is copied with a slip, and of those with one of ``told_intents`` some with a story. What
    becomes of an example hangs on its text alone, so that a new one changes nothing about the others.
    """
    for number, (text, intent) in enumerate(examples):
        chance = random.Random(f"{_SEED}/{text}")  # noqa: S311
        if (changed := slipped(text, chance)) is not None:
            yield number, changed
        if intent in told_intents and chance.random() < _TOLD_SHARE:
            yield number, told(text, chance)


def slipped(text: str, chance: random.Random) -> str | None:
    """``text`` with one slip: a character of the same sound, one dropped, one doubled, a comma anywhere.

    None for a text too short to bear one, or where the slip changes nothing.
    """
    if len(text) < _SHORTEST:
        return None
    at = chance.randrange(1, len(text))
    kind = chance.random()
    if kind < 0.5:
        changed = misheard(text, chance)
    elif kind < 0.8:
        changed = text[: at - 1] + text[at:]
    elif kind < 0.9:
        changed = f"{text[:at]}，{text[at:]}"
    else:
        changed = text[:at] + text[at - 1] + text[at:]
    return changed if changed != text else None


def told(text: str, chance: random.Random) -> str:
    """``text`` after one to three sentences about something else."""
    return "，".join([*chance.sample(preludes(), chance.randint(1, 3)), text])


@cache
def preludes() -> tuple[str, ...]:
    """The sentences of preludes.yml."""
    return tuple(yaml.safe_load(PRELUDES_FILE.read_text(encoding="utf-8")))


def misheard(text: str, chance: random.Random) -> str:
    """``text`` with one character replaced by another common one of the same sound."""
    places = [i for i, character in enumerate(text) if len(_homophones().get(_sound(character), ())) > 1]
    if not places:
        return text
    at = chance.choice(places)
    others = [other for other in _homophones()[_sound(text[at])] if other != text[at]]
    return text[:at] + chance.choice(others) + text[at + 1 :]


@cache
def _homophones() -> dict[str, list[str]]:
    """The common characters (level 1 of GB 2312) by toneless sound."""
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", "ignore")
            if character:
                by_sound[_sound(character)].append(character)
    return dict(by_sound)


@cache
def _sound(character: str) -> str:
    return str(lazy_pinyin(character)[0]) if "\u4e00" <= character <= "\u9fff" else ""
