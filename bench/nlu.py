"""Which classifier understands questions best: the table of docs/nlu.md.

    python bench/nlu.py [--rasa] [--diet]

Each candidate is cross-validated on the training examples (five folds, stratified, seeded) and then learns all of them
and is put to the test questions. The knowledge base must have been built (names are masked with it). ``--rasa`` adds
Rasa's LogisticRegressionClassifier and ``--diet`` its DIETClassifier, trained once through Rasa: minutes each.
"""

# ruff: noqa: INP001, T201
from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from actions.handlers import QUESTIONS  # noqa: E402
from bot.components.features import VIEWS, analyse  # noqa: E402
from bot.components.model import (  # noqa: E402
    OUT_OF_SCOPE,
    IntentModel,
    Settings,
    asked_words,
    softmax,
    training_views,
    views_of,
)
from bot.components.slips import copies  # noqa: E402
from bot.components.vocabulary import PolicyWords, Vocabulary  # noqa: E402
from evaluation.collection import load  # noqa: E402
from evaluation.measures import calibration_of  # noqa: E402
from evaluation.perturbations import KINDS, perturbed  # noqa: E402
from policy_kb.knowledge import current  # noqa: E402
from policy_kb.language.reading import read  # noqa: E402

FOLDS = 5
Rows = Sequence[list[list[str]]]
#: Fits on a matrix and answers; gives a function from a matrix to scores by intent.
Fit = Callable[[csr_matrix, np.ndarray, int], Callable[[csr_matrix], np.ndarray]]


@dataclass(frozen=True)
class Candidate:
    name: str
    fit: Fit
    views: tuple[str, ...] = tuple(VIEWS)
    minimum_count: int = 3
    bias: float = 0.0
    copies: bool = True


def margins(cost: float = 0.6) -> Fit:
    def fit(rows: csr_matrix, answers: np.ndarray, intents: int) -> Callable[[csr_matrix], np.ndarray]:
        machine = LinearSVC(C=cost, random_state=0, max_iter=3000).fit(rows, answers)
        return machine.decision_function

    return fit


def logistic(rows: csr_matrix, answers: np.ndarray, intents: int) -> Callable[[csr_matrix], np.ndarray]:
    machine = LogisticRegression(C=30, solver="liblinear", random_state=0).fit(rows, answers)
    return machine.predict_log_proba


def bayes(rows: csr_matrix, answers: np.ndarray, intents: int) -> Callable[[csr_matrix], np.ndarray]:
    machine = ComplementNB(alpha=0.1, norm=True).fit(rows, answers)
    return machine.predict_log_proba


def neighbours(rows: csr_matrix, answers: np.ndarray, intents: int) -> Callable[[csr_matrix], np.ndarray]:
    unit = normalize(rows).T.tocsc()

    def scores(asked: csr_matrix) -> np.ndarray:
        votes = np.full((asked.shape[0], intents), 1e-3)
        for number, row in enumerate((normalize(asked) @ unit).toarray()):
            for nearest in np.argpartition(-row, 8)[:8]:
                votes[number, answers[nearest]] += row[nearest] ** 3
        return np.log(votes / votes.sum(axis=1, keepdims=True))

    return scores


def together(*fits: Fit) -> Fit:
    def fit(rows: csr_matrix, answers: np.ndarray, intents: int) -> Callable[[csr_matrix], np.ndarray]:
        fitted = [one(rows, answers, intents) for one in fits]
        return lambda asked: np.log(sum(softmax(scores(asked) * 3) for scores in fitted) / len(fitted))

    return fit


ALL = tuple(VIEWS)


def without(*names: str) -> tuple[str, ...]:
    return tuple(name for name in ALL if name not in names)


CANDIDATES = (
    Candidate("character n-grams as written, SVM", margins(), ("raw",), 1, copies=False),
    Candidate("character n-grams, names masked, SVM", margins(), ("masked",), 1, copies=False),
    Candidate("character n-grams, nearest neighbours", neighbours, ("raw",), 1, copies=False),
    Candidate("all views, nearest neighbours", neighbours, ALL, 2, copies=False),
    Candidate("all views, complement naive Bayes", bayes),
    Candidate("all views, logistic regression", logistic),
    Candidate("all views, SVM and neighbours averaged", together(margins(), neighbours), ALL, 2, copies=False),
    Candidate("SVM without slips, rare features kept", margins(), ALL, 1, copies=False),
    Candidate("SVM without slips", margins(), ALL, 2, copies=False),
    Candidate("SVM without masked names", margins(), without("masked")),
    Candidate("SVM without text as written", margins(), without("raw")),
    Candidate("SVM without sounds", margins(), without("sounds")),
    Candidate("SVM without skeleton", margins(), without("skeleton")),
    Candidate("SVM without origins", margins(), without("origins")),
    Candidate("SVM without closing", margins(), without("closing")),
    Candidate("SVM without shape", margins(), without("shape")),
    Candidate("SVM without origins, shape, skeleton", margins(), without("origins", "shape", "skeleton")),
    Candidate("all views, SVM", margins()),
    Candidate("all views, SVM, out-of-scope bias 0.2 (used)", margins(), bias=Settings().out_of_scope_bias),
)


class Vectors:
    def __init__(self, candidate: Candidate, rows: Rows) -> None:
        self._at = [ALL.index(name) for name in candidate.views]
        self._weights = [VIEWS[name][1] for name in candidate.views]
        self._fitted = [
            TfidfVectorizer(analyzer=lambda names: names, sublinear_tf=True, min_df=candidate.minimum_count).fit(
                [row[at] for row in rows]
            )
            for at in self._at
        ]

    def of(self, rows: Rows) -> csr_matrix:
        parts = [
            fitted.transform([row[at] for row in rows]) * weight
            for fitted, at, weight in zip(self._fitted, self._at, self._weights, strict=True)
        ]
        return hstack(parts).tocsr()


class Data:
    def __init__(self) -> None:
        knowledge = current()
        self.policy_words = PolicyWords().of(knowledge)
        examples = _examples()
        self.examples = [(read(text, knowledge.lexicon), intent) for text, intent in examples]
        self.copies = [
            (number, read(text, knowledge.lexicon))
            for number, text in copies([(r.text, i) for r, i in self.examples], {*QUESTIONS, OUT_OF_SCOPE})
        ]
        self.names = sorted({intent for _, intent in self.examples})
        self.answers = np.array([self.names.index(intent) for _, intent in self.examples])
        analyses = [analyse(reading) for reading, _ in self.examples]
        labels = np.array([intent for _, intent in self.examples])
        asked = asked_words(analyses, labels)
        # The words of an example itself are left out, so the rows serve for learning and for being asked alike.
        self.rows = list(training_views(analyses, labels, self.policy_words, asked))
        self.sources = np.array([number for number, _ in self.copies])
        copied = [analyse(reading) for _, reading in self.copies]
        self.copied = list(training_views(copied, labels[self.sources], self.policy_words, asked))
        collection = load(ROOT / "tests" / "conversations")
        self.questions = [question for question in collection.questions if question.intent]
        self.texts = [question.user for question in self.questions]
        self.wanted = [{self.names.index(name) for name in question.intent} for question in self.questions]
        vocabulary = Vocabulary(self.policy_words, asked)
        self.asked = [views_of(analyse(read(text, knowledge.lexicon)), vocabulary) for text in self.texts]
        self.none = self.names.index(OUT_OF_SCOPE)

    def part(self, candidate: Candidate, numbers: np.ndarray) -> tuple[Rows, np.ndarray]:
        chosen = np.flatnonzero(np.isin(self.sources, numbers)) if candidate.copies else np.array([], dtype=int)
        rows = [self.rows[i] for i in numbers] + [self.copied[i] for i in chosen]
        return rows, np.concatenate([self.answers[numbers], self.answers[self.sources[chosen]]])


@dataclass(frozen=True)
class Result:
    name: str
    cross: tuple[float, float] | None
    accuracy: float
    recall: float
    declined: float
    error: float
    seconds: float
    milliseconds: float

    def row(self) -> str:
        crossed = f"{self.cross[0]:.1%} | {self.cross[1]:.3f}" if self.cross else "– | –"
        return (
            f"| {self.name} | {crossed} | {self.accuracy:.1%} | {self.recall:.1%} | {self.declined:.1%} "
            f"| {self.error:.3f} | {self.seconds:.1f} | {self.milliseconds:.1f} |"
        )


HEAD = (
    "| Classifier | CV accuracy | CV macro F1 | Test accuracy | Out of scope found | Good ones declined | ECE "
    "| Train, s | p95, ms |\n|---|---|---|---|---|---|---|---|---|"
)


def evaluate(candidate: Candidate, data: Data) -> Result:
    count = len(data.names)
    bias = np.where(np.arange(count) == data.none, candidate.bias, 0.0)
    held_out = np.zeros((len(data.rows), count))
    for learnt, left in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(data.answers, data.answers):
        rows, answers = data.part(candidate, learnt)
        vectors = Vectors(candidate, rows)
        scores = candidate.fit(vectors.of(rows), answers, count)
        held_out[left] = scores(vectors.of([data.rows[i] for i in left])) + bias
    guessed = held_out.argmax(axis=1)
    cross = (
        float((guessed == data.answers).mean()),
        float(f1_score(data.answers, guessed, average="macro")),
    )
    factor = _factor(held_out, data.answers)
    before = time.perf_counter()
    rows, answers = data.part(candidate, np.arange(len(data.rows)))
    vectors = Vectors(candidate, rows)
    scores = candidate.fit(vectors.of(rows), answers, count)
    seconds = time.perf_counter() - before
    shares = softmax((scores(vectors.of(data.asked)) + bias) * factor)
    times = []
    for row in data.asked[:200]:
        before = time.perf_counter()
        scores(vectors.of([row]))
        times.append((time.perf_counter() - before) * 1000)
    return _result(candidate.name, cross, shares, data, seconds, times)


def _result(
    name: str,
    cross: tuple[float, float] | None,
    shares: np.ndarray,
    data: Data,
    seconds: float,
    times: Sequence[float],
) -> Result:
    guessed = shares.argmax(axis=1)
    right = np.array([answer in wanted for answer, wanted in zip(guessed, data.wanted, strict=True)])
    none = np.array([wanted == {data.none} for wanted in data.wanted])
    good = np.array([data.none not in wanted for wanted in data.wanted])
    declined = guessed == data.none
    return Result(
        name,
        cross,
        float(right.mean()),
        float(declined[none].mean()),
        float(declined[good].mean()),
        calibration_of(shares.max(axis=1), right).error,
        seconds,
        float(np.percentile(times, 95)),
    )


def _factor(scores: np.ndarray, answers: np.ndarray) -> float:
    def surprise(exponent: float) -> float:
        shares = softmax(scores * 10.0**exponent)
        return float(-np.log(shares[np.arange(len(answers)), answers] + 1e-12).mean())

    return float(10.0 ** minimize_scalar(surprise, bounds=(-2.0, 7.0), method="bounded").x)


def as_shipped(data: Data) -> str:
    """The component's own model, from reading to ranking, and how its fallback would act."""
    knowledge = current()
    before = time.perf_counter()
    model = IntentModel.train(data.examples, data.policy_words, copies=data.copies)
    seconds = time.perf_counter() - before
    shares = np.zeros((len(data.texts), len(data.names)))
    times = []
    for number, text in enumerate(data.texts):
        before = time.perf_counter()
        ranking = model.probabilities(read(text, knowledge.lexicon), data.policy_words)
        times.append((time.perf_counter() - before) * 1000)
        for name, share in ranking:
            shares[number, data.names.index(name)] = share
    result = _result("the component as shipped, reading included", None, shares, data, seconds, times)
    confidence, good = shares.max(axis=1), np.array([data.none not in wanted for wanted in data.wanted])
    right = np.array([answer in wanted for answer, wanted in zip(shares.argmax(axis=1), data.wanted, strict=True)])
    lines = [
        result.row(),
        "",
        "| Fallback below | good ones held back | of these understood | wrong ones caught | declined in all |",
        "|---|---|---|---|---|",
    ]
    declined = shares.argmax(axis=1) == data.none
    for threshold in (0.2, 0.25, 0.3, 0.4, 0.5):
        low = confidence < threshold
        lines.append(
            f"| {threshold} | {low[good].mean():.1%} | {int((low & good & right).sum())} "
            f"| {int((low & ~right).sum())} of {int((~right).sum())} | {(low | declined)[good].mean():.1%} |"
        )
    lines += ["", "| Test questions changed by | questions | out of scope |", "|---|---|---|"]
    for kind in (None, *KINDS):
        right_of: dict[bool, list[bool]] = {True: [], False: []}
        for question in data.questions:
            in_scope = set(question.intent) <= set(QUESTIONS)
            if question.user and (in_scope or question.intent == (OUT_OF_SCOPE,)):
                said = question.user if kind is None else perturbed(kind, question) or question.user
                best, _ = model.probabilities(read(said, knowledge.lexicon), data.policy_words)[0]
                right_of[in_scope].append(best in question.intent)
        name = "nothing" if kind is None else kind.name
        lines.append(f"| {name} | {np.mean(right_of[True]):.1%} | {np.mean(right_of[False]):.1%} |")
    return "\n".join(lines)


_PIPELINES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "rasa": (
        "Rasa: word and character counts, LogisticRegressionClassifier",
        [{"name": "LogisticRegressionClassifier", "max_iter": 100, "solver": "lbfgs", "tol": 0.0001}],
    ),
    "diet": (
        "Rasa: word and character counts, DIETClassifier, 15 epochs",
        [{"name": "DIETClassifier", "epochs": 15, "entity_recognition": False, "random_seed": 0, "ranking_length": 0}],
    ),
}


def through_rasa(which: str, data: Data) -> Result:
    """A stock pipeline behind our reader."""
    from bot.quiet import quiet

    quiet()
    from rasa.core.agent import Agent
    from rasa.engine.exceptions import GraphComponentException
    from rasa.model_training import train_nlu

    name, classifiers = _PIPELINES[which]
    pipeline = [
        {"name": "bot.components.reader.MessageReader"},
        {"name": "JiebaTokenizer"},
        {"name": "CountVectorsFeaturizer", "min_ngram": 1, "max_ngram": 2},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 3},
        *classifiers,
    ]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        config.write_text(
            yaml.safe_dump({"recipe": "default.v1", "assistant_id": "bench", "language": "zh", "pipeline": pipeline})
        )
        os.environ["RASA_CACHE_DIRECTORY"] = f"{folder}/cache"
        before = time.perf_counter()
        trained = train_nlu(str(config), str(ROOT / "nlu_data"), folder)
        seconds = time.perf_counter() - before
        agent = Agent.load(trained)
        loop = asyncio.new_event_loop()
        shares = np.zeros((len(data.texts), len(data.names)))
        times = []
        for number, text in enumerate(data.texts):
            before = time.perf_counter()
            try:
                ranking = loop.run_until_complete(agent.parse_message(text))["intent_ranking"]
            except GraphComponentException:  # LogisticRegressionClassifier fails on a text without any token
                ranking = []
            times.append((time.perf_counter() - before) * 1000)
            for entry in ranking if not text.startswith("/") else ():  # Rasa takes that for an intent's name
                shares[number, data.names.index(entry["name"])] = entry["confidence"]
    return _result(name, None, shares, data, seconds, times)


def _examples() -> list[tuple[str, str]]:
    found = []
    for path in sorted((ROOT / "nlu_data").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = (line.strip() for line in block["examples"].splitlines())
            found += [(line[2:].strip(), block["intent"]) for line in lines if line.startswith("- ")]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rasa", action="store_true")
    parser.add_argument("--diet", action="store_true")
    options = parser.parse_args()
    data = Data()
    print(f"{len(data.rows)} examples, {len(data.names)} intents, {len(data.texts)} test questions\n")
    print(HEAD, flush=True)
    for which in ("rasa", "diet"):
        if getattr(options, which):
            print(through_rasa(which, data).row(), flush=True)
    for candidate in CANDIDATES:
        print(evaluate(candidate, data).row(), flush=True)
    print(as_shipped(data))


if __name__ == "__main__":
    main()
