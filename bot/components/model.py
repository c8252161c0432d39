"""The intent model: tf-idf over the views of features.py, a linear support-vector machine, calibrated probabilities.

Trained in seconds with scikit-learn; a trained model is plain arrays and lists (no pickle) and needs numpy alone.
docs/nlu.md compares it with the alternatives.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from bot.components.features import VIEWS, Analysis, analyse
from bot.components.vocabulary import Vocabulary
from policy_kb.language.reading import Reading

Floats = npt.NDArray[np.floating[Any]]

OUT_OF_SCOPE = "out_of_scope"
_LISTS_FILE = "model.json"
_ARRAYS_FILE = "model.npz"


@dataclass(frozen=True, slots=True)
class Settings:
    """``minimum_count``: a feature of fewer examples and copies is left out. ``cost``: the machine's C.
    ``calibration_share``: of the examples, held out once for the calibration; 0 for none. ``out_of_scope_bias``: added
    to the margin of that intent, traded against good questions declined."""

    minimum_count: int = 3
    cost: float = 0.6
    calibration_share: float = 0.33
    out_of_scope_bias: float = 0.2


class IntentModel:
    """Gives each intent a probability."""

    def __init__(
        self,
        intents: Sequence[str],
        features: Sequence[Sequence[str]],
        asked: Collection[str],
        idf: Floats,
        weights: Floats,
        intercept: Floats,
        temperature: float,
    ) -> None:
        self.intents = tuple(intents)
        self._features = [list(names) for names in features]
        self._asked = frozenset(asked)
        # One width for both: numpy would copy the weights of each message to a wider one.
        self._idf, self._weights = idf.astype(np.float32), weights.astype(np.float32)
        self._intercept, self._temperature = intercept, temperature
        position, self._columns = 0, []
        for names in self._features:
            self._columns.append({name: position + number for number, name in enumerate(names)})
            position += len(names)

    def probabilities(self, reading: Reading, policy_words: Collection[str]) -> list[tuple[str, float]]:
        """All intents with their probabilities, the likeliest first."""
        margins = self._margins(views_of(analyse(reading), Vocabulary(policy_words, self._asked)))
        shares = softmax(margins * self._temperature)
        return [(self.intents[i], float(shares[i])) for i in np.argsort(-shares, kind="stable")]

    def _margins(self, views: Sequence[Sequence[str]]) -> Floats:
        found: dict[int, int] = {}
        ends = []
        for columns, names in zip(self._columns, views, strict=True):
            counts = Counter(map(columns.get, names))
            counts.pop(None, None)
            found.update(cast("Counter[int]", counts))
            ends.append(len(found))
        at = np.fromiter(found, np.intp, len(found))
        values = (1.0 + np.log(np.fromiter(found.values(), np.float32, len(found)))) * self._idf[at]
        for (start, end), (_, view_weight) in zip(pairwise((0, *ends)), VIEWS.values(), strict=True):
            if end > start:
                of_view = values[start:end]
                of_view *= view_weight / math.sqrt(of_view @ of_view)
        margins: Floats = self._intercept + values @ self._weights.take(at, axis=0)
        return margins

    def save(self, folder: Path) -> None:
        """Write the model into an existing folder."""
        lists = {
            "intents": self.intents,
            "features": self._features,
            "asked": sorted(self._asked),
            "temperature": self._temperature,
        }
        (folder / _LISTS_FILE).write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")
        np.savez(  # the file of the whole model is compressed anyway
            folder / _ARRAYS_FILE,
            idf=self._idf,
            weights=self._weights,
            intercept=self._intercept,
        )

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what ``save`` wrote. Raises OSError if it is not there."""
        lists: dict[str, Any] = json.loads((folder / _LISTS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as arrays:
            return cls(
                lists["intents"],
                lists["features"],
                lists["asked"],
                arrays["idf"],
                arrays["weights"],
                arrays["intercept"],
                float(lists["temperature"]),
            )

    @classmethod
    def train(
        cls,
        examples: Sequence[tuple[Reading, str]],
        policy_words: Collection[str],
        settings: Settings | None = None,
        copies: Sequence[tuple[int, Reading]] = (),
    ) -> IntentModel:
        """Learn from (reading, intent) pairs and from changed ``copies`` of them, each with the number of its example.

        Raises ValueError if fewer than two intents are given.
        """
        settings = settings or Settings()
        answers = np.array([intent for _, intent in examples])
        intents = [str(intent) for intent in np.unique(answers)]
        if len(intents) < 2:
            raise ValueError("an intent model needs examples of at least two intents")
        analyses = [analyse(reading) for reading, _ in examples]
        asked = asked_words(analyses, answers)
        rows = list(training_views(analyses, answers, policy_words, asked))
        copied = [analyse(reading) for _, reading in copies]
        sources = np.array([number for number, _ in copies], dtype=np.int64)
        copied_rows = list(training_views(copied, answers[sources], policy_words, asked))
        bias = np.array([settings.out_of_scope_bias if intent == OUT_OF_SCOPE else 0.0 for intent in intents])
        material = _Material(rows, answers, copied_rows, sources)
        temperature = _temperature(material, intents, bias, settings)
        fitted = _Fitted(*material.part(np.arange(len(rows))), intents, settings)
        return cls(intents, fitted.features, asked, fitted.idf, fitted.weights, fitted.intercept + bias, temperature)


def views_of(message: Analysis, vocabulary: Vocabulary) -> list[list[str]]:
    """The feature names of a message, one list for each view."""
    return [view(message, vocabulary) for view, _ in VIEWS.values()]


@dataclass(frozen=True, slots=True)
class _Material:
    """Views and answers of the examples, and views of the copies with the numbers of their examples."""

    rows: Sequence[list[list[str]]]
    answers: npt.NDArray[Any]
    copies: Sequence[list[list[str]]]
    sources: npt.NDArray[np.int64]

    def part(self, numbers: npt.NDArray[np.int64]) -> tuple[list[list[list[str]]], npt.NDArray[Any]]:
        """Some of the examples with their copies."""
        chosen = np.flatnonzero(np.isin(self.sources, numbers))
        rows = [self.rows[i] for i in numbers] + [self.copies[i] for i in chosen]
        return rows, np.concatenate([self.answers[numbers], self.answers[self.sources[chosen]]])


class _Fitted:
    """tf-idf and the machine, fitted on some rows. ``weights`` has a row for each feature, a column for each intent."""

    def __init__(
        self, rows: Sequence[list[list[str]]], answers: npt.NDArray[Any], intents: Sequence[str], settings: Settings
    ) -> None:
        from scipy.sparse import hstack
        from sklearn.svm import LinearSVC

        self._vectorizers = [_vectorizer(settings.minimum_count) for _ in VIEWS]
        parts = [
            vectorizer.fit_transform([row[number] for row in rows]) * weight
            for number, (vectorizer, (_, weight)) in enumerate(zip(self._vectorizers, VIEWS.values(), strict=True))
        ]
        machine = LinearSVC(C=settings.cost, random_state=0, max_iter=3000).fit(hstack(parts).tocsr(), answers)
        self.intents = list(intents)
        self.features = [list(vectorizer.get_feature_names_out()) for vectorizer in self._vectorizers]
        self.idf: Floats = np.concatenate([vectorizer.idf_ for vectorizer in self._vectorizers])
        # Of two intents scikit-learn gives one margin, that of the second.
        two = machine.coef_.shape[0] == 1
        self.weights: Floats = (np.vstack([-machine.coef_, machine.coef_]) if two else machine.coef_).T
        self.intercept: Floats = (
            np.concatenate([-machine.intercept_, machine.intercept_]) if two else machine.intercept_
        )

    def margins(self, rows: Sequence[list[list[str]]]) -> Floats:
        from scipy.sparse import hstack

        parts = [
            vectorizer.transform([row[number] for row in rows]) * weight
            for number, (vectorizer, (_, weight)) in enumerate(zip(self._vectorizers, VIEWS.values(), strict=True))
        ]
        return np.asarray(hstack(parts).tocsr() @ self.weights) + self.intercept


def _vectorizer(minimum_count: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=_as_is, sublinear_tf=True, min_df=minimum_count)


def _as_is(names: list[str]) -> list[str]:
    return names


def asked_words(analyses: Sequence[Analysis], answers: npt.NDArray[Any]) -> Counter[str]:
    """In how many examples that are in scope each word stands."""
    counts: Counter[str] = Counter()
    for message, intent in zip(analyses, answers, strict=True):
        if intent != OUT_OF_SCOPE:
            counts.update(set(message.words))
    return counts


def training_views(
    analyses: Sequence[Analysis], answers: npt.NDArray[Any], policy_words: Collection[str], asked: Counter[str]
) -> Iterator[list[list[str]]]:
    """Views of examples or of their copies, each as if it had not been among the examples."""
    for message, intent in zip(analyses, answers, strict=True):
        own = frozenset(message.words) if intent != OUT_OF_SCOPE else frozenset()
        yield views_of(message, Vocabulary(policy_words, _Others(asked, own)))


class _Others:
    """The words of all examples but one: an example must not make its own words familiar, a message will not either."""

    def __init__(self, asked: Counter[str], own: frozenset[str]) -> None:
        self._asked, self._own = asked, own

    def __contains__(self, word: object) -> bool:
        return self._asked[str(word)] > (word in self._own)


def _temperature(material: _Material, intents: Sequence[str], bias: Floats, settings: Settings) -> float:
    """The factor that makes the margins of examples not learnt from the likeliest as probabilities.

    C. Guo et al., On Calibration of Modern Neural Networks, ICML 2017, with the margins for logits.
    """
    from scipy.optimize import minimize_scalar
    from sklearn.model_selection import train_test_split

    answers, share = material.answers, settings.calibration_share
    if not share or min(Counter(answers.tolist()).values()) < 2 or share * len(answers) < len(intents):
        return 1.0
    numbers = np.arange(len(answers))
    learnt, held_out = train_test_split(numbers, test_size=share, random_state=0, stratify=answers)
    fitted = _Fitted(*material.part(learnt), intents, settings)
    margins = fitted.margins([material.rows[i] for i in held_out]) + bias
    right = np.searchsorted(np.array(intents), answers[held_out])

    def surprise(factor: float) -> float:
        shares = softmax(margins * factor)
        return float(-np.log(shares[np.arange(len(right)), right] + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 20.0), method="bounded").x)


def softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
