"""What the process that trains does: a model with what was taught, and both models asked the same questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

from sqlalchemy import Engine

from channels.teaching import jobs
from channels.teaching.examples import taught
from channels.teaching.sharing import store

Examples = Sequence[tuple[str, str]]


class Figures(TypedDict):
    """What one model got right. Shares are between 0 and 1, None where nothing was asked."""

    questions: int
    answers: float | None
    wrong_yuan: int
    intents: float | None
    taught_right: int
    right: list[str]


#: Asks a model: (its file, what was taught).
Ask = Callable[[Path, Examples], Figures]
#: Trains a model: (its file's name, what was taught).
Train = Callable[[str, Examples], Path]
_MOST_NAMED = 30


def model_name(job: str) -> str:
    """The file of a training's model."""
    return f"{job}.tar.gz"


def work(engine: Engine, job: str, current: Path, train: Train, ask: Ask) -> None:
    """Train and compare; how it goes stands in the job's row. What ``train`` and ``ask`` raise comes through."""
    examples = [(row.text, row.intent) for row in taught(engine)]
    model = train(model_name(job), examples)
    store(engine, model)
    jobs.tell(engine, job, "evaluating", "新模型已经训练好，正在用同一批问题比较新旧两个模型。")
    before, after = ask(current, examples), ask(model, examples)
    sentence = "训练完成。请看下面的比较，再决定换不换。"
    if worse_with_money(before, after):
        sentence = "训练完成，但是新模型给错金额的次数变多了，不能换上。请检查刚教的问题。"
    jobs.tell(engine, job, "done", sentence, comparison(before, after, len(examples)))


def comparison(before: Figures, after: Figures, count: int) -> dict[str, Any]:
    """Both models' figures, and the questions that only one of them got right."""
    old, new = set(before["right"]), set(after["right"])
    return {
        "taught": count,
        "before": {key: value for key, value in before.items() if key != "right"},
        "after": {key: value for key, value in after.items() if key != "right"},
        "won": sorted(new - old)[:_MOST_NAMED],
        "lost": sorted(old - new)[:_MOST_NAMED],
    }


def worse_with_money(before: Figures, after: Figures) -> bool:
    """Whether the new model gave more wrong sums: the one thing that keeps it from being used."""
    return after["wrong_yuan"] > before["wrong_yuan"]
