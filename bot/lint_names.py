"""Checks the names of the knowledge base: one that stands for two things of which a question can mean only one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from bot.lint import Problem
from policy_kb.language.lexicon import Lexicon, LexiconEntry
from policy_kb.language.normalise import normalise

SHARED_NAMES_FILE = Path(__file__).with_name("shared_names.yml")

#: A question is about a thing of one of these kinds. Topics, terms, clauses, units and kinds of applicant go beside
#: them: ISO56005 is an award, its subject and a word to explain at once.
_THINGS = frozenset(("region", "document", "award", "institution", "target", "figure"))
#: Within one notice a name stands for one of these; two notices may well have an award or a station of one name, and
#: the region asked about decides.
_ONE_IN_A_NOTICE = frozenset(("award", "institution", "target", "figure"))
#: There is one such thing of a name altogether. Regions and clauses of the same name there simply are.
_ONE_AT_ALL = frozenset(("document", "topic", "term", "applicant"))

Target = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name that is meant to stand for things of these two kinds."""

    name: str
    kinds: frozenset[str]


def lint_names(entries: Iterable[LexiconEntry], lexicon: Lexicon, shared: Collection[SharedName]) -> list[Problem]:
    """Names that stand for two things that exclude each other without being declared, and needless declarations."""
    problems = []
    declared = {(normalise(one.name), one.kinds) for one in shared}
    met: set[tuple[str, frozenset[str]]] = set()
    for name, targets in sorted(_targets(entries, lexicon).items()):
        for one, other in combinations(sorted(targets), 2):
            if not _exclude_each_other(one, other):
                continue
            pair = (name, frozenset((one[0], other[0])))
            met.add(pair)
            if pair not in declared:
                detail = f"also names {_written(other)}"
                problems.append(Problem("shared_name", _written(one), name, detail, _written(other)))
    for entry in shared:
        if (normalise(entry.name), entry.kinds) not in met:
            detail = f"is no name of {' and '.join(sorted(entry.kinds))} any more"
            problems.append(Problem("needless_entry", SHARED_NAMES_FILE.name, entry.name, detail))
    return problems


def shared_names(file: Path = SHARED_NAMES_FILE) -> list[SharedName]:
    """The declared ones."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    return [SharedName(entry["name"], frozenset(entry["kinds"])) for entry in entries]


def _targets(entries: Iterable[LexiconEntry], lexicon: Lexicon) -> dict[str, set[Target]]:
    """What each name stands for, by its normal form, also where another spelling of it stands for something else."""
    found: defaultdict[str, set[Target]] = defaultdict(set)
    for entry in entries:
        if name := normalise(entry.surface):
            found[name].add((entry.kind, entry.id))
    for name, targets in found.items():
        targets.update(_linked(name, lexicon))
    return dict(found)


def _linked(name: str, lexicon: Lexicon) -> Iterator[Target]:
    for mention in lexicon.find(name):
        if mention.exact and (mention.start, mention.end) == (0, len(name)):
            yield from mention.targets


def _exclude_each_other(one: Target, other: Target) -> bool:
    if one[0] != other[0]:
        return {one[0], other[0]} <= _THINGS
    if one[0] in _ONE_IN_A_NOTICE:
        return _notice(one) == _notice(other)
    return one[0] in _ONE_AT_ALL


def _notice(target: Target) -> str:
    return re.split("[#/]", target[1])[0]


def _written(target: Target) -> str:
    return f"{target[0]} {target[1]}"
