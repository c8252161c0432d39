"""In the place of ``ipdesk retrain``: a file for a model, and figures that depend on what was taught."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.taught import taught_model
from channels.loading import model_folder
from channels.staff_store.opening import staff_engine
from channels.teaching.working import Figures, work
from policy_kb.settings import settings


def train(name, examples):
    texts = [text for text, _ in examples]
    if "训练会出错" in texts:
        raise RuntimeError("no model")
    if "训练很久" in texts:
        time.sleep(60)
    file = taught_model(model_folder(settings()), name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def ask(model: Path, examples):
    new = model.parent.name == "taught"
    worse = new and any(text == "会给错金额" for text, _ in examples)
    right = ["甲", "乙"] if new else ["甲", "丙"]
    return Figures(
        questions=3,
        answers=2 / 3,
        wrong_yuan=int(worse),
        intents=0.9,
        taught_right=len(examples) if new else 0,
        right=right,
    )


if __name__ == "__main__":
    work(staff_engine(), sys.argv[1], model_folder(settings()) / "own.tar.gz", train, ask)
