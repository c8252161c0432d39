"""What the classifier sees of a message: several views of it, each a list of feature names.

Names that the knowledge base knows are replaced by their kind, 漳州 and a city imported tomorrow by 〈region〉, and
quantities by their unit: the intent does not depend on which region, award or number a question names, so the
classifier must not learn that it does. One view keeps the characters as written beside that, one their sounds
(so that a homophone slip costs little), one only the ways of asking, and one where the words come from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from bot.components.vocabulary import Vocabulary
from bot.components.wordclasses import word_classes
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut
from policy_kb.search.tokenizer import stopwords

#: Kinds of name that are masked in the views that keep words. Topics and terms stay: 调解 and 维权 say what is asked.
MASKED_KINDS = frozenset(("region", "document", "institution", "award", "target", "clause", "unit", "applicant"))

#: Of a longer message the beginning and the end are read: the question stands in one of them.
HEAD, TAIL = 80, 160

_MASKS = {kind: chr(0xE000 + number) for number, kind in enumerate((*sorted(MASKED_KINDS), "topic", "term", "figure"))}
_QUANTITY = "\ue100"
_NOISE = re.compile(r"[\s，。,.!?！？;；、:：~～…“”\"'‘’（）()《》<>\-—_]+")
_BREAK = re.compile(r"[，。,!?！？;；…\s]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SKIP = 4
_OPENING = re.compile(
    r"^(?:(?:你们?好|您好|大家好|[早晚]上好|[上中下]午好|早安|老师好?|同志|哈[喽啰罗]|嗨|喂|亲|hi|hello|hey|在吗|有人吗"
    r"|打扰(?:一下|了|下)?|不好意思|麻烦(?:问一下|问下|您|你)?|请问(?:一下|下)?|请教(?:一下|下)?|(?:想)?问(?:一下|下|个事))"
    r"[\s，。,.!?！？~、:：啊呀哈哦]*)+"
)
_ENDING = re.compile(
    r"[\s，。,.!?！？~、]*(?:(?:谢谢|多谢|谢了|谢啦|感谢|感激|拜托|辛苦|麻烦|急|在线等|求解答?|求告知|十分|非常|了|啦|你|您|大家|先)"
    r"[\s。,，.!！~]*)*(?:谢谢|多谢|谢了|谢啦|感谢|感激不尽|拜托|辛苦|麻烦|急|在线等|求解答?|求告知)(?:了|啦|你|您|哈|哦|呀|大家|们)*"
    r"[\s。,，.!！~]*$"
)
_SHORTEST_CORE = 4
_LONGEST_ENDING = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the message. ``kind``: name, quantity, concept, theme or text; ``label`` says which."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """A message cut up twice: with the names of MASKED_KINDS taken out, and with all names taken out."""

    text: str
    masked: tuple[Piece, ...]
    bare: tuple[Piece, ...]
    words: tuple[str, ...]


def analyse(reading: Reading) -> Analysis:
    """Cut a message into names, quantities, classed words and the rest; courtesies around it are left out."""
    start, end = _core(reading.text)
    masked = tuple(_pieces(reading, start, end, strict=True))
    bare = tuple(_pieces(reading, start, end, strict=False))
    words = tuple(word for piece in bare if piece.kind == "text" for word in cut(piece.text) if word not in stopwords())
    return Analysis(_shorten(reading.text[start:end]), masked, bare, words)


def _core(text: str) -> tuple[int, int]:
    """Where the message begins and ends without greeting and thanks, if enough of it remains to be more than these."""
    opening, ending = _OPENING.match(text), _ENDING.search(text, max(0, len(text) - _LONGEST_ENDING))
    start = opening.end() if opening and _says(text[opening.end() :]) else 0
    end = ending.start() if ending and _says(text[start : ending.start()]) else len(text)
    return start, end


def _says(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= _SHORTEST_CORE


def _shorten(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:]


def _pieces(reading: Reading, first: int, last: int, *, strict: bool) -> Iterator[Piece]:
    long = last - first > HEAD + TAIL
    skipped = (first + HEAD, last - TAIL) if long else (last, last)
    position = first
    for start, end, piece in [*_spans(reading, strict), (last, last, None)]:
        if start < position or end > last or (start < skipped[1] and end > skipped[0]):
            continue
        for part in (reading.text[position : min(start, skipped[0])], reading.text[max(position, skipped[1]) : start]):
            yield from _classed(part)
        if piece is not None:
            yield piece
        position = end


def _spans(reading: Reading, strict: bool) -> list[tuple[int, int, Piece | None]]:
    spans: list[tuple[int, int, Piece | None]] = [
        (quantity.start, quantity.end, Piece("quantity", quantity.unit or quantity.kind, quantity.text))
        for quantity in reading.quantities
    ]
    for mention in reading.mentions:
        kinds = [kind for kind, _ in mention.targets]
        if not strict or all(kind in MASKED_KINDS for kind in kinds):
            spans.append((mention.start, mention.end, Piece("name", kinds[0], mention.surface)))
        elif not mention.exact:
            spans.append((mention.start, mention.end, Piece("text", "", mention.surface)))
    return sorted(spans, key=lambda span: span[:2])


def _classed(text: str) -> Iterator[Piece]:
    position = 0
    for word in word_classes().find(text):
        if word.start > position:
            yield Piece("text", "", text[position : word.start])
        yield Piece("theme" if word.theme else "concept", word.name, text[word.start : word.end])
        position = word.end
    if position < len(text):
        yield Piece("text", "", text[position:])


View = Callable[[Analysis, Vocabulary], list[str]]


def masked_characters(message: Analysis, _: Vocabulary) -> list[str]:
    """Character 1–4-grams, names masked."""
    return _ngrams(list(_masked_text(message.masked)), 1, 4)


def raw_characters(message: Analysis, _: Vocabulary) -> list[str]:
    """Character 1–4-grams as written."""
    return _ngrams([*"^", *_NOISE.sub("", message.text), *"$"], 1, 4)


def sounds(message: Analysis, _: Vocabulary) -> list[str]:
    """1–3-grams of toneless syllables, names masked."""
    return _ngrams([_sound(character) for character in _masked_text(message.masked)], 1, 3, "|")


def skeleton(message: Analysis, _: Vocabulary) -> list[str]:
    """Only the ways of asking and the places of names and quantities."""
    labels = ["^", *(_label(piece) for piece in message.masked if piece.kind in ("name", "quantity", "concept")), "$"]
    return _ngrams(labels, 1, 2, "|") + _skips(labels)


def origins(message: Analysis, vocabulary: Vocabulary) -> list[str]:
    """Ways of asking, themes, kinds of name, and for every other word only where it comes from."""
    labels = ["^"]
    for piece in message.bare:
        if piece.kind == "text":
            labels += [vocabulary.origin(word) for word in cut(piece.text) if word not in stopwords()]
        elif piece.kind == "name" and piece.label not in MASKED_KINDS:
            labels.append(_label(piece))
            labels += [f"#{word.name}" for word in word_classes().find(piece.text) if not word.theme]
        else:
            labels.append("Q" if piece.kind == "quantity" else _label(piece))
    labels.append("$")
    return _ngrams(labels, 1, 3, "|") + _skips(labels)


def closing(message: Analysis, _: Vocabulary) -> list[str]:
    """The last clause alone: whatever is told before, the question tends to come last."""
    text = _masked_text(message.masked, keep_breaks=True)
    parts = [part for part in _BREAK.split(text) if len(part) > 1]
    last = parts[-1] if parts else text
    return _ngrams(list(f"{last}$"), 1, 3)


def shape(message: Analysis, vocabulary: Vocabulary) -> list[str]:
    """What can be counted: length, names by kind, quantities, words by origin, scripts, repetition."""
    text = message.text
    found = [f"length:{_bucket(len(text))}"]
    counts = {
        "name": sum(piece.kind == "name" for piece in message.bare),
        "quantity": sum(piece.kind == "quantity" for piece in message.bare),
        "concept": sum(piece.kind == "concept" for piece in message.bare),
        "theme": sum(piece.kind == "theme" for piece in message.bare),
    }
    found += [f"{name}:{min(count, 3)}" for name, count in counts.items()]
    found += sorted({f"kind:{piece.label}" for piece in message.bare if piece.kind == "name"})
    origin = [vocabulary.origin(word)[0] for word in message.words]
    found += [f"origin:{label}:{min(origin.count(label), 3)}" for label in "PTF"]
    known = counts["name"] + origin.count("P")
    found.append(f"foreign:{min(origin.count('F') + counts['theme'], 3)}:known:{min(known, 2)}")
    if not message.words and not counts["name"]:
        found.append("nothing left")
    found += sorted({f"script:{_script(character)}" for character in text if not character.isspace()})
    if not _HAN.search(text):
        found.append("no han")
        found.append(f"no han, length:{_bucket(len(text))}")
    if len(text) > 2 and len(set(text)) <= len(text) / 2:
        found.append("repetition")
    found += [f"sign:{character}" for character in dict.fromkeys(text) if _script(character) in "SE"]
    return found


#: View name → (function, weight). The weights were chosen by cross-validation on the training data.
VIEWS: dict[str, tuple[View, float]] = {
    "masked": (masked_characters, 1.0),
    "raw": (raw_characters, 1.0),
    "sounds": (sounds, 1.0),
    "skeleton": (skeleton, 1.0),
    "origins": (origins, 1.0),
    "closing": (closing, 0.5),
    "shape": (shape, 1.0),
}


def _masked_text(pieces: Sequence[Piece], *, keep_breaks: bool = False) -> str:
    parts = []
    for piece in pieces:
        if piece.kind == "name":
            parts.append(_MASKS.get(piece.label, "\ue0ff"))
        elif piece.kind == "quantity":
            parts.append(_QUANTITY + piece.label[:1])
        else:
            parts.append(piece.text if keep_breaks else _NOISE.sub("", piece.text))
    return "^" + "".join(parts) + "$"


def _label(piece: Piece) -> str:
    return {"name": "〈{}〉", "quantity": "〈{}〉", "concept": "#{}", "theme": "%{}"}[piece.kind].format(piece.label)


def _ngrams(items: Sequence[str], shortest: int, longest: int, separator: str = "") -> list[str]:
    return [
        separator.join(items[start : start + size])
        for size in range(shortest, longest + 1)
        for start in range(len(items) - size + 1)
    ]


def _skips(items: Sequence[str]) -> list[str]:
    """Pairs with up to three others between them."""
    return [f"{first}~{second}" for i, first in enumerate(items) for second in items[i + 1 : i + 1 + _SKIP]]


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    return str(lazy_pinyin(character)[0]) if _HAN.match(character) else character


def _bucket(length: int) -> str:
    for limit in (0, 1, 2, 3, 4, 6, 9, 14, 24, 40, 80):
        if length <= limit:
            return str(limit)
    return "more"


def _script(character: str) -> str:
    """H(an), D(igit), L(atin), P(unctuation), E(moji) and other symbols, S(ymbol of ASCII), O(ther letters)."""
    if _HAN.match(character):
        return "H"
    if character.isdigit():
        return "D"
    if character.isascii():
        return "L" if character.isalpha() else "S" if character in "<>{}[]=+*/\\^%$#@&|;'\"`" else "P"
    category = unicodedata.category(character)
    return "E" if category.startswith("S") else "P" if category.startswith("P") else "O"
