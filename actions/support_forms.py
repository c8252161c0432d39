"""Forms of support that a message asks for and the notices of its place don't write of (support_forms.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from actions.request import Request
from policy_kb.language.normalise import normalise

_FILE = Path(__file__).with_name("support_forms.yaml")


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of support: how it is asked for, how a notice writes of it, what it is called."""

    asked: re.Pattern[str]
    written: re.Pattern[str]
    name: str


@cache
def _forms() -> tuple[_Form, ...]:
    entries: list[dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(_Form(re.compile(e["asked"]), re.compile(e["written"]), e["name"]) for e in entries)


def form_not_written(request: Request) -> str | None:
    """The form of support asked for that no notice of the one place asked about has; None where there is none."""
    regions = request.scope.named or request.dialogue.regions
    if len(regions) != 1 or not request.scope.sources:
        return None
    for form in _forms():
        if form.asked.search(request.text) and not any(
            form.written.search(normalise(clause.text)) for source in request.scope.sources for clause in source.clauses
        ):
            return form.name
    return None
