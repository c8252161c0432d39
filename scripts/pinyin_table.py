"""Writes what the kiosk's keyboard knows of pinyin: the field's words, general words and single characters.

The words are those of the reviewed catalogue and of the training questions; how they are read comes from pypinyin, how
common the others are from jieba's frequency list. Skips a table that was made from the same.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "channels" / "web" / "src" / "kiosk" / "typing" / "table.json"
CATALOGUE = ROOT / "policy_kb" / "catalogue"
SEARCH_WORDS = ROOT / "policy_kb" / "search" / "words.txt"
QUESTIONS = ROOT / "nlu_data"

GENERAL_WORDS = 36_000
#: A word of the training questions, or several in a row, count as the field's own from so many uses on.
WORD_USES = 4
PHRASE_USES = 6
MOST_PHRASES = 1_200
LONGEST_PHRASE = 8
LONGEST = 12
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_EXAMPLE = re.compile(r"^    - (.+)$", re.MULTILINE)
_NO_BEGINNING = frozenset("的了吗呢吧是在啊和")
_MARKS = re.compile(r"\{[^}]*\}|[\[\]]")


def main() -> None:
    inputs = [*CATALOGUE.rglob("*.yaml"), *QUESTIONS.glob("*.yml"), SEARCH_WORDS, Path(__file__)]
    state = hashlib.sha256("".join(version(name) for name in ("jieba", "pypinyin")).encode())
    for file in sorted(inputs):
        state.update(file.read_bytes())
    made_from = state.hexdigest()
    warnings.filterwarnings("ignore", "pkg_resources is deprecated")
    if TABLE.is_file() and json.loads(TABLE.read_bytes()).get("made_from") == made_from:
        return
    table = {"made_from": made_from, **make()}
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    fresh = TABLE.with_suffix(".new")
    fresh.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")
    fresh.replace(TABLE)


def make() -> dict[str, object]:
    """The table without its mark.

    ``field`` and ``words``: the commonest first, a word whose characters are not all read as usual with its reading
    after ``=``; ``asked``: characters that stand alone in questions; ``characters``: for each syllable those that are
    usually read so, then those that may be.
    """
    import jieba
    from pypinyin import Style, pinyin, pinyin_dict

    jieba.setLogLevel(logging.WARNING)

    frequencies = _frequencies(Path(jieba.__file__).with_name("dict.txt"))
    asked, asked_characters = _asked(jieba.Tokenizer())
    field = list(dict.fromkeys([*_known_names(), *asked]))
    known = set(field)
    general = sorted(
        (word for word in frequencies if 2 <= len(word) <= 4 and word not in known),
        key=lambda word: -frequencies[word],
    )[:GENERAL_WORDS]

    uses: Counter[str] = Counter()
    for word, count in frequencies.items():
        for character in word:
            uses[character] += count
    usual: dict[str, str] = {}
    characters: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for character, _ in uses.most_common():
        try:
            character.encode("gb2312")
        except UnicodeEncodeError:
            continue
        if ord(character) not in pinyin_dict.pinyin_dict:
            continue
        readings = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        usual[character] = readings[0]
        characters[readings[0]][0].append(character)
        for reading in dict.fromkeys(readings[1:]):
            if reading != readings[0]:
                characters[reading][1].append(character)

    def written(word: str) -> str | None:
        if any(character not in usual for character in word):
            return None
        read = [one[0] for one in pinyin(word, style=Style.NORMAL)]
        if not all(re.fullmatch(r"[a-z]+", one) for one in read):
            return None
        as_usual = read == [usual[character] for character in word]
        return word if as_usual else f"{word}={' '.join(read)}"

    return {
        "field": "\n".join(filter(None, map(written, field))),
        "words": "\n".join(filter(None, map(written, general))),
        "asked": asked_characters,
        "characters": {
            reading: ["".join(first), "".join(others)]
            for reading, (first, others) in sorted(characters.items())
            if re.fullmatch(r"[a-z]+", reading)
        },
    }


def _frequencies(dictionary: Path) -> dict[str, int]:
    found = {}
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if _CHINESE.fullmatch(word):
            found[word] = int(count)
    return found


def _known_names() -> Iterator[str]:
    """What the knowledge base calls things: the names first, then other names for them, then parts of names."""
    sys.path.insert(0, str(ROOT))
    from policy_kb.awards.book import load_book
    from policy_kb.catalogue.load import load_catalogue
    from policy_kb.regions import region_table

    catalogue, book, regions = load_catalogue(), load_book(CATALOGUE), region_table()
    institutions = [one for folder in catalogue.documents.values() for one in folder.institutions]
    names = [
        "知识产权",
        *(topic.name for topic in catalogue.topics),
        *(term.term for term in catalogue.terms),
        *(name for folder in catalogue.documents.values() for name in regions.short_names(folder.document.region)),
        *(folder.document.region_name for folder in catalogue.documents.values()),
        *(rule.name for rule in book.rules.values()),
        *(one.name for one in institutions),
        *(line for line in SEARCH_WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")),
        *(alias for entry in (*catalogue.topics, *catalogue.terms, *institutions) for alias in entry.aliases),
        *(alias for rule in book.rules.values() for alias in rule.aliases),
    ]
    for name in names:
        if 2 <= len(name) <= LONGEST and _CHINESE.fullmatch(name):
            yield name


def _asked(cutter: Any) -> tuple[list[str], str]:
    """What people write when they ask: words and phrases, and single characters, each with the commonest first."""
    words: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for file in sorted(QUESTIONS.glob("*.yml")):
        for example in _EXAMPLE.findall(file.read_text(encoding="utf-8")):
            for run in _CHINESE.findall(_MARKS.sub("", example)):
                cut = list(cutter.cut(run))
                words.update(cut)
                phrases.update(a + b for a, b in pairwise(cut) if a not in _NO_BEGINNING)
                phrases.update(
                    a + b + c for a, b, c in zip(cut, cut[1:], cut[2:], strict=False) if a not in _NO_BEGINNING
                )
    known = [word for word, uses in words.most_common() if uses >= WORD_USES and 2 <= len(word) <= 4]
    known += [
        phrase
        for phrase, uses in phrases.most_common(MOST_PHRASES)
        if uses >= PHRASE_USES and len(phrase) <= LONGEST_PHRASE
    ]
    return known, "".join(word for word, uses in words.most_common() if uses >= WORD_USES and len(word) == 1)


if __name__ == "__main__":
    main()
