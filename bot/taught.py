"""Models trained with examples that the staff have taught, and which model answers.

They lie beside the program's own model, in ``taught/``; ``choice.json`` names the one that answers and those that it
could go back to. A taught model counts as long as the program's own files are those that it was trained with.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.training import TRAINING_DATA, fingerprint, rasa_model

CHOICE_FILE = "choice.json"
FOLDER = "taught"
_NAME = re.compile(r"[0-9a-f]{32}\.tar\.gz")
_MOST_BACK = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """``model`` is the file that answers, None for the program's own; ``before`` are those that answered, newest last.
    ``base`` is the fingerprint of the program's files at that time."""

    model: str | None = None
    before: tuple[str | None, ...] = ()
    base: str = ""

    def used(self, model: str, base: str) -> Choice:
        """The choice of a new model. Going back never reaches behind a change of the program's files."""
        before = self.before if self.base == base else ()
        now = self.model if self.base == base else None
        return Choice(model, (*before, now)[-_MOST_BACK:], base)

    def undone(self) -> Choice | None:
        """The choice before this one; None where there is none."""
        return replace(self, model=self.before[-1], before=self.before[:-1]) if self.before else None


def read_choice(model_dir: Path) -> Choice:
    """The stored choice; the program's own model where there is none or it can't be read."""
    try:
        written = json.loads((model_dir / CHOICE_FILE).read_text(encoding="utf-8"))
        names = [written["model"], *written["before"]]
        if all(name is None or _NAME.fullmatch(name) for name in names):
            return Choice(names[0], tuple(names[1:]), str(written["base"]))
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return Choice()


def write_choice(model_dir: Path, choice: Choice) -> None:
    """Store a choice in one step. Raises OSError."""
    model_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"model": choice.model, "before": choice.before, "base": choice.base})
    # Several processes may have one folder.
    fresh = model_dir / f".{CHOICE_FILE}.{secrets.token_hex(4)}"
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(model_dir / CHOICE_FILE)
    finally:
        fresh.unlink(missing_ok=True)


def is_taught(name: str) -> bool:
    """Whether a model's file is called as taught ones are."""
    return _NAME.fullmatch(name) is not None


def taught_model(model_dir: Path, name: str) -> Path:
    """Where a taught model lies."""
    return model_dir / FOLDER / name


def chosen_model(model_dir: Path) -> Path | None:
    """The taught model that answers; None for the program's own, also where the taught one is outdated or gone."""
    choice = read_choice(model_dir)
    if choice.model is None or choice.base != fingerprint():
        return None
    file = taught_model(model_dir, choice.model)
    return file if file.is_file() else None


def undo_target(model_dir: Path) -> Choice | None:
    """Where undoing leads, models that are gone left out; None where there is nothing to go back to. It never leads
    behind a change of the program's files, after which the program's own model answers anyway."""
    choice = read_choice(model_dir)
    if choice.base != fingerprint():
        return None
    before = choice.undone()
    while before is not None and before.model is not None and not taught_model(model_dir, before.model).is_file():
        before = before.undone()
    return before


def clear_out(model_dir: Path, keep: Collection[str] = ()) -> list[str]:
    """Delete the taught models that neither answer nor are what undoing leads to, and what trainings that were killed
    have left; ``keep`` names files that stay all the same. Gives the names of what was deleted. Never raises."""
    chosen, target = chosen_model(model_dir), undo_target(model_dir)
    kept = {*keep, chosen.name if chosen else None, target.model if target else None}
    deleted = []
    for path in sorted((model_dir / FOLDER).glob("*")):
        if path.name in kept or (path.is_dir() and keep):
            continue  # a training that runs works in a folder
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            deleted.append(path.name)
    return deleted


def examples_file(examples: Iterable[tuple[str, str]]) -> str:
    """(sentence, intent) pairs in the format of nlu_data."""
    by_intent: defaultdict[str, list[str]] = defaultdict(list)
    for sentence, intent in examples:
        by_intent[intent].append(f"- {' '.join(sentence.split())}")
    blocks = [{"intent": intent, "examples": "\n".join(lines) + "\n"} for intent, lines in by_intent.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False)


def train_taught(model_dir: Path, name: str, examples: Iterable[tuple[str, str]]) -> Path:
    """Train a model with these examples besides the program's own. Blocks for minutes. Raises TrainingFailed."""
    file = taught_model(model_dir, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        extra = Path(folder) / "taught.yml"
        extra.write_text(examples_file(examples), encoding="utf-8")
        shutil.move(rasa_model(Path(folder), (*TRAINING_DATA, extra)), file)
    return file
