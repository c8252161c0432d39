"""What people say around a question: into a microphone, politely, or with a long story."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache

from evaluation.perturbations.data import read
from evaluation.perturbations.places import gaps
from policy_kb.language.words import cut

_DIGIT, _MARK = "[0-9零一二三四五六七八九十百千万亿两]", "[，。？！、；：…,.?!;:~～]"
#: Any mark but one between two digits, which belongs to the number.
_MARKS = re.compile(f"(?<!{_DIGIT}){_MARK}|{_MARK}(?!{_DIGIT})")


def dictated(text: str, chance: random.Random) -> str | None:
    """As a voice input writes it down: without punctuation, with words that fill the pauses."""
    fillers: Sequence[str] = read("manners")["fillers"]
    bare = _MARKS.sub("", text)
    edges = [at for at in _word_edges(bare) if at in set(gaps(bare))]
    for at in sorted(chance.sample(edges, min(chance.randint(0, 2), len(edges))), reverse=True):
        bare = bare[:at] + chance.choice(fillers) + bare[at:]
    return chance.choice(fillers) + bare


def polite(text: str, chance: random.Random) -> str | None:
    """With a greeting before, thanks behind, or both."""
    manners = read("manners")
    which = chance.choice(("before", "behind", "both"))
    before = chance.choice(manners["before"]) if which != "behind" else ""
    behind = chance.choice(manners["behind"]) if which != "before" else ""
    return f"{before}{text}{behind}"


def with_a_story(text: str, chance: random.Random) -> str | None:
    """At the end of a story about something else, before one, or in the middle."""
    which = chance.choice(("before", "before", "behind", "both"))
    before = chance.choice(stories()) if which != "behind" else ""
    behind = chance.choice(stories("stories_behind")) if which != "before" else ""
    return f"{before}{text.rstrip('。，,.')}。{behind}" if behind else f"{before}{text}"


@cache
def stories(name: str = "stories") -> tuple[str, ...]:
    """The stories of a file, each in one line."""
    return tuple("".join(story.split()) for story in read(name))


def _word_edges(text: str) -> list[int]:
    edges, at = [], 0
    for word in cut(text):
        start = text.find(word, at)
        if start < 0:
            continue
        if start:
            edges.append(start)
        at = start + len(word)
    return list(dict.fromkeys(edges))
