"""What a report holds, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from evaluation.assessment import Assessment, Perturbation, Section
from evaluation.baseline import Baseline, Figures
from evaluation.collection import Fault, Message
from evaluation.comparison import Change
from policy_kb.settings import today


def content(found: Assessment, baseline: Baseline | None) -> dict[str, Any]:
    """The whole report."""
    return {
        "as_of": today().isoformat(),
        "compared": baseline is not None,
        "sections": [_section(section, baseline) for section in found.sections],
        "perturbations": [_perturbation(one, baseline) for one in found.perturbations],
    }


def _section(section: Section, baseline: Baseline | None) -> dict[str, Any]:
    before = baseline.section_figures(section.name) if baseline else {}
    return {
        "name": section.name,
        "figures": _figures(section.measures.figures(), before),
        "measures": asdict(section.measures),
        "questions": _change(baseline.questions(section) if baseline else None),
        "dialogues": _change(baseline.dialogues(section) if baseline else None),
        "failures": [*_failed_questions(section), *_failed_turns(section)],
    }


def _perturbation(one: Perturbation, baseline: Baseline | None) -> dict[str, Any]:
    before = baseline.perturbation_figures(one.kind) if baseline else {}
    return {
        "kind": one.kind.name,
        "title": one.kind.title,
        "figures": _figures(one.figures(), before),
        "change": _change(baseline.perturbation(one) if baseline else None),
        "failures": [
            _failure(answer.question.name, answer.said, answer.faults, answer.wrong, answer.messages)
            for answer in one.answered
            if not answer.right
        ],
    }


def _figures(now: Figures, before: Figures) -> list[dict[str, Any]]:
    return [{"name": name, "value": value, "before": before.get(name)} for name, value in now.items()]


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"lost": list(change.lost), "won": list(change.won), "p": change.p, "worse": change.worse}


def _failed_questions(section: Section) -> Iterable[dict[str, Any]]:
    for one in section.answered:
        if not one.right:
            yield _failure(one.question.family, one.said, one.faults, one.wrong, one.messages)


def _failed_turns(section: Section) -> Iterable[dict[str, Any]]:
    for held in section.held:
        for number, turn in enumerate(held.turns, 1):
            if turn.faults or turn.wrong:
                where = f"{held.dialogue.name} · {number}"
                yield _failure(where, turn.expected.user, turn.faults, turn.wrong, turn.messages)


def _failure(
    where: str, said: str, faults: Sequence[Fault], wrong: Iterable[object], messages: Sequence[Message]
) -> dict[str, Any]:
    return {
        "where": where,
        "said": said,
        "faults": [asdict(fault) for fault in faults],
        "wrong_yuan": sorted(str(yuan) for yuan in wrong),
        "kinds": [str(message["custom"].get("kind")) for message in messages if message.get("custom")],
        "reply": "\n".join(str(message.get("text") or "") for message in messages),
    }
