"""Checks the training examples: one sentence under two intents, test questions among them, unbalanced intents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from policy_kb.language.normalise import normalise

ProblemKind = Literal[
    "unreadable",
    "same_sentence",
    "near_sentence",
    "test_sentence",
    "near_test_sentence",
    "unbalanced",
    "shared_name",
    "needless_entry",
]

#: From this similarity on (1 − edits ÷ length) two sentences count as near. Shorter ones than SHORTEST_NEAR characters
#: differ in meaning by one character (是, 不是) and are only compared exactly.
NEAR = 0.9
NEAR_TEST = 0.8
SHORTEST_NEAR = 6
#: What everybody says in the same few words (你好, 算了): a short one may stand in the test questions too.
CONVENTIONAL_INTENTS = frozenset(
    [
        *("affirm", "deny", "cancel", "restart", "more", "explain", "inform", "human"),
        *("greet", "thanks", "goodbye", "help", "bot_challenge", "complaint", "abuse"),
    ]
)
#: The intent for everything else needs more examples than any other by its nature.
UNBOUNDED_INTENTS = frozenset(("out_of_scope",))
FEWEST_EXAMPLES = 35
MOST_TIMES_MEDIAN = 3.0

_EXAMPLE = re.compile(r"^\s*-\s(.*)$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百千万亿]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``where`` names file and intent; ``text`` is the sentence or name it is about, ``other`` the one that it clashes
    with and ``count`` the number that is too small or too great.
    """

    kind: ProblemKind
    where: str
    text: str
    detail: str
    other: str = ""
    count: int = 0

    def __str__(self) -> str:
        return f"{self.where}: {self.text}: {self.detail}" if self.text else f"{self.where}: {self.detail}"


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    intent: str
    file: str

    @property
    def where(self) -> str:
        return f"{self.file} ({self.intent})"


def lint(nlu_dir: Path, tests_dir: Path) -> list[Problem]:
    """Problems of the examples in ``nlu_dir`` (*.yml), also against the test questions below ``tests_dir`` (*.yaml)."""
    problems: list[Problem] = []
    examples = list(_examples(sorted(nlu_dir.glob("*.yml")), problems))
    asked = list(_test_sentences(sorted(tests_dir.rglob("*.yaml")), problems))
    problems += _conflicts(examples)
    problems += _leaks(examples, asked)
    problems += _proportions(examples)
    return problems


def known_sentences(nlu_dir: Path) -> dict[str, str]:
    """The intent of each example, by the example's key."""
    return {key(example.text): example.intent for example in _examples(sorted(nlu_dir.glob("*.yml")), [])}


def key(sentence: str) -> str:
    """What two sentences have in common that are the same for a reader: normal form without punctuation."""
    normal = normalise(sentence)
    return "".join(c for c in normal if unicodedata.category(c)[0] not in "PZ") or normal


def _examples(paths: Iterable[Path], problems: list[Problem]) -> Iterator[_Example]:
    for path in paths:
        document = _load(path, problems)
        for block in document.get("nlu") or () if isinstance(document, dict) else ():
            for line in str(block.get("examples") or "").splitlines():
                if (match := _EXAMPLE.match(line)) and match[1].strip():
                    yield _Example(match[1].strip(), str(block.get("intent")), path.name)


def _test_sentences(paths: Iterable[Path], problems: list[Problem]) -> Iterator[str]:
    for path in paths:
        for item in _load(path, problems) or ():
            # Turns of a dialogue are left out: 企业 and 12件 are answers that everybody gives.
            if isinstance(item, dict) and "ask" in item:
                yield str(item["ask"])


def _load(path: Path, problems: list[Problem]) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        problems.append(Problem("unreadable", path.name, "", str(error).splitlines()[0]))
        return {}


def _conflicts(examples: Sequence[_Example]) -> Iterator[Problem]:
    by_key: defaultdict[str, list[_Example]] = defaultdict(list)
    for example in examples:
        by_key[key(example.text)].append(example)
    for same in by_key.values():
        for other in same[1:]:
            detail = f"stands under {same[0].where} already"
            yield Problem("same_sentence", other.where, other.text, detail, same[0].where)
    keys = list(by_key)
    for first, second, similarity in _near(keys, keys, NEAR):
        intents = {e.intent for e in by_key[first]} ^ {e.intent for e in by_key[second]}
        if first < second and intents:
            one, other = by_key[first][0], by_key[second][0]
            detail = f"{similarity:.2f} like {one.text} under {one.where}"
            yield Problem("near_sentence", other.where, other.text, detail, f"{one.where}: {one.text}")


def _leaks(examples: Sequence[_Example], asked: Collection[str]) -> Iterator[Problem]:
    tested = {key(sentence): sentence for sentence in asked}
    by_key = {key(example.text): example for example in examples}
    for name, example in by_key.items():
        if name in tested and (len(name) >= SHORTEST_NEAR or example.intent not in CONVENTIONAL_INTENTS):
            yield Problem("test_sentence", example.where, example.text, "is a test question")
    for first, second, similarity in _near(list(by_key), list(tested), NEAR_TEST):
        example = by_key[first]
        detail = f"{similarity:.2f} like the test question {tested[second]}"
        yield Problem("near_test_sentence", example.where, example.text, detail, tested[second])


def _near(names: Sequence[str], others: Sequence[str], least: float) -> Iterator[tuple[str, str, float]]:
    """Pairs of different keys that are near each other and name the same numbers, unless they are short."""
    long = [name for name in names if len(name) >= SHORTEST_NEAR]
    candidates = [other for other in others if len(other) >= SHORTEST_NEAR]
    if not long or not candidates:
        return
    table = process.cdist(
        long, candidates, scorer=Levenshtein.normalized_similarity, score_cutoff=least, dtype=float, workers=1
    )
    for row, column in zip(*table.nonzero(), strict=True):
        first, second = long[row], candidates[column]
        if first != second and _NUMBER.findall(first) == _NUMBER.findall(second):
            yield first, second, float(table[row, column])


def _proportions(examples: Sequence[_Example]) -> Iterator[Problem]:
    counts = Counter(example.intent for example in examples)
    if not counts:
        return
    median = sorted(counts.values())[len(counts) // 2]
    for intent, count in sorted(counts.items()):
        if count < FEWEST_EXAMPLES:
            yield Problem("unbalanced", intent, "", f"{count} examples, fewer than {FEWEST_EXAMPLES}", count=count)
        elif count > MOST_TIMES_MEDIAN * median and intent not in UNBOUNDED_INTENTS:
            yield Problem("unbalanced", intent, "", f"{count} examples, the median intent has {median}", count=count)
