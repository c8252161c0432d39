"""A whole run: a collection, its batches, and the collection's questions in other words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from evaluation.collection import Collection, Expectation
from evaluation.measures import Measures, intents, measure, share
from evaluation.perturbations import KINDS, Kind, perturbed
from evaluation.run import Answered, Desk, Held, ask_all, ask_changed, hold_all

Progress = Callable[[str], None]

#: So many questions are asked in other words of one kind where there is no time for all of them.
SELECTED = 80


@dataclass(frozen=True)
class Section:
    """A collection or a batch of it, asked. ``name`` is empty for the collection itself."""

    name: str
    answered: tuple[Answered, ...]
    held: tuple[Held, ...]
    measures: Measures

    @property
    def asked(self) -> list[str]:
        """Names of the questions."""
        return [one.question.name for one in self.answered]

    @property
    def failing(self) -> list[str]:
        """Names of the questions that were not answered right."""
        return failing(self.answered)

    @property
    def dialogues(self) -> list[str]:
        """Names of the dialogues."""
        return [one.dialogue.name for one in self.held]

    @property
    def failing_dialogues(self) -> list[str]:
        """Names of the dialogues that did not succeed."""
        return [one.dialogue.name for one in self.held if not one.right]


@dataclass(frozen=True)
class Perturbation:
    """Questions in other words against the same questions as they stand.

    Shares are between 0 and 1 over the questions that the kind changes; ``fall`` is in percentage points.
    """

    kind: Kind
    answered: tuple[Answered, ...]
    unchanged_right: float | None
    right: float | None
    asked_back: float | None
    wrong_yuan: int
    intent_accuracy: float | None

    @property
    def fall(self) -> float | None:
        """How many points of right answers the change costs."""
        if self.right is None or self.unchanged_right is None:
            return None
        return (self.unchanged_right - self.right) * 100

    @property
    def asked(self) -> list[str]:
        """Names of the questions that were changed."""
        return [one.question.name for one in self.answered]

    @property
    def failing(self) -> list[str]:
        """Names of the questions that were not answered right in other words."""
        return failing(self.answered)

    def figures(self) -> dict[str, float | None]:
        """The figures by name."""
        return {
            "questions": len(self.answered),
            "right": self.right,
            "fall": self.fall,
            "asked_back": self.asked_back,
            "wrong_yuan": self.wrong_yuan,
            "intent_accuracy": self.intent_accuracy,
        }


@dataclass(frozen=True)
class Assessment:
    """Everything that one run found. The first section is the collection itself."""

    sections: tuple[Section, ...]
    perturbations: tuple[Perturbation, ...] = ()


async def assess(desk: Desk, collections: Sequence[Collection], progress: Progress, *, perturb: bool) -> Assessment:
    """Ask the first collection, its batches and, where wanted, the first one's questions in other words."""
    sections = []
    for collection in collections:
        where = f"“{collection.name}”" if collection.name else ""
        progress(f"正在测{where}{len(collection.questions)}个问题、{len(collection.dialogues)}段对话…")
        sections.append(await assess_section(desk, collection))
    found = []
    for kind in KINDS if perturb else ():
        progress(f"正在测换了说法的问题：{kind.title}…")
        found.append(await assess_kind(desk, kind, sections[0].answered))
    return Assessment(tuple(sections), tuple(found))


async def assess_section(desk: Desk, collection: Collection) -> Section:
    """Ask all questions and hold all dialogues."""
    answered = await ask_all(desk, collection.questions)
    held = await hold_all(desk, collection.dialogues)
    return Section(collection.name, tuple(answered), tuple(held), measure(answered, held))


async def assess_kind(desk: Desk, kind: Kind, unchanged: Iterable[Answered]) -> Perturbation:
    """Ask questions that have been asked already once more, in other words."""
    before: Mapping[str, Answered] = {one.question.name: one for one in unchanged}
    answered = await ask_changed(desk, [one.question for one in before.values()], partial(perturbed, kind))
    understood = intents(answered)
    return Perturbation(
        kind=kind,
        answered=tuple(answered),
        unchanged_right=share(before[one.question.name].right for one in answered),
        right=share(one.right for one in answered),
        asked_back=share(one.asked_back for one in answered),
        wrong_yuan=sum(bool(one.wrong) for one in answered),
        intent_accuracy=understood.accuracy if understood else None,
    )


def selected(kind: Kind, answered: Iterable[Answered], most: int = SELECTED) -> list[Answered]:
    """Some of the questions that a kind changes, by chance but always the same ones; new questions move few of them."""
    changed = (one for one in answered if perturbed(kind, one.question) is not None)
    return sorted(changed, key=lambda one: _lot(one.question))[:most]


def failing(answered: Iterable[Answered]) -> list[str]:
    """Names of the questions that were not answered right."""
    return [one.question.name for one in answered if not one.right]


def _lot(question: Expectation) -> bytes:
    return hashlib.sha256(question.user.encode()).digest()
