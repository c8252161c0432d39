"""Forms of support that a message asks for and the notices of its place don't write of (support_forms.yaml)."""

from __future__ import annotations

from pathlib import Path

from actions.asked_for import kinds_in
from actions.request import Request
from policy_kb.language.normalise import normalise

_FILE = Path(__file__).with_name("support_forms.yaml")


def form_not_written(request: Request) -> str | None:
    """The form of support asked for that no notice of the one place asked about has; None where there is none."""
    regions = request.scope.named or request.dialogue.regions
    if len(regions) != 1 or not request.scope.sources:
        return None
    for form in kinds_in(_FILE):
        if form.asked.search(request.text) and not any(
            form.named.search(normalise(clause.text)) for source in request.scope.sources for clause in source.clauses
        ):
            return form.name
    return None
