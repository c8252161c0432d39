"""What a message is about: its words without those of asking, of places and of notices."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from policy_kb.language.dictionary import is_word
from policy_kb.language.reading import Reading
from policy_kb.language.words import cut
from policy_kb.regions import region_table
from policy_kb.search.tokenizer import read_words, stopwords

_ASKING_FILE = Path(__file__).with_name("asking_words.txt")
_MOST = 30
#: 四条, 几年, 第一步: how many of something, which no sentence is found by.
_COUNTED = re.compile(r"第?[〇零一二两三四五六七八九十百几多半\d]+[条年个项步点种家件句次回天月号样份段块类成多]")
_NUMBERS = re.compile(r"\d+(?:[+.]\d+)+")
#: 管不管, 有没得, 那份, 怎么个: cut as a whole before the words beside them are.
_ASKING_PHRASE = re.compile(
    r"([\u3400-\u9fff])[不没冇]\1|有没有|有没得|有冇|[这那哪][一两几]?[份条块个些种样边头]|[怎咋]么?[个样办整弄]?|多少|什么|啥子?|几[比折成]几?|几个点"
    r"|(?:[帮给替](?:我|俺|咱)们?)?(?:算|看|查)一?[算看查下](?:下|一下)?"
)


@cache
def _asking() -> frozenset[str]:
    return stopwords() | frozenset(read_words(_ASKING_FILE))


def content_words(reading: Reading, own_regions: Collection[str]) -> tuple[str, ...]:
    """The telling words of a message in their order, once each.

    Names of notices and of ``own_regions``, the regions that have one, say where to look; a smaller place (江津) may be
    what a sentence is about.
    """
    parts = (_ASKING_PHRASE.sub(" ", part) for part in _parts(reading, own_regions))
    words = (word for part in parts for word in _named_by_numbers(part))
    return tuple(dict.fromkeys((*(word for word in words if _tells(word)), *_areas(reading))))[:_MOST]


def _named_by_numbers(text: str) -> Iterator[str]:
    """The words of a text; a name made of numbers (1+1+4, 9+5, 4.26) is one word."""
    position = 0
    for match in _NUMBERS.finditer(text):
        yield from _joined(cut(text[position : match.start()]))
        yield match.group()
        position = match.end()
    yield from _joined(cut(text[position:]))


def is_asking(word: str) -> bool:
    """Whether a word says how somebody asks, not about what."""
    return word in _asking()


def _joined(words: Iterable[str]) -> Iterator[str]:
    """Words, and single characters that no dictionary knows together as one word (陶琉)."""
    single = ""
    for word in words:
        if len(word) == 1 and word not in _asking() and not word.isdigit():
            single += word
            continue
        if len(single) > 1:
            yield single
        single = ""
        yield _without_asking(word)
    if len(single) > 1:
        yield single


def _without_asking(word: str) -> str:
    """A word that no dictionary has without a verb of saying before it (讲泵阀)."""
    return word[1:] if len(word) > 2 and word[0] in _asking() and not is_word(word) else word


def _parts(reading: Reading, own_regions: Collection[str]) -> Iterable[str]:
    position = 0
    for mention in reading.mentions:
        regions = mention.ids("region")
        if mention.ids("document") or (regions and not all(_lies_within(code, own_regions) for code in regions)):
            yield reading.text[position : mention.start]
            position = mention.end
    yield reading.text[position:]


def _areas(reading: Reading) -> Iterator[str]:
    named = ((mention.text, mention.ids("region")) for mention in reading.mentions)
    return (name for name, codes in named if codes and all(_is_area(name, code) for code in codes))


def _is_area(name: str, code: str) -> bool:
    """Whether a name means an area in a region (两江新区), not the region itself."""
    return name.endswith("区") and not region_table().name(code).startswith(name)


def _lies_within(code: str, regions: Collection[str]) -> bool:
    """Whether a region (GB/T 2260) is part of one of ``regions`` and none of them itself."""
    return code not in regions and any(code.startswith(region.rstrip("0")) for region in regions if region)


def _tells(word: str) -> bool:
    return (
        word not in _asking()
        and not _COUNTED.fullmatch(word)
        and (len(word) > 1 or word.isdigit())
        and not (word.isdigit() and len(word) < 3)
        and (is_word(word) or not all(character in _asking() for character in word))
    )
