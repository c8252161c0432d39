"""Figures over answered questions and dialogues. Shares are between 0 and 1, None where there is nothing to count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support

from evaluation.run import Answered, Held
from evaluation.understanding import APPLICANT, Pairs

_DECLINE = "decline"
_BINS = 10


@dataclass(frozen=True, slots=True)
class IntentRow:
    """One intent. ``support`` is the number of questions that ask for it."""

    name: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Intents:
    """``confusion[i][j]`` counts questions of intent ``names[i]`` that were taken for ``names[j]``.

    Macro F1 is the mean over the intents that are asked for.
    """

    accuracy: float
    macro_f1: float
    names: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    rows: tuple[IntentRow, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Things found against things that are there, counted over ``questions`` whose things are written down."""

    precision: float | None
    recall: float | None
    f1: float | None
    there: int
    found: int
    questions: int


@dataclass(frozen=True, slots=True)
class Declines:
    """``due`` questions have to be declined, ``good`` ones must not be; those where either is right don't count."""

    precision: float | None
    recall: float | None
    good_declined: float | None
    due: int
    good: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages whose confidence lies from ``low`` up to ``high``: how many, how sure on average, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error and the bins of confidence that are not empty."""

    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Latency:
    """Half and 95 percent of all messages take at most so long, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured over one collection. ``wrong_yuan`` counts questions and dialogues with a wrong sum."""

    questions: int
    dialogues: int
    answers: float | None
    asked_back: float | None
    dialogue_success: float | None
    wrong_yuan: int
    intents: Intents | None
    entities: Overlap
    facts: Overlap
    declines: Declines
    calibration: Calibration | None
    parse: Latency | None
    turn: Latency | None

    def figures(self) -> dict[str, float | None]:
        """The figures that don't depend on the machine, by name."""
        return {
            "answers": self.answers,
            "dialogue_success": self.dialogue_success,
            "wrong_yuan": self.wrong_yuan,
            "asked_back": self.asked_back,
            "intent_accuracy": self.intents.accuracy if self.intents else None,
            "intent_macro_f1": self.intents.macro_f1 if self.intents else None,
            "entity_f1": self.entities.f1,
            "fact_f1": self.facts.f1,
            "decline_precision": self.declines.precision,
            "decline_recall": self.declines.recall,
            "good_declined": self.declines.good_declined,
            "calibration_error": self.calibration.error if self.calibration else None,
        }


def measure(answered: Sequence[Answered], held: Sequence[Held] = ()) -> Measures:
    """All measures at once."""
    return Measures(
        questions=len(answered),
        dialogues=len(held),
        answers=share(one.right for one in answered),
        asked_back=share(one.asked_back for one in answered),
        dialogue_success=share(one.right for one in held),
        wrong_yuan=sum(bool(one.wrong) for one in answered) + sum(any(t.wrong for t in one.turns) for one in held),
        intents=intents(answered),
        entities=entities(answered),
        facts=facts(answered),
        declines=declines(answered),
        calibration=calibration(answered),
        parse=latency([one.parse_ms for one in answered if one.parse_ms is not None]),
        turn=latency([one.turn_ms for one in answered if one.understood is not None]),
    )


def share(flags: Iterable[bool]) -> float | None:
    """How many of the flags are set; None for none at all."""
    counted = list(flags)
    return sum(counted) / len(counted) if counted else None


def intents(answered: Iterable[Answered]) -> Intents | None:
    """How well the intents are recognised. Of several defensible intents the one taken counts as the one asked for."""
    wanted, taken = [], []
    for one in answered:
        if one.understood is not None and one.question.intent:
            intent = one.understood.intent
            wanted.append(intent if intent in one.question.intent else one.question.intent[0])
            taken.append(intent)
    if not wanted:
        return None
    asked_for = sorted(set(wanted))
    names = sorted({*wanted, *taken})
    scores = precision_recall_fscore_support(wanted, taken, labels=names, zero_division=0)
    rows = tuple(
        IntentRow(name, float(precision), float(recall), float(f1), int(support))
        for name, precision, recall, f1, support in zip(names, *scores, strict=True)
    )
    return Intents(
        accuracy=float(accuracy_score(wanted, taken)),
        macro_f1=float(f1_score(wanted, taken, labels=asked_for, average="macro", zero_division=0)),
        names=tuple(names),
        confusion=tuple(tuple(int(count) for count in row) for row in confusion_matrix(wanted, taken, labels=names)),
        rows=rows,
    )


def entities(answered: Iterable[Answered]) -> Overlap:
    """Names found in messages. One that may mean several things is right if any of them is meant.

    A name that says who applies and is not written down as anything else is compared as a fact only.
    """
    counted = [
        (meant, tuple(name for name in one.understood.names if name & meant or not _says_who_applies(name)))
        for one in answered
        if one.understood is not None and (meant := one.question.entities) is not None
    ]
    return _overlap(
        there=sum(len(meant) for meant, _ in counted),
        found=sum(len(names) for _, names in counted),
        there_found=sum(any(thing in name for name in names) for meant, names in counted for thing in meant),
        found_there=sum(bool(name & meant) for meant, names in counted for name in names),
        questions=len(counted),
    )


def facts(answered: Iterable[Answered]) -> Overlap:
    """Facts understood, each with its value."""
    counted = [
        (one.told, one.understood.facts) for one in answered if one.understood is not None and one.told is not None
    ]
    both = sum(len(told & found) for told, found in counted)
    return _overlap(
        there=sum(len(told) for told, _ in counted),
        found=sum(len(found) for _, found in counted),
        there_found=both,
        found_there=both,
        questions=len(counted),
    )


def declines(answered: Iterable[Answered]) -> Declines:
    """Whether what has to be declined is, and nothing else."""
    due, good = [], []
    for one in answered:
        declined = _DECLINE in one.kinds
        if one.question.kind == (_DECLINE,):
            due.append(declined)
        elif _DECLINE not in one.question.kind:
            good.append(declined)
    made = sum(due) + sum(good)
    return Declines(
        precision=sum(due) / made if made else None,
        recall=share(due),
        good_declined=share(good),
        due=len(due),
        good=len(good),
    )


def calibration(answered: Iterable[Answered]) -> Calibration | None:
    """Whether the classifier is as often right as it is sure."""
    judged = [
        (one.understood.confidence, one.understood.best in one.question.intent)
        for one in answered
        if one.understood is not None and one.question.intent
    ]
    if not judged:
        return None
    return calibration_of(np.array([sure for sure, _ in judged]), np.array([right for _, right in judged]))


def calibration_of(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> Calibration:
    """Ten equal bins over confidences and whether each was right, two arrays of the same length."""
    which = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    bins = tuple(
        Bin(
            number / _BINS,
            (number + 1) / _BINS,
            int((which == number).sum()),
            float(confidence[which == number].mean()),
            float(right[which == number].mean()),
        )
        for number in sorted(set(which.tolist()))
    )
    return Calibration(sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / len(confidence), bins)


def latency(milliseconds: Sequence[float]) -> Latency | None:
    """Percentiles of times."""
    if not milliseconds:
        return None
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Latency(float(p50), float(p95))


def _says_who_applies(name: Pairs) -> bool:
    return any(kind == APPLICANT for kind, _ in name)


def _overlap(*, there: int, found: int, there_found: int, found_there: int, questions: int) -> Overlap:
    precision = found_there / found if found else None
    recall = there_found / there if there else None
    p, r = precision or 0.0, recall or 0.0
    f1 = (2 * p * r / (p + r) if p + r else 0.0) if there or found else None
    return Overlap(precision, recall, f1, there, found, questions)
