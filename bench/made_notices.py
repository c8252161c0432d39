"""Notices that look real, as many as wanted: phrases of the notices in policy_kb/sources, put together anew.

In each phrase the numbers, years and places are others, and so is about every fifth word: it comes from the
dictionary, common words more often than rare ones, and each notice has a few words of its own that it repeats. So there
are words that stand in every clause, words that stand in one alone, and hardly two clauses alike. Seeded.
"""

# ruff: noqa: INP001, S311

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import jieba

import policy_kb
from policy_kb.ingest.reader import read_notice
from policy_kb.notice import Clause, Notice, Validity
from policy_kb.regions import region_table
from policy_kb.search.tokenizer import Tokenizer, stopwords

SOURCES = Path(policy_kb.__file__).parent / "sources"
KINDS = ("措施", "方案", "意见", "办法", "通知", "计划")
SUBJECTS = ("知识产权奖补", "专利转化运用", "商标品牌建设", "知识产权保护", "质押融资风险补偿", "知识产权服务业发展")
BUREAUS = (
    "市场监管局", "知识产权局", "财政局", "科技局", "教育局", "商务局", "司法局", "公安局", "统计局", "税务局",
    "文化和旅游局", "农业农村局", "发展改革委", "工业和信息化局", "地方金融监管局", "人力资源社会保障局", "版权局",
    "高新区管委会",
)  # fmt: skip
PLACES = re.compile("四川省?|重庆市?|漳州市?|靖江市?|淄博市?|泰州市?|福建省?|山东省?|江苏省?")
_SLOT = re.compile(rf"(?P<place>{PLACES.pattern})|(?P<year>20[0-3][0-9](?=年))|(?P<number>[0-9]+(?:\.[0-9]+)?)")
OTHER_WORDS = 0.2

#: What a slot of a phrase is filled with; a str is the text itself.
Part = str | tuple[str, str]


class PartsTokenizer(Tokenizer):
    """Cuts text part by part, as it was put together, and remembers the terms of each: cutting is not measured."""

    def __init__(self, cache_folder: Path) -> None:
        super().__init__(cache_folder)
        self._terms: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}

    def made_of(self, text: str, parts: list[str]) -> None:
        self._parts[text] = parts

    def index_terms(self, text: str) -> list[str]:
        terms: list[str] = []
        for part in self._parts.pop(text, None) or [text]:
            if part not in self._terms:
                self._terms[part] = super().index_terms(part)
            terms += self._terms[part]
        return terms


@dataclass(frozen=True, slots=True)
class Made:
    """A notice with what a review would say of it."""

    notice: Notice
    kind: str
    region: tuple[str, str]


class Maker:
    """Makes notices, one after another."""

    def __init__(self, tokenizer: PartsTokenizer, seed: int = 7) -> None:
        self._tokenizer = tokenizer
        self._chance = random.Random(seed)
        self.phrases: list[list[Part]] = []
        self.headings: list[list[Part]] = []
        for path in sorted(SOURCES.glob("*.txt")):
            for clause in read_notice(path.read_bytes(), filename=path.name).clauses:
                if clause.heading:
                    self.headings.append(self._parts(clause.heading))
                found = re.split(r"(?<=[，；。])|\n", clause.text)
                self.phrases += [self._parts(one.rstrip("，；。")) for one in found if 5 < len(one) < 60]
        self.words, self._weights = _dictionary()
        self.regions = [
            (code, name) for code, name in sorted(region_table().names.items()) if code[4:] == "00" and len(name) > 2
        ]

    def notices(self, count: int, clauses: int) -> Iterator[Made]:
        for _ in range(count):
            yield self._notice(clauses)

    def phrase(self, place: str = "本市", own: Sequence[str] = ()) -> str:
        return "".join(self._filled(self._chance.choice(self.phrases), place, own))

    def heading(self) -> str:
        return "".join(self._filled(self._chance.choice(self.headings), "本市", ()))

    def _notice(self, size: int) -> Made:
        chance = self._chance
        code, place = chance.choice(self.regions)
        kind = chance.choice(KINDS)
        begins = date(2010, 1, 1) + timedelta(days=chance.randrange(365 * 16))
        ends = begins + timedelta(days=365 * chance.choice([1, 2, 3, 5, 5, 10])) if chance.random() < 0.8 else None
        own = self._draw(12)
        clauses: list[Clause] = []
        texts: list[str] = []
        position = 0
        for number in range(1, size + 1):
            label = f"第{number}条"
            heading = self._filled(chance.choice(self.headings), place, own)
            parts = [label, *heading, "。"]
            for _ in range(chance.randint(3, 16)):
                parts += [*self._filled(chance.choice(self.phrases), place, own), chance.choice("，，；。")]
            parts[-1] = "。"
            text = "".join(parts)
            self._tokenizer.made_of(text, parts)
            self._tokenizer.made_of("".join(heading), heading)
            lead = self._units(place, chance.randint(0, 1))
            rest = self._units(place, chance.choice([0, 0, 1, 2]))
            end = position + len(text)
            clauses.append(Clause("clause", label, "".join(heading), (label,), label, text, position, end, lead, rest))
            texts.append(text)
            position = end + 1
        title = f"{place}{begins.year}年{chance.choice(SUBJECTS)}{kind}"
        whole = "\n".join(texts)
        validity = Validity(begins, ends, None)
        made = Notice(whole, whole, (), title, (f"{place}人民政府",), None, begins, None, validity, tuple(clauses))
        return Made(made, kind, (code, place))

    def _units(self, place: str, count: int) -> tuple[str, ...]:
        found = self._chance.sample(BUREAUS, count)
        return tuple((place if self._chance.random() < 0.3 else "市") + one for one in found)

    def _draw(self, count: int) -> list[str]:
        return self._chance.choices(self.words, cum_weights=self._weights, k=count)

    def _parts(self, phrase: str) -> list[Part]:
        parts: list[Part] = []
        position = 0
        for slot in _SLOT.finditer(phrase):
            parts += self._words(phrase[position : slot.start()])
            parts.append((str(slot.lastgroup), slot.group()))
            position = slot.end()
        return [*parts, *self._words(phrase[position:])]

    def _words(self, text: str) -> list[Part]:
        """The text in pieces around the words that may be replaced."""
        parts: list[Part] = []
        position = 0
        for word in self._tokenizer.words(text):
            start = text.find(word, position)
            if start < 0 or len(word) < 2 or word in stopwords() or not "\u4e00" <= word[0] <= "\u9fff":
                continue
            parts += [text[position:start], ("word", word)]
            position = start + len(word)
        return [part for part in (*parts, text[position:]) if part]

    def _filled(self, phrase: Sequence[Part], place: str, own: Sequence[str]) -> list[str]:
        chance = self._chance
        filled: list[str] = []
        for part in phrase:
            if isinstance(part, str):
                filled.append(part)
                continue
            kind, written = part
            if kind == "place":
                filled.append(place)
            elif kind == "year":
                filled.append(str(chance.randint(2010, 2030)))
            elif kind == "number":
                filled.append(str(chance.choice([1, 2, 3, 5, 8, 10, 20, 30, 50, 100, chance.randint(1, 2000)])))
            elif chance.random() > OTHER_WORDS:
                filled.append(written)
            else:
                filled.append(chance.choice(own) if own and chance.random() < 0.5 else self._draw(1)[0])
        return filled


def _dictionary() -> tuple[list[str], list[float]]:
    """Nouns and verbs of jieba's dictionary, and their summed weights."""
    words: list[str] = []
    weights: list[float] = []
    with jieba.get_dict_file() as file:
        for line in file:
            word, count, kind = line.decode("utf-8").split()
            if kind in {"n", "nz", "vn", "v", "l", "i"} and 2 <= len(word) <= 5:
                words.append(word)
                weights.append(float(count) ** 0.9)
    return words, list(accumulate(weights))
