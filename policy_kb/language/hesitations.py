"""What people say while they think of the next word: 呃, 那个, 就是说, 我们我们公司, 我们学校呢今年呢.

Voice input writes all of it down. It is left out before names and quantities are found, so that no later layer needs to
know of it. What may mean something stays: a sound between two digits (三呃十件), 那个 for something said before, 就是
that equates, 然后 that tells a second fact. No number and no negation is ever changed, joined or split.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from policy_kb.language.dictionary import is_noun
from policy_kb.language.words import cut

WORDS_FILE = Path(__file__).with_name("hesitations.yaml")

_STOPS = "，,。.!！?？;；:：、…~～\\s"
_NUMBER = "[\\d零〇一二三四五六七八九十百千万亿两俩仨半点几]"
_UNIT = "[件家项个级档名次款元万亿年月人位]"
_HAN = "[\u3400-\u9fff]"
#: What is left when nothing was said.
_SAYS_NOTHING = re.compile(rf"[{_STOPS}呢啊呀吧哦噢喔哈嘞嘛吗了的]*")
#: A word said twice; a doubled negation or number may be meant.
_TWICE = re.compile(rf"(?P<word>(?!(.)\2)(?:(?![不没未无非别莫甭])(?!{_NUMBER}){_HAN}){{2,4}}?)[，,、…\s]*(?P=word)")
_STAMMER = re.compile(r"(?P<word>[我你您他咱俺这那就能是有在给])(?P=word)+")
_STOP = re.compile(f"[{_STOPS}]")
_QUANTITY = re.compile(f"{_NUMBER}\\s?{_UNIT}")
#: 那个五十万的奖励 is one of several, named by its number.
_NAMED_BY_NUMBER = re.compile(f"{_NUMBER}+{_UNIT}?元?的")
#: So many characters behind a particle make a sentence that goes on; so many must be left of a message.
_LEAST_AFTER_A_PARTICLE, _LEAST_LEFT = 2, 4
_REACH = 8
_MOST_ROUNDS = 4


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sounds: tuple[str, ...]
    sounds_at_a_beginning: tuple[str, ...]
    not_a_sound: tuple[str, ...]
    phrases: tuple[str, ...]
    pointing: tuple[str, ...]
    saying: tuple[str, ...]
    equating: tuple[str, ...]
    joining: tuple[str, ...]
    means_something_before: tuple[str, ...]
    speakers: tuple[str, ...]
    equates_after: tuple[str, ...]
    equates_before: tuple[str, ...]
    next_comes: tuple[str, ...]
    particles: tuple[str, ...]
    not_a_particle: tuple[str, ...]
    goes_on_with: tuple[str, ...]
    points_after: tuple[str, ...]
    superlative: str
    asking: tuple[str, ...]
    pointing_already: tuple[str, ...]


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))


def without_hesitations(text: str) -> str:
    """``text`` (normalised) without what only fills pauses; a text that is nothing else stays as it is.

    Stable: what comes out goes through unchanged.
    """
    for _ in range(_MOST_ROUNDS):
        shorter = _one_round(text)
        if shorter == text or _SAYS_NOTHING.fullmatch(shorter):
            break
        text = shorter
    return text


def without_pointing(text: str, names: Sequence[tuple[int, int]]) -> str:
    """``text`` without the 这个 and 那个 that stand inside a name or before one, which needs no pointing at.

    ``names`` are the spans of ``text`` that name something by themselves.
    """
    starts, ends = {start for start, _ in names}, {end for _, end in names}
    parts, position = [], 0
    for match in _pointing().finditer(text):
        begins = match.start() == 0 or _STOP.match(text[match.start() - 1]) is not None
        if not _means_something(text, match.end()) and (match.end() in starts if begins else match.start() in ends):
            parts.append(text[position : match.start()])
            position = match.end()
    return "".join(parts) + text[position:]


def _one_round(text: str) -> str:
    text = _phrases().sub(_pause, text)
    text = _sounds().sub(_sound, text)
    text = _STAMMER.sub(lambda match: match["word"], text)
    text = _TWICE.sub(lambda match: match["word"], text)
    for pattern, idle in ((_saying(), _says_idly), (_joining(), _joins_idly), (_equating(), _equates_idly)):
        text = _drop(text, pattern, idle)
    text = _drop(text, _pointing(), _points_idly)
    return _particles().sub(_particle, text)


def _drop(text: str, pattern: re.Pattern[str], idle: Callable[[str, int, int], bool]) -> str:
    """``text`` without the matches that are idle, each judged with those before it gone."""
    start = 0
    while match := pattern.search(text, start):
        first, last = match.span()
        if idle(text, first, last):
            text, start = text[:first] + _between(text, first, last) + text[last:], first
        else:
            start = last
    return text


def _between(text: str, first: int, last: int) -> str:
    """What takes the place of a hesitation: a comma where two quantities would meet, a space between Latin words."""
    before, after = text[:first][-1:], text[last:][:1]
    if re.match(_UNIT, before) and re.match(_NUMBER, after):
        return "，"
    return " " if (before + after).isascii() and (before + after).isalnum() and before and after else ""


def _splits_a_number(text: str, first: int, last: int) -> bool:
    return re.match(_NUMBER, text[:first][-1:]) is not None and re.match(_NUMBER, text[last:][:1]) is not None


def _pause(match: re.Match[str]) -> str:
    begins = match.start() == 0
    return "" if begins else "，"


def _sound(match: re.Match[str]) -> str:
    text = match.string
    if match["word"] or _splits_a_number(text, match.start(), match.end()) or _may_take_back(match):
        return match[0]
    if match.end() == len(text):
        return match["behind"]
    stops = match["ahead"] + match["behind"]
    if stops:
        return "" if match.start() == 0 else next((s for s in stops if not s.isspace()), " ")
    return _between(text, match.start(), match.end())


def _may_take_back(match: re.Match[str]) -> bool:
    """Whether a sound stands before what may take back a number: 12件呃不是14件."""
    return match.start() > 0 and match.string.startswith("不是", match.end())


def _particle(match: re.Match[str]) -> str:
    before = _clause_before(match.string, match.start())
    kept = f"{before}{match[0]}".endswith(_words().not_a_particle) or before.startswith(_words().goes_on_with)
    return match[0] if kept or _may_take_back(match) else "，"


def _says_idly(text: str, first: int, last: int) -> bool:
    meant = text[:first].endswith("也") or _means_something(text, last)
    return not meant and not _splits_a_number(text, first, last)


def _joins_idly(text: str, first: int, last: int) -> bool:
    """Whether 然后 joins nothing: no fact was told before it, and what follows is no next step."""
    follows = text[last:]
    if _means_something(text, last) or follows.startswith(_words().next_comes):
        return False
    return _goes_on(text, first, last) and _QUANTITY.search(text[:first]) is None


def _equates_idly(text: str, first: int, last: int) -> bool:
    words, before, follows = _words(), text[:first], text[last:]
    if _means_something(text, last) or follows.startswith(words.equates_before) or before.endswith(words.equates_after):
        return False
    meets = re.search(f"{_UNIT}$|{_NUMBER}$", before) and re.match(_NUMBER, follows)
    return _goes_on(text, first, last) and not meets


def _points_idly(text: str, first: int, last: int) -> bool:
    """Whether 那个 points at nothing whatever the names are: before who speaks, a number, a noun beside a noun."""
    follows, clause = text[last:], _clause_before(text, first)
    if _means_something(text, last) or _splits_a_number(text, first, last):
        return False
    if not clause or clause in (*_words().equating, *_words().joining):
        return follows.startswith((*_words().speakers, *_words().pointing)) and len(follows) >= _LEAST_LEFT
    before = cut(clause)[-1:] or [""]
    if before[0] in _words().points_after or before[0].startswith(_words().superlative):
        return False
    behind = cut(follows[:_REACH])[:1] or [""]
    if before[0] in _words().pointing_already or behind[0] in _words().asking:
        return True
    if re.search(f"{_NUMBER}{_UNIT}$", clause):
        return True
    if re.match(_NUMBER, follows):
        return not is_noun(before[0]) and _NAMED_BY_NUMBER.match(follows) is None
    return is_noun(before[0]) if is_noun(behind[0]) else bool(re.match(_HAN, follows)) and len(behind[0]) > 1


def _goes_on(text: str, first: int, last: int) -> bool:
    """Whether a word stands inside a sentence, or begins one of some length."""
    return bool(_clause_before(text, first)) or len(text) - last >= _LEAST_LEFT


def _means_something(text: str, last: int) -> bool:
    """Whether what follows makes a word mean what it says: nothing, a stop, a particle."""
    follows = text[last:]
    return not follows or _STOP.match(follows) is not None or follows.startswith(_words().means_something_before)


def _clause_before(text: str, place: int) -> str:
    return re.split(_STOP, text[:place])[-1]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _sounds() -> re.Pattern[str]:
    words = _words()
    stops = f"[{_STOPS}]*"
    beginning = f"(?:^|(?<=[{_STOPS}]))(?:{_any_of(words.sounds_at_a_beginning)})+"
    sound = f"(?:(?:{_any_of(words.sounds)})+|{beginning})"
    return re.compile(f"(?P<word>{_any_of(words.not_a_sound)})|(?P<ahead>{stops}){sound}(?P<behind>{stops})")


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(f"[{_STOPS}]*(?:{_any_of(_words().phrases)})[{_STOPS}]*(?=.)")


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(_any_of(_words().saying))


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(_any_of(_words().joining))


@cache
def _equating() -> re.Pattern[str]:
    return re.compile(f"(?:{_any_of(_words().equating)})(?!说)")


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(_any_of(_words().pointing))


@cache
def _particles() -> re.Pattern[str]:
    return re.compile(f"(?<={_HAN})(?:{_any_of(_words().particles)})(?={_HAN}{{{_LEAST_AFTER_A_PARTICLE},}})")
