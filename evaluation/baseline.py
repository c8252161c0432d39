"""What an earlier run found: figures, and by name what was asked and what failed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.assessment import Assessment, Perturbation, Section
from evaluation.comparison import Change, change
from evaluation.perturbations import Kind

BASELINE_FILE = Path(__file__).with_name("baseline.json")

Figures = dict[str, float | None]
_DIGITS = 6


class BaselineError(ValueError):
    """A baseline can't be read; the text names the file."""


@dataclass(frozen=True)
class Baseline:
    """The content of a baseline file."""

    sections: dict[str, Any]
    perturbations: dict[str, Any]

    def section_figures(self, name: str) -> Figures:
        """The figures of a section; none for one that was not there."""
        return dict(self.sections.get(name, {}).get("figures", {}))

    def questions(self, section: Section) -> Change | None:
        """How the questions of a section changed; None for a section that was not there."""
        return self._change(section.name, "questions", section.asked, section.failing)

    def dialogues(self, section: Section) -> Change | None:
        """How the dialogues of a section changed; None for a section that was not there."""
        return self._change(section.name, "dialogues", section.dialogues, section.failing_dialogues)

    def perturbation_figures(self, kind: Kind) -> Figures:
        """The figures of a kind of change; none for one that was not there."""
        return dict(self.perturbations.get(kind.name, {}).get("figures", {}))

    def perturbation(self, found: Perturbation) -> Change | None:
        """How the questions in other words changed; None for a kind that was not there."""
        before, collection = self.perturbations.get(found.kind.name), self.sections.get("")
        if before is None or collection is None:
            return None
        return change(collection["questions"]["asked"], before["failing"], found.asked, found.failing)

    def _change(self, name: str, items: str, asked: list[str], failing: list[str]) -> Change | None:
        before = self.sections.get(name)
        if before is None:
            return None
        return change(before[items]["asked"], before[items]["failing"], asked, failing)


def read_baseline(file: Path) -> Baseline | None:
    """The baseline in a file; None where there is no file. Raises BaselineError."""
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Baseline(dict(content["sections"]), dict(content["perturbations"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"{file}: {error!r}") from error


def write_baseline(file: Path, found: Assessment) -> None:
    """Make a run the one that later ones are compared with."""
    content = {
        "sections": {
            section.name: {
                "figures": _rounded(section.measures.figures()),
                "questions": {"asked": sorted(section.asked), "failing": sorted(section.failing)},
                "dialogues": {"asked": sorted(section.dialogues), "failing": sorted(section.failing_dialogues)},
            }
            for section in found.sections
        },
        "perturbations": {
            one.kind.name: {"figures": _rounded(one.figures()), "failing": sorted(one.failing)}
            for one in found.perturbations
        },
    }
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rounded(figures: Figures) -> Figures:
    return {name: None if value is None else round(value, _DIGITS) for name, value in figures.items()}
