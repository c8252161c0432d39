"""Hostile messages: those of ``naughty.json``, and as many more as one likes, made of them by chance."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from channels.opening import opening

#: The longest message that is answered.
LONGEST = 1_000

_FILE = Path(__file__).with_name("naughty.json")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u202d\u202e\u2066\u2069\u0000\u0007\u3000 \t\n\ufe0f"
_SLASHES = "/／∕⁄⧸╱\\"
_DIGITS = "0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿壹贰叁拾佰仟廿卅半点.，,/%／％分之几多余整"
_UNITS = ("件", "家", "万元", "元", "亿元", "级", "项", "个", "年", "块", "%", "次", "人", "")
_BLOCKS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x20, 0x7E), (0xFF00, 0xFFEF), (0x0300, 0x036F)),
    *((0x2000, 0x206F), (0x1F300, 0x1FAFF), (0x2460, 0x24FF), (0x0600, 0x06FF), (0xD800, 0xDFFF), (0xE000, 0xE0FF)),
    *((0x0, 0x1F), (0x80, 0xA0), (0xF900, 0xFAFF), (0x3000, 0x303F), (0xFFF0, 0xFFFF), (0xE0000, 0xE01EF)),
)


@cache
def naughty() -> tuple[str, ...]:
    """All strings of the file; ``[text, times]`` there stands for a repetition."""
    kinds: dict[str, list[str | list[str | int]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_whole(one) for kind in kinds.values() for one in kind)


def _whole(one: str | list[str | int]) -> str:
    return one if isinstance(one, str) else str(one[0]) * int(one[1])


class Texts:
    """Messages by chance: the same ``seed`` makes the same ones. ``intents`` are names that none may call."""

    def __init__(self, seed: int, questions: Sequence[str] = (), intents: Sequence[str] = ("greet",)) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._questions = tuple(one for one in questions if one) or opening().examples
        self._intents = tuple(intents)
        self._makers: tuple[Callable[[], str], ...] = (
            self.from_file,
            self.wrapped,
            self.disturbed,
            self.repeated,
            self.numbers,
            self.any_characters,
            self.intent,
            self.several,
        )

    def one(self) -> str:
        """A message of any kind."""
        return self._random.choice(self._makers)()

    def from_file(self) -> str:
        """One of the file's."""
        return self._random.choice(naughty())

    def wrapped(self) -> str:
        """One of the file's within a question."""
        question, inside = self._question(), self._random.choice(naughty())[: LONGEST - 50]
        at = self._random.randint(0, len(question))
        return question[:at] + inside + question[at:]

    def disturbed(self) -> str:
        """A question with characters that do not show, or marks, between its own."""
        made = []
        for character in self._question():
            made.append(character)
            if self._random.random() < 0.3:
                made.append(self._random.choice(_INVISIBLE) * self._random.choice((1, 1, 2, 20)))
            elif self._random.random() < 0.1:
                made.append("\u0301" * self._random.choice((1, 3, 30)))
        return self._cut("".join(made))

    def repeated(self) -> str:
        """A few words over and over, up to the longest message."""
        words = [self._fragment() for _ in range(self._random.randint(1, 4))]
        between = self._random.choice(("", "", "，", "、", " ", "和", "。"))
        motif = between.join(words) + between or "一"
        length = self._random.choice((LONGEST, LONGEST, LONGEST + 1, 400))
        return (motif * (length // len(motif) + 1))[:length]

    def numbers(self) -> str:
        """Numbers that are none, or far too large."""
        digits = "".join(self._random.choices(_DIGITS, k=self._random.choice((1, 3, 8, 30, 400))))
        return self._cut(f"{self._fragment()}{digits}{self._random.choice(_UNITS)}{self._fragment()}")

    def any_characters(self) -> str:
        """Characters from everywhere, lone surrogates too."""
        made = []
        for _ in range(self._random.choice((1, 5, 40, 300, LONGEST))):
            first, last = self._random.choice(_BLOCKS)
            made.append(chr(self._random.randint(first, last)))
        return "".join(made)

    def intent(self) -> str:
        """An intent's name in one of many disguises."""
        hidden = "".join(self._random.choices(_INVISIBLE, k=self._random.randint(0, 3)))
        slash = self._random.choice(_SLASHES) * self._random.choice((1, 1, 2))
        name = self._random.choice(self._intents)
        if self._random.random() < 0.3:
            name = unicodedata.normalize("NFKC", name).translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
        payload = self._random.choice(("", "{}", '{"dialogue": null}', '{"region": "漳州"}', "{", '@1.0{"a": [1]}'))
        return f"{hidden}{slash}{hidden if self._random.random() < 0.3 else ''}{name}{payload}"

    def several(self) -> str:
        """Questions in a row, more than anybody would ask."""
        asked = [self._question() for _ in range(self._random.randint(2, 60))]
        return self._cut(self._random.choice(("，", "？", "。", "\n", "")).join(asked))

    def _question(self) -> str:
        return self._random.choice(self._questions)

    def _fragment(self) -> str:
        question = self._question()
        begin = self._random.randrange(len(question))
        return question[begin : begin + self._random.randint(1, 8)]

    def _cut(self, text: str) -> str:
        return text if self._random.random() < 0.1 else text[:LONGEST]
