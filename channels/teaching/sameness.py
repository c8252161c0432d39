"""Whether two wordings are one question, for answers that people have written.

Likeness (``likeness.py``) puts questions together for somebody to look at. Here nobody looks, so nothing may differ but
how politely and in which of the usual words it is asked: 外观专利保护期几年 and 请问外观专利的保护期是多少年呀 are one
question, 发明专利保护期几年 is another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from policy_kb.language.hesitations import without_hesitations
from policy_kb.language.normalise import normalise

#: No longer message is compared.
LONGEST = 200
#: More than there can be wordings of all that is written.
_MOST_REMEMBERED = 32_768
_FILE = Path(__file__).with_name("sameness.yaml")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    openings: tuple[str, ...]
    closings: tuple[str, ...]
    inside: tuple[str, ...]
    asking: dict[str, tuple[str, ...]]
    linking: tuple[str, ...]
    whether: dict[str, tuple[str, ...]]
    pointing: tuple[str, ...]


@lru_cache(maxsize=_MOST_REMEMBERED)
def question_key(text: str) -> tuple[str, str]:
    """What all wordings of one question have in common: what is asked about, and the word that asks.

    Both empty where nothing is left to compare; such texts are the same as no other.
    """
    words, rest = _words(), bare(text[: LONGEST + 1])
    if len(rest) > LONGEST:
        return "", ""
    standard, pattern = _standard()
    rest = pattern.sub(lambda match: standard[match[0]], polite(rest))
    for word in words.inside:
        rest = rest.replace(word, "")
    if (found := _at_an_end().search(rest)) is not None:
        about = polite(rest[: found.start()] + rest[found.end() :])
        return (about, found["front"] or found["end"]) if about else ("", "")
    return rest, ""


def bare(text: str) -> str:
    """The normal form without punctuation and white space."""
    normal = without_hesitations(normalise(text))
    return "".join(char for char in normal if unicodedata.category(char)[0] in "LN" or char in "%+-.")


def points_back(text: str) -> bool:
    """Whether a text can't be understood without what was said before it."""
    normal = bare(text)
    return any(word in normal for word in _words().pointing)


def polite(text: str) -> str:
    """A text as ``bare`` gives it, without what politeness puts before and behind a question."""
    openings, closings = _edges()
    return closings.sub("", openings.sub("", text))


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"^(?:{_any_of(_words().openings)})+"), re.compile(rf"(?:{_any_of(_words().closings)})+$")


@cache
def _standard() -> tuple[dict[str, str], re.Pattern[str]]:
    """The standard word for each word that asks, and where such words stand."""
    words = _words()
    standard = {
        one: word for group in (words.asking, words.whether) for word, others in group.items() for one in others
    }
    standard |= {word: word for word in words.asking}
    return standard, re.compile(_any_of(standard))


@cache
def _at_an_end() -> re.Pattern[str]:
    """A word that asks what, how or how much, at an end of the question: in the middle it is part of what is asked."""
    asking = _any_of(_words().asking)
    return re.compile(rf"^(?P<front>{asking})|(?:{_any_of(_words().linking)})?(?P<end>{asking})$")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
