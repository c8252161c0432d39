"""The answer contract ``ipdesk.answer/1``: what every custom action hands to the channel, as text and as data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

SCHEMA = "ipdesk.answer/1"

Kind = Literal[
    "award",
    "calculation",
    "eligibility",
    "how_to_apply",
    "station",
    "unit",
    "validity",
    "clause",
    "target",
    "definition",
    "list",
    "compare",
    "question",
    "decline",
    "smalltalk",
    "handover",
]
Verdict = Literal["yes", "no", "unknown", "not_in_force"]
Basis = Literal["exact", "at_most", "range"]


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


#: Decimal yuan in the program, a plain JSON number on the wire.
Yuan = Annotated[Decimal, PlainSerializer(_json_number, when_used="json")]


class Part(BaseModel):
    """Base of everything in the payload."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RegionPart(Part):
    """A region by GB/T 2260 code."""

    code: str
    name: str


class Amount(Part):
    """Money in yuan. ``basis`` exact: ``yuan``; at_most: ``max``; range: ``min`` to ``max`` (None where open)."""

    yuan: Yuan | None = None
    min: Yuan | None = None
    max: Yuan | None = None
    basis: Basis


class Missing(Part):
    """A fact that is still needed and the question that asks for it."""

    fact: str
    question: str


class TraceStep(Part):
    """One step of a calculation; ``cite`` is the index of its citation."""

    step: str
    yuan: Yuan | None = None
    cite: int | None = None


class Citation(Part):
    """Verbatim words of a notice and what a reader must know about that notice. ``reviewed`` is False of what was read
    from it and nobody has reviewed yet; otherwise it is not told."""

    document: str
    doc_id: str
    clause: str
    quote: str
    issued_on: date | None = None
    valid_until: date | None = None
    in_force: bool
    issuers: tuple[str, ...] = ()
    reviewed: Literal[False] | None = None


class Units(Part):
    """Offices named by the clause."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()


class Table(Part):
    """A comparison: one row per region, cells as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Written(Part):
    """Words of the help desk's staff, not of a notice; ``on`` is the day they were written. The answer's ``text`` holds
    them as well. The channel adds them: no action writes any."""

    kind: Literal["answer", "term"]
    text: str
    on: date
    basis: str | None = None


class Answer(Part):
    """One complete answer. ``text`` can be read alone; the rest carries the same, structured."""

    kind: Kind
    text: str
    region: RegionPart | None = None
    verdict: Verdict | None = None
    amount: Amount | None = None
    missing: tuple[Missing, ...] = ()
    trace: tuple[TraceStep, ...] = ()
    citations: tuple[Citation, ...] = ()
    units: Units | None = None
    table: Table | None = None
    written: Written | None = None
    suggestions: tuple[str, ...] = Field(default=(), max_length=6)

    def payload(self) -> dict[str, Any]:
        """The ``custom`` object of the Rasa message."""
        body = self.model_dump(mode="json", exclude={"text"}, exclude_none=True)
        return {"schema": SCHEMA, **body}

    def buttons(self) -> list[dict[str, str]]:
        """Suggestions as Rasa buttons: their payload is the sentence itself."""
        return [{"title": s, "payload": s} for s in self.suggestions]
