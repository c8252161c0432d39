"""A proposal for units.yaml: which offices the notice puts in charge of each clause."""

from __future__ import annotations

from typing import Any

from policy_kb.notice import Clause, Notice

Json = dict[str, Any]


def propose_units(notice: Notice) -> Json | None:
    """The offices of every clause that names some, each with its line; None where no clause does."""
    units = [
        {
            "clause": clause.cite_label,
            "lead": list(clause.lead_units),
            "responsible": list(clause.responsible_units),
            "quote": quote,
        }
        for clause in notice.clauses
        if (clause.lead_units or clause.responsible_units) and (quote := _lines(clause))
    ]
    return {"units": units} if units else None


def _lines(clause: Clause) -> str:
    """The lines of a clause from the first to the last that names one of its offices."""
    names = (*clause.lead_units, *clause.responsible_units)
    lines = clause.text.split("\n")
    whole = [number for number, line in enumerate(lines) if any(name in line for name in names)]
    # 市发改委 of 市财政局、发改委 stands nowhere as a whole.
    found = whole or [number for number, line in enumerate(lines) if any(name[-2:] in line for name in names)]
    if not found:
        return ""
    text = "\n".join(lines[found[0] : found[-1] + 1]).strip()
    missing = any(not any(name[start:] in text for start in range(max(1, len(name) - 2))) for name in names)
    return clause.text.strip() if missing else text
